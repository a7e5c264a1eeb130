"""The provinces as outlines of Office: fitted to a box, their borders shared."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.export.deck.drawing import Box

STATIC = Path(__file__).resolve().parents[3] / "static"
FILE = STATIC / "provinces-thumbnail.geojson"  # some 4,400 points in all
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


@cache
def country(file: Path = FILE) -> Country:
    """The country as static/ has it; the borders are schematic."""
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    shapes = {
        feature["properties"]["province_code"]: [
            [_mercator(*point) for point in ring]
            for ring in _rings(feature["geometry"])
        ]
        for feature in features
    }
    points = [p for rings in shapes.values() for ring in rings for p in ring]
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    scale = HEIGHT / (bottom - top)
    outlines = {
        code: _outline(
            [
                [(round((x - left) * scale), round((y - top) * scale)) for x, y in ring]
                for ring in rings
            ]
        )
        for code, rings in shapes.items()
    }
    return Country(round((right - left) * scale), outlines)


def around(outlines: Iterable[Outline]) -> Box:
    """The box around several provinces."""
    boxes = [outline.box for outline in outlines]
    left, top = min(b.left for b in boxes), min(b.top for b in boxes)
    right = max(b.left + b.width for b in boxes)
    bottom = max(b.top + b.height for b in boxes)
    return Box(left, top, right - left, bottom - top)


def _rings(geometry: dict[str, Any]) -> list[Any]:
    parts = geometry["coordinates"]
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in parts for ring in polygon]
    return list(parts)


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    up = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return math.radians(longitude), -up


def _outline(rings: list[list[tuple[int, int]]]) -> Outline:
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    left, top = min(xs), min(ys)
    width, height = max(xs) - left, max(ys) - top
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
