"""One time axis with a panel for each figure of a province, one below the other."""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from dashboard.charts.base import (
    NOTE_SIZE,
    TEXT_SIZE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    veiled,
    wrapped,
)

LEFT, GAP, MARKS = 40, 30, 26  # px: figures of the axes, between panels, panel of marks
TITLE_WIDTH, TICKS = 38, 8
ROOM = 1.15  # of the highest value
PALE = 0.45  # of the colour of a bar that is a minimum
HOVER = "%{hovertext}<extra></extra>"
Kind = Literal["line", "marks", "bars"]


@dataclass(frozen=True)
class Panel:
    """One figure over time.

    Attributes:
        title: What is seen, with its unit.
        kind: A line that breaks where there is no value, marks on days, or bars.
        points: Rows by day: on_day, value (missing: none; of marks 1 where they are
            filled, else 0), hover; of a line also low and high (what is usual; missing:
            not known) where it has such a band, is_alarm where weeks are marked, and
            total_low and total_high (missing: settled) where it has an estimate of what
            figures become. A line or bars may have is_least: the value is a minimum.
        height: Of the panel, in px.
        is_share: Whether values are shares of 0 to 1.
        shaded_from: The day from which figures are provisional.
        empty: What is said in the panel where no point has a value.
    """

    title: str
    kind: Kind
    points: pd.DataFrame
    height: int = 84
    is_share: bool = False
    shaded_from: date | None = None
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return bool(self.points["value"].isna().all())


