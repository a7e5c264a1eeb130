"""Native charts: their form, their figures and their workbook."""

import io
import re
from dataclasses import replace

import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Inches

from dashboard.export.deck.chart import chart_xml
from dashboard.export.deck.drawing import Box
from dashboard.export.deck.plot import Label
from dashboard.export.deck.reading import read
from dashboard.export.slides import slides
from tests.export import figures
from tests.export.conftest import FOOT, of_figure

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FORMS = {
    "steps": "scatterChart",
    "parts": "barChart col stacked",  # upright, for the line of its target
    "homes": "barChart bar stacked",
    "groups": "barChart bar clustered",
    "panels": "barChart col clustered",
    "quarters": "lineChart standard",
    "index": "scatterChart",
    "tiers": "scatterChart",
}


def form(chart):
    """The form of a chart, as its XML names it."""
    kind = chart._chartSpace.find(f"{C}chart/{C}plotArea")[1]
    said = [kind.find(f"{C}{part}") for part in ("barDir", "grouping")]
    names = [
        etree.QName(kind).localname,
        *(p.get("val") for p in said if p is not None),
    ]
    return " ".join(names)


def charts(drawn):
    """The charts on the slide of a figure."""
    content = slides([of_figure(drawn)], "ชุด", "th", "be", {})
    _cover, slide = Presentation(io.BytesIO(content)).slides
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def book(chart, **how):
    blob = chart.part.chart_workbook.xlsx_part.blob
    return load_workbook(io.BytesIO(blob), **how)


def points(series, tag):
    """What the chart itself keeps of a series' figures, by row."""
    kept = series._element.find(f"{C}{tag}")
    return {
        int(point.get("idx")): point.find(f"{C}v").text for point in kept.iter(f"{C}pt")
    }


def cells(book, series, tag):
    """The cells that a series names, by row; empty ones left out."""
    sheet, _sign, cells = series._element.find(f"{C}{tag}//{C}f").text.partition("!")
    rows = book[sheet][cells.replace("$", "")]
    return {at: cell.value for at, (cell,) in enumerate(rows) if cell.value is not None}


def like(shown, cell):
    """What a chart keeps as text, as a number where the cell is one."""
    return shown if isinstance(cell, str) else float(shown)


@pytest.mark.parametrize("name", FORMS)
def test_a_figure_becomes_the_chart_of_its_form(name):
    assert {form(each) for each in charts(getattr(figures, name)())} == {FORMS[name]}


@pytest.mark.parametrize("name", FORMS)
def test_the_workbook_holds_what_the_chart_shows(name):
    """Who edits the chart finds its figures, none more and none less."""
    for chart in charts(getattr(figures, name)()):
        held = book(chart, data_only=True)
        tags = (
            {"xVal", "yVal"} if name in ("steps", "index", "tiers") else {"cat", "val"}
        )
        for series in chart.plots[0].series:
            for tag in tags:
                shown, found = points(series, tag), cells(held, series, tag)
                assert found == {at: like(shown[at], v) for at, v in found.items()}
                assert {at for at, v in shown.items() if v} == set(found)
        lines = [row[0].value for row in held["ที่มาและหมายเหตุ"].rows]
        assert any(FOOT.source in line for line in lines)


def test_a_step_holds_its_level_until_the_next_place():
    (chart,) = charts(figures.steps())
    due = next(s for s in chart.plots[0].series if s.name == "ตามแผน 3")
    across = [float(v) for v in points(due, "xVal").values()]
    values = [float(v) for v in points(due, "yVal").values()]
    assert list(zip(across, values, strict=True)) == [
        (1, 0), (2, 0), (2, 1), (3, 1), (3, 1), (4, 1), (4, 3),
    ]  # fmt: skip


