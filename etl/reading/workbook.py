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
    except MemoryError:
        raise  # no damage
    except Exception as error:  # calamine raises a class of its own for each damage
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
    """
    sheets, refusals = [], []
    for position, name in enumerate(names, 1):
        title = shown(name)
        if title != name.strip():  # two such names must not look like one sheet
            title = f"{title} {position}"
        try:
            sheet = _sheet(workbook, name, title, dataset)
        except RefusalError as refusal:
            refusals.append(refusal)
            continue
        if sheet is not None:
            sheets.append(sheet)
    return sheets, refusals


def _sheet(
    workbook: CalamineWorkbook, name: str, title: str, dataset: Dataset
) -> Sheet | None:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    first = [
        (number, [text_of(cell) for cell in row])
        for number, row in enumerate(rows[: header.SEARCHED_LINES], 1)
    ]
    found = header.find(first, dataset)
    if found is None:
        return None
    return Sheet(title, found, SEPARATOR, _blocks(rows, found))


def _blocks(rows: Sequence[Sequence[Cell]], found: Header) -> Iterator[Rows]:
    for start in range(found.line, len(rows), ROWS_PER_BLOCK):
        part = rows[start : start + ROWS_PER_BLOCK]
        texts = [SEPARATOR.join(text_of(c) for c in row[: found.width]) for row in part]
        numbers = list(range(start + 1, start + 1 + len(part)))
        yield Rows(numbers, texts, [None] * len(part))


def text_of(cell: Cell) -> str:
    """A cell's value as an office would type it: 50.0 is 50, a date is ISO."""
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
    return " ".join(lines.mended(str(cell)).replace(SEPARATOR, " ").split())
