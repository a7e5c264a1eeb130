"""Native tables on slides: at most so many rows a slide, numbers at the right."""

from collections.abc import Iterator, Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Inches

from dashboard.exhibits import Exhibit
from dashboard.export.cells import (
    Column,
    abreast,
    foremost,
    left_out,
    told,
    with_the_rest,
)
from dashboard.export.deck.drawing import Box
from dashboard.export.deck.lettering import lawful, paragraphs, solid
from dashboard.text import Era, Lang, width

MOST_ROWS, MOST_HIGH = 12, 4.1  # of a slide; inches of its rows, the head apart
HEAD_HIGH = 0.4  # inches more, of heads, above what may stand beneath a table
ABREAST = 116  # letters in the width of a slide
MOST_SLIDES = 4  # of a table; the rest of it is in the workbook
# From so many columns on, the size of words (points), and the room at their sides.
SIZES = ((7, 10.5, 0.08), (0, 12.0, 0.08))
ROW = Inches(0.33)
BETWEEN = Inches(0.2)  # two parts on a slide
LETTER = 0.0085  # inches that a letter takes, by point
LINE, AIR = 0.0174, 0.06  # inches that a line takes, by point; above and below it
LEAST, MOST = 4, 44  # letters for which a column gives room
SPARE = 2  # letters more, as letters differ
BOLD = 1  # and in a heading
LONGEST = (14, 12, 10, 8)  # letters of a word that is not broken, the first that fits
HEAD, STRIPE, RULE = "#1f6f93", "#f4f6f7", "#d5dade"
WHITE = "#ffffff"

Rows = list[tuple[str, ...]]


def table_rows(columns: Sequence[Column], lang: Lang, era: Era) -> Rows:
    """The rows as a reader reads them."""
    cells = [told(column, lang, era) for column in columns]
    return list(zip(*cells, strict=True))


def pages_of(columns: Sequence[Column], rows: Rows, total: int) -> Iterator[Rows]:
    """The rows slide by slide; rows whose cells break into lines take more room.

    Args:
        columns: Of the table.
        rows: Of the table.
        total: The width of the table, in EMU.
    """
    room = [_letters(each, columns) for each in widths(columns, rows, total)]
    page: Rows = []
    taken = 0.0
    for row in rows:
        own = _high(row, columns, room)
        if page and (len(page) == MOST_ROWS or taken + own > MOST_HIGH):
            yield page
            page, taken = [], 0.0
        page.append(row)
        taken += own
    if page or not rows:
        yield page


def _high(row: Sequence[str], columns: Sequence[Column], room: Sequence[int]) -> float:
    """The inches that a row takes, in columns of so many letters."""
    lines = max(_lines(*each) for each in zip(row, room, strict=True))
    return max(ROW / Inches(1), lines * LINE * size_of(columns) + AIR)


Page = tuple[list[Column], Rows, Rows]  # columns, rows of the slide, all rows


def paged(every: list[Column], exhibit: Exhibit, total: int) -> tuple[list[Page], str]:
    """The slides of a table, and what they leave out in words.

    A wide one stands in parts where these are few slides, else in its main columns.

    Args:
        every: Its columns.
        exhibit: The table.
        total: Its width, in EMU.
    """
    parts = abreast(every, ABREAST)
    pages = _pages(parts, exhibit, total)
    if len(parts) > 1 and (exhibit.main or len(pages) > MOST_SLIDES):
        parts = [foremost(every, exhibit.main, ABREAST)]
        pages = _pages(parts, exhibit, total)
    shown = sum(len(page) for _columns, page, _rows in pages[:MOST_SLIDES])
    all_rows = len(every[0].cells)
    remark = left_out(
        exhibit.lang,
        columns=(len({c.name for part in parts for c in part}), len(every)),
        rows=(all_rows if len(pages) <= MOST_SLIDES else shown, all_rows),
    )
    return pages[:MOST_SLIDES], remark


def stacked(pages: Sequence[Page], total: int) -> list[list[tuple[Page, int]]]:
    """The pages slide by slide, each with its height in EMU.

    The parts of a wide table of few rows stand one below the other.

    Args:
        pages: Of a table.
        total: Its width, in EMU.
    """
    slides: list[list[tuple[Page, int]]] = []
    left = 0
    for page in pages:
        columns, shown, rows = page
        high = _height(columns, shown, rows, total)
        if not slides or high + BETWEEN > left:
            slides.append([])
            left = Inches(MOST_HIGH + HEAD_HIGH)
        slides[-1].append((page, high))
        left -= high + BETWEEN
    return slides


def _height(columns: Sequence[Column], shown: Rows, rows: Rows, total: int) -> int:
    """How high a part of a table is with its head, in EMU."""
    room = [_letters(each, columns) for each in widths(columns, rows, total)]
    head = [column.heading for column in columns]
    return round(sum(_high(row, columns, room) for row in (head, *shown)) * Inches(1))


def _pages(parts: Sequence[list[Column]], exhibit: Exhibit, total: int) -> list[Page]:
    return [
        (part, page, rows)
        for part in parts
        for rows in [table_rows(part, exhibit.lang, exhibit.era)]
        for page in pages_of(part, rows, total)
    ]


