"""How long open referrals have waited, province by province."""

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

LEFT, ROW_HEIGHT = 146, 17  # px
TITLE_WIDTH, HOVER_WIDTH, HEAD_WIDTH = 40, 58, 9  # characters
HEAD_LINE = 15  # px
STRONGEST = 3  # of the sequential ramp: ink stands out from all up to it
HOVER = "%{hovertext}<extra></extra>"


def ageing_map(
    cells: pd.DataFrame,
    provinces: Sequence[str],
    bands: Sequence[str],
    look: Look,
    title: str,
    below: str,
    note: Sequence[str],
) -> Figure:
    """Open referrals of each province and band of days, darker where there are more.

    Args:
        cells: Of every row and column (positions): referrals (count), hover.
        provinces: Names of the rows, from top to bottom.
        bands: Names of the columns.
        look: Colours, language and era.
        title: Says what is seen.
        below: What the cells count.
        note: Lines with source, data date and data status.
    """
    heads = [wrapped(band, HEAD_WIDTH) for band in bands]
    lines = max(head.count("<br>") + 1 for head in heads)
    names: Figure = {"tickfont": {"size": NOTE_SIZE}, "tickangle": 0}
    figure = layout(
        look,
        heading(title, below, TITLE_WIDTH),
        note_lines(note),
        ROW_HEIGHT * len(provinces),
        left=LEFT,
        below=8,
        above=HEAD_LINE * lines + 12,
        xaxis=named_axis(heads, side="top", **names),
        yaxis=named_axis(
            [wrapped(name, 99) for name in provinces], is_down=True, **names
        ),
    )
    return {
        "data": [
            _shades(cells, len(provinces), len(bands), look),
            _counts(cells, look),
        ],
        "layout": figure,
    }


def _shades(cells: pd.DataFrame, rows: int, columns: int, look: Look) -> Figure:
    grid = [[0.0] * columns for _ in range(rows)]
    for row, column, referrals in cells[["row", "column", "referrals"]].itertuples(
        index=False
    ):
        grid[row][column] = float(referrals) ** 0.5
    return {
        "type": "heatmap",
        "z": grid,
        "zmin": 0,
        "zmax": max(1.0, float(cells["referrals"].max())) ** 0.5,
        "colorscale": [[0, look.ground], [1, look.ramp[STRONGEST]]],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hoverinfo": "skip",
    }


def _counts(cells: pd.DataFrame, look: Look) -> Figure:
    """The number in each cell; a zero is there, and pale."""
    shown, pale = cells["referrals"].tolist(), veiled(look.ink, 0.5)
    return {
        "type": "scatter",
        "mode": "text",
        "name": "counts",
        "x": cells["column"].tolist(),
        "y": cells["row"].tolist(),
        "text": [f"{referrals:,}" for referrals in shown],
        "textfont": {
            "size": NOTE_SIZE + 1,
            "color": [look.ink if referrals else pale for referrals in shown],
        },
        "hovertext": [wrapped(line, HOVER_WIDTH) for line in cells["hover"]],
        "hovertemplate": HOVER,
    }
