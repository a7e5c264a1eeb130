"""Figures of knowledge passed on: what is drawn where a value is missing or a part."""

import pandas as pd
import pytest

from dashboard.charts import channel_regions, training_outreach
from dashboard.charts.base import look

LOOK = look("light", "en", "be")
GROUPS = pd.DataFrame(
    {
        "name": ["Students", "<b>Teachers", "Employers"],
        "value": pd.array([120, None, 0], dtype="Int64"),
        "label": ["at least 120", "not reported", "0"],
        "hover": ["Students: 120", "Teachers", "Employers: 0"],
    }
)


def test_a_group_that_is_not_reported_has_no_bar_and_says_so():
    figure = training_outreach.group_bars(GROUPS, LOOK, "Title", "People", ["Source"])
    bars, labels = figure["data"]
    assert bars["x"] == [120, None, 0]
    assert [label.strip() for label in labels["text"]] == [
        "at least 120",
        "not reported",
        "0",
    ]


def test_text_of_the_data_is_no_markup():
    figure = training_outreach.group_bars(GROUPS, LOOK, "Title", "People", ["Source"])
    assert "&lt;b&gt;Teachers" in figure["layout"]["yaxis"]["ticktext"]


def test_a_part_is_drawn_over_the_whole():
    groups = GROUPS.assign(part=pd.array([80, None, 0], dtype="Int64"))
    figure = training_outreach.group_bars(groups, LOOK, "Title", "People", ["Source"])
    whole, part, _ = figure["data"]
    assert (whole["x"][0], part["x"][0]) == (120, 80)
    assert whole["marker"]["color"] != part["marker"]["color"]


def panels():
    return pd.DataFrame(
        {
            "panel": ["A", "A", "B", "B"],
            "at": [0, 1, 0, 1],
            "value": pd.array([1000, None, 4, 2], dtype="Int64"),
            "label": ["1,000+", "–", "4", "2"],
            "hover": ["a", "b", "c", "d"],
            "is_running": [False, True, False, True],
        }
    )


def test_each_panel_has_its_own_scale_and_place():
    figure = training_outreach.year_panels(
        panels(), ["2563", "2564*"], LOOK, "Title", "People", ["Source"]
    )
    upper, lower = figure["layout"]["yaxis"], figure["layout"]["yaxis2"]
    assert upper["range"][1] > 1000 > lower["range"][1] > 4
    assert 1 > upper["domain"][1] > upper["domain"][0] > lower["domain"][1]
    assert lower["domain"][0] >= 0
    first, second = figure["data"]
    assert (first["yaxis"], second["yaxis"]) == ("y", "y2")
    assert first["text"] == ["1,000+", "–"]
    assert first["marker"]["color"][0] != first["marker"]["color"][1]  # running: pale


def test_the_curve_breaks_where_nothing_is_observed():
    months = pd.DataFrame(
        {
            "month": [1, 2, 3],
            "begun_share": [0.5, None, 1.0],
            "label": ["50%", "no data", "100%"],
            "hover": ["1", "2", "3"],
        }
    )
    figure = training_outreach.first_activity_curve(
        months, LOOK, "Title", "Months", ["Source"]
    )
    (curve,) = figure["data"]
    assert curve["y"] == [0.5, None, 1.0]
    assert curve["connectgaps"] is False
    assert curve["text"] == ["50%", "", "100%"]


def test_a_cell_without_a_share_has_its_words_and_no_shade():
    cells = pd.DataFrame(
        {
            "row": [0, 1],
            "column": [0, 0],
            "share": [0.25, None],
            "label": ["3+", "–"],
            "hover": ["a", "b"],
        }
    )
    figure = channel_regions.channel_regions(
        cells, ["North", "West"], ["1300"], LOOK, "Title", "Share", ["Source"]
    )
    shades, labels = figure["data"]
    assert shades["z"] == [[0.25], [None]]
    assert labels["text"] == ["3+", "–"]


@pytest.mark.parametrize(("columns", "fits"), [(5, True), (6, False), (11, False)])
def test_a_matrix_that_does_not_fit_a_phone_is_as_wide_as_it_needs(columns, fits):
    width = channel_regions.figure_width(columns)
    assert (width is None) is fits
    assert fits or width > 350
