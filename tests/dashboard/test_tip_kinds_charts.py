"""Figures of channels and forms: what is drawn, what is not, what stays apart."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.charts import base
from dashboard.charts.tip_channel_names import Group, colours
from dashboard.charts.tip_channels import LAUNCH_ROOM, Events, channel_panels
from dashboard.charts.tip_form_trends import Trend, form_trends
from dashboard.charts.tip_forms import Row, form_regions
from dashboard.charts.tip_share_dots import share_dots
from dashboard.charts.tip_time import day_axis, spread

LOOK = base.look("light", "en", "ce")
DAYS = [pd.Timestamp(2026, month, 15) for month in (1, 2, 3, 4)]
SPAN = (date(2026, 1, 1), date(2026, 4, 30))


def points(shares, tips=(20, 20, 20, 20)):
    return pd.DataFrame(
        {
            "on_day": DAYS,
            "share": shares,
            "low": [None if s is None else s - 0.05 for s in shares],
            "high": [None if s is None else s + 0.05 for s in shares],
            "tips": tips,
            "hover": ["said"] * 4,
            "is_open": [False, False, False, True],
        }
    ).astype({"share": "float64", "low": "float64", "high": "float64"})


def drawn(groups=None, **changed):
    groups = groups or [
        Group("1300", points([0.1, None, 0.2, 0.2]), 0),
        Group("Others", points([0.9, None, 0.8, 0.8], [30, None, 40, 50]), 4),
    ]
    events = [Events("Batches", pd.DataFrame(
        {"on_day": DAYS, "events": [0, 1, 0, 2], "hover": ["said"] * 4}))]  # fmt: skip
    given = {
        "title": "Shares",
        "below": "",
        "note": ["Source"],
        "span": SPAN,
        "block_days": 28,
        "titles": ("Share", "Tips"),
        "no_shares": "No shares",
        "provisional_from": date(2026, 4, 3),
    } | changed
    return channel_panels(groups, events, LOOK, **given)


def named(figure, name, kind):
    (found,) = (
        each
        for each in figure["data"]
        if each.get("name") == name and each["type"] == kind
    )
    return found


def test_a_line_and_its_band_break_where_there_is_no_share():
    figure = drawn()
    line = named(figure, "1300", "scatter")
    assert line["y"] == [0.1, None, 0.2, 0.2]
    assert line["connectgaps"] is False
    bands = [e for e in figure["data"] if e.get("fill") == "tonexty"]
    assert [band["x"] for band in bands] == [
        ["2026-01-15"],
        ["2026-03-15", "2026-04-15"],
    ]


def test_without_any_share_a_sentence_stands_in_place_of_the_lines():
    few = points([None] * 4, [2, 0, 1, 3])
    figure = drawn([Group("1300", few, 0), Group("Others", few, 4)])
    layout = figure["layout"]
    assert layout["yaxis"]["visible"] is False
    assert layout["height"] < drawn()["layout"]["height"] - 200
    said = [each["text"] for each in layout["annotations"]]
    assert "No shares" in said
    assert "Share" not in said
    assert {"<b>1300</b>", "<b>Others</b>"} <= set(said)
    assert named(figure, "1300", "bar")["y"] == [2, 0, 1, 3]
    assert {shape["yref"] for shape in layout["shapes"]} == {"y2 domain"}


def test_all_others_have_columns_and_no_line():
    figure = drawn()
    assert named(figure, "Others", "bar")["y"] == [30, None, 40, 50]
    assert not [e for e in figure["data"]
                if e.get("name") == "Others" and e["type"] == "scatter"]  # fmt: skip
    assert figure["layout"]["yaxis"]["range"] == [0, 0.25]


def test_the_days_of_which_tips_still_come_in_are_shaded_in_both_panels_of_tips():
    shades = [s for s in drawn()["layout"]["shapes"] if s["type"] == "rect"]
    assert [(s["x0"], s["yref"]) for s in shades] == [
        ("2026-04-03", "y domain"),
        ("2026-04-03", "y2 domain"),
    ]


def test_a_launch_is_a_line_through_all_panels_with_its_words():
    figure = drawn(launches=[(date(2026, 2, 1), "<b>Launch</b>")])
    (line,) = (s for s in figure["layout"]["shapes"] if s["type"] == "line")
    assert (line["x0"], line["yref"]) == ("2026-02-01", "paper")
    said = {a["text"]: a for a in figure["layout"]["annotations"]}
    words = said["&lt;b&gt;Launch&lt;/b&gt;"]
    assert (words["y"], words["yanchor"]) == (1, "bottom")  # above what is drawn
    more = figure["layout"]["margin"]["t"] - drawn()["layout"]["margin"]["t"]
    assert more == LAUNCH_ROOM


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_channel_is_red_or_green(mode):
    look = base.look(mode, "th", "be")
    _blue, red, green, *_others = look.categories
    assert not {red, green} & set(colours(look))
    assert len(set(colours(look))) == 5


@pytest.mark.parametrize(
    ("heights", "apart"), [([10, 12, 14], 16), ([0, 0], 16), ([5, 100], 16), ([], 16)]
)
def test_names_stand_apart_in_their_order_and_not_below_the_panel(heights, apart):
    found = spread(heights, apart)
    assert all(high - low >= apart for low, high in zip(found, found[1:], strict=False))
    assert min(found, default=0) >= 0
    assert len(found) == len(heights)


def test_far_names_stay_where_they_are():
    assert spread([5, 100], 16) == [5, 100]


@pytest.mark.parametrize(("is_wide", "most"), [(False, 5), (True, 12)])
def test_an_axis_names_no_more_months_than_fit_and_the_year_once(is_wide, most):
    look = replace(LOOK, is_wide=is_wide)
    for first in (date(2019, 10, 7), date(2025, 11, 24), date(2026, 5, 25)):
        axis = day_axis(look, (first, date(2026, 11, 22)))
        assert 1 < len(axis["ticktext"]) <= most
        years = [name.split("<br>")[1] for name in axis["ticktext"] if "<br>" in name]
        assert len(set(years)) == len(years)


def test_a_row_without_a_share_has_its_reason_and_no_dot():
    rows = pd.DataFrame(
        {
            "name": ["A", "B"],
            "share": [0.3, None],
            "low": [0.2, None],
            "high": [0.4, None],
            "label": ["30%", "not reported"],
            "hover": ["said", "said"],
        }
    )
    figure = share_dots(
        rows, LOOK, title="Shares", below="", axis="Share", note=["Source"],
        reference=(0.25, "all 25%"),
    )  # fmt: skip
    assert named(figure, "share", "scatter")["x"] == [0.3, None]
    assert named(figure, "interval", "scatter")["x"] == [0.2, 0.4, None]
    labels = named(figure, "labels", "scatter")
    assert [text.strip() for text in labels["text"]] == ["30%", "not reported"]
    assert labels["x"][1] == 0
    assert figure["layout"]["shapes"][0]["x0"] == 0.25


def test_what_is_no_share_has_no_shade_and_stands_apart():
    shares = pd.DataFrame(
        {"share": [0.5, None], "label": ["50%", "2/3"], "hover": ["said"] * 2}
    )
    none = shares.assign(share=None).astype({"share": "float64"})
    rows = [
        Row("Form", False, False, shares),
        Row("Sub-form", True, False, shares, is_marked=True),
        Row("Not stated", False, True, none),
    ]
    figure = form_regions(
        rows, ["Country", "South"], LOOK, title="Forms", below="", note=["Source"]
    )
    shades = named(figure, "shares", "bar")
    assert shades["x"] == [0, 0]
    assert [base + 0.47 for base in shades["base"]] == [0, 1]
    names = {a["text"]: a for a in figure["layout"]["annotations"]}
    assert names["Not stated"]["y"] > 2
    assert names["Sub-form"]["xshift"] > names["Form"]["xshift"]


@pytest.mark.parametrize("is_wide", [False, True])
def test_panels_of_forms_do_not_overlap(is_wide):
    look = replace(LOOK, is_wide=is_wide)
    trend = Trend("Form", points([0.1, 0.2, None, 0.2]))
    sub = points([0.1, 0.1, None, 0.1])
    trends = [replace(trend, sub_name="Sub", sub_points=sub), *[trend] * 8]
    figure = form_trends(
        trends, {0: "2026"}, look, title="Forms", below="", note=["Source"]
    )["layout"]
    places = [
        (*figure[f"xaxis{n}"]["domain"], *figure[f"yaxis{n}"]["domain"])
        for n in ("", *range(2, 10))
    ]
    for at, (left, right, low, high) in enumerate(places):
        assert 0 <= left < right <= 1
        assert 0 <= low < high <= 1
        for other in places[at + 1 :]:
            beside = right < other[0] or other[1] < left
            assert beside or low > other[3] or high < other[2]
