"""A slide of the project's own template: title, foot, watermark, and the finished file.

The template comes from tools/make_template.py.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pptx
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches

from dashboard.export.deck.drawing import Box, shape
from dashboard.export.deck.lettering import lawful, paragraphs, properties
from dashboard.export.foot import BETWEEN
from dashboard.text import Lang, width

TEMPLATE = Path(__file__).resolve().parents[3] / "static" / "slides" / "template.pptx"
COVER, EXHIBIT = 0, 1  # layouts
SUBTITLE, FOOT, NUMBER = 10, 11, 12  # placeholders
# The same day in every file, so that the same exhibits make the same bytes.
MADE = datetime(2020, 1, 1, tzinfo=UTC)
# The most letters of a title, and the size at which they fit its box.
TITLES = ((62, 26.0), (150, 20.0), (300, 15.0))
FOOT_SIZES = (10.0, 9.0, 8.0, 7.0, 6.0)  # points, the largest that fits
FOOT_WIDTH, FOOT_HEIGHT = 11.3, 0.9  # inches
LETTER, LINE = 0.0068, 0.0174  # inches by point of size: of a letter, of a line
MARK = "#8a929a"


CONTENT = Box(Inches(0.6), Inches(1.5), Inches(12.1), Inches(4.85))


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def new_deck(title: str) -> Presentation:
    """An empty deck of the template, under its title."""
    deck = pptx.Presentation(io.BytesIO(_template()))
    core = deck.core_properties
    core.title, core.author, core.last_modified_by = lawful(title), "", ""
    core.created = core.modified = MADE
    core.revision = 1
    return deck


def add_page(
    deck: Presentation,
    title: str,
    foot: Sequence[str],
    lang: Lang,
    *,
    subtitle: str = "",
    layout: int = EXHIBIT,
) -> Slide:
    """A further slide with its title, subtitle, foot and number."""
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[layout])
    size = _title_size(title) if layout == EXHIBIT else None
    told, small = fitted_foot(foot) if layout == EXHIBIT else (foot, None)
    for holder in list(slide.placeholders):
        number = holder.placeholder_format.idx
        if number == 0:
            _write(holder, paragraphs([title], lang, size=size))
        elif number == SUBTITLE and not subtitle:
            holder._element.getparent().remove(holder._element)
        elif number == SUBTITLE:
            _write(holder, paragraphs([subtitle], lang))
        else:
            _write(holder, paragraphs(told, lang, size=small))
    if layout == EXHIBIT:
        slide.shapes._spTree.append(_number(lang))
    return slide


def _title_size(title: str) -> float:
    return next((size for most, size in TITLES if width(title) <= most), TITLES[-1][1])


def fitted_foot(lines: Sequence[str]) -> tuple[list[str], float]:
    """The lines of a foot and their size in points, so that no caveat is cut off.

    Lines that do not fit at any size run on in one.
    """
    for told in (list(lines), [BETWEEN.join(lines)]):
        for size in FOOT_SIZES:
            letters = int(FOOT_WIDTH / (LETTER * size))
            broken = sum(-(-max(1, width(line)) // letters) for line in told)
            if broken * LINE * size <= FOOT_HEIGHT:
                return told, size
    return [BETWEEN.join(lines)], FOOT_SIZES[-1]


def _write(holder: object, text: str) -> None:
    """The paragraphs into a placeholder."""
    body = holder._element.txBody  # type: ignore[attr-defined]
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for new in parse_xml(f"<a:p {nsdecls('a')}>{text}</a:p>"):
        body.append(new)


def _number(lang: Lang) -> object:
    return parse_xml(
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>"
        '<p:cNvPr id="90" name="Slide number"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="sldNum" idx="{NUMBER}"/></p:nvPr></p:nvSpPr><p:spPr/>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p>"
        '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f"{properties(lang)}<a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>"
    )


def add_shape(slide: Slide, shape: str) -> None:
    """A shape of dashboard.export.deck.drawing on top of what the slide has."""
    slide.shapes._spTree.append(parse_xml(shape))


def next_number(slide: Slide) -> int:
    """The number of a further shape; each on a slide has its own."""
    number: int = slide.shapes._next_shape_id
    return number


def mark(slide: Slide, words: str, lang: Lang) -> None:
    """The watermark across a slide, over what it shows and pale enough to read it."""
    if not words:
        return
    text = paragraphs(
        [words], lang, size=48, bold=True, colour=MARK, share=0.25, align="ctr"
    )
    box = Box(Inches(0.6), Inches(3.2), Inches(12.1), Inches(1.1))
    number = next_number(slide)
    add_shape(slide, shape(number, "watermark", box, text=text, turn=-15, anchor="ctr"))


def frozen(deck: Presentation) -> bytes:
    """The finished file; no part carries its hour: same content, same bytes."""
    made = io.BytesIO()
    deck.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as given, zipfile.ZipFile(out, "w") as kept:
        for name in given.namelist():
            # An embedded workbook or picture is packed already.
            packed = name.endswith((".xlsx", ".png", ".jpeg"))
            way = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            kept.writestr(part, given.read(name), compress_type=way, compresslevel=6)
    return out.getvalue()
