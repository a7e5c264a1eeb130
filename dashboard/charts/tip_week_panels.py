"""All provinces at a glance: a small line each, in one figure that draws fast.

The panels share one pair of axes: a week is 1 wide, a panel 1 high. So the figure has a
handful of lines however many provinces there are.
"""

from collections.abc import Sequence
from itertools import groupby

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
from dashboard.charts.tip_week_line import TITLE_WIDTH
from dashboard.charts.tip_week_panel_marks import (
    PLOT_HEIGHT,
    Panel,
    Place,
    traces,
)

WIDE_COLUMNS, NARROW_COLUMNS = 7, 3
HEAD, GAP = 17, 8  # px: of a name, below a panel
NARROW_NAME = 18  # characters in a line; a second one stands in the gap above
REGION_HEAD = 26  # px above the first row of a region
BESIDE = 0.09  # of a panel's width: what parts it from the next one
LEAST_TOP = 3.0  # tips: no scale ends below
ROOM = 1.06  # of the highest value, for marks
Word = tuple[str, int, int]  # and where it stands: half weeks, px


def province_panels(
    panels: Sequence[Panel],
    look: Look,
    title: str,
    below: str,
    note: Sequence[str],
    *,
    is_shared: bool,
) -> Figure:
    """The lines of all provinces, region by region, each over its usual range.

    Args:
        panels: In order; those of a region follow each other. All as many weeks.
        look: Colours, language and room.
        title: Says what is seen.
        below: Names the marks and the scale.
        note: Lines with source, data date and data status.
        is_shared: Whether all have the same scale; else each its own.
    """
    columns = WIDE_COLUMNS if look.is_wide else NARROW_COLUMNS
    weeks = len(panels[0].tips)
    beside = round(2 * weeks * BESIDE)
    step = 2 * weeks + beside
    places, heads, height = _placed(panels, columns, step, is_shared=is_shared)
    wide_title, wide_note = look.widths(TITLE_WIDTH)
    figure = layout(
        look,
        heading(title, below, wide_title),
        note_lines(note, wide_note),
        height,
        left=EDGE,
        below=6,
        xaxis=_hidden([0, step * columns - beside]),
        yaxis=_hidden([0, height]),
    )
    regions = [(f"<b>{wrapped(name, 99)}</b>", 0, y) for name, y in heads]
    names = [_name(place, look) for place in places]
    last = [_said(place, weeks) for place in places]
    written = [
        _words("regions", regions, "right", NOTE_SIZE + 2),
        _words("names", names, "right", NOTE_SIZE if look.is_wide else NOTE_SIZE - 1),
        _words("last week", last, "left", NOTE_SIZE),
    ]
    return {"data": [*traces(places, weeks, look), *written], "layout": figure}


def _placed(
    panels: Sequence[Panel], columns: int, step: int, *, is_shared: bool
) -> tuple[list[Place], list[tuple[str, int]], int]:
    """Each panel's place, each region's name with its height, and the whole height."""
    every = _top(panels)
    rows: list[list[Panel]] = []
    firsts: dict[int, str] = {}
    for region, found in groupby(panels, lambda panel: panel.region):
        mine = list(found)
        firsts[len(rows)] = region
        rows += [mine[at : at + columns] for at in range(0, len(mine), columns)]
    whole = len(rows) * (HEAD + PLOT_HEIGHT + GAP) + len(firsts) * REGION_HEAD
    places, heads, y = [], [], whole
    for at, row in enumerate(rows):
        if at in firsts:
            heads.append((firsts[at], y - REGION_HEAD + 6))
            y -= REGION_HEAD
        y -= HEAD + PLOT_HEIGHT
        for column, panel in enumerate(row):
            top = every if is_shared else _top([panel])
            places.append(Place(panel, column * step, y, top))
        y -= GAP
    return places, heads, whole


def _top(panels: Sequence[Panel]) -> float:
    said = [v for p in panels for v in (*p.tips, *p.high) if v is not None]
    return max([LEAST_TOP, *said]) * ROOM


def _hidden(span: list[int]) -> Figure:
    return {"range": span, "visible": False, "fixedrange": True}


def _name(place: Place, look: Look) -> Word:
    name = wrapped(place.panel.name, 99 if look.is_wide else NARROW_NAME)
    return _strong(place, name), place.left, place.foot + PLOT_HEIGHT


def _said(place: Place, weeks: int) -> Word:
    said = _strong(place, wrapped(place.panel.said, 99))
    return said, place.left + 2 * weeks, place.foot + PLOT_HEIGHT


def _strong(place: Place, said: str) -> str:
    return f"<b>{said}</b>" if place.panel.is_strong else said


def _words(name: str, said: Sequence[Word], side: str, size: int) -> Figure:
    """Words above a height, to one side of a place: annotations would be more bytes."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": name,
        "text": [words for words, _, _ in said],
        "x": [x for _, x, _ in said],
        "y": [y for _, _, y in said],
        "textposition": f"top {side}",
        "textfont": {"size": size},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
