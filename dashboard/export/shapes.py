"""The provinces of a map as SVG without any text, for files.

Words stand around it, set by whoever places it: so Thai is never shaped by a reader of
SVG. The look is that of the component (static/province_map).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from dashboard.borders import Borders
from dashboard.export.outlines import (
    KEPT,
    Bounds,
    Ring,
    borders_of,
    bounds,
    outlines,
)

HEIGHT = 1000.0  # of the country, in units of the picture
EDGE = 4.0  # around it, so that no outline is cut
PAD = 10.0  # between an inset's frame and its provinces
BORDER, RING, FRAME, GROUND = "#ffffff", "#1b1f24", "#8a929b", "#ffffff"
AWAY = "0.22"  # opacity of provinces that a filter leaves out


@dataclass(frozen=True)
class Shape:
    """A province: its outline as an SVG path, and the box around it."""

    path: str
    box: Bounds


@dataclass(frozen=True)
class Country:
    """All provinces in a picture that is HEIGHT high."""

    width: float
    shapes: Mapping[str, Shape]


@lru_cache(maxsize=KEPT)
def country(shown: Borders) -> Country:
    """The 77 provinces by code, fitted to HEIGHT."""
    fitted = outlines(shown.fine, HEIGHT)
    shapes = {code: _shape(rings) for code, rings in fitted.rings.items()}
    return Country(fitted.width, shapes)


def map_svg(spec: Mapping[str, Any]) -> str:
    """The provinces of a spec of dashboard.maps in their colours, with its insets."""
    land = country(borders_of(spec))
    svg = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=_numbers(-EDGE, -EDGE, land.width + 2 * EDGE, HEIGHT + 2 * EDGE),
    )
    svg.append(_patterns(spec["classes"]))
    looks = _looks(spec)
    for code, shape in land.shapes.items():
        svg.append(_outline(shape, looks.get(code, {"fill": "none"})))
    for inset in spec["insets"]:
        svg.append(_inset(inset, land, looks))
    if selected := land.shapes.get(spec["selected"] or ""):
        ring = {"fill": "none", "stroke": RING, "stroke-width": "3"}
        svg.append(_outline(selected, ring))
    return ET.tostring(svg, encoding="unicode")


def swatch_svg(kind: Mapping[str, Any]) -> str:
    """The colour or pattern of a class, as the legend shows it."""
    size = {"x": "0.5", "y": "0.5", "width": "33", "height": "23"}
    svg = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox="0 0 34 24")
    svg.append(_patterns([kind]))
    edge = {"stroke": FRAME, "stroke-width": "1"}
    ET.SubElement(svg, "rect", {**size, **edge, "fill": _paint(kind)})
    return ET.tostring(svg, encoding="unicode")


def captions(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What stands below each inset and where: shares of the picture's width, height."""
    land = country(borders_of(spec))
    width, height = land.width + 2 * EDGE, HEIGHT + 2 * EDGE
    return [
        {
            "label": inset["label"],
            "x": ((x + w / 2) * land.width + EDGE) / width,
            "y": ((y + h) * HEIGHT + EDGE) / height,
        }
        for inset in spec["insets"]
        for x, y, w, h in [inset["box"]]
    ]


def _shape(rings: list[Ring]) -> Shape:
    lines = ("L".join(f"{x:.1f},{y:.1f}" for x, y in ring) for ring in rings)
    path = "".join(f"M{line}Z" for line in lines)
    return Shape(path, bounds(point for ring in rings for point in ring))


def _looks(spec: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """How each province is painted; those that a filter leaves out are faded."""
    provinces, kept = spec["provinces"], set(spec["kept"])
    found = {}
    for at, (code, place) in enumerate(
        zip(provinces["codes"], provinces["class"], strict=True)
    ):
        kind = spec["classes"][place]
        is_away = at in provinces["away"] or bool(kept and kind["id"] not in kept)
        found[code] = {"fill": _paint(kind), "fill-opacity": AWAY if is_away else "1"}
    return found


def _outline(shape: Shape, look: Mapping[str, str]) -> ET.Element:
    edge = {"stroke": FRAME, "stroke-width": "0.8", "stroke-linejoin": "round"}
    return ET.Element("path", {"d": shape.path, **edge, **look})


def _inset(
    inset: Mapping[str, Any], land: Country, looks: Mapping[str, Mapping[str, str]]
) -> ET.Element:
    """A frame with its provinces larger, and where they lie on the map."""
    x, y, w, h = inset["box"]
    x, y, w, h = x * land.width, y * HEIGHT, w * land.width, h * HEIGHT
    shapes = {code: land.shapes[code] for code in inset["codes"]}
    corners = [
        (b[i], b[i + 1]) for b in (s.box for s in shapes.values()) for i in (0, 2)
    ]
    left, top, right, bottom = bounds(corners)
    scale = min((w - 2 * PAD) / (right - left), (h - 2 * PAD) / (bottom - top))
    dx = x + w / 2 - scale * (left + right) / 2
    dy = y + h / 2 - scale * (top + bottom) / 2
    group = ET.Element("g")
    group.append(_frame(left - 4, top - 4, right - left + 8, bottom - top + 8, "none"))
    group.append(_frame(x, y, w, h, GROUND))
    inner = ET.SubElement(
        group, "g", transform=f"translate({dx:.1f} {dy:.1f}) scale({scale:.3f})"
    )
    for code, shape in shapes.items():
        thin = {"stroke-width": f"{0.8 / scale:.3f}"}
        inner.append(_outline(shape, {**looks.get(code, {"fill": "none"}), **thin}))
    return group


def _frame(x: float, y: float, w: float, h: float, fill: str) -> ET.Element:
    at = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{w:.1f}", "height": f"{h:.1f}"}
    edge = {"stroke": FRAME, "stroke-width": "1.5", "rx": "4"}
    return ET.Element("rect", {**at, **edge, "fill": fill})


def _paint(kind: Mapping[str, Any]) -> str:
    return f"url(#{kind['id']})" if kind["pattern"] else str(kind["fill"])


def _patterns(kinds: Iterable[Mapping[str, Any]]) -> ET.Element:
    """Hatch or dots of what is no value."""
    found = ET.Element("defs")
    for kind in kinds:
        if not kind["pattern"]:
            continue
        tile = ET.SubElement(
            found,
            "pattern",
            id=kind["id"],
            width="7",
            height="7",
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        ET.SubElement(tile, "rect", width="7", height="7", fill=kind["fill"])
        if kind["pattern"] == "dots":
            ET.SubElement(tile, "circle", cx="3.5", cy="3.5", r="1.5", fill=kind["ink"])
        else:
            ET.SubElement(tile, "rect", width="2.2", height="7", fill=kind["ink"])
    return found


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.1f}" for value in values)
