"""The share that still waits, by the days it has waited."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    share_axis,
    veiled,
    wrapped,
)

TITLE_WIDTH, HOVER_WIDTH = 40, 58  # characters: what a phone shows
CURVE_LEFT, CURVE_HEIGHT = 48, 280  # px
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
        xaxis=_day_axis(days, axis, look),
        yaxis=share_axis(look, 1.01, tickvals=[0, 0.1, 0.25, 0.5, 0.75, 1]),
        shapes=[mark_line(day, look) for day, _ in marks],
    )
    figure["annotations"] += [mark_name(day, name, look) for day, name in marks]
    return {
        "data": [*_band(curve, look), _steps(curve, look), _quantiles(points, look)],
        "layout": figure,
    }


def _day_axis(days: int, title: str, look: Look) -> Figure:
    return {
        "range": [0, days],
        "title": axis_title(title),
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


def axis_title(words: str) -> Figure:
    """The title of an axis of days."""
    return {"text": wrapped(words, 99), "standoff": 4, "font": {"size": NOTE_SIZE + 1}}


def mark_line(day: int, look: Look) -> Figure:
    """The line at a marked day."""
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


def mark_name(day: int, name: str, look: Look) -> Figure:
    """What a marked day is called, above its line."""
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
