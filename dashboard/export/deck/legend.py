"""The legend of a map: the square of classes with its words, then the list."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from pptx.util import Inches

from dashboard.export.deck.drawing import RECTANGLE, Box, shape
from dashboard.export.deck.lettering import paragraphs, solid
from dashboard.export.deck.plot import Shade
from dashboard.export.deck.series_xml import line_xml
from dashboard.text import Lang, width

Spec = Mapping[str, Any]
PATTERNS = {"hatch": "wdUpDiag", "dots": "pct20"}
EDGE = Shade("#8a929a")
CELL, SIDE = Inches(0.72), Inches(1.25)  # a class of the square; words at its left
WORDS = Inches(0.27)  # a line of words
CORNERS = Inches(0.5)  # two of them
ENTRY, GAP = Inches(0.36), Inches(0.12)
SWATCH = (Inches(0.42), Inches(0.27))
NUMBER = Inches(0.4)
BELOW = Inches(0.4)  # two lines of a column's name
UNBROKEN = 15  # letters of a column's name
SIZE, SMALL = 12.0, 10.0  # points


def class_look(kind: Mapping[str, Any], share: float = 1.0) -> str:
    """The fill of a class: a colour, or a pattern of its ink upon it."""
    if kind.get("pattern"):
        return (
            f'<a:pattFill prst="{PATTERNS[kind["pattern"]]}">'
            f"<a:fgClr>{solid(kind['ink'], share)}</a:fgClr>"
            f"<a:bgClr>{solid(kind['fill'], share)}</a:bgClr></a:pattFill>"
        )
    return f"<a:solidFill>{solid(kind['fill'], share)}</a:solidFill>"


def legend(spec: Spec, box: Box, number: int, lang: Lang) -> Iterator[str]:
    """The shapes of a legend, each with a number of its own.

    Args:
        spec: Of dashboard.maps.
        box: Where it stands; it begins at the top.
        number: Of its first shape.
        lang: Of its words.
    """
    numbers = count(number)
    top = box.top
    if spec["legend"]["grid"]:
        yield from _square(spec, box, numbers, lang)
        lines = 2 * WORDS + BELOW + 2 * CORNERS + GAP
        top += lines + len(spec["legend"]["grid"]["cells"]) * CELL
    listed = [spec["classes"][at] for at in spec["legend"]["list"]]
    high = min(ENTRY, (box.top + box.height - top) // max(1, len(listed)))
    for at, kind in enumerate(listed):
        place = Box(box.left, top + at * high, box.width, high)
        yield from _entry(kind, place, numbers, lang)


def _entry(
    kind: Mapping[str, Any], place: Box, numbers: Iterator[int], lang: Lang
) -> Iterator[str]:
    """A class with its colour, its name and how many provinces it has."""
    wide, high = SWATCH
    own = Box(place.left, place.top, wide, min(high, round(place.height * 0.8)))
    yield _swatch(kind, own, numbers, lang, "")
    at = place.left + wide + GAP
    said = Box(at, place.top, NUMBER, own.height)
    text = paragraphs([kind["count"]], lang, size=SIZE, bold=True, align="r")
    yield shape(next(numbers), kind["label"], said, text=text, anchor="ctr")
    at += NUMBER + GAP
    named = Box(at, place.top, place.left + place.width - at, own.height)
    text = paragraphs([kind["label"]], lang, size=SIZE)
    yield shape(next(numbers), kind["label"], named, text=text, anchor="ctr")


def _swatch(
    kind: Mapping[str, Any], box: Box, numbers: Iterator[int], lang: Lang, said: str
) -> str:
    text = paragraphs(
        [said], lang, size=SIZE + 2, bold=True, colour=kind["ink"], align="ctr"
    )
    look = class_look(kind) + line_xml(EDGE, 0.5)
    return shape(
        next(numbers), kind["label"], box, text=text if said else "",
        geometry=RECTANGLE, look=look, anchor="ctr", descr=f"{kind['label']}: {said}",
    )  # fmt: skip


def _square(spec: Spec, box: Box, numbers: Iterator[int], lang: Lang) -> Iterator[str]:
    """The classes of two figures as a square, its sides and corners in words."""
    grid, classes = spec["legend"]["grid"], spec["classes"]
    left, side = box.left + SIDE, 3 * CELL
    wide = box.width

    def written(
        lines: Sequence[str], place: Box, align: str, *, bold: bool, anchor: str = "t",
        wraps: bool = True,
    ) -> str:  # fmt: skip
        size = SIZE if bold else SMALL
        text = paragraphs(lines, lang, size=size, bold=bold, align=align)
        return shape(
            next(numbers), lines[0], place, text=text, anchor=anchor, wraps=wraps
        )

    yield written(
        [grid["vertical"]], Box(box.left, box.top, wide, WORDS), "l", bold=True
    )
    corners = [corner.split("\n") for corner in grid["corners"]]
    half = side // 2
    top = box.top + WORDS
    for at, (lines, align) in enumerate(zip(corners[:2], "lr", strict=True)):
        place = Box(left + at * half, top, half, CORNERS)
        yield written(lines, place, align, bold=False, anchor="b")
    top += CORNERS
    for row, (label, cells) in enumerate(zip(grid["rows"], grid["cells"], strict=True)):
        here = top + row * CELL
        place = Box(box.left, here, SIDE - GAP, CELL)
        yield written([label], place, "r", bold=False, anchor="ctr")
        for column, at in enumerate(cells):
            kind = classes[at]
            own = Box(left + column * CELL, here, CELL, CELL)
            yield _swatch(kind, own, numbers, lang, kind["count"])
    top += len(grid["rows"]) * CELL
    for column, label in enumerate(grid["columns"]):
        place = Box(left + column * CELL, top, CELL, BELOW)
        # Bounds of a class stay in one line, which may be wider than its cell.
        wraps = width(label) > UNBROKEN
        yield written([label], place, "ctr", bold=False, wraps=wraps)
    for at, (lines, align) in enumerate(zip(corners[2:], "lr", strict=True)):
        place = Box(left + at * half, top + BELOW, half, CORNERS)
        yield written(lines, place, align, bold=False)
    place = Box(left, top + BELOW + CORNERS, wide - SIDE, WORDS)
    yield written([grid["horizontal"]], place, "l", bold=True)
