"""The provinces of static/ as rings of points, fitted to a height: for every format.

The borders are schematic.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

STATIC = Path(__file__).resolve().parents[2] / "static"
FINE = STATIC / "provinces.geojson"
COARSE = STATIC / "provinces-thumbnail.geojson"  # some 4,400 points in all

Point = tuple[float, float]
Ring = list[Point]
Bounds = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Outlines:
    """The rings of all provinces by code, and how wide they are together."""

    width: float
    rings: Mapping[str, list[Ring]]


@cache
def outlines(file: Path, height: float) -> Outlines:
    """The 77 provinces of a file, Mercator, from 0 at the left and top to a height."""
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    rings = {
        feature["id"]: [
            [_mercator(*point) for point in ring]
            for ring in _rings(feature["geometry"])
        ]
        for feature in features
    }
    left, top, right, bottom = bounds(
        point for each in rings.values() for ring in each for point in ring
    )
    scale = height / (bottom - top)
    placed = {
        code: [[((x - left) * scale, (y - top) * scale) for x, y in r] for r in each]
        for code, each in rings.items()
    }
    return Outlines((right - left) * scale, placed)


def bounds(points: Iterable[Point]) -> Bounds:
    """The box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _rings(geometry: Mapping[str, Any]) -> list[Any]:
    """All rings of a polygon, or of several."""
    parts = geometry["coordinates"]
    is_many = geometry["type"] == "MultiPolygon"
    return [ring for part in parts for ring in part] if is_many else list(parts)


def _mercator(longitude: float, latitude: float) -> Point:
    up = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return math.radians(longitude), -up
