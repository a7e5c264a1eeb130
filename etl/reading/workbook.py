"""Sheets of an XLSX workbook, as the same lines of text as a delimited file.

Formulas are never evaluated: the value that Excel stored counts, none means missing.
Hidden sheets are never read.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from etl.personal import shown
from etl.reading import header, lines
from etl.reading.sheet import SEPARATOR, Rows, Sheet
from etl.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from etl.datasets import Dataset
    from etl.reading.header import Header

ROWS_PER_BLOCK = 50_000
OTHERS = "…"  # stands for the cells of columns that nobody knows
PANIC = "PanicException"  # of Rust, in calamine; it is no Exception
Cell = object


def read(path: Path, dataset: Dataset) -> list[Sheet]:
    """The visible sheets that have the dataset's header.

    Raises:
        RefusalError: The workbook cannot be opened, or no visible sheet has the header.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible
            and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        sheets, refusals = _sheets(workbook, names, dataset)
    except (RefusalError, MemoryError):
        raise
    except Exception as error:  # calamine raises a class of its own for each damage
        raise RefusalError("file.damaged_workbook") from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise RefusalError("file.damaged_workbook") from error
    if not sheets and refusals:
        raise refusals[0]
    if not sheets:
        raise RefusalError("file.no_header", required=header.required_names(dataset))
    return sheets


def _sheets(
    workbook: CalamineWorkbook, names: Sequence[str], dataset: Dataset
) -> tuple[list[Sheet], list[RefusalError]]:
    """The sheets with a whole header, and what is wrong with the header of others.

    A sheet of notes may name some columns: it refuses nothing where another is whole.

    Raises:
        RefusalError: A header lacks little or has a column twice; the rows below it
            would be left out.
    """
    sheets: list[Sheet] = []
    refusals: list[RefusalError] = []
    for position, name in enumerate(names, 1):
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        first = _first(rows)
        try:
            found = header.find(first, dataset)
        except RefusalError as refusal:
            refusals.append(_of_sheet(refusal, name, names))
            if header.is_meant(first, dataset):
                raise refusals[-1] from refusal
            continue
        if found:
            blocks = _blocks(rows, found)
            title = _title(name, position, {sheet.name for sheet in sheets})
            sheets.append(Sheet(title, found, SEPARATOR, blocks))
    return sheets, refusals


def _title(name: str, position: int, taken: set[str]) -> str:
    """The sheet's name as it may be shown; no two of them look like one."""
    title = shown(name)
    is_own = title == name.strip() and title not in taken
    return title if is_own else f"{title} {position}"


def _first(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, list[str]]]:
    """The rows among which a header may stand, numbered."""
    found = rows[: header.SEARCHED_LINES]
    return [(number, list(map(text_of, row))) for number, row in enumerate(found, 1)]


def _of_sheet(refusal: RefusalError, name: str, names: Sequence[str]) -> RefusalError:
    """The refusal with the name of the sheet, where there are several."""
    if len(names) == 1:
        return refusal
    columns = f"{refusal.values['columns']} [{shown(name)}]"
    return RefusalError(refusal.reason, columns=columns)


def _blocks(rows: Sequence[Sequence[Cell]], found: Header) -> Iterator[Rows]:
    for start in range(found.line, len(rows), ROWS_PER_BLOCK):
        part = rows[start : start + ROWS_PER_BLOCK]
        texts = [_text(row, found) for row in part]
        numbers = list(range(start + 1, start + 1 + len(part)))
        yield Rows(numbers, texts, [None] * len(part))


def _text(row: Sequence[Cell], found: Header) -> str:
    """The cells up to the last known column, and a mark where only others are filled.

    A sheet may be thousands of columns wide; a row that is filled in any is a row.
    """
    text = SEPARATOR.join([text_of(cell) for cell in row[: found.needed]])
    if text.strip(SEPARATOR) or not any(map(text_of, row[found.needed :])):
        return text
    return f"{text}{SEPARATOR}{OTHERS}"


def text_of(cell: Cell) -> str:
    """A cell's value as an office would type it: 50.0 is 50, a date is ISO."""
    if cell == "":  # most cells of a sheet that somebody formatted
        return ""
    if isinstance(cell, str):
        return _on_one_line(cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        from decimal import Decimal  # noqa: PLC0415 - slow to load, seldom needed

        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, dt.datetime):
        is_midnight = cell.time() == dt.time()
        return str(cell.date()) if is_midnight else cell.isoformat(" ", "seconds")
    return _on_one_line(str(cell))


def _on_one_line(text: str) -> str:
    """The text with single blanks for all white space, which SEPARATOR is, too."""
    return " ".join(lines.mended(text).split())
