"""Every figure, map and table of the app can be taken along, unless it is internal."""

import csv
import io
import json
import re
import zlib

import pandas as pd
import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from dashboard.export.behind import columns_behind
from dashboard.export.cells import read_columns, table_columns
from dashboard.export.deck.markup import heading_below, names_by_colour
from dashboard.export.slides import slides
from dashboard.export.tables import exhibit_csv
from dashboard.ui import shelf
from dashboard.ui.briefing.collect import offered, titled
from dashboard.ui.weekly.taken import as_read
from tests.under_test import app, page_names

OPEN_REPORTS = {
    "data_quality_part": "completeness",
    "data_quality_report": "volunteer_roster",
}
# A page in parts shows one of them at a time; one in no part stands for itself.
PARTS = {
    "coverage_map": ({}, {"coverage_view": "columns"}),
    "training": tuple(
        {"training_part": part}
        for part in ("progress", "volunteers", "against_risk", "outreach")
    ),
    "tips": tuple(
        {"tips_part": part}
        for part in ("week", "signals", "channels", "forms", "flow", "beside")
    ),
    "data_quality": (
        *(
            {"data_quality_part": part}
            for part in (
                *("handed", "rejected", "completeness", "timeliness", "missing"),
                *("flags", "sources", "history", "dictionary", "disclosure"),
            )
        ),
        OPEN_REPORTS,
    ),
}
VIEWS = [
    (page, address)
    for page in page_names()
    if page != "briefing"
    for address in PARTS.get(page, ({},))
]
DRAWN = ("plotly_chart", "bidi_component")
IN_WORDS = {"weekly_figures_rows", "weekly_said_rows"}  # said in tiles and lists
UNSEEN = {"briefing_kept", "page_width"}  # what the browser keeps or tells
PAPER = "weekly_snapshot_paper"  # the whole page, no table
SETTINGS = "risk_scenario"  # a model file, no table


@pytest.fixture(autouse=True)
def served(demo_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))


def key_of(element):
    """The key that an element was given; Streamlit puts it at the end of its id."""
    return re.fullmatch(r"\$\$ID-[0-9a-f]+-(.*)", element.proto.id).group(1)


def is_internal(chart):
    return "Internal use" in json.dumps(json.loads(chart.proto.spec)["layout"])


def is_marked(component):
    """Whether it is a map with words across it: internal, or a scenario."""
    spec = component.proto.bytes
    return bool(spec) and bool(json.loads(zlib.decompress(spec))["words"]["mark"])


def shown(page, address):
    """What a reader sees: keys of figures and maps, of files, and of what can be added.

    Returns:
        Figures and maps that may leave, those that may not, tables with a file, and
        what has a button.
    """
    test = app(f"pages/{page}.py", lang="en", **address)
    assert not test.exception
    internal = {key_of(c) for c in test.get("plotly_chart") if is_internal(c)}
    internal |= {key_of(m) for m in test.get("bidi_component") if is_marked(m)}
    drawn = {key_of(each) for kind in DRAWN for each in test.get(kind)}
    drawn = {
        key.replace("coverage_legend", "coverage_map")  # columns stand for the map
        for key in drawn - UNSEEN
    }
    files = {
        key_of(each).removesuffix("_download")
        for each in test.get("download_button")
        if key_of(each).endswith("_download")
    } - {PAPER, SETTINGS}
    adding = {b.key.removesuffix("_add") for b in test.button if b.key.endswith("_add")}
    return drawn - internal, internal, {f"{file}_rows" for file in files}, adding


@pytest.mark.parametrize(("page", "address"), VIEWS, ids=str)
def test_there_is_a_button_at_all_that_may_leave_and_what_it_adds_can_be_made(
    page, address
):
    drawn, internal, tables, adding = shown(page, address)
    assert drawn | tables == adding - IN_WORDS
    assert drawn | internal | tables
    found = offered(page, None, "en", "be", address)
    assert adding <= set(found)
    assert all(key.endswith("_rows") for key in set(found) - adding)
    for key, exhibit in found.items():
        assert (exhibit.page, exhibit.key, exhibit.lang) == (page, key, "en")
        assert (exhibit.kind == "table") == key.endswith("_rows")
        assert exhibit.title
        assert not re.search(r"[<>]|\\", exhibit.title)
        assert exhibit.foot.source
        assert not exhibit.foot.source.startswith("Source")
        assert exhibit.foot.data_until
        assert exhibit.foot.version
        # Positions and codes of an axis are for nobody: rows come from the page.
        assert exhibit.kind != "figure" or exhibit.gated is not None, key
        assert exhibit.kind == "table" or columns_behind(exhibit), key


