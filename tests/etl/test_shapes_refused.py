"""A province layer that is not taken: each error names what, where, and what to do."""

import re
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from etl import boundaries, commands, shapes
from etl.shapes import reading
from tests import official
from tests.etl import province_files
from tests.etl.province_files import ROOT, place

STATIC = ROOT / "static" / "provinces.geojson"


def refusal(rows_or_file, folder, layer=None) -> shapes.ShapesError:
    """Why the layer is not taken; nothing lies beside the versions afterwards."""
    file = rows_or_file
    if isinstance(file, gpd.GeoDataFrame):
        file = folder / "p.gpkg"
        rows_or_file.to_file(file)
    with pytest.raises(shapes.ShapesError) as caught:
        province_files.take(file, folder / "built", shapes.Naming(), print, layer=layer)
    assert boundaries.laid(folder / "built") is None
    error = caught.value
    for lang in ("th", "en"):
        assert not re.search(r"[{}]", error.text(lang))
    assert re.search("[ก-๙]", error.text("th"))
    return error


def test_76_provinces_are_refused_by_the_name_of_the_missing_one(tmp_path):
    rows = province_files.layer()
    error = refusal(rows[rows["PROV_CODE"] != "38"], tmp_path)
    assert error.reason == "missing"
    assert "บึงกาฬ (TH-38)" in error.text("th")
    assert "76 of 77 provinces. Missing: Bueng Kan (TH-38)" in error.text("en")


def test_a_province_that_comes_twice_is_refused(tmp_path):
    rows = province_files.layer()
    again = rows[rows["PROV_CODE"] == "50"]
    error = refusal(pd.concat([rows, again], ignore_index=True), tmp_path)
    assert error.reason == "twice"
    row = place(rows, "50") + 1
    assert f"Chiang Mai (TH-50) comes more than once: rows {row}, 78" in str(error)


def test_an_overlap_is_refused_with_both_provinces(tmp_path):
    rows = province_files.layer()
    at = place(rows, "50")
    rows.loc[at, "geometry"] = rows.geometry[at].buffer(0.05)
    error = refusal(rows, tmp_path)
    assert error.reason == "overlap"
    assert "Chiang Mai (TH-50)" in str(error)
    assert error.text("en").count("(TH-") == 2


def test_a_bow_tie_is_refused_where_it_crosses_itself(tmp_path):
    rows = province_files.layer()
    at = place(rows, "50")
    west, south, east, north = rows.geometry[at].bounds
    bow = [(west, south), (east, north), (east, south), (west, north)]
    rows.loc[at, "geometry"] = shapely.Polygon(bow)
    error = refusal(rows, tmp_path)
    assert error.reason == "invalid"
    assert f"Row {at + 1}, Chiang Mai (TH-50)" in str(error)
    assert "Self-intersection[" in str(error)


