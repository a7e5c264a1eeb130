"""What is taken along as an XLSX workbook: a sheet for the rows of each, and the notes.

Numbers are numbers and days are days, formatted in the reader's language and era; a
count that may not be said is words. No text is ever a formula.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exhibits import Exhibit
from dashboard.export.behind import columns_behind, rows_of
from dashboard.export.cells import Column, Kind
from dashboard.export.foot import (
    BETWEEN,
    foot_lines,
    foot_notes,
    foot_of,
    watermark,
)
from dashboard.export.printing import FONT, NAMING, PRINTED, on_paper
from dashboard.export.sheet_name import sheet_name
from dashboard.export.tables import DECIMALS, FORMULA_STARTS, NUMBERS
from dashboard.rules import rules
from dashboard.text import Era, Lang, width, words

# The same day in every file, so that the same exhibits make the same bytes.
MADE = datetime(2020, 1, 1)  # noqa: DTZ001  XlsxWriter takes it as it is
ACCENT, PALE, LOUD = "#1f6f93", "#f4f6f7", "#9b2600"
FORMS: dict[Kind, str] = {
    "count": "#,##0",
    "number": "#,##0.0",
    "share": "0.0%",
    "year": "0",
}
# Excel's calendars: 07 is the Buddhist era, 41E Thai, 809 English.
DAYS: dict[tuple[Lang, Era], str] = {
    ("th", "be"): "[$-107041E]d mmm yyyy",
    ("th", "ce"): "[$-41E]d mmm yyyy",
    ("en", "be"): "[$-1070809]d mmm yyyy",
    ("en", "ce"): "[$-809]d mmm yyyy",
}
HEAD = 2  # row of the headings: title and status stand above
NARROW, WIDE = 8, 50  # letters of a column
NOTE_WIDTH = 100  # letters of a note's line
LINE = 17  # points: a line of a cell
SHOWN = 40  # letters of a text that is too long
LANGS: tuple[Lang, ...] = ("th", "en")
STATES = ("fewer", "not_reported", "no_data", "withheld")


Make = Callable[..., Format]


class WorkbookError(Exception):
    """A cell that no workbook can hold; says where and what to do."""


def workbook(exhibits: Sequence[Exhibit], title: str, lang: Lang) -> bytes:
    """A workbook of the rows of exhibits, the notes of all of them first.

    Args:
        exhibits: In their order, all of what may leave. Figures and maps have a sheet
            of the rows behind them; what draws none is named in the notes alone.
        title: Of the workbook.
        lang: Of the notes; every exhibit has a language of its own.

    Returns:
        An XLSX file; the same exhibits make the same bytes.

    Raises:
        ValueError: Rows are an analyst's.
        WorkbookError: A cell is longer than Excel takes.
    """
    out = io.BytesIO()
    look = {"font_name": FONT, "font_size": 11}
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": look,
    }
    read = [(exhibit, columns_behind(exhibit)) for exhibit in exhibits]
    tables = [(exhibit, columns) for exhibit, columns in read if columns]
    names = {
        exhibit.key: sheet_name(at, exhibit.title)
        for at, (exhibit, _columns) in enumerate(tables, 1)
    }
    with Workbook(out, options) as book:
        book.set_properties({"title": title, "created": MADE})
        form = _formats(book)
        _notes(book, form, exhibits, names, title, lang)
        for exhibit, columns in tables:
            _table(book, form, names[exhibit.key], exhibit, columns)
    return out.getvalue()


def _formats(book: Workbook) -> Make:
    """What makes a format of its properties, each once in a workbook."""
    known: dict[tuple[tuple[str, object], ...], Format] = {}

    def form(**look: object) -> Format:
        key = tuple(look.items())
        if key not in known:
            known[key] = book.add_format(look)
        return known[key]

    return form


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: object,
    form: Format | None = None,
) -> None:
    """A cell into a sheet; text as text, whatever it begins with."""
    done = sheet.write(row, column, value, form)
    if done < 0:
        place = {"sheet": sheet.name, "row": row + 1, "column": column + 1}
        value = str(value)[:SHOWN]
        said = (words("export_too_long", at, **place, value=value) for at in LANGS)
        raise WorkbookError(" / ".join(said))


def _table(
    book: Workbook, form: Make, name: str, exhibit: Exhibit, columns: Sequence[Column]
) -> None:
    """The sheet of rows: title, status, headings, rows, foot."""
    sheet = book.add_worksheet(name)
    rows = rows_of(columns)
    mark = watermark(exhibit.foot, exhibit.lang)
    status = words(f"status_{exhibit.foot.data_status}", exhibit.lang)
    _put(sheet, 0, 0, exhibit.title, form(bold=True, font_size=14))
    _put(sheet, 1, 0, status, form(bold=True, font_color=LOUD if mark else ACCENT))
    for at, column in enumerate(columns):
        _column(sheet, form, at, column, exhibit)
    # LibreOffice does not make room for lines by itself, as Excel does.
    rooms = [_letters(column) - 2 for column in columns]
    lines = zip(*(column.cells for column in columns), strict=True)
    for row, cells in enumerate([[c.heading for c in columns], *lines], HEAD):
        high = max(map(_lines, cells, rooms))
        if high > 1:
            sheet.set_row(row, LINE * high)
    for at, line in enumerate(foot_lines(foot_of(exhibit), exhibit.lang)):
        _put(sheet, HEAD + rows + 2 + at, 0, line)
    sheet.freeze_panes(HEAD + 1, 1)
    if rows:
        sheet.autofilter(HEAD, 0, HEAD + rows, len(columns) - 1)
    _print(sheet, exhibit, mark, -(-sum(map(_letters, columns)) // PRINTED))


def _column(
    sheet: Worksheet, form: Make, at: int, column: Column, exhibit: Exhibit
) -> None:
    """A heading with its cells."""
    head, plain, text = _forms(column, exhibit)
    _put(sheet, HEAD, at, column.heading, form(**head))
    looks = {
        "plain": form(**plain),
        "whole": form(**plain | {"num_format": FORMS["count"]}),
        "text": form(**text),
        "quoted": form(**text, quote_prefix=True),
    }
    for row, cell in enumerate(column.cells, HEAD + 1):
        _put(sheet, row, at, _written(cell), looks[_look(cell, column.kind)])
    sheet.set_column(at, at, _letters(column))


def _look(cell: object, kind: Kind) -> str:
    """How a cell is formatted; text that could be a formula is marked as text.

    A column may hold changes of different units: counts among per cents stay whole.
    """
    if not isinstance(cell, str):
        return "whole" if kind == "number" and isinstance(cell, int) else "plain"
    return "quoted" if cell.lstrip().startswith(FORMULA_STARTS) else "text"


Look = dict[str, object]


def _forms(column: Column, exhibit: Exhibit) -> tuple[Look, Look, Look]:
    """The formats of a heading, of a number or a day, and of words."""
    form = FORMS.get(column.kind, "General")
    if column.kind == "number":
        form += "0" * (max(map(_decimals, column.cells), default=1) - 1)
    if column.kind == "day":
        form = DAYS[exhibit.lang, exhibit.era]
    side = "right" if column.kind in FORMS else "left"
    head: Look = {
        "bold": True,
        "font_color": "#ffffff",
        "bg_color": ACCENT,
        "text_wrap": True,
        "valign": "vcenter",
        "align": side,
    }
    plain: Look = {"valign": "top", "align": side, "num_format": form}
    indent = 1 if side == "left" else 0  # clear of the number before it
    plain["indent"] = head["indent"] = indent
    text: Look = plain | {"num_format": "General", "text_wrap": True}
    return head, plain, text


def _decimals(cell: object) -> int:
    """How many decimals a number carries; all of a column are written with the most."""
    if not isinstance(cell, float):
        return 1
    return len(f"{cell:.{DECIMALS}f}".rstrip("0").partition(".")[2]) or 1


def _written(cell: object) -> object:
    """A cell as XlsxWriter takes it; a day without an hour."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    return cell


