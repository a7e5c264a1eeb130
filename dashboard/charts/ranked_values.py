"""Every province by its value, in order: what the classes of a map hide."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    NOTE_LINE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    wrapped,
)

PLOT_HEIGHT = 420
SIZE, RING, RIM = 9, 15, 0.8  # px
APART = 3  # rows: nearer to each other, names would overlap
TITLE_WIDTH = 38  # characters that a phone shows beside the menu
ABOVE, BELOW = 22, 56  # px of room
AT_END = 0.10  # of the axis: room for names
AT_FLOOR = 0.02  # of the axis: room for half a dot
NAME_SIZE, NAME_SHIFT = 12, 9  # px


def ranked_values(
    provinces: pd.DataFrame,
    colours: Mapping[str, str],
    look: Look,
    note: Sequence[str],
    *,
    title: str,
    axis: str,
    breaks: Sequence[float],
    is_share: bool = False,
    floor: float | None = None,
    selected: str | None = None,
) -> Figure:
    """A dot for each province from the highest value down, in its map colour.

    Args:
        provinces: Those with a value, the highest first: province_code, name, value,
            line_value (in words), class_id.
        colours: Colour of each class_id, as on the map.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        title: What is seen.
        axis: Name of the horizontal axis, with the unit.
        breaks: Where the map's classes begin: lines.
        floor: The lowest that there can be, where that is not 0.
        is_share: Whether values are shares of 0 to 1, written in per cent.
        selected: Code of the province to ring.
    """
    known = provinces.reset_index(drop=True)
    known["row"] = known.index
    named_axis = wrapped(axis, TITLE_WIDTH)
    form = {"tickformat": ".0%"} if is_share else {}
    drawn = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        PLOT_HEIGHT,
        left=EDGE + 8,
        below=BELOW + NOTE_LINE * named_axis.count("<br>"),
        above=ABOVE,
        xaxis={
            "title": {"text": named_axis, "standoff": 6},
            "range": _room(known["value"], floor),
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "linecolor": look.faint,
            "ticks": "outside",
            "tickcolor": look.faint,
            **form,
        },
        yaxis={
            "range": [len(known) + 1, -2],
            "visible": False,
            "fixedrange": True,
        },
        shapes=[_line(look, each) for each in breaks],
    )
    named = known.loc[_named(known, selected)]
    drawn["annotations"] += [
        _name(row, _called(known, row, look, selected), look)
        for row in named.to_dict("records")
    ]
    return {
        "data": [_dots(known, colours, look), _ring(known, look, selected)],
        "layout": drawn,
    }


def _room(numbers: pd.Series, floor: float | None) -> list[float]:
    """From the lowest to the highest, with room for names at both ends.

    An axis whose figures cannot be lower than the floor begins there.
    """
    least, most = float(numbers.min()), float(numbers.max())
    if floor is not None:
        least = floor
    else:
        least = min(0.0, least) if least < most / 2 else least
    span = (most - least) or 1.0
    before = AT_END if floor is None else AT_FLOOR
    return [least - before * span, most + 3 * AT_END * span]


def _line(look: Look, at: float) -> Figure:
    return {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "yref": "y domain",
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "opacity": 0.5,
        "layer": "below",
    }


def _dots(known: pd.DataFrame, colours: Mapping[str, str], look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": known["value"].tolist(),
        "y": known.index.tolist(),
        "hovertext": [
            f"<b>{html.escape(name, quote=False)}</b> {html.escape(said, quote=False)}"
            for name, said in zip(known["name"], known["line_value"], strict=True)
        ],
        "hoverinfo": "text",
        "marker": {
            "size": SIZE,
            "opacity": 1,
            "color": [colours[kind] for kind in known["class_id"]],
            "line": {"color": look.ink, "width": RIM},
        },
        "cliponaxis": False,
    }


def _named(known: pd.DataFrame, selected: str | None) -> list[int]:
    """Rows to name: the first, the last and the selected one, not too near."""
    at = known.index[known["province_code"] == selected].tolist()
    ends = [row for row in (0, len(known) - 1) if not at or abs(row - at[0]) >= APART]
    return list(dict.fromkeys((*ends, *at)))


def _called(
    known: pd.DataFrame, row: Mapping[str, Any], look: Look, selected: str | None
) -> str:
    """What stands beside a dot: its name, or how many have that very figure."""
    ties = int((known["line_value"] == row["line_value"]).sum())
    if ties > 1 and row["province_code"] != selected:
        return look.words("indicator_map_order_tied", number=ties)
    return str(row["name"])


def _name(row: Mapping[str, Any], called: str, look: Look) -> Figure:
    """The name beside a dot, on the ground: the lines of classes do not cross it."""
    return {
        "text": html.escape(called, quote=False),
        "showarrow": False,
        "x": row["value"],
        "y": row["row"],
        "xanchor": "left",
        "xshift": NAME_SHIFT,
        "borderpad": 0,
        "bgcolor": look.ground,
        "font": {"size": NAME_SIZE, "color": look.ink},
    }


def _ring(known: pd.DataFrame, look: Look, selected: str | None) -> Figure:
    """What marks the selected province."""
    ringed = known[known["province_code"] == selected]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": ringed["value"].tolist(),
        "y": ringed.index.tolist(),
        "hoverinfo": "skip",
        "marker": {
            "size": RING,
            "color": "rgba(0,0,0,0)",
            "line": {"color": look.ink, "width": 2.5},
        },
        "cliponaxis": False,
    }