def test_swapped_axes_are_called_that(tmp_path):
    rows = province_files.layer()
    swapped = shapely.transform(rows.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    error = refusal(rows.set_geometry(swapped).set_crs(4326), tmp_path)
    assert error.reason == "swapped"
    assert "latitude and longitude are swapped" in str(error)


def test_coordinates_of_another_system_than_the_file_says_are_refused(tmp_path):
    metres = province_files.layer().to_crs(32647)
    error = refusal(metres.set_crs(32648, allow_override=True), tmp_path)
    assert error.reason == "far"
    assert "outside Thailand (bounds in degrees 10" in str(error)


def test_a_shapefile_without_prj_is_not_guessed(tmp_path):
    file = province_files.shapefile(province_files.layer(), tmp_path)
    file.with_suffix(".prj").unlink()
    assert refusal(file, tmp_path).reason == "no_crs"


def test_coordinates_of_no_known_place_are_refused_without_their_name(tmp_path):
    file = province_files.shapefile(province_files.layer(), tmp_path)
    local = f'LOCAL_CS["{province_files.OWNER}",UNIT["metre",1]]'
    file.with_suffix(".prj").write_text(local, "utf-8")
    error = refusal(file, tmp_path)
    assert error.reason == "odd_crs"
    assert "(no EPSG number)" in error.text("en")
    assert "(ไม่มีเลข EPSG)" in error.text("th")
    for found in ("สมชาย", "081-234"):
        assert found not in error.text("th") + error.text("en")


def test_a_shapefile_without_its_table_is_refused(tmp_path):
    file = province_files.shapefile(province_files.layer(), tmp_path)
    file.with_suffix(".dbf").unlink()
    error = refusal(file, tmp_path)
    assert (error.reason, error.said["missing"]) == ("part_missing", ".dbf")


def test_a_shapefile_of_nothing_is_damaged_zipped_or_not(tmp_path):
    file = province_files.shapefile(province_files.layer(), tmp_path)
    file.write_bytes(b"\x00\x00\x27\x0a" + bytes(40))
    for given in (file, province_files.zipped(file)):
        assert refusal(given, tmp_path).reason == "damaged"


def test_an_unknown_name_is_told_with_its_row_and_the_nearest_names(tmp_path):
    rows = province_files.layer()[["PROV_NAMT", "geometry"]]
    rows.loc[40, "PROV_NAMT"] = "จังหวัดเชียงใหมม"
    error = refusal(rows, tmp_path)
    assert error.reason == "unknown_province"
    assert "Row 41, column PROV_NAMT: ‘จังหวัดเชียงใหมม’" in str(error)
    assert "เชียงใหม่" in error.said["near"]


def test_personal_data_in_the_place_of_a_name_are_not_repeated(tmp_path):
    rows = province_files.layer()[["PROV_NAMT", "geometry"]]
    rows.loc[40, "PROV_NAMT"] = province_files.OWNER
    error = refusal(rows, tmp_path)
    assert error.reason == "unknown_province"
    assert "081" not in error.text("th") + error.text("en")


def test_code_and_name_that_disagree_are_refused(tmp_path):
    rows = province_files.layer()
    one, other = place(rows, "50"), place(rows, "57")
    rows.loc[[one, other], "PROV_CODE"] = ["57", "50"]
    error = refusal(rows, tmp_path)
    assert error.reason == "disagree"
    assert "PROV_CODE = 57; PROV_NAMT = จังหวัดเชียงใหม่" in str(error)


def test_a_layer_without_provinces_names_its_columns(tmp_path):
    rows = province_files.layer()[["FID_1", "SURVEYOR", "geometry"]]
    error = refusal(rows.assign(SURVEYOR="–"), tmp_path)
    assert (error.reason, error.said["found"]) == ("no_province", "FID_1, SURVEYOR")


def test_lines_are_no_provinces(tmp_path):
    rows = province_files.layer()
    error = refusal(rows.set_geometry(rows.boundary), tmp_path)
    assert error.reason == "no_area"


def test_several_layers_need_a_name(tmp_path):
    file = tmp_path / "p.gpkg"
    for name in ("changwat", "amphoe"):
        province_files.layer().to_file(file, layer=name)
    error = refusal(file, tmp_path)
    assert error.reason == "several_layers"
    assert error.said["found"] == "changwat, amphoe"
    assert refusal(file, tmp_path, layer="tambon").reason == "no_layer"
    province_files.take(
        file, tmp_path / "out", shapes.Naming(), print, layer="changwat"
    )
    assert boundaries.laid(tmp_path / "out") is not None


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("p.kml", b"<kml/>", "format"),
        ("p.geojson", b"<html>no map</html>", "other_content"),
        ("p.gpkg", b"<OGRVRTDataSource/>", "other_content"),
        ("p.geojson", b'{"type":"FeatureCollection","features":[', "damaged"),
        ("p.geojson", b'{"type":"FeatureCollection","features":[]}', "empty"),
        ("p.gpkg", b"SQLite format 3\x00" + bytes(2000), "damaged"),
        ("p.zip", b"PK\x03\x04 and then nothing", "damaged"),
        ("p.shp", b"\x00\x00\x27\x0a" + bytes(200), "part_missing"),
    ],
)
def test_what_is_no_layer_is_refused(name, content, reason, tmp_path):
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name, tmp_path).reason == reason


