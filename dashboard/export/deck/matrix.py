"""The cells of a figure as a table: what stands in for a picture that is missing.

A figure without native form in slides draws cells, in rows and columns that its axes
name. Only what the figure shows is taken, not what it says to a hovering reader.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.export.cells import Column
from dashboard.export.deck import axes
from dashboard.export.deck.markup import plain
from dashboard.export.deck.shades import at
from dashboard.text import Era

Drawn = Mapping[str, Any]
Cell = tuple[float, float, str]  # column, row, what stands there


def matrix(drawn: Drawn, era: Era) -> list[Column]:
    """The columns of the table, names of rows first; none where nothing is written.

    Args:
        drawn: A figure of one panel.
        era: Of its years.
    """
    cells = {(x, y): said for x, y, said in _cells(drawn) if said}
    across, down = drawn["layout"].get("xaxis", {}), drawn["layout"].get("yaxis", {})
    places = sorted({x for x, _y in cells})
    rows = sorted({y for _x, y in cells})
    if not cells or not all(_is_named(axis, era) for axis in (across, down)):
        return []
    names = tuple(_name(down, row, era) for row in rows)
    return [
        Column("rows", "", "text", names),
        *(
            Column(
                f"column_{place:g}",
                _name(across, place, era),
                "text",
                tuple(cells.get((place, row), "") for row in rows),
            )
            for place in places
        ),
    ]


def _cells(drawn: Drawn) -> Iterator[Cell]:
    """What is written in the cells: by words alone, or in bars that are cells."""
    for trace in drawn["data"]:
        if "text" not in trace or any(isinstance(v, str) for v in trace["x"]):
            continue
        for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            middle = float(x)
            if trace["type"] == "bar":
                middle = float(at(trace.get("base", 0), place)) + middle / 2
            yield round(middle, 6), float(y), plain(at(trace["text"], place))


def _is_named(axis: Drawn, era: Era) -> bool:
    """Whether places of an axis have names, or are years."""
    return bool(axes.ticks(axis)) or axes.shift(axis, era) is not None


def _name(axis: Drawn, place: float, era: Era) -> str:
    """What an axis calls a place; years that it leaves out in the reader's era."""
    known = dict(axes.ticks(axis))
    moved = axes.shift(axis, era)
    if place in known or moved is None:
        return known.get(place, f"{place:g}")
    return f"{place + moved:g}"