def test_an_internal_figure_has_no_button_and_is_no_exhibit():
    address = {"data_quality_part": "completeness"}
    drawn, internal, _tables, adding = shown("data_quality", address)
    assert internal == {"data_quality_matrix", "data_quality_latest"}
    assert not internal & adding
    assert not internal & set(offered("data_quality", None, "en", "be", address))
    assert "data_quality_matrix" in shown("data_quality", OPEN_REPORTS)[3]


ANALYST = """
import pandas as pd
import streamlit as st
from dashboard.disclosure import Audience, disclosed
from dashboard.ui import shelf
from dashboard.ui.address import begin_choices

begin_choices("pages/training.py")
shelf.begin_shelf("tip_report")
frame = pd.DataFrame({"tips": [3, 12]})
for audience in Audience:
    shelf.offer_table(
        disclosed(frame, audience, ["tips"]), {"tips": "Tips"}, f"tips_{audience}",
        title="Tips", source="x", until="y", datasets=("tip_report",),
    )
words = {"mark": "", "title": "a map"}
for mark in ("", "Internal use"):
    spec = {"title": "a map", "note": ["x"], "status": "", "words": {"mark": mark}}
    shelf.offer_map(spec, f"tips_map_{mark or 'open'}")
"""


@pytest.mark.parametrize("is_collecting", [False, True])
def test_tables_of_analysts_and_marked_maps_are_offered_to_nobody(is_collecting):
    test = AppTest.from_string(ANALYST)
    collecting = shelf.collect(None)
    if is_collecting:
        test.session_state["_collecting"] = collecting
    test.run()
    assert not test.exception
    adding = {button.key.removesuffix("_add") for button in test.button}
    found = set(collecting.found) if is_collecting else adding
    assert found == {"tips_leadership", "tips_outside", "tips_map_open"}
    assert adding == (set() if is_collecting else found)