def test_a_chart_of_steps_holds_the_figures_points_and_no_more():
    """A year without a report is a gap, also the last one; corners are drawing."""
    drawn = figures.tiers()
    steps = drawn["data"][0]
    steps["x"], steps["y"] = [*steps["x"], 2022], [*steps["y"], None]
    for key in ("symbol", "color"):
        steps["marker"][key] = [*steps["marker"][key], steps["marker"][key][0]]
    (plot,) = read(drawn, "th", "be")
    (held,) = (s for s in plot.series if not s.is_extra)
    assert held.across == (2561, 2562, 2563, 2564, 2565)
    assert held.values == (2, 3, None, 2, None)
    signs = [held.marks.get(row, held.mark) for row in (0, 1, 3)]
    assert all(sign.form == "circle" and sign.size > 5 for sign in signs)
    assert held.line is None
    line = plot.series[plot.series.index(held) - 1]
    assert list(zip(line.across, line.values, strict=True)) == [
        (2561, 2), (2562, 2), (2562, 3), (2563, None), (2564, 2), (2565, None),
    ]  # fmt: skip


def test_a_line_of_steps_follows_when_its_points_are_edited():
    (chart,) = charts(figures.tiers())
    rows = list(book(chart)["Sheet1"].iter_rows(min_row=2, max_row=6, values_only=True))
    # Columns C and D: the line; E and F: the points of 2561 to 2564.
    assert [row[2:4] for row in rows] == [
        ("=E2", "=F2"), ("=E3", "=F2"), ("=E3", "=F3"), ("=E4", None), ("=E5", "=F5"),
    ]  # fmt: skip
    assert [row[4:6] for row in rows[:4]] == [
        (2561, 2), (2562, 3), (2563, None), (2564, 2),
    ]  # fmt: skip


def test_words_that_stand_upright_in_a_figure_do_so_on_a_slide():
    (chart,) = charts(figures.tiers())
    bodies = chart._chartSpace.iter("{*}bodyPr")
    turned = [each.get("rot") for each in bodies if each.get("vert") == "horz"]
    assert str(-90 * 60_000) in turned


def test_years_stand_in_the_readers_era():
    (plot,) = read(figures.tiers(), "th", "be")
    assert next(s for s in plot.series if not s.is_extra).across[0] == 2561
    assert plot.x.form == "0"


def test_a_missing_year_is_a_gap_and_no_zero():
    (plot,) = read(figures.tiers(), "th", "be")
    values = next(each.values for each in plot.series if not each.is_extra)
    assert None in values
    assert 0 not in values


def test_a_missing_quarter_is_a_gap_and_no_zero():
    (plot,) = read(figures.quarters(), "th", "be")
    province = next(s for s in plot.series if s.name == "น่าน 40%")
    assert province.values == (0.2, None, 0.4)
    assert plot.categories[0] == "31 มี.ค. 2569"
    assert plot.y.form == "0%"


def test_series_are_called_as_the_figures_key_calls_them():
    (plot,) = read(figures.homes(), "th", "be")
    assert [s.name for s in plot.series] == ["รู้จังหวัดต้นสังกัด", "นับที่จังหวัดที่จัด"]
    assert plot.categories == ("เชียงใหม่  15", "น่าน  อย่างน้อย 5")


def test_a_bar_that_is_missing_says_why_and_has_no_length():
    (plot,) = read(figures.groups(), "th", "be")
    whole, silent = plot.series
    assert whole.values == (21.0, None)
    assert whole.labels[0].said == "อย่างน้อย 21"
    assert {row: label.said for row, label in silent.labels.items()} == {1: "ไม่รายงาน"}
    assert silent.is_extra


def test_each_panel_is_a_chart_of_its_own_under_its_name():
    plots = read(figures.panels(), "th", "be")
    assert [plot.title for plot in plots] == ["วิทยุ", "ออนไลน์"]
    assert [plot.series[0].values for plot in plots] == [(4.0, 11.0), (900.0, 300.0)]


def test_intervals_are_drawn_where_there_are_any():
    (plot,) = read(figures.index(), "th", "be")
    up, down = plot.series[0].error
    assert up == pytest.approx((0.05, 0.12, 0))
    assert down == pytest.approx((0.1, 0.1, 0))
    (chart,) = charts(figures.index())
    (error,) = chart._chartSpace.iter(f"{C}errBars")
    plus = [float(v.text) for v in error.find(f"{C}plus").iter(f"{C}v")]
    assert plus == pytest.approx(up)


def test_axes_say_what_they_measure():
    (plot,) = read(figures.index(), "th", "be")
    assert plot.x.title == "ปีงบประมาณ"
    assert plot.y.title.startswith("ดัชนีการกระจุกตัว")


