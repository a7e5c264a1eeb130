"""A province layer that is taken: whatever its format, coordinates and texts are."""

import hashlib
import json
import re
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from etl import boundaries, shapes
from etl.digest import sha256
from tests.etl import province_files

METRES = 32647


def taken(file, out, **naming):
    """What lies beside the versions once the file was taken."""
    province_files.take(file, out, shapes.Naming(**naming))
    return boundaries.laid(out)


def drawn(layer, which="fine") -> gpd.GeoDataFrame:
    features = json.loads(getattr(layer, which))["features"]
    return gpd.GeoDataFrame.from_features(features, crs=4326).set_index("province_code")


def written(how, folder):
    """The layer in one of the ways in which offices hand it over."""
    rows = province_files.layer()
    if how == "shapefile in Thai Windows, UTM 47N, nothing says the encoding":
        rows = rows.to_crs(32647)[["PROV_NAMT", "SURVEYOR", "geometry"]]
        return province_files.shapefile(rows, folder, "cp874", cpg=False)
    if how == "zipped shapefile, Indian 1975":
        rows = rows.to_crs(24047)[["PROV_NAMT", "geometry"]]
        return province_files.zipped(province_files.shapefile(rows, folder))
    if how == "GeoPackage with codes as numbers":
        rows = rows.assign(PROV_CODE=rows["PROV_CODE"].astype(int))
        rows.drop(columns=["PROV_NAMT", "PROV_NAME"]).to_file(folder / "p.gpkg")
        return folder / "p.gpkg"
    rows = rows[["PROV_NAME", "geometry"]]
    rows.to_file(folder / "p.geojson", driver="GeoJSON")
    return folder / "p.geojson"


@pytest.mark.parametrize(
    "how",
    [
        "shapefile in Thai Windows, UTM 47N, nothing says the encoding",
        "zipped shapefile, Indian 1975",
        "GeoPackage with codes as numbers",
        "GeoJSON with English names",
    ],
)
def test_every_format_gives_the_same_77_provinces_in_degrees(how, tmp_path):
    found = drawn(taken(written(how, tmp_path), tmp_path / "built"))
    given = province_files.layer()
    ours = given.set_index("TH-" + given["PROV_CODE"]).to_crs(METRES).geometry
    theirs = found.geometry.to_crs(METRES)
    assert sorted(theirs.index) == sorted(ours.index)
    theirs = theirs.loc[ours.index]
    overlap = theirs.intersection(ours).area / theirs.union(ours).area
    assert overlap.min() > 0.97


@pytest.fixture(scope="module")
def detailed(tmp_path_factory):
    """A layer with a point every 300 m."""
    rows = province_files.layer()
    fine = rows.set_geometry(shapely.segmentize(rows.geometry.to_numpy(), 0.003))
    file = tmp_path_factory.mktemp("fine") / "p.gpkg"
    fine.set_crs(4326).to_file(file)
    return fine, taken(file, tmp_path_factory.mktemp("built"))


@pytest.mark.parametrize(("which", "most"), [("fine", 220_000), ("coarse", 100_000)])
def test_what_is_drawn_is_small_valid_and_keeps_common_borders(detailed, which, most):
    given, layer = detailed
    text, found = getattr(layer, which), drawn(layer, which)
    assert len(text.encode()) <= most
    assert found.get_coordinates().shape[0] < given.get_coordinates().shape[0] / 3
    assert found.is_valid.all()
    metres = found.to_crs(METRES)
    assert metres.area.sum() == pytest.approx(metres.union_all().area, abs=1000)
    country = found.union_all()
    assert sum(len(part.interiors) for part in country.geoms) == 0
    exteriors = found.geometry.explode().exterior
    assert not shapely.is_ccw(exteriors).any()  # clockwise, as the map draws them
    assert (found.get_coordinates() == found.get_coordinates().round(4)).all(axis=None)


def test_labels_stand_inside_their_provinces(detailed):
    found = drawn(detailed[1])
    labels = gpd.points_from_xy(found["label_lon"], found["label_lat"], crs=4326)
    assert found.contains(gpd.GeoSeries(labels, index=found.index)).all()


def test_no_other_attribute_is_stored(tmp_path):
    rows = province_files.layer()
    rows.to_file(tmp_path / "p.gpkg")
    taken(tmp_path / "p.gpkg", tmp_path / "built")
    (file,) = (tmp_path / "built").iterdir()
    text = file.read_text("utf-8")
    assert json.loads(text)["file"] == "p.gpkg"
    for found in ("SURVEYOR", "สมชาย", "081-234", "REGION"):
        assert found not in text


def test_a_layer_says_of_itself_whose_it_is_and_which_file_it_was(tmp_path):
    province_files.layer().to_file(tmp_path / "p.gpkg")
    layer = taken(
        tmp_path / "p.gpkg",
        tmp_path / "built",
        source_th="กรมการปกครอง 2568",
        licence="ใช้ภายในราชการ",
    )
    assert layer.source_th == layer.source_en == "กรมการปกครอง 2568"
    assert layer.licence == "ใช้ภายในราชการ"
    assert layer.sha256 == sha256(tmp_path / "p.gpkg")
    assert layer.crs == "EPSG:4326"


