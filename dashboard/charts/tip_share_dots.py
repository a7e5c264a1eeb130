"""Shares of tips, each with its interval and, where there is one, that before."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    named_axis,
    note_lines,
    veiled,
    wrapped,
)
from dashboard.charts.tip_time import HOVER, numbers

LEFT, WIDE_LEFT = 122, 210  # px for names
NAME_WIDTH, WIDE_NAME_WIDTH = 19, 34  # characters
TITLE_WIDTH = 38
NAME_SIZE = 12  # px
ROW, PAIR = 19, 38  # px: heights of a row with one dot, and with two
APART = 0.2  # rows between the two dots of a row
ROOM, WIDE_ROOM = 1.8, 1.25  # of the highest value, for words behind dots
BELOW = 0.035  # of the highest value: a dot at none stays clear of the names


def share_dots(
    rows: pd.DataFrame,
    look: Look,
    *,
    title: str,
    below: str,
    axis: str,
    note: Sequence[str],
    reference: tuple[float, str] | None = None,
) -> Figure:
    """A dot and an interval for each row; a hollow one for the share before.

    Args:
        rows: From top to bottom: name, share (0 to 1; missing: none), low, high, label
            (behind the dot; without a share, why there is none), hover; also
            share_before, low_before, high_before, where rows have two dots, and
            elsewhere, elsewhere_before where there is something to compare with.
        look: Colours, language and era.
        title: Says what is seen.
        below: What the marks mean.
        axis: What is measured.
        note: Lines with source, data date and data status.
        reference: A share that is drawn as a line, and its name.
    """
    is_pair = "share_before" in rows
    left = WIDE_LEFT if look.is_wide else LEFT
    title_width, note_width = look.widths(TITLE_WIDTH)
    figure = layout(
        look,
        heading(title, below, title_width),
        note_lines(note, note_width),
        (PAIR if is_pair else ROW) * len(rows) + 8,
        left=left,
        below=52,
        above=26 if reference else 8,
        xaxis=_share_axis(rows, look, axis),
        yaxis=_name_axis(rows, look),
        shapes=[],
    )
    if reference:
        line, words = _reference(look, *reference)
        figure["shapes"].append(line)
        figure["annotations"].append(words)
    data = [_whiskers(rows, "", APART * is_pair, look)]
    if is_pair:
        data += [_whiskers(rows, "_before", -APART, look), _before(rows, look)]
    if "elsewhere" in rows:
        data += [
            _ticks(rows["elsewhere"], APART, look),
            _ticks(rows["elsewhere_before"], -APART, look),
        ]
    data += [_dots(rows, APART * is_pair, look), _labels(rows, APART * is_pair, look)]
    return {"data": data, "layout": figure}


def _share_axis(rows: pd.DataFrame, look: Look, axis: str) -> Figure:
    columns = [name for name in ("high", "high_before") if name in rows]
    most = rows[columns].max().max()
    top = float(most) if pd.notna(most) and most > 0 else 1.0
    step = 1 if top < 0.22 else 2 if top < 0.5 else 5  # of twentieths
    values = [at / 20 for at in range(0, 21, step)]
    return {
        "range": [-top * BELOW, top * (WIDE_ROOM if look.is_wide else ROOM)],
        "tickvals": [each for each in values if each <= top + 0.001],
        "title": {
            "text": wrapped(axis, 70 if look.is_wide else 34),
            "standoff": 4,
            "font": {"size": NAME_SIZE},
        },
        "tickformat": ".0%",
        "tickfont": {"size": NOTE_SIZE},
        "fixedrange": True,
        "gridcolor": look.faint,
        "zeroline": True,
        "zerolinecolor": look.faint,
    }


def _name_axis(rows: pd.DataFrame, look: Look) -> Figure:
    width = WIDE_NAME_WIDTH if look.is_wide else NAME_WIDTH
    return named_axis(
        [wrapped(name, width) for name in rows["name"]],
        range=[len(rows) - 0.4, -0.6],
        tickfont={"size": NAME_SIZE},
    )


def _reference(look: Look, share: float, words: str) -> tuple[Figure, Figure]:
    line = {
        "type": "line",
        **{"x0": share, "x1": share, "y0": 0, "y1": 1},
        "yref": "paper",
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "opacity": 0.6,
        "layer": "below",
    }
    said = {
        "text": wrapped(words, 99),
        "x": share,
        "y": 1,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": -20,
        "showarrow": False,
        "font": {"size": NOTE_SIZE, "color": look.ink},
    }
    return line, said


def _whiskers(rows: pd.DataFrame, suffix: str, shift: float, look: Look) -> Figure:
    """The intervals, as lines that break between rows."""
    x: list[float | None] = []
    y: list[float | None] = []
    ends = zip(rows[f"low{suffix}"], rows[f"high{suffix}"], strict=True)
    for at, (low, high) in enumerate(ends):
        if pd.notna(low):
            x += [round(float(low), 4), round(float(high), 4), None]
            y += [at + shift, at + shift, None]
    colour = veiled(look.ink, 0.45) if suffix else veiled(look.accent, 0.5)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": f"interval{suffix}",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": 2 if suffix else 4},
        "hoverinfo": "skip",
    }


def _dots(rows: pd.DataFrame, shift: float, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "share",
        "x": numbers(rows["share"]),
        "y": [at + shift for at in range(len(rows))],
        "marker": {"size": 9, "color": look.accent, "opacity": 1},
        "hovertext": [wrapped(said, 60) for said in rows["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }


def _before(rows: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "share_before",
        "x": numbers(rows["share_before"]),
        "y": [at - APART for at in range(len(rows))],
        "marker": {
            "size": 8,
            "opacity": 1,
            "color": look.ground,
            "line": {"color": look.ink, "width": 1.4},
        },
        "hovertext": [wrapped(said, 60) for said in rows["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }


def _ticks(shares: pd.Series, shift: float, look: Look) -> Figure:
    """Short upright lines at what there is to compare with."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "elsewhere",
        "x": numbers(shares),
        "y": [at + shift for at in range(len(shares))],
        "marker": {
            "symbol": "line-ns-open",
            "size": 13,
            "color": look.ink,
            "opacity": 1,
            "line": {"color": look.ink, "width": 2},
        },
        "hoverinfo": "skip",
    }


def _labels(rows: pd.DataFrame, shift: float, look: Look) -> Figure:
    columns = [name for name in ("high", "high_before") if name in rows]
    ends = rows[columns].max(axis=1).fillna(0.0)
    return {
        "type": "scatter",
        "mode": "text",
        "name": "labels",
        "x": numbers(ends),
        "y": [at + shift / 2 for at in range(len(rows))],
        "text": [f"  {wrapped(label, 99)}" for label in rows["label"]],
        "textposition": "middle right",
        "textfont": {"size": NOTE_SIZE, "color": look.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
