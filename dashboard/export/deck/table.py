"""Native tables on slides: at most so many rows a slide, numbers at the right."""

from collections.abc import Iterator, Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Inches

from dashboard.export.cells import Column, said
from dashboard.export.deck.drawing import Box
from dashboard.export.deck.lettering import lawful, paragraphs, solid
from dashboard.text import Era, Lang, width

MOST_ROWS, MOST_LINES = 12, 13  # of a slide; lines of its cells, the head apart
SIZE, SMALL = 12.0, 9.5  # points
MANY = 7  # columns, from which on the words are small
ROW = Inches(0.33)
LETTER = 0.0085  # inches that a letter takes, by point
PAD = 0.16  # inches at the sides of a cell
LEAST, MOST = 4, 44  # letters for which a column gives room
SPARE = 2  # letters more, as letters differ
HEAD, STRIPE, RULE = "#1f6f93", "#f4f6f7", "#d5dade"
WHITE = "#ffffff"

Rows = list[tuple[str, ...]]


def table_rows(columns: Sequence[Column], lang: Lang, era: Era) -> Rows:
    """The rows as a reader reads them."""
    told = [
        [said(cell, column.kind, lang, era) for cell in column.cells]
        for column in columns
    ]
    return list(zip(*told, strict=True))


def pages_of(columns: Sequence[Column], rows: Rows, total: int) -> Iterator[Rows]:
    """The rows slide by slide; rows whose cells break into lines take more room.

    Args:
        columns: Of the table.
        rows: Of the table.
        total: The width of the table, in EMU.
    """
    room = [_letters(each, columns) for each in widths(columns, rows, total)]
    page: Rows = []
    lines = 0
    for row in rows:
        own = max(
            _lines(cell, letters) for cell, letters in zip(row, room, strict=True)
        )
        if page and (len(page) == MOST_ROWS or lines + own > MOST_LINES):
            yield page
            page, lines = [], 0
        page.append(row)
        lines += own
    if page or not rows:
        yield page


def widths(columns: Sequence[Column], rows: Rows, total: int) -> list[int]:
    """How wide each column is, in EMU: by its longest cell, all of them the table."""
    cells = [
        max([LEAST, *(width(row[n]) for row in rows)]) for n in range(len(columns))
    ]
    # Headings break at their spaces where not all of them have room.
    for heading in (lambda c: width(c.heading), _heading):
        wanted = [
            min(MOST, max(cell, heading(column)) + SPARE)
            for cell, column in zip(cells, columns, strict=True)
        ]
        if sum(wanted) <= _letters(total, columns):
            break
    return [int(total * each / sum(wanted)) for each in wanted]


def _heading(column: Column) -> int:
    """The room that a heading asks for that breaks at its spaces."""
    longest = max(map(width, column.heading.split()), default=0)
    return max(longest, width(column.heading) // 2)


def size_of(columns: Sequence[Column]) -> float:
    """The size of its words, in points."""
    return SMALL if len(columns) >= MANY else SIZE


def _letters(emu: int, columns: Sequence[Column]) -> int:
    return max(1, int((emu / Inches(1) - PAD) / (LETTER * size_of(columns))))


def _lines(cell: str, letters: int) -> int:
    return -(-max(1, width(cell)) // letters)


def add_table(
    slide: Slide,
    columns: Sequence[Column],
    page: Rows,
    every: Rows,
    box: Box,
    lang: Lang,
    *,
    name: str,
    alt: str,
) -> None:
    """One slide's rows of a table.

    Args:
        slide: The slide.
        columns: Of the table.
        page: Its rows on this slide.
        every: All its rows, by which columns are as wide on each slide.
        box: Its place.
        lang: Of its words.
        name: What Office's list of objects calls it.
        alt: What it shows, for who does not see it.
    """
    size = size_of(columns)
    across = widths(columns, every, box.width)
    shapes: Any = slide.shapes
    frame = shapes.add_table(1, 1, *box[:3], ROW * (len(page) + 1))
    frame.name = lawful(name)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    grid = "".join(f'<a:gridCol w="{each}"/>' for each in across)
    is_right = [column.kind in ("count", "number", "share") for column in columns]
    head = _row([c.heading for c in columns], is_right, lang, size, WHITE, HEAD, True)
    body = "".join(
        _row(row, is_right, lang, size, None, STRIPE if at % 2 else WHITE, False)
        for at, row in enumerate(page)
    )
    made = parse_xml(
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1" bandRow="1"/>'
        f"<a:tblGrid>{grid}</a:tblGrid>{head}{body}</a:tbl>"
    )
    old = frame._element.graphic.graphicData.tbl
    old.getparent().replace(old, made)


def _row(
    cells: Sequence[str],
    is_right: Sequence[bool],
    lang: Lang,
    size: float,
    colour: str | None,
    ground: str,
    bold: bool,  # noqa: FBT001
) -> str:
    fill = f"<a:solidFill>{solid(ground)}</a:solidFill>"
    none = "".join(
        f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT")
    )
    rule = f'<a:lnB w="6350"><a:solidFill>{solid(RULE)}</a:solidFill></a:lnB>'
    edge = '<a:tcPr marL="73152" marR="73152" marT="27432" marB="27432" anchor="ctr">'
    told = "".join(
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
        + paragraphs(
            [cell],
            lang,
            size=size,
            bold=bold,
            colour=colour,
            align="r" if right else "l",
        )
        + f"</a:txBody>{edge}{none}{rule}{fill}</a:tcPr></a:tc>"
        for cell, right in zip(cells, is_right, strict=True)
    )
    return f'<a:tr h="{ROW}">{told}</a:tr>'
