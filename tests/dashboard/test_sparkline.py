"""The line of a tile: points, gaps, band."""

import re
import xml.etree.ElementTree as ET

import pytest

from dashboard.charts import base
from dashboard.charts.sparkline import HEIGHT, WIDTH, sparkline

LOOK = base.look("light", "th", "be")
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314  (made here, by the function tested)


def drawn(*series, low=None, high=None):
    weeks = len(series)
    return parsed(sparkline(series, [low] * weeks, [high] * weeks, LOOK))


def points(line):
    return [tuple(map(float, p.split(","))) for p in line.get("points").split()]


def test_a_higher_figure_stands_higher_and_the_last_one_is_marked():
    svg = drawn(1, 3, 2)
    (line,) = svg.findall(f"{SVG}polyline")
    (_, low), (_, high), (x, last) = points(line)
    assert high < last < low
    (dot,) = svg.findall(f"{SVG}circle")
    assert (float(dot.get("cx")), float(dot.get("cy"))) == (x, last)


def test_a_week_without_a_figure_breaks_the_line_and_is_marked():
    svg = drawn(1, 2, None, 2, 1, None)
    assert [len(points(each)) for each in svg.findall(f"{SVG}polyline")] == [2, 2]
    assert len(svg.findall(f"{SVG}path")) == 2
    assert svg.findall(f"{SVG}circle") == []  # the latest one is not known


def test_a_week_between_two_without_a_figure_is_a_point():
    assert len(drawn(None, 5, None).findall(f"{SVG}circle")) == 1


def test_the_band_spans_the_usual_range():
    svg = drawn(0, 10, low=2, high=8)
    (band,) = svg.findall(f"{SVG}polygon")
    (line,) = svg.findall(f"{SVG}polyline")
    (_, foot), (_, top) = points(line)
    heights = {y for _, y in points(band)}
    share = (max(heights) - min(heights)) / (foot - top)
    assert share == pytest.approx(0.6, abs=0.01)
    assert not drawn(0, 10, low=2).findall(f"{SVG}polygon")  # half a range is none


def test_a_range_that_is_all_there_was_still_ends_within_the_frame():
    svg = drawn(0, 10, low=0, high=10)
    heights = [y for _, y in points(svg.find(f"{SVG}polygon"))]
    assert min(heights) > 4
    assert max(heights) < HEIGHT - 8


def test_each_week_has_its_own_range_and_none_where_none_is_known():
    lows, highs = [0, None, 2, 4], [4, None, 6, 8]
    svg = parsed(sparkline([1, 2, 3, 4], lows, highs, LOOK))
    first, second = (points(band) for band in svg.findall(f"{SVG}polygon"))
    assert len({y for _, y in first}) == 2  # one week: as high on both sides
    tops = [y for _, y in second[: len(second) // 2]]
    assert tops == sorted(tops, reverse=True)  # rises from 6 to 8
    assert first[0][0] < first[-2][0] < second[0][0]


@pytest.mark.parametrize("series", [(), (None,) * 52, (0.0,) * 52, (5.0,)])
def test_odd_series_stay_inside_the_frame(series):
    text = sparkline(series, (), (), LOOK)
    parsed(text)
    assert "nan" not in text
    for x, y in re.findall(r"c?x=\"([\d.]+)\" c?y=\"([\d.]+)\"", text):
        assert 0 <= float(x) <= WIDTH
        assert 0 <= float(y) <= HEIGHT


def test_a_year_of_weeks_is_two_kilobytes_at_most():
    year = [100 + at * 7919 % 97 for at in range(52)]
    assert len(sparkline(year, [90] * 52, [150] * 52, LOOK)) < 2048