def test_a_page_that_is_looked_at_makes_no_exhibit(monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("made for nobody")

    monkeypatch.setattr(shelf, "Exhibit", refuse)
    monkeypatch.setattr(shelf, "Foot", refuse)
    for page in ("coverage_map", "training", "tip_tier"):
        test = app(f"pages/{page}.py")
        assert not test.exception
        assert not test.error


def test_what_is_made_is_what_was_chosen_in_the_language_and_era_of_the_pack():
    address = {"training_year": "2568", "training_part": "progress"}
    found = offered("training", {"training_bar"}, "en", "ce", address)
    assert set(found) == {"training_bar"}
    exhibit = found["training_bar"]
    assert exhibit.title.startswith("FY2025")
    assert exhibit.choices == {"training_year": "2568"}  # "progress" is the default
    assert exhibit.foot.data_status == "synthetic"
    assert exhibit.foot.data_until == "22 Nov 2026"
    thai = offered("training", {"training_bar"}, "th", "be", address)["training_bar"]
    assert thai.title.startswith("ปีงบประมาณ 2568")
    assert thai.foot.source.startswith("กระทรวง พม.")


def test_caveats_of_a_picture_go_along_with_its_table():
    found = offered("training", None, "en", "be", {})
    picture, table = found["training_map"], found["training_map_rows"]
    assert picture.foot.caveats
    assert table.foot.caveats == picture.foot.caveats
    assert table.title == picture.title


def columns_of(exhibit):
    return {column.heading: column for column in columns_behind(exhibit)}


def test_rows_behind_a_figure_are_those_of_its_table_under_its_own_headings():
    tiers = offered("tip_tier", {"tip_tier_steps"}, "en", "ce", {})["tip_tier_steps"]
    rows = columns_of(tiers)
    years = rows["Report year"].cells
    assert len(years) == len(set(years))
    assert all(isinstance(year, int) for year in years)
    assert {"Tier 2", "Tier 2 Watch List", "Tier 3"} <= set(rows["Tier"].cells)
    found = offered("training", {"training_bar", "training_steps"}, "en", "be", {})
    bar = columns_of(found["training_bar"])
    assert "Target" in bar["Status"].cells
    assert set(map(type, bar["Batches"].cells)) == {int}
    steps = columns_of(found["training_steps"])
    assert list(steps) == ["Week", "Batches due (so far)", "Batches held (so far)"]


def test_rows_behind_a_line_have_its_unit_real_days_and_each_day_once():
    key = "training_volunteers_registered_per_100k"
    found = offered("training", {key}, "en", "be", {"training_part": "volunteers"})
    rows = columns_of(titled(found[key], "My own"))
    days = rows["On"].cells
    assert rows["On"].kind == "day"
    assert len(days) == len(set(days)) > 10
    values = rows["Registered per 100,000 people"].cells
    assert all(value == round(value, 2) for value in values)


def test_a_title_of_ones_own_stands_in_the_figure_too_with_room_for_its_lines():
    exhibit = offered("training", {"training_bar"}, "en", "be", {})["training_bar"]
    own = "A title of my own that is long enough to be broken into several lines"
    changed = titled(exhibit, own)
    first, second = (each.drawn["layout"] for each in (exhibit, changed))
    assert changed.title == own
    said = shelf.plain(second["annotations"][0]["text"])
    assert said == f"{own} {exhibit.title}"  # which says what is measured
    lines = second["annotations"][0]["text"].count("<br>")
    grown = second["height"] - first["height"]
    assert grown == second["margin"]["t"] - first["margin"]["t"] > 0
    assert lines >= 2
    assert titled(exhibit, "") is exhibit


@pytest.mark.parametrize(
    ("lang", "unit"), [("th", "ต่อประชากรแสนคน"), ("en", "per 100,000 people")]
)
def test_under_a_title_of_ones_own_a_figure_keeps_its_unit_and_the_key_of_its_lines(
    lang, unit
):
    key = "training_volunteers_registered_per_100k"
    found = offered("training", {key}, lang, "be", {"training_part": "volunteers"})
    changed = titled(found[key], "A")
    assert unit in heading_below(changed.drawn)
    assert names_by_colour(changed.drawn) == names_by_colour(found[key].drawn) != {}
    slide = Presentation(io.BytesIO(slides([changed], "x", lang, "be", {}))).slides[1]
    assert any(unit in each.text_frame.text for each in slide.placeholders)


def test_protected_counts_are_told_apart_from_open_ones():
    address = {"data_quality_part": "disclosure"}
    of_tips = offered("data_quality", None, "en", "be", address)
    assert {each.is_protected for each in of_tips.values()} == {True}
    open_ones = offered("training", None, "en", "be", {})
    assert {each.is_protected for each in open_ones.values()} == {False}


def test_a_change_of_whole_numbers_is_whole_beside_one_of_per_cent():
    """Though each row of the column has a number."""
    column = pd.Series([-15, 21.6, 0, None], dtype=object)
    cells = as_read(column).tolist()
    assert [str(cell) for cell in cells] == ["-15", "21.6", "0", "None"]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_figures_of_the_week_are_numbers_and_days_in_files_and_words_on_slides(lang):
    key = "weekly_figures_rows"
    table = offered("weekly_snapshot", {key}, lang, "be", {})[key]
    columns = {column.name: column for column in table_columns(table)}
    numbers = [cell for cell in columns["number"].cells if not isinstance(cell, str)]
    assert numbers
    assert all(isinstance(cell, int | float) for cell in numbers)
    assert columns["until_day"].kind == "day"
    assert all(columns["unit"].cells)
    for name in ("week_number", "year_number", "low", "high"):
        assert any(isinstance(cell, int | float) for cell in columns[name].cells), name
    read = {column.name: column for column in read_columns(table)}
    assert len(read) == 7
    said = f"{columns['number'].cells[0]} {columns['unit'].cells[0]}"
    assert read["value"].cells[0].endswith(said)
    text = exhibit_csv(table).decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(text)))
    assert first[columns["number"].heading] == str(columns["number"].cells[0])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", first[columns["until_day"].heading])
    assert "'+" not in text