@pytest.mark.parametrize("stem", ["prov [1]", "จังหวัด #2 (ใหม่)!", "a.b"])
def test_a_shapefile_of_any_name_is_taken(stem, tmp_path):
    rows = province_files.layer()[["PROV_NAMT", "geometry"]]
    file = province_files.shapefile(rows, tmp_path)
    for part in list(tmp_path.iterdir()):
        part.rename(tmp_path / f"{stem}{part.suffix}")
    layer = taken(tmp_path / f"{stem}{file.suffix}", tmp_path / "built")
    assert len(drawn(layer)) == 77


@pytest.mark.parametrize("is_zipped", [False, True])
def test_parts_in_another_case_belong_to_a_shapefile(is_zipped, tmp_path):
    rows = province_files.layer()[["PROV_NAMT", "geometry"]]
    file = province_files.shapefile(rows, tmp_path)
    for part in (".dbf", ".prj", ".cpg"):
        file.with_suffix(part).rename(tmp_path / f"ChangWat{part.upper()}")
    given = packed(tmp_path) if is_zipped else file
    assert len(drawn(taken(given, tmp_path / "built"))) == 77


def test_of_parts_in_two_cases_its_own_are_read(tmp_path):
    rows = province_files.layer()[["PROV_NAMT", "geometry"]]
    file = province_files.shapefile(rows, tmp_path)
    for name in ("CHANGWAT.DBF", "Changwat.dbf", "zz.dbf"):
        (tmp_path / name).write_bytes(b"not a table")
    for given in (file, packed(tmp_path)):
        assert len(drawn(taken(given, tmp_path / "built"))) == 77


def packed(folder):
    """All files of a folder in a ZIP archive."""
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(folder.glob("*.*")):
            if part != path:
                archive.write(part, f"ขอบเขต/{part.name}")
    return path


def test_the_fingerprint_of_a_shapefile_is_of_all_its_parts(tmp_path):
    rows = province_files.layer()[["PROV_NAMT", "geometry"]]
    file = province_files.shapefile(rows, tmp_path)
    parts = [file.with_suffix(f".{end}") for end in ("shp", "shx", "dbf", "prj", "cpg")]
    file.with_suffix(".qix").write_bytes(b"an index that is not read")
    before = taken(file, tmp_path / "built").sha256
    whole = b"".join(part.read_bytes() for part in parts)
    assert before == hashlib.sha256(whole).hexdigest()
    file.with_suffix(".cpg").write_text("utf8", "ascii")
    assert taken(file, tmp_path / "built").sha256 != before


def named(file, name):
    """A Shapefile whose coordinates bear another name."""
    prj = file.with_suffix(".prj")
    text = re.sub(r'^(\w+)\["[^"]*"', rf'\1["{name}"', prj.read_text("utf-8"))
    prj.write_text(text, "utf-8")
    assert name in prj.read_text("utf-8")
    return file


@pytest.mark.parametrize(
    ("epsg", "said"), [(32647, "EPSG:32647"), (24047, "EPSG:24047"), (4326, "custom")]
)
def test_coordinates_are_told_by_number_never_by_the_name_in_the_file(
    epsg, said, tmp_path
):
    rows = province_files.layer().to_crs(epsg)[["PROV_CODE", "geometry"]]
    file = named(province_files.shapefile(rows, tmp_path), province_files.OWNER)
    lines = []
    province_files.take(file, tmp_path / "built", say=lines.append)
    assert boundaries.laid(tmp_path / "built").crs == said
    told = (tmp_path / "built" / boundaries.FILE).read_text("utf-8") + str(lines)
    for found in ("สมชาย", "081-234"):
        assert found not in told


def test_several_rows_of_a_province_are_its_parts(tmp_path):
    parts = province_files.layer().explode(ignore_index=True)
    north, south = (95, 13.6, 106, 22), (95, 4, 106, 13.6)
    bangkok = parts[parts["PROV_CODE"] == "10"]
    halves = [bangkok.clip(box) for box in (north, south)]
    rows = pd.concat([parts[parts["PROV_CODE"] != "10"], *halves], ignore_index=True)
    assert len(rows) > 78
    rows.to_file(tmp_path / "p.gpkg")
    found = drawn(taken(tmp_path / "p.gpkg", tmp_path / "built"))
    assert len(found) == 77
    assert found.geometry["TH-10"].geom_type == "MultiPolygon"
    assert len(shapely.get_parts(found.geometry["TH-10"])) == 1  # no seam


def test_a_spike_that_changes_no_area_is_mended_and_named(tmp_path):
    rows = province_files.layer()
    at = province_files.place(rows, "50")
    part = shapely.get_parts(rows.geometry[at])[0]
    x, y = part.exterior.coords[0]
    spike = [*part.exterior.coords, (x - 0.1, y), (x, y)]
    rows.loc[at, "geometry"] = shapely.Polygon(spike)
    assert not rows.geometry[at].is_valid
    rows.to_file(tmp_path / "p.gpkg")
    said = []
    province_files.take(
        tmp_path / "p.gpkg", tmp_path / "b", shapes.Naming(), said.append
    )
    assert "mended     TH-50" in said


def test_slivers_between_neighbours_are_closed(tmp_path):
    rows = province_files.layer()
    at = province_files.place(rows, "50")
    moved = shapely.transform(rows.geometry[at], lambda xy: xy + [0.0002, 0.0])  # 20 m
    rows.loc[at, "geometry"] = moved
    rows.to_file(tmp_path / "p.gpkg")
    found = drawn(taken(tmp_path / "p.gpkg", tmp_path / "b")).to_crs(METRES)
    assert found.area.sum() == pytest.approx(found.union_all().area, abs=1000)
    country = found.union_all()
    assert sum(len(part.interiors) for part in country.geoms) == 0
