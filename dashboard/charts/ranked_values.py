"""Every province by its value, in order: what the classes of a map hide."""

import html
from collections.abc import Mapping, Sequence

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
        is_share: Whether values are shares of 0 to 1, written in per cent.
        selected: Code of the province to ring.
    """
    known = provinces.reset_index(drop=True)
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
        template={},
        xaxis={
            "title": {"text": named_axis, "standoff": 6},
            "range": _room(known["value"]),
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
    named = _named(known, selected)
    return {
        "data": [_dots(known, colours, look), _names(known, named, look, selected)],
        "layout": drawn,
    }


def _room(numbers: pd.Series) -> list[float]:
    """From the lowest to the highest, with room for names at both ends."""
    least, most = float(numbers.min()), float(numbers.max())
    least = min(0.0, least) if least < most / 2 else least
    span = (most - least) or 1.0
    return [least - AT_END * span, most + 3 * AT_END * span]


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


def _names(
    known: pd.DataFrame, rows: list[int], look: Look, selected: str | None
) -> Figure:
    named = known.loc[rows]
    is_selected = (named["province_code"] == selected).tolist()
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": named["value"].tolist(),
        "y": named.index.tolist(),
        "text": [f"  {html.escape(each, quote=False)}" for each in named["name"]],
        "textposition": "middle right",
        "textfont": {"size": 12, "color": look.ink},
        "hoverinfo": "skip",
        "marker": {
            # others have a size too, as names keep their distance from it
            "size": [RING if each else SIZE for each in is_selected],
            "color": "rgba(0,0,0,0)",
            "line": {
                "color": look.ink,
                "width": [2.5 if each else 0 for each in is_selected],
            },
        },
        "cliponaxis": False,
    }
