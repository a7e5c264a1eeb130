"""Figures of the index: what a line break, an axis and a watermark may not do."""

import pandas as pd
import pytest

from dashboard.charts import base
from dashboard.charts.name_sides import SIDES, free_sides
from dashboard.charts.ranked_values import ranked_values
from dashboard.charts.risk_ranks import Group, rank_intervals

GROUNDS = {"light": ("#ffffff", "#111111"), "dark": ("#101418", "#eeeeee")}


def look(theme="light", *, is_wide=True):
    ground, ink = GROUNDS[theme]
    return base.Look(
        "en", "be", ground, ink, "#888888", "#1f77b4", ("#1f77b4",), ("#1f77b4",),
        is_wide=is_wide,
    )  # fmt: skip


def ordered(values, **more):
    rows = pd.DataFrame(
        {
            "province_code": [f"TH-{at}" for at in range(len(values))],
            "name": [f"Province {at}" for at in range(len(values))],
            "value": values,
            "line_value": [str(each) for each in values],
            "class_id": "class_1",
        }
    )
    return ranked_values(
        rows, {"class_1": "#222222"}, look(), ["note"], title="t", axis="a",
        breaks=(2.5, 4.0), **more,
    )  # fmt: skip


def test_a_line_breaks_at_spaces_and_not_between_a_number_and_its_noun():
    assert (
        base.wrapped("there are 77\u00a0provinces", 12)
        == "there are<br>77\u00a0provinces"
    )
    assert base.wrapped(" one\n two ", 3) == "one<br>two"
    assert base.wrapped("", 3) == ""


def side(name, at, obstacles):
    (found,) = free_sides([name], [at], [at, *obstacles])
    return found


def test_a_name_stands_where_it_hides_no_point_and_crosses_no_line():
    at = (0.5, 0.5)
    above, below = (0.5, 0.54), (0.5, 0.46)
    line = [(x / 100, 0.54) for x in range(100)]
    assert side("Phang-nga", at, []) == "top center"
    assert side("Phang-nga", at, [above]) == "bottom center"
    assert side("Phang-nga", at, line) == "bottom center"
    assert side("Phang-nga", at, [above, below]) == "middle right"
    assert side("Phang-nga", at, [above, below, (0.6, 0.5)]) == "middle left"


def test_a_name_stays_in_the_plot_and_off_another_name():
    assert side("Phang-nga", (0.5, 0.99), []) == "bottom center"
    assert side("Nakhon Si Thammarat", (0.02, 0.5), []) == "middle right"
    both = free_sides(["Tak", "Trat"], [(0.5, 0.5), (0.51, 0.5)], [])
    assert both[0] != both[1]


def test_a_name_that_finds_no_room_beside_others_is_left_out():
    names = ["Surin", "Yasothon", "Roi Et", "Mukdahan", "Si Sa Ket"]
    sides = free_sides(names, [(0.5, 0.5)] * len(names), [])
    first, second, *_, last = sides
    assert {first, second} < set(SIDES)
    assert first != second
    assert last == ""


def test_an_axis_of_scores_begins_at_1():
    low, high = ordered([7.2, 3.0, 1.6], floor=1.0)["layout"]["xaxis"]["range"]
    assert low == pytest.approx(1.0, abs=0.2)
    assert low < 1 < 7.2 < high
    assert ordered([7.2, 3.0, 1.6])["layout"]["xaxis"]["range"][0] < 0


def test_names_stand_on_the_ground_so_that_no_line_crosses_them():
    drawn = ordered([7.2, 3.0, 1.6], selected="TH-1")
    named = [a for a in drawn["layout"]["annotations"] if "Province" in a["text"]]
    assert [each["bgcolor"] for each in named] == ["#ffffff"] * len(named)
    assert {each["text"] for each in named} >= {"Province 1"}
    (ring,) = [trace for trace in drawn["data"] if trace["hoverinfo"] == "skip"]
    assert ring["x"] == [3.0]


@pytest.mark.parametrize("theme", GROUNDS)
def test_a_watermark_is_an_outline_of_ink_on_the_ground_of_its_theme(theme):
    ground, ink = GROUNDS[theme]
    layout = base.layout(
        look(theme), ["t"], ["n"], 300, left=8, below=8, above=8, template={},
        xaxis={}, yaxis={},
    )  # fmt: skip
    marked = base.watermarked({"data": [], "layout": layout}, "Internal use")
    mark = marked["layout"]["annotations"][-1]
    assert mark["font"]["color"] == ground
    assert mark["font"]["shadow"].endswith(ink)


def test_watermarks_one_above_the_other_stand_in_the_middle_of_their_share():
    layout = base.layout(
        look("light"), ["t"], ["n"], 700, left=8, below=8, above=8, template={},
        xaxis={}, yaxis={},
    )  # fmt: skip
    marked = base.watermarked({"data": [], "layout": layout}, "Internal use")
    marks = [
        each
        for each in marked["layout"]["annotations"]
        if each.get("name") == "watermark"
    ]
    assert [each["y"] for each in marks] == [0.25, 0.75]
    # Left to plotly, the lower one stands above its place and the upper one below.
    assert {each["yanchor"] for each in marks} == {"middle"}


@pytest.mark.parametrize(("is_wide", "px"), [(True, 900), (False, 230)])
def test_names_of_the_columns_of_levels_do_not_run_into_each_other(is_wide, px):
    rows = pd.DataFrame(
        {
            "name": ["A"], "risk_rank": [1], "rank_median": [1], "rank_p05": [1],
            "rank_p95": [3], "computed_level": [5], "ministry_level": [5],
            "is_level_uncertain": [False], "hover": ["A"],
        }
    )  # fmt: skip
    drawn = rank_intervals(
        [Group("g", rows)], look(is_wide=is_wide), ["n"], title="t", ranked=72
    )["layout"]
    low, high = drawn["xaxis"]["range"]
    of = [a["x"] for a in drawn["annotations"] if a["text"] in ("MSDHS", "Comp.")]
    places = [(each - low) / (high - low) * px for each in of]
    last = (drawn["xaxis"]["tickvals"][-1] - low) / (high - low) * px
    assert places[1] - places[0] >= 38
    assert places[0] - last >= 30
