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
    return parsed(sparkline(series, low, high, LOOK))


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
    (band,) = svg.findall(f"{SVG}rect")
    (line,) = svg.findall(f"{SVG}polyline")
    (_, foot), (_, top) = points(line)
    share = float(band.get("height")) / (foot - top)
    assert share == pytest.approx(0.6, abs=0.01)
    assert not drawn(0, 10, low=2).findall(f"{SVG}rect")  # half a range is none


@pytest.mark.parametrize("series", [(), (None,) * 52, (0.0,) * 52, (5.0,)])
def test_odd_series_stay_inside_the_frame(series):
    text = sparkline(series, None, None, LOOK)
    parsed(text)
    assert "nan" not in text
    for x, y in re.findall(r"c?x=\"([\d.]+)\" c?y=\"([\d.]+)\"", text):
        assert 0 <= float(x) <= WIDTH
        assert 0 <= float(y) <= HEIGHT


def test_a_year_of_weeks_is_two_kilobytes_at_most():
    year = [100 + at * 7919 % 97 for at in range(52)]
    assert len(sparkline(year, 90, 150, LOOK)) < 2048
