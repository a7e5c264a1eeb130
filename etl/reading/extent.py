"""How far out the cells of a worksheet lie, from its XML in pieces.

A reader lays out the table up to the last filled cell, so that one cell at the end of
the world costs as much as a full sheet.
"""

import re
from collections.abc import Iterable, Iterator

from etl.refusal import RefusalError

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of Excel
MOST_CELLS = 10_000_000
MOST_BLANKS, BLANKS_PER_CELL = 1_000_000, 30

_CLOSED = rb"""[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*/>"""
_USUAL_REFERENCE = re.compile(rb' r="([A-Z]{0,3})([0-9]{1,18})"')
_ANY_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,9})([0-9]{1,18})["']""")
_VALUES = (b"<v>", b"<t", b":v>", b":t")
_TAGS = (b"<c", b":c", b"<row", b":row")
# the reference of a cell that is not empty, and of a row that has cells
_REFERENCE = re.compile(
    rb"""\sr\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,18})["'](?!""" + _CLOSED + rb")"
)
_ROW = re.compile(
    rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']()([0-9]{1,18})["'](?!"""
    + _CLOSED
    + rb")(?![^<]*</)"
)
_ROW_BEGINS = re.compile(rb"<(?:\w+:)?row\b")
_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,18})["']""")
_VALUE = re.compile(rb"<(?:\w+:)?[vt][\s>]")
_LONGEST_ROW = 1 << 22  # bytes that are looked at together


def too_far(rows: int, columns: int) -> RefusalError:
    """The refusal of a sheet for the size of its table."""
    size = {"rows": f"{rows:,}", "columns": f"{columns:,}"}
    return RefusalError("file.hostile_workbook", found="found.cells", **size)


class Extent:
    """How far out the last cell of a worksheet lies, from its text in pieces.

    Cells are placed by their own reference, else behind the one before them: both are
    followed, the `dimension` that the sheet declares is not. Empty cells, which only
    carry a format, and empty rows take no room.

    Attributes:
        part: The name of the part that holds the sheet.
        filled: How many cells hold a value.
    """

    def __init__(self, part: str) -> None:
        self.part, self.filled = part, 0
        self._is_sheet = False
        self._last_row = self._last_column = 0
        self._rows = self._cells = self._most_cells = 0

    def grow(self, data: bytes) -> None:
        """Take in one piece of the part's text, which ends with a tag.

        Raises:
            RefusalError: The table up to the last cell is larger than any real one.
        """
        self._is_sheet = self._is_sheet or b"sheetData" in data
        if not self._is_sheet:
            return
        self.filled += sum(data.count(tag) for tag in _VALUES)
        references = _USUAL_REFERENCE.findall(data)
        if len(references) != sum(data.count(tag) for tag in _TAGS):
            self._count(data)
            references = _ANY_REFERENCE.findall(data)
        row, column = self._grown(references)  # of the empty ones too
        if _is_too_far(row, column):
            row, column = self._grown(_ROW.findall(data) + _REFERENCE.findall(data))
        if _is_too_far(row, column):
            raise too_far(row, column)
        self._last_row, self._last_column = row, column

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of the table, cells with nothing but a format included."""
        return self._last_row, self._last_column

    def _grown(self, references: list[tuple[bytes, bytes]]) -> tuple[int, int]:
        letters = {found[0] for found in references}
        digits = {found[1] for found in references}
        row = max(self._last_row, self._rows, *map(int, digits), 0)
        longest = max(self._last_column, self._most_cells)
        return row, max(longest, *map(_column, letters), 0)

    def _count(self, data: bytes) -> None:
        """Rows, and cells of the longest row, whatever their references."""
        *ended, last = data.split(b"row>")  # </row>, and <row> without a reference
        for piece in ended:
            self._most_cells = max(self._most_cells, self._cells + _cells(piece))
            self._cells = 0
        self._cells += _cells(last)
        self._most_cells = max(self._most_cells, self._cells)
        self._rows += data.count(b"<row") + data.count(b":row") // 2


def _is_too_far(row: int, column: int) -> bool:
    return row > LAST_ROW or column > LAST_COLUMN or row * column > MOST_CELLS


def _cells(text: bytes) -> int:
    return text.count(b"<c ") + text.count(b"<c>") + text.count(b":c>")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def is_too_blank(sizes: Iterable[tuple[int, int]], filled: int) -> bool:
    """Whether tables of these sizes are large for the cells that are filled."""
    cells = sum(rows * columns for rows, columns in sizes)
    return cells > min(MOST_CELLS, MOST_BLANKS + BLANKS_PER_CELL * filled)


def filled_size(pieces: Iterable[bytes]) -> tuple[int, int]:
    """Number of rows and columns up to the last cells that hold a value."""
    last_row = last_column = number = 0
    for row in _rows(pieces):
        head, _, cells = row.partition(b">")
        given = _NUMBER.search(head)
        number = int(given[1]) if given else number + 1
        if _VALUE.search(cells):
            references = _REFERENCE.findall(cells)
            rows = [int(digits) for _, digits in references]
            columns = [_column(letters) for letters, _ in references]
            last_row = max(last_row, number, *rows)
            last_column = max(last_column, _cells(cells), *columns)
    return last_row, last_column


def _rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The XML of each row, from its attributes on."""
    rest = b""
    for piece in pieces:
        _, *begun = _ROW_BEGINS.split(rest + piece)
        yield from begun[:-1]
        rest = b"<row" + begun[-1] if begun else b""
        if len(rest) > _LONGEST_ROW:
            yield begun[-1]
            rest = b"<row>"
    yield rest
