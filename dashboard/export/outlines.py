"""The provinces of a map as rings of points, fitted to a height: for every format."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard.borders import Borders, schematic

KEPT = 8  # layers whose points are kept at once

Point = tuple[float, float]
Ring = list[Point]
Bounds = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Outlines:
    """The rings of all provinces by code, and how wide they are together."""

    width: float
    rings: Mapping[str, list[Ring]]


def borders_of(spec: Mapping[str, Any]) -> Borders:
    """The shapes that a map's spec brings along, else the schematic ones."""
    return spec.get("borders") or schematic()


@lru_cache(maxsize=KEPT)
def outlines(geojson: str, height: float) -> Outlines:
    """The 77 provinces of a layer, Mercator, from 0 at the left and top to a height."""
    features = json.loads(geojson)["features"]
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
