"""The matrix of reporting: marks in the cells, so that nothing hangs on colour alone.

A cell with rows is filled; a counted zero is pale with a ring; not reported is open
with a stroke, as if hatched; no data is plain grey.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    NOTE_SIZE,
    Figure,
    Look,
    layout,
    named_axis,
    wrapped,
)
from dashboard.charts.cells import (
    blended,
    column_name,
    legend_words,
    row_names,
    shape,
    swatch,
)

STATES = ("rows", "counted_zero", "not_reported", "no_data")
ROW_HEIGHT = 15  # px
LEGEND_LINE = 20  # px
HEADS = 24  # px of room for the names of the columns
LEFT = 128  # px of room for the names of the provinces
SWATCH = (24, 13)  # px
TITLE_WIDTH = 38  # characters: what a phone shows without moving the matrix
GREY = 0.42  # share of ink in the colour of no data


@dataclass(frozen=True)
class Names:
    """What stands at the rows and columns of a matrix, first at the top and left.

    Attributes:
        rows: Names of the rows.
        heads: Positions of the rows that are the heading of those below: no cells.
        columns: Names of the columns in full, for the hover.
        ticks: The columns that are named above the matrix, and how.
        column_width: px.
    """

    rows: tuple[str, ...]
    heads: frozenset[int]
    columns: tuple[str, ...]
    ticks: Mapping[int, str]
    column_width: int

    @property
    def width(self) -> int:
        """How wide the figure must be, in px."""
        return LEFT + EDGE + self.column_width * len(self.columns)


def state_colours(look: Look) -> dict[str, str]:
    """The fill of each state; not reported is left open."""
    return {
        "rows": look.ramp[7],
        "counted_zero": look.ramp[1],
        "not_reported": look.ground,
        "no_data": blended(look, GREY),
    }


def report_matrix(
    cells: pd.DataFrame,
    names: Names,
    title: str,
    legend: Mapping[str, str],
    look: Look,
    note: Sequence[str],
) -> Figure:
    """The state of every row and column, with a legend in words.

    Args:
        cells: row and column (positions), state, rows_loaded, report (when it came,
            in words).
        names: What stands at rows and columns.
        title: Says what is seen.
        legend: What each state is called, with its number of cells.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    figure = layout(
        look,
        f"<b>{wrapped(title, TITLE_WIDTH)}</b>",
        note,
        ROW_HEIGHT * len(names.rows),
        left=LEFT,
        below=8,
        above=LEGEND_LINE * len(STATES) + HEADS + 8,
        xaxis=named_axis(names.columns, showticklabels=False),
        yaxis=named_axis(
            row_names(names.rows, names.heads),
            is_down=True,
            tickfont={"size": NOTE_SIZE},
        ),
        shapes=[s for at, state in enumerate(STATES) for s in _swatch(look, state, at)],
    )
    figure["annotations"] += _legend_words(legend)
    figure["annotations"] += [
        column_name(at, words, NOTE_SIZE, 3) for at, words in names.ticks.items()
    ]
    fills = [_fill(cells, names, state, look) for state in STATES]
    marks = [
        _marks(cells, state, names, look) for state in ("counted_zero", "not_reported")
    ]
    return {"data": [*fills, *marks], "layout": figure}


def _fill(cells: pd.DataFrame, names: Names, state: str, look: Look) -> Figure:
    """The cells of one state; the hover names province, period, state and report."""
    grid: list[list[int | None]] = [[None] * len(names.columns) for _ in names.rows]
    texts = [[""] * len(names.columns) for _ in names.rows]
    of_state = cells[cells["state"] == state]
    places = of_state[["row", "column", "rows_loaded", "report"]]
    for row, column, rows, report in places.itertuples(index=False):
        grid[row][column] = rows
        texts[row][column] = wrapped(report, 60)
    colour = state_colours(look)[state]
    return {
        "type": "heatmap",
        "name": state,
        "z": grid,
        "text": texts,
        "colorscale": [[0, colour], [1, colour]],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hoverongaps": False,
        "hovertemplate": _hover(state, look),
    }


def _hover(state: str, look: Look) -> str:
    """Said once for all cells of a state: what differs is filled in by the browser."""
    lines = ["<b>%{y}</b>", "%{x}", look.words(f"data_quality_state_{state}")]
    if state == "rows":
        lines.append(look.words("data_quality_cell_rows", rows="%{z:,}"))
    lines.append(look.words("data_quality_cell_report", report="%{text}"))
    return f"{'<br>'.join(lines)}<extra></extra>"


def _marks(cells: pd.DataFrame, state: str, names: Names, look: Look) -> Figure:
    """A ring for a counted zero, a stroke for what is not reported."""
    of_state = cells[cells["state"] == state]
    size = min(ROW_HEIGHT, names.column_width) - 5
    return {
        "type": "scatter",
        "name": f"{state} marks",
        "mode": "markers",
        "x": of_state["column"].tolist(),
        "y": of_state["row"].tolist(),
        "hoverinfo": "skip",
        "marker": _mark(state, size, look),
    }


def _mark(state: str, size: int, look: Look) -> Figure:
    if state == "counted_zero":
        line = {"color": look.ink, "width": 1.3}
        return {
            "symbol": "circle-open",
            "size": size - 2,
            "color": look.ink,
            "line": line,
        }
    line = {"color": look.ink, "width": 1.1}
    return {"symbol": "line-ne", "size": size, "opacity": 0.7, "line": line}


def _swatch(look: Look, state: str, at: int) -> list[Figure]:
    """A cell of the state in the legend, line by line above the plot."""
    top = HEADS + LEGEND_LINE * (len(STATES) - at) - 3
    left = EDGE - LEFT
    box = swatch(left, top, SWATCH, state_colours(look)[state], look)
    middle, centre = left + SWATCH[0] / 2, top - SWATCH[1] / 2
    mark = None
    if state == "counted_zero":
        mark = shape("circle", middle - 4, centre + 4, middle + 4, centre - 4)
    elif state == "not_reported":
        mark = shape("line", middle - 4, centre - 4, middle + 4, centre + 4)
    if mark is None:
        return [box]
    mark["line"] = {"color": look.ink, "width": 1.2}
    return [box, mark]


def _legend_words(legend: Mapping[str, str]) -> list[Figure]:
    return [
        legend_words(
            wrapped(legend[state], 99),
            EDGE - LEFT + SWATCH[0] + 8,
            HEADS + LEGEND_LINE * (len(STATES) - at) - 3 - SWATCH[1] / 2,
            font={"size": NOTE_SIZE + 1},
        )
        for at, state in enumerate(STATES)
    ]
