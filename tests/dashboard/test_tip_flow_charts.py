"""Figures of the referral flow, from frames: axes, marks, what is not reached."""

import pandas as pd
import pytest

from dashboard.charts import (
    base,
    tip_ageing,
    tip_cohorts,
    tip_flow,
    tip_wait_ranges,
    tip_waits,
)

LOOK = base.look("light", "en", "be")
NONE = float("nan")
MARKS = [(15, "15 days*"), (45, "45 days*")]


def trace(figure, name):
    (found,) = (each for each in figure["data"] if each.get("name") == name)
    return found


def texts(figure):
    return [each["text"] for each in figure["layout"]["annotations"]]


# --- stages


def rows(*values):
    return pd.DataFrame(
        [
            {"name": f"n{v}", "value": v, "part": v, "label": str(v), "hover": str(v)}
            for v in values
        ]
    )


def stages():
    panels = [
        tip_flow.Panel("Tips", rows(100, 40)),
        tip_flow.Panel("Referrals", rows(7)),
    ]
    return tip_flow.stage_panels(panels, LOOK, "Title", "below", ["note"])


def test_each_unit_has_an_axis_of_its_own_scale():
    layout = stages()["layout"]
    assert layout["xaxis"]["range"][1] == pytest.approx(100 * tip_flow.LABEL_ROOM)
    assert layout["xaxis2"]["range"][1] == pytest.approx(7 * tip_flow.LABEL_ROOM)
    assert {"<b>Tips</b>", "<b>Referrals</b>"} <= set(texts(stages()))


def test_panels_of_units_do_not_overlap():
    layout = stages()["layout"]
    first, second = layout["yaxis"]["domain"], layout["yaxis2"]["domain"]
    assert 0 <= second[0] < second[1] < first[0] < first[1] <= 1


def test_all_of_a_stage_is_pale_and_those_with_time_are_over_it():
    figure = stages()
    names = [each["name"] for each in figure["data"][:2]]
    assert names == ["value", "part"]
    assert figure["layout"]["barmode"] == "overlay"


# --- months


def months(*shares):
    frame = pd.DataFrame({"one": shares, "two": [s and s / 2 for s in shares]})
    hovers = {"hover_one": "h", "hover_two": "h"}
    return frame.assign(
        label=[f"m{at}" for at in range(len(frame))],
        has_had_time=[True] * (len(frame) - 1) + [False],
        is_part=False,
        **hovers,
    )


def cohort(frame):
    series = [("one", "One"), ("two", "Two")]
    return tip_cohorts.cohort_lines(frame, series, LOOK, "Title", "below", ["note"])


def test_months_whose_tips_have_not_had_time_are_shaded():
    shapes = cohort(months(0.5, 0.5, 0.4))["layout"]["shapes"]
    assert [(shape["x0"], shape["x1"]) for shape in shapes] == [(1.5, 2.5)]


def test_a_month_with_too_few_tips_breaks_the_line():
    line = trace(cohort(months(0.5, None, 0.4)), "One")
    assert line["y"] == [0.5, None, 0.4]
    assert line["connectgaps"] is False


def test_part_of_a_month_is_a_hollow_mark():
    frame = months(0.5, 0.5, 0.4).assign(is_part=[True, False, False])
    colours = trace(cohort(frame), "One")["marker"]["color"]
    assert colours == [LOOK.ground, LOOK.accent, LOOK.accent]


def test_names_of_lines_that_end_at_the_same_place_stand_apart():
    frame = months(0.2, 0.2).assign(two=[0.2, 0.2])
    notes = cohort(frame)["layout"]["annotations"]
    places = [each["y"] for each in notes if each["text"] in ("One", "Two")]
    assert abs(places[0] - places[1]) >= tip_cohorts.APART


def test_the_marks_of_many_months_do_not_hide_their_lines():
    assert trace(cohort(months(*[0.5] * 30)), "One")["mode"] == "lines+markers"
    assert trace(cohort(months(*[0.5] * 31)), "One")["mode"] == "lines"


def test_a_month_between_gaps_has_a_mark_however_many_months_there_are():
    line = trace(cohort(months(*[0.5] * 30, None, 0.4, None)), "One")
    assert line["mode"] == "lines+markers"
    assert [at for at, size in enumerate(line["marker"]["size"]) if size] == [31]