def test_a_table_without_shapes_is_refused(tmp_path):
    import pyogrio

    plain = pd.DataFrame(province_files.layer().drop(columns="geometry"))
    pyogrio.write_dataframe(plain, tmp_path / "p.gpkg")
    assert refusal(tmp_path / "p.gpkg", tmp_path).reason == "no_geometry"


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    file = province_files.shapefile(province_files.layer(), tmp_path)
    archive = province_files.zipped(file)
    monkeypatch.setattr(reading, "MOST_ROWS", 76)
    assert refusal(file, tmp_path).reason == "too_many_rows"
    monkeypatch.setattr(reading, "MOST_BYTES", file.stat().st_size - 1)
    assert refusal(file, tmp_path).reason == "too_large"
    assert archive.stat().st_size < reading.MOST_BYTES
    assert refusal(archive, tmp_path).reason == "too_large"  # once it is unpacked


def test_too_many_points_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_POINTS", 5000)
    assert refusal(province_files.layer(), tmp_path).reason == "too_large_points"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("ก" * 201, "naming_long"), ("a\nb", "naming_long"),
     ("นายสมชาย ใจดี", "naming_personal")],
)  # fmt: skip
def test_a_source_that_cannot_stand_below_a_map_is_refused(text, reason, tmp_path):
    with pytest.raises(shapes.ShapesError) as caught:
        province_files.take(STATIC, tmp_path, shapes.Naming(text), print)
    assert caught.value.reason == reason


@pytest.mark.long
def test_a_refused_layer_leaves_the_one_before(tmp_path, capsys):
    rows, out = province_files.layer(), str(tmp_path / "built")
    rows.to_file(tmp_path / "good.gpkg")
    rows[:76].to_file(tmp_path / "bad.gpkg")
    ask = ["shapes", "--out", out, "--input"]
    assert commands.main([*ask, str(tmp_path / "good.gpkg")]) == 0
    before = boundaries.laid(Path(out))
    assert commands.main([*ask, str(tmp_path / "bad.gpkg")]) == 1
    assert boundaries.laid(Path(out)) == before
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("ไม่รับชั้นข้อมูลนี้ ชั้นเดิมยังอยู่ / The layer is not taken")
    assert "พบ 76 จาก 77 จังหวัด" in told[1]
    assert "76 of 77 provinces" in told[2]


@pytest.mark.long
def test_a_layer_that_takes_too_much_costs_its_own_process_alone(tmp_path):
    province_files.layer().to_file(tmp_path / "p.gpkg")
    boundaries.lay(tmp_path, before := official.layer())
    with pytest.raises(shapes.ShapesError) as caught:
        shapes.take(
            tmp_path / "p.gpkg", tmp_path, shapes.Naming(), print, memory=1 << 20
        )
    assert caught.value.reason == "too_heavy"
    assert boundaries.laid(tmp_path) == before


@pytest.mark.long
def test_a_failure_of_a_library_is_told_without_any_value_of_the_file(tmp_path):
    province_files.layer().to_file(tmp_path / "p.gpkg")
    with pytest.raises(shapes.ShapesError) as caught:
        shapes.take(tmp_path / "p.gpkg", tmp_path, None, print)  # which fails inside
    assert caught.value.reason == "damaged"
    assert caught.value.said == {"found": "AttributeError"}


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path):
    ask = ["shapes", "--out", str(tmp_path), "--input"]
    for given in (tmp_path / "none.shp", tmp_path):
        with pytest.raises(SystemExit) as caught:
            commands.main([*ask, str(given)])
        assert caught.value.code == 2


def test_every_message_is_raised_somewhere():
    folder = ROOT / "etl" / "shapes"
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    keys = re.findall(
        r"^\[(\w+)\]", (folder / "messages.toml").read_text("utf-8"), re.M
    )
    assert [key for key in keys if f'"{key}"' not in code] == []
    raised = set(re.findall(r'ShapesError\(\s*"(\w+)"', code))
    assert raised - set(keys) == set()


def test_a_build_loads_none_of_it():
    script = (
        "import sys, etl.build, etl.status, etl.shapes; "
        "print([n for n in ('geopandas', 'shapely', 'pyogrio', 'topojson') "
        "if n in sys.modules])"
    )
    run = [sys.executable, "-c", script]
    found = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