def test_the_target_stands_as_a_line_with_its_words():
    (plot,) = read(figures.steps(), "th", "be")
    extra = [s for s in plot.series if s.is_extra]
    assert any(s.values == (5.0, 5.0) and s.line for s in extra)
    words = [label.said for s in extra for label in s.labels.values()]
    assert "\u00a0\u00a0เป้าหมาย 5" in words  # clear of a sign at its place


def lines_over(chart):
    """The line charts beside the bars of a chart, which use the same two axes."""
    plot = chart._chartSpace.find(f"{C}chart/{C}plotArea")
    bars, *lines = plot.findall(f"{C}barChart") + plot.findall(f"{C}lineChart")
    axes = [[axis.get("val") for axis in each.findall(f"{C}axId")] for each in lines]
    assert all(own == [a.get("val") for a in bars.findall(f"{C}axId")] for own in axes)
    return lines


def test_the_target_of_a_bar_is_a_line_over_it_that_can_be_edited():
    (chart,) = charts(figures.parts())
    (lines,) = lines_over(chart)
    (target,) = lines.findall(f"{C}ser")
    shown = [float(v.text) for v in target.findall(f"{C}val//{C}pt/{C}v")]
    assert shown == [7.0, 7.0, 7.0]
    assert target.findtext(f"{C}tx//{C}v") == "เป้าหมาย 7"
    assert target.find(f"{C}spPr//{{*}}solidFill") is not None
    cells = target.findtext(f"{C}val//{C}f").partition("!")[2].replace("$", "")
    held = [cell.value for (cell,) in book(chart)["Sheet1"][cells]]
    assert held == [7, 7, 7]
    # It is said at its line, not once more in the remarks of the slide.
    (plot,) = read(figures.parts(), "th", "be")
    assert plot.remarks == ()


def test_bars_and_lines_of_one_figure_are_one_native_chart():
    drawn = bars([2568, 2569], {})
    line = {"type": "scatter", "mode": "lines", "x": [2568, 2569], "y": [5, None]}
    drawn["data"].append({**line, "line": {"color": "#9b2600", "dash": "dot"}})
    (chart,) = charts(drawn)
    (lines,) = lines_over(chart)
    (series,) = lines.findall(f"{C}ser")
    shown = {p.get("idx"): p.findtext(f"{C}v") for p in series.iter(f"{C}pt")}
    assert float(shown["0"]) == 5
    (plot,) = read(drawn, "th", "be")
    assert [each.values for each in plot.series] == [(3, 4), (5, None)]


def test_lines_over_bars_that_lie_have_no_native_form():
    drawn = bars([2568, 2569], {})
    lying = [{**each, "orientation": "h"} for each in drawn["data"]]
    lying.append({"type": "scatter", "mode": "lines", "x": [5, 5], "y": [3, 4]})
    assert read({**drawn, "data": lying}, "th", "be") == ()


def test_words_at_the_end_of_a_line_have_room_in_the_chart():
    (plot,) = read(figures.steps(), "th", "be")
    words = [
        (x, label)
        for each in plot.series
        for row, label in each.labels.items()
        for x in [each.across[row]]
        if label.place == "r"
    ]
    assert words
    length = plot.x.high - plot.x.low
    assert all(x + len(label.said) * 0.005 * length < plot.x.high for x, label in words)


def test_what_a_figure_draws_faintly_below_its_points_stands_so_on_slides():
    drawn = figures.steps()
    faint = {"opacity": 0.5, "layer": "below"}
    lines = [{**each, **faint} for each in drawn["layout"]["shapes"]]
    (plot,) = read(
        {**drawn, "layout": {**drawn["layout"], "shapes": lines}}, "th", "be"
    )
    assert plot.series[0].is_extra
    assert plot.series[0].line.share == 0.5


def test_what_has_no_native_form_is_no_chart():
    assert read(figures.heat(), "th", "be") == ()