# --- waits


def curve(points=()):
    frame = pd.DataFrame(
        {
            "day": [0.0, 2.0, 10.0],
            "share": [1.0, 0.6, 0.4],
            "low": [NONE, 0.2, 0.1],
            "high": [NONE, 0.8, 0.7],
            "hover": "h",
        }
    )
    found = pd.DataFrame(list(points), columns=["day", "share", "label"])
    return tip_waits.waiting_curve(
        frame, found, 60, MARKS, LOOK, "Title", "Days", ["note"]
    )


def test_the_curve_falls_in_steps_from_all():
    line = trace(curve(), "share")
    assert (line["x"][0], line["y"][0]) == (0, 1)
    assert line["line"]["shape"] == "hv"


def test_the_band_begins_where_there_are_limits():
    assert trace(curve(), "low")["x"] == [2, 10]
    assert trace(curve(), "high")["fill"] == "tonexty"


def test_quantiles_that_are_not_reached_are_no_points():
    assert trace(curve(), "quantiles")["x"] == []
    assert trace(curve([(10, 0.5, "half")]), "quantiles")["text"] == ["  half"]


def test_marked_days_are_dotted_lines_with_their_names():
    figure = curve()
    lines = [(s["x0"], s["line"]["dash"]) for s in figure["layout"]["shapes"]]
    assert lines == [(15, "dot"), (45, "dot")]
    assert {"15 days*", "45 days*"} <= set(texts(figure))


def ranges(*groups):
    frame = pd.DataFrame(
        [
            {
                "name": name,
                "median": median,
                "p90": p90,
                "hover_median": "m",
                "hover_p90": "p",
                "edge": "" if p90 == p90 else "not reached",
            }
            for name, median, p90 in groups
        ]
    )
    return tip_wait_ranges.wait_ranges(
        frame, MARKS, LOOK, "T", "below", "Days", ["note"]
    )


def test_what_is_not_reached_is_dotted_to_the_edge_and_said():
    figure = ranges(("A", 2, 8), ("B", 3, NONE))
    assert trace(figure, "solid")["y"] == [0, 0, None]
    assert trace(figure, "dot")["y"] == [1, 1, None]
    edge = trace(figure, "edges")
    assert (edge["y"], edge["text"]) == ([1], [" not reached"])
    assert edge["x"][0] > 8
    assert trace(figure, "p90")["y"] == [0]


def test_a_group_of_which_not_half_has_ended_has_no_dot():
    figure = ranges(("A", NONE, NONE))
    assert trace(figure, "median")["x"] == []
    assert trace(figure, "dot")["x"][0] == 0


def test_the_marked_days_are_on_the_axis_though_all_is_faster():
    figure = ranges(("A", 0, 1))
    low, high = figure["layout"]["xaxis"]["range"]
    assert low <= 0 < 45 < high


def test_long_names_get_the_room_that_they_need():
    short = ranges(("A", 2, 8))["layout"]["height"]
    long = ranges(("RTP Anti-Human Trafficking Division", 2, 8))["layout"]["height"]
    assert long >= short + tip_wait_ranges.NAME_LINE


# --- ageing


def ageing():
    cells = pd.DataFrame(
        [(0, 0, 0), (0, 1, 9), (1, 0, 1), (1, 1, 0)],
        columns=["row", "column", "referrals"],
    ).assign(hover="h")
    return tip_ageing.ageing_map(
        cells, ["North", "<b>South</b>"], ["0–2", "over 2"], LOOK, "T", "b", ["note"]
    )


def test_the_first_province_stands_at_the_top():
    axis = ageing()["layout"]["yaxis"]
    assert axis["range"][0] > axis["range"][1]
    assert axis["ticktext"] == ["North", "&lt;b&gt;South&lt;/b&gt;"]


def test_more_referrals_are_darker_and_every_cell_says_its_number():
    figure = ageing()
    shades, counts = figure["data"]
    assert shades["z"] == [[0, 3], [1, 0]]
    assert shades["zmin"] == 0
    assert counts["text"] == ["0", "9", "1", "0"]


def test_a_zero_is_said_and_paler_than_a_count():
    colours = trace(ageing(), "counts")["textfont"]["color"]
    assert colours[1] == LOOK.ink
    assert colours[0] != LOOK.ink
