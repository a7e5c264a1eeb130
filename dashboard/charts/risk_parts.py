"""What one province's risk score is made of, against the median of all provinces."""

import html
from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    wrapped,
)

ROW = 48  # px: name and value stand above the marks, which none of them touches
NAME_AT, DOT_AT = 0.28, 0.76  # in the row
LEFT = 2 * EDGE  # px
NAME_WIDTH, TITLE_WIDTH = 48, 38  # characters
NAME_SIZE, MARK, BIG = 12, 11, 15  # px
ABOVE = 40  # px: the axis stands on top
SCORES = (1, 10)


def score_parts(
    rows: pd.DataFrame, look: Look, note: Sequence[str], *, title: str
) -> Figure:
    """Scores of dimensions and indicators as dots, the medians as ticks.

    Args:
        rows: From top to bottom: name, value_text (the value with its unit, of a
            dimension its score), score (1 to 10, missing without a value), median
            (likewise), is_dimension, hover.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        title: Says what is seen.
    """
    placed = rows.assign(y=[at + DOT_AT for at in range(len(rows))])
    known = placed.dropna(subset=["score"])
    title_width, note_width = look.widths(TITLE_WIDTH)
    figure = layout(
        look,
        heading(title, look.words("risk_parts_marks"), width=title_width),
        note_lines(note, note_width),
        ROW * len(rows),
        left=LEFT,
        below=8,
        above=ABOVE,
        xaxis=_score_axis(look),
        yaxis={
            "range": [len(placed), 0],
            "fixedrange": True,
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
        shapes=[_band(look, row.y) for row in placed.itertuples() if row.is_dimension],
    )
    figure["annotations"] += _names(look, placed)
    return {
        "data": [_steps(known, look), _medians(placed, look), _scores(known, look)],
        "layout": figure,
    }


def _score_axis(look: Look) -> Figure:
    return {
        "title": {
            "text": wrapped(look.words("risk_parts_axis"), TITLE_WIDTH),
            "standoff": 4,
            "font": {"size": NOTE_SIZE},
        },
        "side": "top",
        "range": [SCORES[0] - 0.4, SCORES[1] + 0.4],
        "tickvals": [1, 4, 7, 10],
        "tickfont": {"size": NOTE_SIZE},
        "gridcolor": look.faint,
        "fixedrange": True,
        "zeroline": False,
    }


def _names(look: Look, placed: pd.DataFrame) -> list[Figure]:
    """What each row is called, above its dot, and at its end the value."""
    return [
        _text(look, said, row, side)
        for _, row in placed.iterrows()
        for said, side in (
            (row["name"], "left"),
            (row["value_text"], "right"),
        )
    ]


def _text(look: Look, said: str, row: pd.Series, side: str) -> Figure:
    line = wrapped(said, NAME_WIDTH)
    is_bold = row["is_dimension"] or side == "right"
    return {
        "text": f"<b>{line}</b>" if is_bold else line,
        "showarrow": False,
        "align": side,
        "font": {"size": NAME_SIZE, "color": look.ink},
        "x": 0 if side == "left" else 1,
        "xref": "paper",
        "xanchor": side,
        "y": row["y"] - DOT_AT + NAME_AT,
        "yanchor": "middle",
        "bgcolor": look.ground,
    }


def _band(look: Look, at: float) -> Figure:
    """A line above a dimension, which its indicators follow."""
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": at - DOT_AT,
        "y1": at - DOT_AT,
        "line": {"color": look.ink, "width": 1},
        "opacity": 0.5,
        "layer": "below",
    }


def _steps(known: pd.DataFrame, look: Look) -> Figure:
    """From the median to the score, one line for all with gaps between its parts."""
    both = known.dropna(subset=["median"])
    gaps = [None] * len(both)
    x = zip(both["median"], both["score"], gaps, strict=True)
    y = zip(both["y"], both["y"], gaps, strict=True)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [each for part in x for each in part],
        "y": [each for part in y for each in part],
        "line": {"color": look.accent, "width": 2},
        "opacity": 0.5,
        "hoverinfo": "skip",
    }


def _medians(placed: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": placed["median"].tolist(),
        "y": placed["y"].tolist(),
        "marker": {
            "symbol": "line-ns-open",
            "size": BIG,
            "color": look.ink,
            "line": {"width": 2},
        },
        "hoverinfo": "skip",
    }


def _scores(known: pd.DataFrame, look: Look) -> Figure:
    sizes = [BIG if is_dimension else MARK for is_dimension in known["is_dimension"]]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": known["score"].round(2).tolist(),
        "y": known["y"].tolist(),
        "hovertext": [
            html.escape(line, quote=False).replace("\n", "<br>")
            for line in known["hover"]
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": sizes,
            "color": look.accent,
            "opacity": 1,
            "line": {"color": look.ground, "width": 1},
        },
        "cliponaxis": False,
    }
