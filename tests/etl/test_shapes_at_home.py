"""Each shape of a province layer is that province, and all of it."""

import json

import geopandas as gpd
import pytest
import shapely

from etl.shapes import checks, identity
from etl.shapes.refusal import ShapesError
from tests.etl import province_files
from tests.etl.province_files import ROOT, place

NAMED = ["PROV_CODE", "PROV_NAMT", "PROV_NAME"]


def judged(rows) -> checks.Sound:
    return checks.sound(identity.identified(rows))


def refusal(rows) -> ShapesError:
    with pytest.raises(ShapesError) as caught:
        judged(rows)
    return caught.value


def without(code, share) -> gpd.GeoDataFrame:
    """The provinces, one without the east of it: this share of its area."""
    rows = province_files.layer()
    at = place(rows, code)
    whole = rows.geometry[at]
    west, south, east, north = whole.bounds
    low, high = west, east
    while high - low > 1e-4:
        middle = (low + high) / 2
        kept = whole.intersection(shapely.box(west, south, middle, north))
        low, high = (
            (low, middle) if kept.area > whole.area * (1 - share) else (middle, high)
        )
    rows.loc[at, "geometry"] = kept
    return rows


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("10", "12", "Bangkok (TH-10), Nonthaburi (TH-12)"),
        ("74", "75", "Samut Sakhon (TH-74), Samut Songkhram (TH-75)"),
        ("50", "90", "Chiang Mai (TH-50), Songkhla (TH-90)"),
    ],
)
def test_shapes_under_each_others_names_are_refused_however_near(one, other, names):
    rows = province_files.layer()
    one, other = place(rows, one), place(rows, other)
    rows.loc[[one, other], NAMED] = rows.loc[[other, one], NAMED].to_numpy()
    error = refusal(rows)
    assert error.reason == "elsewhere"
    assert names in error.text("en")


@pytest.mark.parametrize(
    ("code", "share"), [("73", 0.61), ("83", 0.42), ("27", 0.33), ("27", 0.27)]
)
def test_a_province_of_which_a_part_is_missing_is_refused(code, share):
    error = refusal(without(code, share))
    assert error.reason == "odd_size"
    assert f"(TH-{code}) (the first has" in error.text("en")


def test_a_province_with_much_sea_is_refused():
    rows = province_files.layer()
    at = place(rows, "23")
    sea = shapely.box(101.6, 11.6, 102.3, 12.05)
    rest = rows.geometry.drop(at).union_all()
    rows.loc[at, "geometry"] = rows.geometry[at].union(sea).difference(rest)
    error = refusal(rows)
    assert error.reason == "odd_size"
    assert "without the sea" in error.text("en")


@pytest.mark.parametrize(
    ("code", "share"), [("27", 0.2), ("83", 0.3)], ids=["of any", "of a tiny one"]
)
def test_what_a_survey_may_differ_by_is_taken(code, share):
    assert len(judged(without(code, share)).provinces) == 77


@pytest.mark.parametrize("east_north", [(1060, 1060), (-1500, 0), (0, -1500)])
def test_a_layer_moved_by_a_kilometre_and_a_half_is_taken(east_north):
    metres = province_files.layer().to_crs(checks.METRES)
    moved = metres.set_geometry(metres.translate(*east_north)).to_crs(4326)
    assert len(judged(moved).provinces) == 77


def test_a_coarser_layer_is_taken():
    text = (ROOT / "static" / "provinces-thumbnail.geojson").read_text("utf-8")
    shapes = gpd.GeoDataFrame.from_features(json.loads(text)["features"], crs=4326)
    assert len(judged(shapes[["province_code", "geometry"]]).provinces) == 77
