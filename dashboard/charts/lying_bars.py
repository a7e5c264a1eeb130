"""Bars that lie, one for each row, with a figure in words at the end of each."""

import pandas as pd

from dashboard.charts.base import NOTE_SIZE, Figure, Look, wrapped

HOVER_WIDTH = 58  # characters
HOVER = "%{hovertext}<extra></extra>"


def bars(rows: pd.DataFrame, column: str, colour: str, **axes: str) -> Figure:
    """The bars of a column (missing: no bar), which say a row's hover."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": column,
        "x": numbers(rows[column]),
        "y": list(range(len(rows))),
        "marker": {"color": colour, "line": {"width": 0}},
        "hovertext": [wrapped(line, HOVER_WIDTH) for line in rows["hover"]],
        "hovertemplate": HOVER,
        **axes,
    }


def ends(rows: pd.DataFrame, look: Look, **axes: str) -> Figure:
    """A row's label at the end of its value's bar; where there is no bar, why."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "labels",
        "x": [number or 0.0 for number in numbers(rows["value"])],
        "y": list(range(len(rows))),
        "text": [f" {wrapped(label, 99)}" for label in rows["label"]],
        "textposition": "middle right",
        "textfont": {"size": NOTE_SIZE + 1, "color": look.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
        **axes,
    }


def numbers(values: pd.Series) -> list[float | None]:
    """Numbers as Plotly takes them; missing is none."""
    return [None if pd.isna(value) else float(value) for value in values]
