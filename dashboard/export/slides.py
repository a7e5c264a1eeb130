"""Exhibits as a slide pack: native charts, tables and maps, to be edited in Office.

What has no native form stands as its picture; without one the slide says so in words.
The template comes from tools/make_template.py.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches

from dashboard.exhibits import Exhibit
from dashboard.export.cells import read_columns
from dashboard.export.deck.chart import add_chart
from dashboard.export.deck.drawing import Box, shape
from dashboard.export.deck.lettering import lawful, paragraphs
from dashboard.export.deck.map import add_map
from dashboard.export.deck.markup import heading_below, note_left
from dashboard.export.deck.matrix import matrix
from dashboard.export.deck.page import (
    CONTENT,
    COVER,
    add_page,
    add_shape,
    frozen,
    mark,
    new_deck,
    next_number,
)
from dashboard.export.deck.plot import Plot
from dashboard.export.deck.reading import read
from dashboard.export.deck.table import (
    BETWEEN,
    add_table,
    paged,
    stacked,
    table_rows,
)
from dashboard.export.foot import foot_lines, foot_of, noted, watermark
from dashboard.text import Era, Lang, words

CHART_SIZE, SMALL_SIZE, MANY = 11.0, 8.0, 3  # points; panels that are small
MISSING = Inches(0.85)  # for the words that say what is missing
GAP = Inches(0.15)
REMARK = Inches(0.28)  # a line of what stands beneath a chart
REMARK_LETTERS = 165  # that fit it


def slides(
    exhibits: Sequence[Exhibit],
    title: str,
    lang: Lang,
    era: Era,
    pictures: Mapping[str, bytes],
) -> bytes:
    """A pack of slides: a cover, then each exhibit, tables on as many as they need.

    Args:
        exhibits: In their order, all of what may leave.
        title: Of the pack.
        lang: Of the cover; every exhibit has a language of its own.
        era: Of the pack, as all makers of files take it; the cover names no year.
        pictures: PNG of figures without native form, by the key of their exhibit.

    Returns:
        A PPTX file; the same exhibits make the same bytes.

    Raises:
        ValueError: A table is an analyst's, or there is no exhibit.
    """
    if not exhibits:
        raise ValueError("slides: a pack needs an exhibit")
    deck = new_deck(title)
    _cover(deck, exhibits, title, lang)
    for exhibit in exhibits:
        if exhibit.kind == "table":
            _table(deck, exhibit)
        elif exhibit.kind == "map":
            _map(deck, exhibit, pictures)
        else:
            _figure(deck, exhibit, pictures)
    return frozen(deck)


def _cover(
    deck: Presentation, exhibits: Sequence[Exhibit], title: str, lang: Lang
) -> None:
    """The first slide: the title, and which data the pack is made of."""
    until = list(dict.fromkeys(exhibit.foot.data_until for exhibit in exhibits))
    last = until[0] if len(until) == 1 else words("export_until_each", lang)
    versions = dict.fromkeys(exhibit.foot.version for exhibit in exhibits)
    states = dict.fromkeys(exhibit.foot.data_status for exhibit in exhibits)
    foot = [
        f"{words('file_data_until', lang)}: {last}",
        f"{words('file_version', lang)}: {', '.join(versions)}",
        " · ".join(words(f"status_{state}", lang) for state in states),
    ]
    subtitle = words("app_title", lang)
    slide = add_page(deck, title, foot, lang, subtitle=subtitle, layout=COVER)
    marks = (watermark(exhibit.foot, lang) for exhibit in exhibits)
    mark(slide, next(filter(None, marks), ""), lang)


def _page(
    deck: Presentation, exhibit: Exhibit, title: str = "", subtitle: str = ""
) -> Slide:
    """A slide of an exhibit, with its foot."""
    foot = foot_lines(foot_of(exhibit), exhibit.lang)
    below = subtitle or exhibit.subtitle
    return add_page(deck, title or exhibit.title, foot, exhibit.lang, subtitle=below)


def _marked(slide: Slide, exhibit: Exhibit) -> None:
    """The watermark, over all that the slide shows."""
    mark(slide, watermark(exhibit.foot, exhibit.lang), exhibit.lang)


def alt_text(exhibit: Exhibit) -> str:
    """What an exhibit shows, and what its data are: an object may be copied away."""
    status = words(f"status_{exhibit.foot.data_status}", exhibit.lang)
    return lawful(f"{exhibit.alt or exhibit.title} ({status})")


def _table(deck: Presentation, exhibit: Exhibit) -> None:
    """A table on few slides; what they leave out they say, it is in the workbook."""
    every = [column for column in read_columns(exhibit) if column.name]
    pages, remark = paged(every, exhibit, CONTENT.width)
    on_slides = stacked(pages, CONTENT.width)
    for at, parts in enumerate(on_slides, 1):
        part = words("export_part", exhibit.lang, part=at, parts=len(on_slides))
        title = f"{exhibit.title} ({part})" if len(on_slides) > 1 else exhibit.title
        slide = _page(deck, exhibit, title)
        top = CONTENT.top
        for (columns, page, rows), high in parts:
            add_table(
                slide, columns, page, rows, CONTENT._replace(top=top), exhibit.lang,
                name=exhibit.title, alt=alt_text(exhibit),
            )  # fmt: skip
            top += high + BETWEEN
        if remark:
            top = CONTENT.top + CONTENT.height - REMARK
            below = CONTENT._replace(top=top, height=REMARK)
            _write(slide, [remark], exhibit.lang, below, size=10, anchor="b")
        _marked(slide, exhibit)


def _map(deck: Presentation, exhibit: Exhibit, pictures: Mapping[str, bytes]) -> None:
    """A map of shapes; of one that is drawn elsewhere there is the picture at most."""
    spec = exhibit.drawn or {}
    slide = _page(deck, exhibit)
    box = _above_remarks(slide, exhibit, ())
    if spec.get("provinces"):
        add_map(slide, spec, box, exhibit.lang, alt_text(exhibit))
    else:
        _pictured(slide, exhibit, pictures, box)
    _marked(slide, exhibit)


def _figure(
    deck: Presentation, exhibit: Exhibit, pictures: Mapping[str, bytes]
) -> None:
    """A figure as native charts, else as its picture, else in words."""
    drawn = exhibit.drawn or {}
    plots = read(drawn, exhibit.lang, exhibit.era)
    if exhibit.key in pictures and not plots:  # it says itself what stands below both
        slide = _page(deck, exhibit)
        _picture(slide, exhibit, pictures[exhibit.key], CONTENT)
        _marked(slide, exhibit)
        return
    slide = _page(deck, exhibit, subtitle=heading_below(drawn))
    box = _above_remarks(slide, exhibit, plots)
    if plots:
        _charts(slide, exhibit, plots, box)
    else:
        _missing(slide, exhibit, box)
    _marked(slide, exhibit)


def _above_remarks(slide: Slide, exhibit: Exhibit, plots: Sequence[Plot]) -> Box:
    """What is left of the slide's room above the words that stand in no chart."""
    remarks = _remarks(exhibit, plots)
    room = len(remarks) * REMARK
    box = CONTENT._replace(height=CONTENT.height - room)
    if remarks:
        below = Box(CONTENT.left, box.top + box.height, CONTENT.width, room)
        _write(slide, remarks, exhibit.lang, below, size=10, anchor="b")
    return box


