"""The provinces as outlines of Office: fitted to a box, their borders shared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dashboard.borders import Borders
from dashboard.export.deck.drawing import Box
from dashboard.export.outlines import KEPT, bounds, outlines

# Units of the map's height: fine enough for a wall, and points of neighbours fall on
# the same ones.
HEIGHT = 4000
SCALE = 1000  # EMU of the map's own frame in a unit


@dataclass(frozen=True)
class Outline:
    """One province, in units of a map that is HEIGHT high.

    Attributes:
        box: Left, top, width, height.
        geometry: Its outline as Office reads it.
    """

    box: Box
    geometry: str


@dataclass(frozen=True)
class Country:
    """All provinces, by code, and how wide they are together."""

    width: int
    outlines: dict[str, Outline]


@lru_cache(maxsize=KEPT)
def country(shown: Borders) -> Country:
    """The country in the coarse shapes of a layer."""
    fitted = outlines(shown.coarse, HEIGHT)
    made = {
        code: _outline([[(round(x), round(y)) for x, y in ring] for ring in rings])
        for code, rings in fitted.rings.items()
    }
    return Country(round(fitted.width), made)


def around(outlines: Iterable[Outline]) -> Box:
    """The box around several provinces."""
    boxes = [outline.box for outline in outlines]
    left, top = min(b.left for b in boxes), min(b.top for b in boxes)
    right = max(b.left + b.width for b in boxes)
    bottom = max(b.top + b.height for b in boxes)
    return Box(left, top, right - left, bottom - top)


def _outline(rings: list[list[tuple[int, int]]]) -> Outline:
    ends = bounds(point for ring in rings for point in ring)
    left, top, right, bottom = map(round, ends)
    width, height = right - left, bottom - top
    paths = "".join(_ring(list(_distinct(ring)), left, top) for ring in rings)
    geometry = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{width}" h="{height}">{paths}</a:path></a:pathLst></a:custGeom>'
    )
    return Outline(Box(left, top, width, height), geometry)


def _distinct(ring: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The points of a ring, without those that fall on the one before."""
    before = None
    for point in ring[:-1]:
        if point != before:
            yield point
        before = point


def _ring(points: list[tuple[int, int]], left: int, top: int) -> str:
    told = [f'<a:pt x="{x - left}" y="{y - top}"/>' for x, y in points]
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in told[1:])
    return f"<a:moveTo>{told[0]}</a:moveTo>{lines}<a:close/>"
