"""Figures of how long something waits: the share that still waits, and quantiles."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    veiled,
    wrapped,
)

TITLE_WIDTH, HOVER_WIDTH = 40, 58  # characters: what a phone shows
CURVE_LEFT, CURVE_HEIGHT = 48, 280  # px
RANGE_LEFT, ROW_HEIGHT, NAME_LINE = 154, 22, 13  # px
NAME_WIDTH = 25  # characters
EDGE_AT = 0.72  # of the axis: where what was not reached is said
MARK_ROOM = 18  # px above the plot, for the names of marked days
HOVER = "%{hovertext}<extra></extra>"


def waiting_curve(
    curve: pd.DataFrame,
    points: pd.DataFrame,
    days: int,
    marks: Sequence[tuple[int, str]],
    look: Look,
    title: str,
    axis: str,
    note: Sequence[str],
) -> Figure:
    """The share that still waits by the days it has waited, with its limits.

    Args:
        curve: In order, from day 0: day, share (0 to 1), low, high (missing: no
            limits), hover.
        points: Quantiles that were reached: day, share, label (in words beside it).
        days: Where the axis ends.
        marks: Days that are marked by a line, and their names.
        look: Colours, language and era.
        title: Says what is seen.
        axis: What the days count from.
        note: Lines with source, data date and data status.
    """
    figure = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        CURVE_HEIGHT,
        left=CURVE_LEFT,
        below=50,
        above=MARK_ROOM + 6,
        template={},
        xaxis=_day_axis(days, axis, look),
        yaxis={
            "range": [0, 1.01],
            "tickmode": "array",
            "tickvals": [0, 0.1, 0.25, 0.5, 0.75, 1],
            "tickformat": ".0%",
            "fixedrange": True,
            "gridcolor": look.faint,
            "zeroline": False,
        },
        shapes=[_mark(day, look) for day, _ in marks],
    )
    figure["annotations"] += [_mark_name(day, name, look) for day, name in marks]
    return {
        "data": [*_band(curve, look), _steps(curve, look), _quantiles(points, look)],
        "layout": figure,
    }


def _day_axis(days: int, title: str, look: Look) -> Figure:
    return {
        "range": [0, days],
        "title": _axis_title(title),
        "tickmode": "array",
        "tickvals": list(range(0, days + 1, 15 if days <= 120 else 30)),
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }


def _axis_title(words: str) -> Figure:
    return {"text": wrapped(words, 99), "standoff": 4, "font": {"size": NOTE_SIZE + 1}}


def _mark(day: int, look: Look) -> Figure:
    return {
        "type": "line",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "opacity": 0.6,
        "layer": "below",
    }


def _mark_name(day: int, name: str, look: Look) -> Figure:
    return {
        "text": wrapped(name, 99),
        "showarrow": False,
        "font": {"size": NOTE_SIZE, "color": look.ink},
        "x": day,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
    }


def _band(curve: pd.DataFrame, look: Look) -> list[Figure]:
    known = curve.dropna(subset=["low", "high"])
    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": [float(day) for day in known["day"]],
        "line": {"width": 0, "shape": "hv"},
        "hoverinfo": "skip",
    }
    return [
        edge | {"name": "low", "y": [float(low) for low in known["low"]]},
        edge
        | {
            "name": "high",
            "y": [float(high) for high in known["high"]],
            "fill": "tonexty",
            "fillcolor": veiled(look.accent, 0.22),
        },
    ]


def _steps(curve: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "share",
        "x": [float(day) for day in curve["day"]],
        "y": [float(share) for share in curve["share"]],
        "line": {"color": look.accent, "width": 2, "shape": "hv"},
        "hovertext": [wrapped(line, HOVER_WIDTH) for line in curve["hover"]],
        "hovertemplate": HOVER,
    }


def _quantiles(points: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "quantiles",
        "x": [float(day) for day in points["day"]],
        "y": [float(share) for share in points["share"]],
        "text": [f"  {wrapped(label, 99)}" for label in points["label"]],
        "textposition": "top right",
        "textfont": {"size": NOTE_SIZE + 1, "color": look.ink},
        "marker": {
            "size": 9,
            "color": look.ground,
            "line": {"color": look.accent, "width": 2},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def wait_ranges(
    groups: pd.DataFrame,
    marks: Sequence[tuple[int, str]],
    look: Look,
    title: str,
    below: str,
    axis: str,
    note: Sequence[str],
) -> Figure:
    """For each group the days within which half and nine tenths had ended.

    Args:
        groups: From top to bottom: name, median, p90 (days; missing: not reached),
            hover_median, hover_p90, edge (what is said at the end of the axis where a
            quantile was not reached; else "").
        marks: Days that are marked by a line, and their names.
        look: Colours, language and era.
        title: Says what is seen.
        below: What the marks are.
        axis: What the days count from.
        note: Lines with source, data date and data status.
    """
    known = groups[["median", "p90"]].max().max()
    names = [wrapped(name, NAME_WIDTH) for name in groups["name"]]
    more = max((name.count("<br>") for name in names), default=0)
    end = max(0.0 if pd.isna(known) else float(known), *(day for day, _ in marks))
    end = end / EDGE_AT * 1.02
    figure = layout(
        look,
        heading(title, below, TITLE_WIDTH),
        note_lines(note),
        (ROW_HEIGHT + NAME_LINE * more) * len(groups),
        left=RANGE_LEFT,
        below=46,
        above=MARK_ROOM + 6,
        template={},
        xaxis={
            "range": [-0.02 * end, end],
            "title": _axis_title(axis),
            "fixedrange": True,
            "gridcolor": look.faint,
            "zeroline": False,
            "nticks": 7,
        },
        yaxis=_names(names),
        shapes=[_mark(day, look) for day, _ in marks],
    )
    figure["annotations"] += [_mark_name(day, name, look) for day, name in marks]
    dots = [
        _dots(groups, "median", "circle", look),
        _dots(groups, "p90", "diamond", look),
    ]
    return {
        "data": [*_ways(groups, end, look), *dots, _edges(groups, end, look)],
        "layout": figure,
    }


def _names(names: Sequence[str]) -> Figure:
    return {
        "range": [len(names) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "tickfont": {"size": NOTE_SIZE + 1},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
    }


def _ways(groups: pd.DataFrame, end: float, look: Look) -> list[Figure]:
    """From median to the 90th percentile; dotted to the edge where not reached."""
    ways: dict[str, tuple[list[float | None], list[int | None]]] = {
        "solid": ([], []),
        "dot": ([], []),
    }
    for at, (median, p90) in enumerate(
        zip(groups["median"], groups["p90"], strict=True)
    ):
        x, y = ways["dot" if pd.isna(p90) else "solid"]
        first = 0.0 if pd.isna(median) else float(median)
        x += [first, end * EDGE_AT if pd.isna(p90) else float(p90), None]
        y += [at, at, None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": dash,
            "x": x,
            "y": y,
            "line": {"color": look.accent, "width": 2, "dash": dash},
            "hoverinfo": "skip",
        }
        for dash, (x, y) in ways.items()
    ]


def _dots(groups: pd.DataFrame, column: str, symbol: str, look: Look) -> Figure:
    reached = groups.assign(at=range(len(groups))).dropna(subset=[column])
    return {
        "type": "scatter",
        "mode": "markers",
        "name": column,
        "x": [float(days) for days in reached[column]],
        "y": reached["at"].tolist(),
        "hovertext": [
            wrapped(line, HOVER_WIDTH) for line in reached[f"hover_{column}"]
        ],
        "hovertemplate": HOVER,
        "marker": {
            "symbol": symbol,
            "size": 9,
            "color": look.accent if symbol == "circle" else look.ground,
            "line": {"color": look.accent, "width": 2},
        },
        "cliponaxis": False,
    }


def _edges(groups: pd.DataFrame, end: float, look: Look) -> Figure:
    open_ended = groups.assign(at=range(len(groups)))
    open_ended = open_ended[open_ended["edge"] != ""]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "edges",
        "x": [end * EDGE_AT] * len(open_ended),
        "y": open_ended["at"].tolist(),
        "text": [f" {wrapped(words, 99)}" for words in open_ended["edge"]],
        "textposition": "middle right",
        "textfont": {"size": NOTE_SIZE, "color": look.ink},
        "marker": {"symbol": "triangle-right", "size": 9, "color": look.accent},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