def widths(columns: Sequence[Column], rows: Rows, total: int) -> list[int]:
    """How wide each column is, in EMU: by its longest cell, all of them the table.

    Columns whose cells break into lines have what the others leave: no number, no day
    and as few words as can be are broken.
    """
    letters = _letters(total, columns)
    cells = [
        max([LEAST, *(width(row[n]) for row in rows)]) for n in range(len(columns))
    ]
    # Headings break at their spaces where not all of them have room.
    for heading in (lambda c: width(c.heading), _heading):
        wanted = [
            min(MOST, max(cell, heading(column)) + SPARE)
            for cell, column in zip(cells, columns, strict=True)
        ]
        if sum(wanted) <= letters:
            break
    asked = [cell + SPARE for cell in cells]
    wanted = with_the_rest(wanted, asked, letters)
    if sum(wanted) > letters:
        wanted = _narrowed(wanted, columns, rows, letters)
    return [int(total * each / sum(wanted)) for each in wanted]


def _narrowed(
    wanted: Sequence[int], columns: Sequence[Column], rows: Rows, letters: int
) -> list[int]:
    """The columns with less room, each no less than what it cannot break, if so."""
    least = list(wanted)
    for longest in LONGEST:
        least = [
            min(has, max(LEAST, _unbroken(column, [row[n] for row in rows], longest)))
            for n, (has, column) in enumerate(zip(wanted, columns, strict=True))
        ]
        if sum(least) <= letters:
            break
    spare = [has - need for has, need in zip(wanted, least, strict=True)]
    share = min(1.0, (sum(wanted) - letters) / max(1, sum(spare)))
    return [
        max(need, round(has - share * more))
        for has, need, more in zip(wanted, least, spare, strict=True)
    ]


def _unbroken(column: Column, cells: Sequence[str], longest: int) -> int:
    """The letters of the longest piece that is not to be broken.

    Of a heading and of words these are what stands between spaces, up to so many
    letters: Thai breaks between words, which no space shows.
    """
    pieces = [width(piece) for cell in cells for piece in cell.split()]
    pieces += [width(piece) + BOLD for piece in column.heading.split()]
    figures = cells if column.kind != "text" else ()
    return SPARE + max(min(longest, max(pieces, default=0)), *map(width, figures), 0)


def _heading(column: Column) -> int:
    """The room that a heading asks for that breaks at its spaces."""
    longest = max(map(width, column.heading.split()), default=0)
    return max(longest, width(column.heading) // 2)


def size_of(columns: Sequence[Column]) -> float:
    """The size of its words, in points."""
    return next(size for many, size, _pad in SIZES if len(columns) >= many)


def _pad(columns: Sequence[Column]) -> float:
    """The room at each side of a cell, in inches."""
    return next(pad for many, _size, pad in SIZES if len(columns) >= many)


def _letters(emu: int, columns: Sequence[Column]) -> int:
    return max(
        1, int((emu / Inches(1) - 2 * _pad(columns)) / (LETTER * size_of(columns)))
    )


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
    shapes: Any = slide.shapes
    high = min(ROW, box.height // (len(page) + 1))
    frame = shapes.add_table(1, 1, *box[:3], high * (len(page) + 1))
    frame.name = lawful(name)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    across = widths(columns, every, box.width)
    grid = "".join(f'<a:gridCol w="{each}"/>' for each in across)
    rows = [_row([c.heading for c in columns], columns, lang, high, HEAD, WHITE)]
    rows += [
        _row(row, columns, lang, high, STRIPE if at % 2 else WHITE)
        for at, row in enumerate(page)
    ]
    made = parse_xml(
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1" bandRow="1"/>'
        f"<a:tblGrid>{grid}</a:tblGrid>{''.join(rows)}</a:tbl>"
    )
    old = frame._element.graphic.graphicData.tbl
    old.getparent().replace(old, made)


def _row(
    cells: Sequence[str],
    columns: Sequence[Column],
    lang: Lang,
    high: int,
    ground: str,
    colour: str | None = None,
) -> str:
    """A row on its ground; the one of the headings has a colour, and is bold."""
    size, bold = size_of(columns), colour is not None
    edge = _edge(ground, round(_pad(columns) * Inches(1)))
    told = ""
    for cell, column in zip(cells, columns, strict=True):
        align = "r" if column.kind in ("count", "number", "share") else "l"
        text = paragraphs(
            [cell], lang, size=size, bold=bold, colour=colour, align=align
        )
        told += (
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody>{edge}</a:tc>"
        )
    return f'<a:tr h="{high}">{told}</a:tr>'


def _edge(ground: str, pad: int) -> str:
    """The ground of a cell, the room at its sides (EMU), and a line beneath it."""
    none = "".join(
        f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT")
    )
    rule = f'<a:lnB w="6350"><a:solidFill>{solid(RULE)}</a:solidFill></a:lnB>'
    fill = f"<a:solidFill>{solid(ground)}</a:solidFill>"
    sides = f'marL="{pad}" marR="{pad}" marT="27432" marB="27432" anchor="ctr"'
    return f"<a:tcPr {sides}>{none}{rule}{fill}</a:tcPr>"
