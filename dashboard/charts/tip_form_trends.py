"""Shares of forms of exploitation by quarter: a small panel for each form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    veiled,
    wrapped,
)
from dashboard.charts.tip_time import HOVER, numbers

ABREAST, WIDE_ABREAST = 2, 3  # panels
LEFT, PLOT, FOOT = 40, 84, 34  # px
NAME_LINE = 14  # px
BETWEEN, WIDE_BETWEEN = 0.13, 0.05  # of the width, for the figures of axes
TITLE_WIDTH, NAME_WIDTH, WIDE_NAME_WIDTH = 38, 24, 44  # characters
ROOM = 1.1  # of the highest share
YEARS, WIDE_YEARS = 3, 6  # named on an axis at most


@dataclass(frozen=True)
class Trend:
    """The shares of one form, and of its sub-form where it has one.

    Attributes:
        name: Of the form.
        points: Rows by quarter: share (0 to 1; missing: none), low, high, hover,
            is_open (tips of the quarter still come in).
        sub_name: Of the sub-form; "": it has none.
        sub_points: Likewise, of the sub-form.
    """

    name: str
    points: pd.DataFrame
    sub_name: str = ""
    sub_points: pd.DataFrame | None = None


def form_trends(
    trends: Sequence[Trend],
    years: Mapping[int, str],
    look: Look,
    *,
    title: str,
    below: str,
    note: Sequence[str],
) -> Figure:
    """A panel for each form, all over the same quarters, each with its own scale.

    Args:
        trends: From left to right, from top to bottom.
        years: Where years begin: their names by position among the quarters.
        look: Colours, language and era.
        title: Says what is seen.
        below: What lines and dots mean.
        note: Lines with source, data date and data status.
    """
    abreast = WIDE_ABREAST if look.is_wide else ABREAST
    heads = [
        _head(trends[at : at + abreast], look) for at in range(0, len(trends), abreast)
    ]
    title_width, note_width = look.widths(TITLE_WIDTH)
    figure = layout(
        look,
        heading(title, below, title_width),
        note_lines(note, note_width),
        sum(heads) + (PLOT + FOOT) * len(heads),
        left=LEFT,
        below=8,
    )
    data: list[Figure] = []
    for at, trend in enumerate(trends):
        place = str(at + 1) if at else ""
        x, y = _domains(at, abreast, heads, look)
        figure[f"xaxis{place}"] = _quarter_axis(
            trend.points, years, look, x, f"y{place}"
        )
        figure[f"yaxis{place}"] = _share_axis(trend, look, y, f"x{place}")
        figure["annotations"].append(_name(trend, look, x[0], y[1]))
        data += _traces(trend, look, {"xaxis": f"x{place}", "yaxis": f"y{place}"})
    return {"data": data, "layout": figure}


def _domains(
    at: int, abreast: int, heads: Sequence[int], look: Look
) -> tuple[list[float], list[float]]:
    """Where a panel stands: from left to right, and from below up."""
    line, column = divmod(at, abreast)
    gap = WIDE_BETWEEN if look.is_wide else BETWEEN
    width = (1 - gap * (abreast - 1)) / abreast
    left = column * (width + gap)
    whole = sum(heads) + (PLOT + FOOT) * len(heads)
    top = 1 - (sum(heads[: line + 1]) + (PLOT + FOOT) * line) / whole
    return [left, min(1.0, left + width)], [max(0.0, top - PLOT / whole), top]


def _quarter_axis(
    points: pd.DataFrame,
    years: Mapping[int, str],
    look: Look,
    domain: list[float],
    anchor: str,
) -> Figure:
    last = len(points) - 1
    every = -(-len(years) // (WIDE_YEARS if look.is_wide else YEARS))
    named = list(years)[::-1][::every][::-1]
    return {
        "domain": domain,
        "anchor": anchor,
        "range": [-0.4, last + 0.4],
        "tickmode": "array",
        "tickvals": named,
        "ticktext": [wrapped(years[each], 99) for each in named],
        "tickangle": 0,
        "tickfont": {"size": NOTE_SIZE - 1},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }


def _share_axis(trend: Trend, look: Look, domain: list[float], anchor: str) -> Figure:
    parts = [trend.points, trend.sub_points]
    highest = [
        each[["share", "high"]].max().max() for each in parts if each is not None
    ]
    most = max((each for each in highest if pd.notna(each)), default=1.0)
    return {
        "domain": domain,
        "anchor": anchor,
        "range": [0, min(1.0, most * ROOM) or 1.0],
        "nticks": 4,
        "tickformat": ".0%" if most >= 0.04 else ".1%",
        "tickfont": {"size": NOTE_SIZE - 1},
        "gridcolor": look.faint,
        "zeroline": True,
        "zerolinecolor": look.faint,
        "fixedrange": True,
    }


def _head(trends: Sequence[Trend], look: Look) -> int:
    """Room for the longest name above panels that stand abreast, in px."""
    lines = [_text(trend, look).count("<br>") + 1 for trend in trends]
    return NAME_LINE * max(lines) + 14


def _text(trend: Trend, look: Look) -> str:
    width = WIDE_NAME_WIDTH if look.is_wide else NAME_WIDTH
    text = f"<b>{wrapped(trend.name, width)}</b>"
    if trend.sub_name:
        text += f"<br>┄ {wrapped(trend.sub_name, width)}"
    return text


def _name(trend: Trend, look: Look, left: float, top: float) -> Figure:
    return {
        "text": _text(trend, look),
        "x": left,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - LEFT,
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 8,
        "align": "left",
        "showarrow": False,
        "font": {"size": NOTE_SIZE, "color": look.ink},
    }


def _traces(trend: Trend, look: Look, axes: Figure) -> list[Figure]:
    traces = [*_band(trend.points, look), _line(trend.points, look, is_sub=False)]
    if trend.sub_points is not None:
        traces.append(_line(trend.sub_points, look, is_sub=True))
    return [trace | axes for trace in traces]


def _band(points: pd.DataFrame, look: Look) -> list[Figure]:
    """The interval, in parts where shares are missing between."""
    traces: list[Figure] = []
    runs = points["share"].isna().cumsum()
    for _, run in points[points["share"].notna()].groupby(runs):
        edge = {
            "type": "scatter",
            "mode": "lines",
            "x": run.index.tolist(),
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
        fill = {"fill": "tonexty", "fillcolor": veiled(look.accent, 0.16)}
        traces.append(edge | {"y": numbers(run["low"])})
        traces.append(edge | {"y": numbers(run["high"])} | fill)
    return traces


def _line(points: pd.DataFrame, look: Look, is_sub: bool) -> Figure:
    colour = look.ink if is_sub else look.accent
    is_open = points["is_open"].tolist()
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": points.index.tolist(),
        "y": numbers(points["share"]),
        "connectgaps": False,
        "line": {
            "color": colour,
            "width": 1.2 if is_sub else 1.8,
            "dash": "dot" if is_sub else "solid",
        },
        "marker": {
            "size": 4 if is_sub else 6,
            "opacity": 1,
            "color": [look.ground if each else colour for each in is_open],
            "line": {"color": colour, "width": 1.2},
        },
        "hovertext": [wrapped(said, 60) for said in points["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }
