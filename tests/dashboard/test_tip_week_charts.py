"""The figures of the week: what stands where, and that gaps stay gaps."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.charts import base
from dashboard.charts.tip_week_axis import month_ticks
from dashboard.charts.tip_week_calendar import CLASSES, calendar, class_colours
from dashboard.charts.tip_week_line import week_line
from dashboard.charts.tip_week_panel_marks import Panel
from dashboard.charts.tip_week_panels import province_panels
from dashboard.charts.tip_week_spark import GROUND, Week, alarm_line

LOOK = base.look("light", "en", "ce")
WIDE = replace(LOOK, is_wide=True)
MODES = ("light", "dark")
SVG = "{http://www.w3.org/2000/svg}"
MONDAY = date(2026, 8, 31)


def mondays(number, first=MONDAY):
    return [first + timedelta(weeks=at) for at in range(number)]


def trace(figure, name):
    (found,) = (each for each in figure["data"] if each["name"] == name)
    return found


# --- months below the weeks


def test_a_month_is_named_at_the_week_that_has_its_first():
    ticks = month_ticks(mondays(10), LOOK, most=5)
    # 31 Aug to 6 Sep has the first of September, 28 Sep to 4 Oct that of October
    assert ticks == {0: "Sep<br>2026", 4: "Oct", 8: "Nov"}


def test_the_year_stands_at_january_in_the_readers_era():
    thai = base.look("light", "th", "be")
    ticks = month_ticks(mondays(8, date(2026, 11, 30)), thai, most=5)
    assert list(ticks.values()) == ["ธ.ค.<br>2569", "ม.ค.<br>2570"]


@pytest.mark.parametrize(("weeks", "most"), [(26, 5), (52, 5), (104, 12), (372, 5)])
def test_no_more_months_are_named_than_there_is_room_for(weeks, most):
    ticks = month_ticks(mondays(weeks, date(2019, 10, 7)), LOOK, most)
    assert 2 <= len(ticks) <= most


# --- the country's line


def weeks_of(**columns):
    number = len(columns["tips"])
    frame = pd.DataFrame(
        {
            "week_start": pd.to_datetime(mondays(number)),
            "hover": "",
            "is_open": False,
            **columns,
        }
    )
    return frame.astype({"tips": "Int64"})


def line(**columns):
    return week_line(weeks_of(**columns), LOOK, "title", "below", "tips", ["note"])


def judged(tips, **columns):
    number = len(tips)
    missing = [None] * number
    return line(
        **{
            "tips": tips,
            "high": [6] * number,
            "expected": [3.0] * number,
            "is_alarm": [False] * number,
            "total": missing,
            "total_low": missing,
            "total_high": missing,
            **columns,
        }
    )


def test_a_week_that_was_not_reported_parts_the_line_and_zero_does_not():
    assert trace(judged([2, None, 0, 3]), "tips")["y"] == [2, None, 0, 3]


def test_a_gap_has_a_stroke_at_its_foot_and_its_reason():
    hover = ["two", "why not", "none", "three"]
    gap = trace(judged([2, None, 0, 3], hover=hover), "gap")
    assert (gap["x"], gap["y"], gap["hovertext"]) == ([1], [0], ["why not"])


def test_weeks_still_coming_in_are_shaded_and_have_a_total_with_its_interval():
    open_week = [None, None, 8.0]
    figure = judged(
        [2, 3, 5],
        is_open=[False, False, True],
        total=open_week,
        total_low=[None, None, 6.0],
        total_high=[None, None, 11.0],
    )
    (shade,) = figure["layout"]["shapes"]
    assert shade["x0"] == 1.5
    total = trace(figure, "total")
    assert (total["x"], total["y"]) == ([2], [8.0])
    assert total["error_y"]["array"] == [3.0]
    assert total["error_y"]["arrayminus"] == [2.0]
    assert figure["layout"]["yaxis"]["range"][1] > 11


def test_weeks_still_coming_in_are_shaded_where_nothing_is_judged():
    (shade,) = line(tips=[4, 3, 1], is_open=[False, True, True])["layout"]["shapes"]
    assert (shade["x0"], shade["yref"]) == (0.5, "paper")


def test_an_alarm_stands_at_its_week_and_count():
    figure = judged([2, 9, 3], is_alarm=[False, True, False])
    alarm = trace(figure, "alarm")
    assert (alarm["x"], alarm["y"]) == ([1], [9])


def test_without_a_usual_range_there_is_neither_band_nor_alarm():
    figure = line(tips=[1, 2])
    assert [each["name"] for each in figure["data"]] == ["tips"]
    assert figure["layout"]["shapes"] == []


@pytest.mark.parametrize("mode", MODES)
def test_an_alarm_is_neither_red_nor_green(mode):
    look = base.look(mode, "en", "ce")
    figure = week_line(
        weeks_of(
            tips=[9], high=[1], expected=[1.0], is_alarm=[True],
            total=[None], total_low=[None], total_high=[None],
        ),
        look, "title", "", "tips", [],
    )  # fmt: skip
    assert trace(figure, "alarm")["marker"]["color"] == look.ink


# --- the small line of a card


def spark(*weeks):
    return ET.fromstring(alarm_line(weeks, LOOK, "<internal>"))  # noqa: S314


def week(tips, high=2.0, *, is_alarm=False, is_open=False):
    return Week(tips, high, is_alarm, is_open)


def test_the_small_line_breaks_where_a_week_was_not_reported_and_marks_it():
    svg = spark(week(1), week(2), week(None), week(0), week(1))
    lines = svg.findall(f"{SVG}polyline")
    assert [len(each.get("points").split()) for each in lines] == [2, 2]
    strokes = [each.get("d") for each in svg.findall(f"{SVG}path")]
    assert sum("v-" in each for each in strokes) == 1


def test_zero_stands_on_the_ground_of_the_small_line():
    svg = spark(week(0), week(0))
    (ends,) = svg.findall(f"{SVG}polyline")
    assert {p.split(",")[1] for p in ends.get("points").split()} == {f"{GROUND:.1f}"}


def test_the_band_of_the_small_line_is_one_block_for_weeks_of_the_same_range():
    svg = spark(week(1, 2), week(1, 2), week(1, 5), week(1, None))
    blocks = svg.findall(f"{SVG}rect")
    widths = [float(each.get("width")) for each in blocks]
    assert len(blocks) == 2
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)


def test_the_small_line_says_what_it_is_for_and_nothing_of_it_is_markup():
    (words,) = spark(week(1)).findall(f"{SVG}text")
    assert words.text == "<internal>"


# --- all provinces


def panel(name="A", region="North", tips=(0, 1, 2), **more):
    given = {
        "said": "2", "hover": name, "high": [None] * len(tips), "alarms": [],
        "unreported": [at for at, each in enumerate(tips) if each is None],
        "without_data": [], "open_from": len(tips), "is_strong": False, **more,
    }  # fmt: skip
    return Panel(name=name, region=region, tips=tips, **given)


def drawn(panels, look=LOOK, *, is_shared=False):
    return province_panels(panels, look, "t", "b", ["n"], is_shared=is_shared)


def texts(figure):
    return [text for each in figure["data"] for text in each.get("text", ())]


def test_a_region_begins_a_row_of_its_own():
    panels = [panel("A"), panel("B"), panel("C", "South")]
    figure = drawn(panels)
    names = trace(figure, "names")
    places = zip(names["x"], names["y"], strict=True)
    at = dict(zip(names["text"], places, strict=True))
    assert at["A"][1] == at["B"][1] > at["C"][1]
    assert at["A"][0] == at["C"][0] < at["B"][0]
    assert {"<b>North</b>", "<b>South</b>"} <= set(texts(figure))


def test_a_phone_has_fewer_panels_abreast():
    panels = [panel(str(at)) for at in range(20)]
    assert drawn(panels)["layout"]["height"] > 2 * (
        drawn(panels, WIDE)["layout"]["height"] - 120
    )


def heights(figure, name="tips"):
    return [y for y in trace(figure, name)["y"] if y is not None]


def test_on_its_own_scale_each_panel_is_filled_and_on_a_shared_one_only_the_largest():
    panels = [panel("A", tips=(0, 4)), panel("B", tips=(0, 40))]
    low, high, *others = heights(drawn(panels))
    assert (low, high) == tuple(others)
    low, high, base_line, top = heights(drawn(panels, is_shared=True))
    assert high - low < (top - base_line) / 5


def test_a_level_stretch_is_drawn_by_its_ends_alone():
    figure = drawn([panel(tips=(0, 0, 0, 0, 1))])
    assert [x for x in trace(figure, "tips")["x"] if x is not None] == [1, 7, 9]


def test_a_week_not_reported_has_a_stroke_and_parts_the_line_of_a_panel():
    figure = drawn([panel(tips=(1, None, 2))])
    assert trace(figure, "not reported")["x"] == [3]
    assert trace(figure, "tips")["x"][:3] == [1, None, 5]


def test_no_data_is_a_grey_week_and_no_stroke():
    figure = drawn([panel(tips=(None, 1), unreported=[], without_data=[0])])
    assert trace(figure, "not reported")["x"] == []
    assert trace(figure, "no data")["x"] == [0, 0, 2, 2, None]


def test_weeks_still_coming_in_are_shaded_in_every_panel():
    figure = drawn([panel("A", open_from=1), panel("B", open_from=1)], WIDE)
    shade, ground = (trace(figure, name)["x"] for name in ("still coming in", "ground"))
    ends = [x for x in ground if x is not None]
    for at in (0, 1):
        left, right = ends[2 * at : 2 * at + 2]
        assert shade[5 * at : 5 * at + 4] == [left + 2, left + 2, right, right]
    assert trace(drawn([panel("A")]), "still coming in")["x"] == []


def test_the_name_of_a_province_that_alarms_is_bold():
    figure = drawn([panel("A", alarms=[2], is_strong=True), panel("B")])
    assert "<b>A</b>" in texts(figure)
    assert "B" in texts(figure)
    assert trace(figure, "alarm")["x"] == [5]


def test_the_provinces_are_a_handful_of_traces_however_many_they_are():
    many = [panel(str(at)) for at in range(77)]
    assert len(drawn(many)["data"]) == len(drawn(many[:1])["data"])


# --- the calendar


def cells(*classes):
    return pd.DataFrame(
        {
            "row": 1,
            "column": range(len(classes)),
            "class": classes,
            "said": [str(at) for at in range(len(classes))],
        }
    )


def calendar_of(*classes, has_alarms=True, look=LOOK, open_from=99):
    return calendar(
        cells(*classes), ["North", "A"], frozenset({0}), mondays(len(classes)),
        [str(at) for at in range(len(classes))], {name: name for name in CLASSES},
        look, "title", "hover", ["note"], open_from=open_from, has_alarms=has_alarms,
    )  # fmt: skip


def test_each_class_has_its_place_in_the_calendar_and_a_region_has_no_cells():
    filled = trace(calendar_of(*CLASSES), "weeks")
    assert filled["z"] == [[None] * len(CLASSES), list(range(len(CLASSES)))]


@pytest.mark.parametrize("mode", MODES)
def test_zero_not_reported_no_data_and_counts_look_different(mode):
    colours = class_colours(base.look(mode, "en", "ce"))
    open_ones = {"not_reported", "unjudged"}  # told by their marks
    filled = [colours[name] for name in CLASSES if name not in open_ones]
    assert len({*filled, colours["not_reported"]}) == len(filled) + 1
    assert colours["unjudged"] == colours["not_reported"]


def test_an_alarm_and_a_week_not_reported_have_a_mark_beside_their_colour():
    figure = calendar_of("top", "zero", "not_reported")
    assert trace(figure, "top marks")["x"] == [0]
    assert trace(figure, "not_reported marks")["x"] == [2]


def test_weeks_still_coming_in_have_a_bar_above_their_columns_and_a_line_before():
    def over(figure):
        shapes = figure["layout"]["shapes"]
        return [(s["type"], s["x0"], s["x1"]) for s in shapes if s.get("xref") == "x"]

    assert over(calendar_of("low", "low", "zero", open_from=1)) == [
        ("rect", 0.5, 2.5),
        ("line", 0.5, 0.5),
    ]
    assert over(calendar_of("low", "low", "zero")) == []


def test_a_count_that_was_not_judged_has_no_mark_of_an_alarm():
    figure = calendar_of("top", has_alarms=False)
    assert "top marks" not in [each["name"] for each in figure["data"]]
