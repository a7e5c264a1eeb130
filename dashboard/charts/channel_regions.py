"""The channels for reporting that were made known, region by region."""

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
    wrapped,
)
from dashboard.charts.lying_bars import HOVER
from dashboard.charts.training_outreach import TITLE_WIDTH

LEFT, ROW_HEIGHT = 98, 34  # px
NAME_WIDTH, HEAD_WIDTH = 17, 9  # characters
HEAD_LINE, HEAD_SIZE = 14, 10  # px: five names fit above a phone's columns
COLUMN_WIDTH = 58  # px: the narrowest with room for a name above it
PHONE_COLUMNS = 5  # no more of them fit a phone
STRONGEST = 3  # of the sequential ramp: ink stands out from all up to it


def figure_width(columns: int) -> int | None:
    """Width in px of a matrix that does not fit a phone, None where it does."""
    return None if columns <= PHONE_COLUMNS else LEFT + 8 + COLUMN_WIDTH * columns


def channel_regions(
    cells: pd.DataFrame,
    regions: Sequence[str],
    channels: Sequence[str],
    look: Look,
    title: str,
    below: str,
    note: Sequence[str],
) -> Figure:
    """How often each channel was promoted in each region, darker for a larger share.

    Args:
        cells: row and column (positions), share (0 to 1, missing: nothing was held or
            no activity names a channel), label (what stands in the cell), hover.
        regions: Names of the rows, from top to bottom.
        channels: Names of the columns.
        look: Colours, language and era.
        title: Says what is seen.
        below: What the shades mean.
        note: Lines with source, data date and data status.
    """
    heads = [wrapped(channel, HEAD_WIDTH) for channel in channels]
    lines = max((head.count("<br>") + 1 for head in heads), default=1)
    figure = layout(
        look,
        heading(title, below, TITLE_WIDTH),
        note_lines(note),
        ROW_HEIGHT * len(regions),
        left=LEFT,
        below=8,
        above=HEAD_LINE * lines + 14,
        xaxis=named_axis(heads, tickangle=0, side="top", tickfont={"size": HEAD_SIZE}),
        yaxis=named_axis(
            [wrapped(region, NAME_WIDTH) for region in regions],
            is_down=True,
            tickangle=0,
            tickfont={"size": NOTE_SIZE},
        ),
    )
    grid = {"rows": len(regions), "columns": len(channels)}
    return {
        "data": [_shades(cells, look, **grid), _labels(cells, look)],
        "layout": figure,
    }


def _shades(cells: pd.DataFrame, look: Look, rows: int, columns: int) -> Figure:
    grid: list[list[float | None]] = [[None] * columns for _ in range(rows)]
    placed = zip(cells["row"], cells["column"], cells["share"], strict=True)
    for row, column, share in placed:
        grid[row][column] = None if pd.isna(share) else float(share)
    return {
        "type": "heatmap",
        "z": grid,
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, look.ground], [1, look.ramp[STRONGEST]]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _labels(cells: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "text",
        "x": cells["column"].tolist(),
        "y": cells["row"].tolist(),
        "text": [wrapped(label, 99) for label in cells["label"]],
        "textfont": {"size": NOTE_SIZE + 2, "color": look.ink},
        "hovertext": [wrapped(line, 60) for line in cells["hover"]],
        "hovertemplate": HOVER,
    }
