"""Which forms of exploitation tips state, region by region, as a table of shades."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from dashboard.charts.tip_time import HOVER

LEFT, WIDE_LEFT = 126, 250  # px for the names of forms
NAME_WIDTH, WIDE_NAME_WIDTH = 19, 40  # characters
INDENT = 14  # px of a sub-form
ROW = 34  # px
HEAD, WIDE_HEAD = 104, 26  # px above: names of regions stand upright on a phone
TITLE_WIDTH = 38
NAME_SIZE, WIDE_NAME_SIZE = 11, 12  # px
STRONGEST = 3  # of the sequential ramp: ink stands out from all up to it
APART = 0.35  # rows between what is a share of forms and what is none


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: Of the form, or of what is counted.
        is_sub_form: Whether it stands under the one above.
        is_apart: Whether it is no share of the tips that state a form.
        cells: By column: share (0 to 1; missing: not shaded), label, hover.
        is_marked: Whether the reader looks for it.
    """

    name: str
    is_sub_form: bool
    is_apart: bool
    cells: pd.DataFrame
    is_marked: bool = False


def form_regions(
    rows: Sequence[Row],
    columns: Sequence[str],
    look: Look,
    *,
    title: str,
    below: str,
    note: Sequence[str],
) -> Figure:
    """Shares by form and region, darker for a larger one.

    Args:
        rows: From top to bottom.
        columns: Names of the regions, from left to right.
        look: Colours, language and era.
        title: Says what is seen.
        below: What the shades mean.
        note: Lines with source, data date and data status.
    """
    left = WIDE_LEFT if look.is_wide else LEFT
    title_width, note_width = look.widths(TITLE_WIDTH)
    places = _places(rows)
    figure = layout(
        look,
        heading(title, below, title_width),
        note_lines(note, note_width),
        round(ROW * (places[-1] + 1)),
        left=left,
        below=10,
        above=WIDE_HEAD if look.is_wide else HEAD,
        xaxis=_columns_axis(columns, look),
        yaxis={
            "range": [places[-1] + 0.5, -0.5],
            "visible": False,
            "fixedrange": True,
        },
        shapes=[
            _marked(at, len(columns), look)
            for row, at in zip(rows, places, strict=True)
            if row.is_marked
        ],
    )
    figure["annotations"] += [
        _name(row, at, left, look) for row, at in zip(rows, places, strict=True)
    ]
    return {
        "data": [_shades(rows, places, look), _labels(rows, places, look)],
        "layout": figure,
    }


def _places(rows: Sequence[Row]) -> list[float]:
    """The height of each row, with room between shares and what is none."""
    found, at = [], 0.0
    for before, row in zip([rows[0], *rows], rows, strict=False):
        at += APART * (before.is_apart != row.is_apart)
        found.append(at)
        at += 1
    return found


def _columns_axis(columns: Sequence[str], look: Look) -> Figure:
    return named_axis(
        [wrapped(name, 99) for name in columns],
        tickangle=0 if look.is_wide else -90,
        tickfont={"size": WIDE_NAME_SIZE if look.is_wide else NAME_SIZE},
        side="top",
    )


def _marked(at: float, columns: int, look: Look) -> Figure:
    return {
        "type": "rect",
        **{"x0": -0.5, "x1": columns - 0.5, "y0": at - 0.5, "y1": at + 0.5},
        "line": {"color": look.ink, "width": 1.6},
        "fillcolor": "rgba(0,0,0,0)",
    }


def _name(row: Row, at: float, left: int, look: Look) -> Figure:
    width = WIDE_NAME_WIDTH if look.is_wide else NAME_WIDTH
    indent = INDENT * row.is_sub_form
    return {
        "text": wrapped(row.name, width - 2 * row.is_sub_form),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE + indent - left,
        "y": at,
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "font": {
            "size": (WIDE_NAME_SIZE if look.is_wide else NAME_SIZE) - row.is_sub_form,
            "color": look.ink,
        },
    }


def _shades(rows: Sequence[Row], places: Sequence[float], look: Look) -> Figure:
    """A square for each share: a heat map has no room between rows."""
    cells = pd.concat(
        [
            row.cells.assign(at=at, column=range(len(row.cells)))
            for row, at in zip(rows, places, strict=True)
        ]
    )
    known = cells[cells["share"].notna()]
    most = float(known["share"].max()) if len(known) else 1.0
    return {
        "type": "bar",
        "name": "shares",
        "x": known["column"].tolist(),
        "y": [0.94] * len(known),
        "base": [at - 0.47 for at in known["at"]],
        "width": [0.96] * len(known),
        "marker": {
            "color": [round(float(share), 4) for share in known["share"]],
            "cmin": 0,
            "cmax": most or 1.0,
            "colorscale": [[0, look.ground], [1, look.ramp[STRONGEST]]],
            "showscale": False,
            "line": {"width": 0.5, "color": look.faint},
        },
        "hoverinfo": "skip",
    }


def _labels(rows: Sequence[Row], places: Sequence[float], look: Look) -> Figure:
    x: list[int] = []
    y: list[float] = []
    label: list[str] = []
    hover: list[str] = []
    colour: list[str] = []
    for row, at in zip(rows, places, strict=True):
        x += range(len(row.cells))
        y += [at] * len(row.cells)
        label += [wrapped(each, 99) for each in row.cells["label"]]
        hover += [wrapped(each, 60) for each in row.cells["hover"]]
        ink = veiled(look.ink, 0.75) if row.is_apart else look.ink
        colour += [ink] * len(row.cells)
    return {
        "type": "scatter",
        "mode": "text",
        "name": "labels",
        "x": x,
        "y": y,
        "text": label,
        "textfont": {
            "size": NOTE_SIZE + 1 if look.is_wide else NOTE_SIZE - 1,
            "color": colour,
        },
        "hovertext": hover,
        "hovertemplate": HOVER,
    }