def _charts(slide: Slide, exhibit: Exhibit, plots: Sequence[Plot], box: Box) -> None:
    """The charts of a figure, its panels in rows."""
    lang = exhibit.lang
    below = heading_below(exhibit.drawn or {})
    for plot, place in zip(plots, _places(len(plots), box), strict=True):
        add_chart(
            slide, plot, place, lang,
            name=lawful(plot.title or exhibit.title),
            alt=": ".join(filter(None, (plot.title, alt_text(exhibit)))),
            measured=plot.y.title or below or exhibit.title,
            size=CHART_SIZE if len(plots) < MANY else SMALL_SIZE,
            foot=[exhibit.title, *foot_lines(foot_of(exhibit), lang)],
            foot_name=words("export_notes", lang),
        )  # fmt: skip


def _places(number: int, box: Box) -> Iterator[Box]:
    """Boxes for so many panels, in rows of at most four."""
    rows = 1 if number <= 2 else 2
    columns = -(-number // rows)
    wide = (box.width - (columns - 1) * GAP) // columns
    high = (box.height - (rows - 1) * GAP) // rows
    for at in range(number):
        row, column = divmod(at, columns)
        left = box.left + column * (wide + GAP)
        yield Box(left, box.top + row * (high + GAP), wide, high)


def _remarks(exhibit: Exhibit, plots: Sequence[Plot]) -> list[str]:
    """What the figure says that stands in no chart, in lines."""
    note = note_left(exhibit.drawn or {}, noted(exhibit.foot, exhibit.lang))
    said = [note, *(remark for plot in plots for remark in plot.remarks)]
    line = " · ".join(dict.fromkeys(filter(None, said)))
    if not line:
        return []
    lines = [""]
    for word in line.split():
        if len(lines[-1]) + len(word) > REMARK_LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _pictured(
    slide: Slide, exhibit: Exhibit, pictures: Mapping[str, bytes], box: Box
) -> None:
    """The picture of what has no native form, or that there is none."""
    if exhibit.key in pictures:
        _picture(slide, exhibit, pictures[exhibit.key], box)
    else:
        _missing(slide, exhibit, box)


def _picture(slide: Slide, exhibit: Exhibit, png: bytes, box: Box) -> None:
    """A picture as large as its box lets it be, in the middle."""
    shapes: Any = slide.shapes
    picture = shapes.add_picture(io.BytesIO(png), box.left, box.top)
    scale = min(box.width / picture.width, box.height / picture.height)
    picture.width, picture.height = (
        round(picture.width * scale), round(picture.height * scale),
    )  # fmt: skip
    picture.left = box.left + (box.width - picture.width) // 2
    picture._element.nvPicPr.cNvPr.set("descr", alt_text(exhibit))


def _missing(slide: Slide, exhibit: Exhibit, box: Box) -> None:
    """Which picture is missing, in both languages; its cells stand in as a table."""
    lang = exhibit.lang
    told = [
        words("export_picture_missing", each, picture=exhibit.key)
        for each in (lang, "en" if lang == "th" else "th")
    ]
    above = box._replace(height=MISSING)
    _write(slide, [*told, exhibit.alt], lang, above, size=12, anchor="t")
    drawn = exhibit.drawn or {}
    columns = matrix(drawn, exhibit.era) if "data" in drawn else []
    if columns:
        rows = table_rows(columns, lang, exhibit.era)
        below = Box(box.left, box.top + MISSING, box.width, box.height - MISSING)
        add_table(
            slide, columns, rows, rows, below, lang,
            name=exhibit.title, alt=alt_text(exhibit),
        )  # fmt: skip


def _write(
    slide: Slide,
    lines: Sequence[str],
    lang: Lang,
    box: Box,
    *,
    size: float,
    anchor: str,
) -> None:
    text = paragraphs(lines, lang, size=size)
    add_shape(slide, shape(next_number(slide), lines[0], box, text=text, anchor=anchor))
