"""The matrix of reporting: marks in the cells, so that nothing hangs on colour alone.

A cell with rows is filled; a counted zero is pale with a ring; not reported is open
with a stroke, as if hatched; no data is plain grey.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.base import EDGE, NOTE_SIZE, Figure, Look, layout, wrapped

STATES = ("rows", "counted_zero", "not_reported", "no_data")
ROW_HEIGHT = 15  # px
LEGEND_LINE = 20  # px
HEADS = 24  # px of room for the names of the columns
LEFT = 128  # px of room for the names of the provinces
SWATCH_WIDTH, SWATCH_HEIGHT = 24, 13  # px
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
        "no_data": _blended(look.ink, look.ground, GREY),
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
        template={},
        xaxis=_axis(names.columns, showticklabels=False),
        yaxis=_axis(_row_names(names), tickfont={"size": NOTE_SIZE}),
        shapes=[s for at, state in enumerate(STATES) for s in _swatch(look, state, at)],
    )
    figure["yaxis"]["range"] = [len(names.rows) - 0.5, -0.5]
    figure["annotations"] += _legend_words(legend)
    figure["annotations"] += [_head(at, words) for at, words in names.ticks.items()]
    fills = [_fill(cells, names, state, look) for state in STATES]
    marks = [
        _marks(cells, state, names, look) for state in ("counted_zero", "not_reported")
    ]
    return {"data": [*fills, *marks], "layout": figure}


def _row_names(names: Names) -> list[str]:
    safe = [wrapped(name, 99) for name in names.rows]
    return [f"<b>{n}</b>" if at in names.heads else n for at, n in enumerate(safe)]


def _axis(words: Sequence[str], **more: object) -> Figure:
    """An axis of positions; the hover says their words, labels or not."""
    return {
        "range": [-0.5, len(words) - 0.5],
        "tickmode": "array",
        "tickvals": list(range(len(words))),
        "ticktext": list(words),
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        **more,
    }


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


def _swatch(look: Look, state: str, at: int) -> list[dict[str, Any]]:
    """A cell of the state in the legend, line by line above the plot."""
    top = HEADS + LEGEND_LINE * (len(STATES) - at) - 3
    left = EDGE - LEFT
    box = _shape("rect", left, top, left + SWATCH_WIDTH, top - SWATCH_HEIGHT)
    box["fillcolor"] = state_colours(look)[state]
    box["line"] = {"color": look.faint, "width": 1}
    middle, centre = left + SWATCH_WIDTH / 2, top - SWATCH_HEIGHT / 2
    mark = None
    if state == "counted_zero":
        mark = _shape("circle", middle - 4, centre + 4, middle + 4, centre - 4)
    elif state == "not_reported":
        mark = _shape("line", middle - 4, centre - 4, middle + 4, centre + 4)
    if mark is None:
        return [box]
    mark["line"] = {"color": look.ink, "width": 1.2}
    return [box, mark]


def _shape(kind: str, x0: float, y0: float, x1: float, y1: float) -> dict[str, Any]:
    """A shape in px from the upper left corner of the plot, upwards."""
    return {
        "type": kind,
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
    }


def _legend_words(legend: Mapping[str, str]) -> list[Figure]:
    return [
        _words(
            wrapped(legend[state], 99),
            x=0,
            xref="paper",
            xshift=EDGE - LEFT + SWATCH_WIDTH + 8,
            yshift=HEADS + LEGEND_LINE * (len(STATES) - at) - 3 - SWATCH_HEIGHT / 2,
            xanchor="left",
            yanchor="middle",
            font={"size": NOTE_SIZE + 1},
        )
        for at, state in enumerate(STATES)
    ]


def _head(column: int, words: str) -> Figure:
    return _words(
        words,
        x=column - 0.5,
        xref="x",
        yshift=3,
        xanchor="left",
        yanchor="bottom",
        font={"size": NOTE_SIZE},
    )


def _words(words: str, **place: object) -> Figure:
    return {
        "text": words,
        "showarrow": False,
        "align": "left",
        "y": 1,
        "yref": "paper",
        **place,
    }


def _blended(colour: str, ground: str, share: float) -> str:
    """A colour (#rrggbb) over a ground, as one colour."""
    pairs = ((int(c[at : at + 2], 16) for c in (colour, ground)) for at in (1, 3, 5))
    mixed = (round(over * share + under * (1 - share)) for over, under in pairs)
    return "#" + "".join(f"{part:02x}" for part in mixed)
