"""The calendar of tips: a row for each province, a column for each week.

Colours go from pale to dark with what is seen beside what is usual, and marks stand
where nothing may hang on colour alone: a diamond for an alarm, a stroke for a week that
was not reported.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from dashboard.charts.base import (
    EDGE,
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
from dashboard.charts.cells import (
    blended,
    column_name,
    legend_words,
    row_names,
    shape,
    swatch,
)
from dashboard.charts.tip_week_axis import month_ticks
from dashboard.charts.tip_week_line import TITLE_WIDTH

CLASSES = (
    *("zero", "low", "mid", "high", "top"),
    *("unjudged", "not_reported", "no_data"),
)
ROW_HEIGHT = 13  # px
LEFT = 124  # px of room for the names of provinces
HEADS = 36  # px of room for the names of months
OPEN_BAR = 5  # px of height
LEGEND_LINE, SWATCH = 18, (20, 12)  # px
WIDE_LEGEND, NARROW_LEGEND = (4, 230), (2, 176)  # entries in a line, px of each
WIDE_TICKS, NARROW_TICKS = 12, 5
STEPS = {"low": 2, "mid": 4, "high": 6, "top": 9}  # of the ramp
GREYS = {"zero": 0.06, "no_data": 0.38}  # share of ink over the ground


def class_colours(look: Look) -> dict[str, str]:
    """The fill of each class; not reported and not judged are left open."""
    steps = {name: look.ramp[at] for name, at in STEPS.items()}
    greys = {name: blended(look, share) for name, share in GREYS.items()}
    return steps | greys | {"not_reported": look.ground, "unjudged": look.ground}


def calendar(
    cells: pd.DataFrame,
    rows: Sequence[str],
    heads: frozenset[int],
    starts: Sequence[date],
    columns: Sequence[str],
    legend: Mapping[str, str],
    look: Look,
    title: str,
    hover: str,
    note: Sequence[str],
    *,
    open_from: int,
    has_alarms: bool,
) -> Figure:
    """The class of every province and week, with a legend in words.

    Args:
        cells: row and column (positions), class (of CLASSES), said (in the hover).
        rows: Names of provinces and, above those of each, of its region.
        heads: Positions of the names of regions: no cells.
        starts: Mondays of the columns.
        columns: Their names, for the hover.
        legend: What each class that is to be told is called, in order.
        look: Colours, language, era and room.
        title: Says what is seen.
        hover: Stands before what a cell says of itself.
        note: Lines with source, data date and data status.
        open_from: Position of the first week of which tips still come in.
        has_alarms: Whether the darkest class is an alarm.
    """
    wide_title, wide_note = look.widths(TITLE_WIDTH)
    abreast = WIDE_LEGEND if look.is_wide else NARROW_LEGEND
    lines = -(-len(legend) // abreast[0])
    figure = layout(
        look,
        heading(title, width=wide_title),
        note_lines(note, wide_note),
        ROW_HEIGHT * len(rows),
        left=LEFT,
        below=8,
        above=LEGEND_LINE * lines + HEADS + 10,
        xaxis=named_axis(columns, showticklabels=False),
        yaxis=named_axis(
            row_names(rows, heads), is_down=True, tickfont={"size": NOTE_SIZE - 1}
        ),
    )
    figure["shapes"] = _swatches(legend, abreast, lines, look)
    figure["shapes"] += _open(open_from, len(columns), look)
    figure["annotations"] += _legend_words(legend, abreast, lines, look)
    ticks = month_ticks(starts, look, WIDE_TICKS if look.is_wide else NARROW_TICKS)
    figure["annotations"] += [
        column_name(at, words, NOTE_SIZE - 1, OPEN_BAR + 1)
        for at, words in ticks.items()
    ]
    marks = [_marks(cells, "not_reported", look), _marks(cells, "unjudged", look)]
    if has_alarms:
        marks.append(_marks(cells, "top", look))
    filled = _fill(cells, len(rows), len(columns), hover, look)
    return {"data": [filled, *marks], "layout": figure}


def _open(first: int, columns: int, look: Look) -> list[Figure]:
    """A bar over the weeks that still come in, and a line before the first of them.

    Colours of cells are classes, so that no shade lies over them.
    """
    if first >= columns:
        return []
    across = {"xref": "x", "x0": first - 0.5, "x1": columns - 0.5}
    bar = {
        **across,
        **{"type": "rect", "yref": "paper", "ysizemode": "pixel", "yanchor": 1},
        **{"y0": 0, "y1": OPEN_BAR, "line": {"width": 0}},
        "fillcolor": veiled(look.ink, 0.4),
    }
    line = {
        **across,
        **{"type": "line", "x1": first - 0.5, "yref": "paper", "y0": 0, "y1": 1},
        "line": {"color": look.ink, "width": 1.5, "dash": "dot"},
    }
    return [bar, line]


def _fill(
    cells: pd.DataFrame, rows: int, columns: int, hover: str, look: Look
) -> Figure:
    """All cells, the class as a number; what they say is filled in by the browser."""
    grid: list[list[int | None]] = [[None] * columns for _ in range(rows)]
    texts = [[""] * columns for _ in range(rows)]
    number = {name: at for at, name in enumerate(CLASSES)}
    told = cells[["row", "column", "class", "said"]]
    for row, column, name, said in told.itertuples(index=False):
        grid[row][column] = number[name]
        texts[row][column] = said
    return {
        "type": "heatmap",
        "name": "weeks",
        "z": grid,
        "text": texts,
        "zmin": -0.5,
        "zmax": len(CLASSES) - 0.5,
        "colorscale": _scale(look),
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hoverongaps": False,
        "hovertemplate": f"<b>%{{y}}</b><br>%{{x}}<br>{wrapped(hover, 99)} %{{text}}"
        "<extra></extra>",
    }


def _scale(look: Look) -> list[list[float | str]]:
    """A colour for each class, without any between them."""
    colours, whole = class_colours(look), len(CLASSES)
    return [
        [(at + end) / whole, colours[name]]
        for at, name in enumerate(CLASSES)
        for end in (0, 1)
    ]


def _marks(cells: pd.DataFrame, name: str, look: Look) -> Figure:
    """A mark in each cell of a class."""
    mine = cells[cells["class"] == name]
    return {
        "type": "scatter",
        "name": f"{name} marks",
        "mode": "markers",
        "x": mine["column"].tolist(),
        "y": mine["row"].tolist(),
        "hoverinfo": "skip",
        "marker": _mark(name, look),
    }


def _mark(name: str, look: Look) -> Figure:
    if name == "top":
        return {"symbol": "diamond", "size": 5, "color": look.ground}
    line = {"color": look.ink, "width": 1.1}
    if name == "unjudged":
        return {"symbol": "circle-open", "size": 4, "color": look.ink, "line": line}
    return {"symbol": "line-ne", "size": 7, "opacity": 0.6, "line": line}


def _swatches(
    legend: Mapping[str, str], abreast: tuple[int, int], lines: int, look: Look
) -> list[Figure]:
    shapes = []
    for at, name in enumerate(legend):
        left, top = _corner(at, abreast, lines)
        shapes.append(swatch(left, top, SWATCH, class_colours(look)[name], look))
        if name in ("not_reported", "unjudged"):
            x, y = left + SWATCH[0] / 2, top - SWATCH[1] / 2
            kind, size = ("line", 4) if name == "not_reported" else ("circle", 2)
            mark = shape(kind, x - size, y - size, x + size, y + size)
            shapes.append(mark | {"line": {"color": look.ink, "width": 1.1}})
    return shapes


def _corner(at: int, abreast: tuple[int, int], lines: int) -> tuple[float, float]:
    """The upper left corner of an entry of the legend, in px from that of the plot."""
    line, column = divmod(at, abreast[0])
    return EDGE - LEFT + column * abreast[1], HEADS + LEGEND_LINE * (lines - line)


def _legend_words(
    legend: Mapping[str, str], abreast: tuple[int, int], lines: int, look: Look
) -> list[Figure]:
    found = []
    for at, words in enumerate(legend.values()):
        left, top = _corner(at, abreast, lines)
        found.append(
            legend_words(
                wrapped(words, 99),
                left + SWATCH[0] + 6,
                top - SWATCH[1] / 2,
                font={"size": NOTE_SIZE, "color": look.ink},
            )
        )
    return found