def _letters(column: Column) -> int:
    """How wide a column is: by its longest cell, and by its heading in two lines."""
    days = column.kind == "day"
    cells = [
        12 if days and isinstance(c, date) else width(str(c)) for c in column.cells
    ]
    return min(WIDE, max([NARROW, width(column.heading) // 2 + 2, *cells]) + 2)


def _lines(cell: object, room: int) -> int:
    """How many lines a cell takes in a column with room for so many letters."""
    return -(-max(1, width(str(cell))) // room) if isinstance(cell, str) else 1


def _print(sheet: Worksheet, exhibit: Exhibit, mark: str, across: int) -> None:
    """How it is printed: its headings on every page, and what the figures are."""
    notes = foot_notes(foot_of(exhibit), exhibit.lang)
    on_paper(sheet, exhibit.title, mark, BETWEEN.join(notes.values()), across)
    sheet.repeat_rows(HEAD)
    if across > 1:
        sheet.repeat_columns(0, NAMING - 1)


def _notes(
    book: Workbook,
    form: Make,
    exhibits: Sequence[Exhibit],
    names: dict[str, str],
    title: str,
    lang: Lang,
) -> None:
    """The first sheet: what each exhibit is made of, and what words in cells mean."""
    sheet = book.add_worksheet(words("export_notes", lang))
    head, text = form(bold=True, bg_color=PALE), form(text_wrap=True, valign="top")
    marks = (watermark(exhibit.foot, lang) for exhibit in exhibits)
    _put(sheet, 0, 0, title, form(bold=True, font_size=14))
    mark = next(filter(None, marks), "")
    _put(sheet, 1, 0, mark, form(bold=True, font_color=LOUD))
    row = HEAD + 1
    for titled, lines in _blocks(exhibits, names, lang):
        for column, said in enumerate((titled, "")):
            _put(sheet, row, column, said, head)
        for said, told in lines:
            row += 1
            _put(sheet, row, 0, said, text)
            _put(sheet, row, 1, told, text)
            sheet.set_row(row, LINE * -(-max(1, width(told)) // NOTE_WIDTH))
        row += 2
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, NOTE_WIDTH)
    on_paper(sheet, title, mark, "")


Lines = list[tuple[str, str]]


def _blocks(
    exhibits: Sequence[Exhibit], names: dict[str, str], lang: Lang
) -> Iterator[tuple[str, Lines]]:
    """Of each exhibit its title, then sheet, foot and choices; at last the meanings."""
    for exhibit in exhibits:
        sheet = names.get(exhibit.key, words("export_no_sheet", lang))
        chosen = f"{exhibit.page}?{urlencode(exhibit.choices)}".rstrip("?")
        yield (
            exhibit.title,
            [
                (words("export_sheet", lang), sheet),
                *foot_notes(foot_of(exhibit), exhibit.lang).items(),
                (words("export_choices", lang), chosen),
            ],
        )
    yield words("export_meaning", lang), list(_meanings(lang))


def _meanings(lang: Lang) -> Iterator[tuple[str, str]]:
    """What stands in cells in place of a number, and what it means."""
    small = rules().small_below
    for state in STATES:
        said = words(f"export_{state}", lang, below=small)
        yield said, words(f"export_{state}_meaning", lang, below=small)
    for state in NUMBERS[:2]:
        said = words(f"export_{state}", lang, base="…")
        yield said, words(f"export_{state}_meaning", lang)
