"""Maps on a slide: every province a shape of its own colour, and the legend beside."""

from collections.abc import Iterator, Mapping
from typing import Any

from pptx.slide import Slide
from pptx.util import Inches

from dashboard.export.deck.drawing import NONE, RECTANGLE, Box, group, shape
from dashboard.export.deck.geography import (
    HEIGHT,
    SCALE,
    Country,
    Outline,
    around,
    country,
)
from dashboard.export.deck.legend import class_look, legend
from dashboard.export.deck.lettering import paragraphs
from dashboard.export.deck.page import add_shape, next_number
from dashboard.export.deck.plot import Shade
from dashboard.export.deck.series_xml import line_xml
from dashboard.export.outlines import borders_of
from dashboard.text import Lang

Spec = Mapping[str, Any]
BORDER, FRAME = Shade("#6f7780"), Shade("#8a929a")
AWAY = 0.25  # of the colour of provinces that are faded
PAD = 40  # units between an inset's frame and its provinces
CAPTION = 9.0  # points
FOOT = 0.95  # of the height of the box: beneath it stands the caption of an inset
LEGEND_LEFT = Inches(5.6)


def add_map(slide: Slide, spec: Spec, box: Box, lang: Lang, alt: str) -> None:
    """A map with its insets and its legend.

    Args:
        slide: The slide.
        spec: Of dashboard.maps, with provinces.
        box: The place of both.
        lang: Of its words.
        alt: What it shows, for who does not see it.
    """
    shown = country(borders_of(spec))
    high = round(box.height * FOOT)
    wide = round(high * shown.width / HEIGHT)
    left = box.left + max(0, (LEGEND_LEFT - box.left - wide) // 2)
    number = next_number(slide)
    shapes = "".join(_shapes(spec, shown, number + 1, lang))
    inner = Box(0, 0, shown.width * SCALE, HEIGHT * SCALE)
    place = Box(left, box.top, wide, high)
    add_shape(slide, group(number, spec["title"], place, inner, shapes, alt))
    right = box.left + box.width
    beside = Box(LEGEND_LEFT, box.top, right - LEGEND_LEFT, box.height)
    for entry in legend(spec, beside, next_number(slide), lang):
        add_shape(slide, entry)


def _shapes(spec: Spec, shown: Country, number: int, lang: Lang) -> Iterator[str]:
    """The provinces, then the insets upon them, each with a number of its own."""
    looks = _looks(spec)
    for code, outline in shown.outlines.items():
        yield _province(number, outline, looks.get(code), (1.0, 0, 0))
        number += 1
    for inset in spec["insets"]:
        codes = [code for code in inset["codes"] if code in shown.outlines]
        box = _inset_box(inset["box"], shown)
        whole = around(shown.outlines[code] for code in codes)
        yield shape(number, inset["label"], _scaled(box), look=_frame())
        yield _caption(number + 1, inset["label"], box, lang)
        number += 2
        for code in codes:
            fitted = _fitting(whole, box)
            yield _province(number, shown.outlines[code], looks.get(code), fitted)
            number += 1


def _looks(spec: Spec) -> dict[str, tuple[str, str]]:
    """The name and the fill of every province, by code; the faded ones are pale."""
    classes, provinces = spec["classes"], spec["provinces"]
    kept, away = set(spec["kept"]), set(provinces["away"])
    found = {}
    given = zip(provinces["codes"], provinces["names"], provinces["class"], strict=True)
    for at, (code, name, place) in enumerate(given):
        kind = classes[place]
        is_away = at in away or (kept and kind["id"] not in kept)
        look = class_look(kind, AWAY if is_away else 1.0)
        found[code] = (f"{name}: {kind['label']}", look)
    return found


def _province(
    number: int,
    outline: Outline,
    look: tuple[str, str] | None,
    fitted: tuple[float, float, float],
) -> str:
    """A province where it lies, or fitted: scaled by so much, then moved."""
    scale, right, down = fitted
    name, fill = look or ("", NONE)
    box = outline.box
    place = Box(
        round(box.left * scale + right),
        round(box.top * scale + down),
        max(1, round(box.width * scale)),
        max(1, round(box.height * scale)),
    )
    return shape(
        number, name, _scaled(place), geometry=outline.geometry,
        look=fill + line_xml(BORDER, 0.35),
    )  # fmt: skip


def _scaled(box: Box) -> Box:
    return Box(*(part * SCALE for part in box))


def _inset_box(shares: list[float], shown: Country) -> Box:
    left, top, width, height = shares
    return Box(
        round(left * shown.width),
        round(top * HEIGHT),
        round(width * shown.width),
        round(height * HEIGHT),
    )


def _fitting(whole: Box, box: Box) -> tuple[float, float, float]:
    """How provinces are scaled and moved into an inset."""
    scale = min(
        (box.width - 2 * PAD) / whole.width, (box.height - 2 * PAD) / whole.height
    )
    right = box.left + box.width / 2 - scale * (whole.left + whole.width / 2)
    down = box.top + box.height / 2 - scale * (whole.top + whole.height / 2)
    return scale, right, down


def _frame() -> str:
    return (
        f'<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>{line_xml(FRAME, 0.75)}'
    )


def _caption(number: int, label: str, box: Box, lang: Lang) -> str:
    """The name of an inset, beneath it."""
    text = paragraphs([label], lang, size=CAPTION, align="ctr")
    place = Box(box.left, box.top + box.height, box.width, 220)
    return shape(
        number, label, _scaled(place), text=text, geometry=RECTANGLE, wraps=False
    )