def test_a_name_that_looks_like_a_formula_stays_a_name():
    drawn = figures.groups()
    drawn["layout"]["yaxis"]["ticktext"][0] = "=1+1"
    (chart,) = charts(drawn)
    cell = book(chart)["Sheet1"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def bars(places, axis):
    """A plain figure of standing bars."""
    return {
        "data": [{"type": "bar", "x": places, "y": [3, 4]}],
        "layout": {"annotations": [{"text": ""}] * 2, "xaxis": axis},
    }


def test_bars_over_days_and_years_are_named_in_the_readers_era():
    days = bars(["2026-11-15", "2026-11-22"], {})
    assert read(days, "th", "be")[0].categories == ("15 พ.ย. 2569", "22 พ.ย. 2569")
    named = {"tickvals": [2020], "ticktext": ["2563"], "range": [2018, 2021]}
    years = bars([2019, 2020], named)
    assert read(years, "th", "be")[0].categories == ("2562", "2563")


def test_words_of_stacked_bars_stand_inside_them():
    """PowerPoint repairs a file that puts them at their ends."""
    drawn = bars([1, 2], {})
    drawn["data"][0] |= {"text": ["3", "4"], "textposition": "outside"}
    drawn["data"] += [drawn["data"][0]]
    drawn["layout"]["barmode"] = "stack"
    (plot,) = read(drawn, "th", "be")
    places = {each.place for s in plot.series for each in s.labels.values()}
    assert places == {"ctr"}


def test_two_bars_at_one_place_are_no_chart():
    """One of them would be lost."""
    assert read(bars(["ก", "ก"], {}), "th", "be") == ()


def test_an_axis_begins_where_its_ticks_are_round():
    drawn = figures.index()
    (plot,) = read(drawn, "th", "be")
    assert drawn["layout"]["yaxis"]["range"][0] == pytest.approx(-0.4)
    assert (plot.y.low, plot.y.unit) == (pytest.approx(-0.4), 0.1)
    assert plot.y.form == "#,##0.0"


def test_many_names_one_above_the_other_are_set_small_enough_to_be_read():
    rows = [f"{row} เชียงราย" for row in range(1, 39)]
    drawn = figures.tiers()
    axis = {"tickvals": list(range(38)), "ticktext": rows, "range": [-1, 38]}
    layout = drawn["layout"] | {"yaxis": drawn["layout"]["yaxis"] | axis}
    (plot,) = read(drawn | {"layout": layout}, "th", "be")
    names = [
        label
        for series in plot.series
        for label in series.labels.values()
        if label.place == "l"
    ]
    assert [label.said for label in names] == rows
    assert 5 <= max(label.size for label in names) <= 230 / len(rows)


def crowded():
    """Points and words at 38 names, a sign of 20 px each and a word in its colour."""
    rows = [f"{row} เชียงราย" for row in range(38)]
    drawn = figures.tiers()
    axis = {"tickvals": list(range(38)), "ticktext": rows, "range": [38, -1]}
    layout = drawn["layout"] | {"yaxis": drawn["layout"]["yaxis"] | axis}
    level = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [2560] * 38,
        "y": list(range(38)),
        "text": ["5"] * 38,
        "textfont": {"color": ["#ffffff"] * 38},
        "marker": {"symbol": "square", "size": 20, "color": "#402b0f"},
    }
    return {"data": [level], "layout": layout}


def test_words_stand_on_their_sign_in_their_colour_unless_the_figure_moves_them():
    (plot,) = read(crowded(), "th", "be")
    (level,) = (each for each in plot.series if each.mark)
    assert {label.place for label in level.labels.values()} == {"ctr"}
    assert {label.colour for label in level.labels.values()} == {"#ffffff"}


def test_signs_of_names_one_above_the_other_do_not_cover_each_other():
    (plot,) = read(crowded(), "th", "be")
    (level,) = (each for each in plot.series if each.mark)
    assert level.mark.size <= 290 / 38


def test_words_on_bars_are_set_small_enough_to_stand_side_by_side():
    (plot, *_others) = read(figures.panels(), "th", "be")
    many = replace(
        plot,
        categories=tuple(str(year) for year in range(2563, 2571)),
        series=tuple(
            replace(
                each,
                values=(11_448.0,) * 8,
                labels={row: Label("11,448+", "outEnd") for row in range(8)},
            )
            for each in plot.series
        ),
    )
    box = Box(0, 0, Inches(2.9), Inches(2))
    said = chart_xml(many, ["n"] * len(many.series), box, "th", 8.0)
    sizes = {int(size) for size in re.findall(r'<c:dLbl>.*?sz="(\d+)"', said)}
    assert sizes
    assert max(sizes) / 100 * 0.5 * len("11,448+") <= 2.9 * 72 / 8