def time_panels(
    panels: Sequence[Panel],
    span: tuple[date, date],
    title: str,
    look: Look,
    note: Sequence[str],
) -> Figure:
    """The panels over the same days, as wide and as far from the left in any figure.

    Args:
        panels: From the top.
        span: First and last day of the axis.
        title: What is seen.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    height = sum(panel.height + GAP for panel in panels)
    figure = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        height,
        left=LEFT,
        bargap=0.1,
        xaxis=_day_axis(look, span) | {"anchor": _axis(len(panels) - 1)},
        shapes=[_year_line(look, year) for year in _years(span)],
    )
    top = height
    for at, panel in enumerate(panels):
        low = top - GAP - panel.height
        figure[f"yaxis{at + 1 if at else ''}"] = _value_axis(panel, look, low, height)
        figure["annotations"].append(_panel_title(panel, look, top / height))
        if panel.is_empty and panel.empty:
            middle = (low + panel.height / 2) / height
            figure["annotations"].append(_nothing(panel, look, middle))
        figure["shapes"] += _shade(panel, look, span, at)
        top = low
    traces = [
        trace | {"yaxis": _axis(at)}
        for at, panel in enumerate(panels)
        for trace in _traces(panel, look)
    ]
    return {"data": traces, "layout": figure}


def _axis(at: int) -> str:
    return f"y{at + 1}" if at else "y"


def _value_axis(panel: Panel, look: Look, low: float, height: float) -> Figure:
    most = panel.points["value"].max()
    for name in ("high", "total_high"):
        if name in panel.points and pd.notna(panel.points[name].max()):
            most = max(most, panel.points[name].max())
    top = 1.0 if panel.is_share else float(most) if pd.notna(most) else 1.0
    axis = {
        "domain": [max(0.0, low / height), (low + panel.height) / height],
        "range": [0, top * ROOM if top > 0 else 1],
        "nticks": 4,
        "tickformat": ".0%" if panel.is_share else ",~r",
        "tickfont": {"size": NOTE_SIZE},
        "gridcolor": look.faint,
        "zeroline": True,
        "zerolinecolor": look.faint,
        "fixedrange": True,
    }
    if panel.kind == "marks":
        return axis | {"range": [0, 1], "visible": False}
    if panel.is_empty and panel.empty:
        return axis | {"showticklabels": False, "showgrid": False}
    return axis


def _panel_title(panel: Panel, look: Look, at: float) -> Figure:
    return {
        "text": wrapped(panel.title, 99),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8 - LEFT,
        "y": at,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -6,
        "showarrow": False,
        "font": {"size": TEXT_SIZE - 1, "color": look.ink},
    }


def _nothing(panel: Panel, look: Look, at: float) -> Figure:
    """In place of what there is not to draw: that there is none."""
    return {
        "text": wrapped(panel.empty, 99),
        "x": 0.5,
        "xref": "paper",
        "y": at,
        "yref": "paper",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": NOTE_SIZE + 1, "color": look.ink},
        "opacity": 0.75,
    }


def _traces(panel: Panel, look: Look) -> list[Figure]:
    points = panel.points
    base = {
        "x": _days(points["on_day"]),
        "hovertext": [html.escape(said, quote=False) for said in points["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }
    if panel.kind == "bars":
        # The base keeps slides from a chart of their own, whose bars know no days
        # without one between them: they take the picture.
        bars = {"type": "bar", "y": _values(points["value"]), "base": 0}
        bars["width"] = 26 * 86_400_000
        marker = {"color": _bar_colours(points, look)}
        return [base | bars | {"marker": marker, "cliponaxis": True}]
    if panel.kind == "marks":
        return [_marks(points, base, look)]
    line = {
        "type": "scatter",
        "mode": "lines" if "high" in points else "lines+markers",
        "y": _values(points["value"].mask(_is_least(points))),
        "connectgaps": False,
        "line": {"color": look.accent, "width": 1.6},
        "marker": {"size": 5, "color": look.accent},
    }
    return [
        *_bands(points, look),
        base | line,
        *_minima(points, look),
        *_alarms(points, look),
    ]


def _is_least(points: pd.DataFrame) -> pd.Series:
    """Which values are a minimum; none where the points do not say so."""
    if "is_least" not in points:
        return pd.Series(False, points.index)
    return points["is_least"].fillna(False).astype(bool)


def _bar_colours(points: pd.DataFrame, look: Look) -> list[str]:
    pale = veiled(look.accent, PALE)
    return [pale if least else look.accent for least in _is_least(points)]


def _minima(points: pd.DataFrame, look: Look) -> list[Figure]:
    """Open triangles at values that are a minimum: a line to them would be a fall."""
    least = points[_is_least(points) & points["value"].notna()]
    if least.empty:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "minima",
            "x": _days(least["on_day"]),
            "y": _values(least["value"]),
            "hovertext": [html.escape(said, quote=False) for said in least["hover"]],
            "hovertemplate": HOVER,
            "marker": {
                "symbol": "triangle-up-open",
                "size": 8,
                "color": look.accent,
                "line": {"color": look.accent, "width": 1.6},
            },
            "cliponaxis": False,
        }
    ]


def _alarms(points: pd.DataFrame, look: Look) -> list[Figure]:
    """Marks of the weeks that raised an alarm, above what happened in them."""
    if "is_alarm" not in points or not points["is_alarm"].any():
        return []
    alarms = points[points["is_alarm"] & points["value"].notna()]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "alarms",
            "x": _days(alarms["on_day"]),
            "y": _values(alarms["value"]),
            "hovertext": [html.escape(said, quote=False) for said in alarms["hover"]],
            "hovertemplate": HOVER,
            "marker": {
                "symbol": "diamond-open",
                "size": 9,
                "color": look.ink,
                "line": {"color": look.ink, "width": 1.6},
            },
            "cliponaxis": False,
        }
    ]


def _marks(points: pd.DataFrame, base: Figure, look: Look) -> Figure:
    """Filled where the value is 1, else open."""
    return base | {
        "type": "scatter",
        "mode": "markers",
        "y": [0.5] * len(points),
        "marker": {
            "symbol": "circle",
            "size": 10,
            "color": [look.accent if each else look.ground for each in points["value"]],
            "line": {"color": look.accent, "width": 1.6},
        },
    }


def _bands(points: pd.DataFrame, look: Look) -> list[Figure]:
    """What is usual, and what the figures of unsettled weeks may become."""
    colours = {("low", "high"): look.ink, ("total_low", "total_high"): look.accent}
    return [
        trace
        for (low, high), colour in colours.items()
        if high in points
        for trace in _band(points, low, high, colour)
    ]


def _band(points: pd.DataFrame, low: str, high: str, colour: str) -> list[Figure]:
    """From one column to another, week by week, wherever it is known."""
    known = points[points[high].notna()]
    if known.empty:
        return []
    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": _days(known["on_day"]),
        "line": {"width": 0, "shape": "hv"},
        "hoverinfo": "skip",
    }
    is_usual = high == "high"
    fill = {"fill": "tonexty", "fillcolor": veiled(colour, 0.14 if is_usual else 0.4)}
    low_edge, high_edge = _values(known[low]), _values(known[high])
    return [edge | {"y": low_edge}, edge | {"y": high_edge} | fill]


def _shade(panel: Panel, look: Look, span: tuple[date, date], at: int) -> list[Figure]:
    """Behind the days whose figures are provisional."""
    if panel.shaded_from is None:
        return []
    return [
        {
            "type": "rect",
            "x0": panel.shaded_from.isoformat(),
            "x1": span[1].isoformat(),
            "y0": 0,
            "y1": 1,
            "yref": f"{_axis(at)} domain",
            "fillcolor": veiled(look.ink, 0.1),
            "line": {"width": 0},
            "layer": "below",
        }
    ]


def _years(span: tuple[date, date]) -> range:
    return range(span[0].year + 1, span[1].year + 1)


def _year_line(look: Look, year: int) -> Figure:
    return {
        "type": "line",
        **{"x0": f"{year}-01-01", "x1": f"{year}-01-01", "y0": 0, "y1": 1},
        "yref": "paper",
        "line": {"color": veiled(look.ink, 0.16), "width": 1},
        "layer": "below",
    }


def _day_axis(look: Look, span: tuple[date, date]) -> Figure:
    years = _years(span)
    every = max(1, math.ceil(len(years) / TICKS))
    named = list(years)[::-1][::every][::-1]
    return {
        "type": "date",
        "range": [span[0].isoformat(), span[1].isoformat()],
        "tickmode": "array",
        "tickvals": [f"{year}-01-01" for year in named],
        "ticktext": [look.year(year) for year in named],
        "tickangle": 0,
        "tickfont": {"size": NOTE_SIZE},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }


def _days(days: pd.Series) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in days]


def _values(values: pd.Series) -> list[Any]:
    return [None if pd.isna(value) else round(float(value), 4) for value in values]
