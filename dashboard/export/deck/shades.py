"""Colours, dashes and signs of a plotly figure as Office has them."""

import re
from collections.abc import Mapping
from typing import Any

from dashboard.export.deck.plot import Mark, Shade

RGBA = re.compile(r"rgba?\(\s*(\d+),\s*(\d+),\s*(\d+)(?:,\s*([\d.]+))?\s*\)")
PX = 0.75  # points
GROUND, PALE = "#ffffff", 0.3
DASHES = {
    "solid": "solid",
    "dot": "sysDot",
    "dash": "dash",
    "longdash": "lgDash",
    "dashdot": "dashDot",
}
SIGNS = {
    "circle": "circle",
    "square": "square",
    "diamond": "diamond",
    "x": "x",
    "cross": "plus",
    "triangle-up": "triangle",
    "line": "plus",  # Office has no upright one
}


def shade(colour: object, share: float = 1.0) -> Shade:
    """A colour such as "#1f6f93" or "rgba(31,111,147,0.3)".

    Raises:
        ValueError: It is written in another way.
    """
    said = str(colour)
    if re.fullmatch(r"#[0-9a-fA-F]{6}", said):
        return Shade(said, share)
    parts = RGBA.fullmatch(said)
    if parts is None:
        raise ValueError(f"colour {said!r}: write it as #rrggbb or rgba(r,g,b,a)")
    red, green, blue = (int(part) for part in parts.groups()[:3])
    return Shade(f"#{red:02x}{green:02x}{blue:02x}", float(parts[4] or 1) * share)


def dash(given: object) -> str:
    """The dash of a line; one given in pixels is a dash."""
    return DASHES.get(str(given or "solid"), "dash")


def at(given: object, place: int) -> Any:  # noqa: ANN401
    """What holds at a point: of a list its own entry, else what is given for all."""
    return given[place] if isinstance(given, list | tuple) else given


def mark(marker: Mapping[str, Any], place: int) -> Mark | None:
    """The sign at a point of a trace; None where it is not to be seen."""
    if marker.get("opacity") == 0:
        return None
    symbol = str(at(marker.get("symbol"), place) or "circle")
    is_open = "-open" in symbol
    form = SIGNS.get(symbol.split("-")[0], "circle")
    edge = marker.get("line") or {}
    colour = at(marker.get("color"), place) or "#1b1f24"
    around = colour if is_open else (at(edge.get("color"), place) or colour)
    fill = None if form in ("x", "plus") else shade(colour)
    if is_open or fill == Shade(GROUND):
        fill = Shade(_paler(shade(around).colour))
    size = float(at(marker.get("size"), place) or 6) * PX
    return Mark(form, max(2, min(72, round(size))), fill, shade(around))


def _paler(colour: str) -> str:
    """Most of the way to white, for what is open: LibreOffice draws no edges."""
    parts = bytes.fromhex(colour.removeprefix("#"))
    return "#" + "".join(f"{round(255 - PALE * (255 - part)):02x}" for part in parts)


def bar_fill(marker: Mapping[str, Any], place: int) -> Shade:
    """The fill of a bar, hatched where the figure hatches it."""
    own = shade(at(marker.get("color"), place) or "#1f6f93")
    pattern = marker.get("pattern") or {}
    if not at(pattern.get("shape"), place):
        return own
    hatch = shade(pattern.get("fgcolor") or "#1b1f24").colour
    return Shade(own.colour, own.share, hatch)
