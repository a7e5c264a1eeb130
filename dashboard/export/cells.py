"""The cells of a gated table, and how each column of them is to be read and written.

Used by slides and workbooks; a CSV file has the same cells (dashboard.export.tables).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import pandas as pd

from dashboard.disclosure import Audience
from dashboard.exhibits import Exhibit
from dashboard.export.tables import DECIMALS as FILE_DECIMALS
from dashboard.export.tables import READ_DECIMALS, columns
from dashboard.text import Era, Lang, date_text, number_text, share_text, width, words

Kind = Literal["count", "number", "share", "year", "day", "text"]
DECIMALS, OF_SMALL = 1, 2  # of a share in per cent, of a number; of one below 1
NARROW, BROAD = 5, 20  # letters of a column beside others
MOST_NAMING = 3  # columns that tell rows apart
YEARS = re.compile(r"(^|_)(year|year_be|no|code)$")  # numbers that name, not count
YEAR = re.compile(r"[12]\d{3}")  # a year in words: of an era, so no number to a frame
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Column:
    """A column of a table that leaves.

    Attributes:
        name: In the frame; "" of one that says whether the one before is rounded.
        heading: What stands above it.
        kind: How its cells are written.
        cells: In the order of the rows; a count that is not said is words.
    """

    name: str
    heading: str
    kind: Kind
    cells: tuple[object, ...]


def table_columns(exhibit: Exhibit, decimals: int = FILE_DECIMALS) -> list[Column]:
    """The columns of an exhibit's table, in order.

    Args:
        exhibit: The table.
        decimals: Of numbers that are not whole.

    Raises:
        ValueError: It has no rows, or they are an analyst's.
    """
    gated = exhibit.gated
    if gated is None:
        raise ValueError(f"{exhibit.key}: a {exhibit.kind} has no rows.")
    if gated.audience is Audience.ANALYST:
        raise ValueError(
            f"{exhibit.key}: a file leaves: gate it for Audience.OUTSIDE, not ANALYST."
        )
    given = columns(gated, exhibit.headings, exhibit.lang, decimals)
    return [column_of(name, heading, cells) for name, heading, cells in given]


def read_columns(exhibit: Exhibit) -> list[Column]:
    """The columns of an exhibit's table as they are read, not computed with.

    Raises:
        ValueError: See table_columns.
    """
    read = exhibit.read or exhibit.headings
    return table_columns(replace(exhibit, headings=read), READ_DECIMALS)


def column_of(name: str, heading: str, cells: Sequence[object]) -> Column:
    """A column of cells; years in words are numbers again."""
    if cells and all(isinstance(c, str) and YEAR.fullmatch(c) for c in cells):
        years = tuple(int(str(cell)) for cell in cells)
        return Column(name, heading, "year", years)
    return Column(name, heading, _kind(name, cells), tuple(map(_cell, cells)))


def _kind(name: str, cells: Sequence[object]) -> Kind:
    """What a column holds, by its name and by what stands in it."""
    known = [cell for cell in cells if not _is_missing(cell)]
    numbers = [cell for cell in known if _is_number(cell)]
    if known and all(isinstance(cell, date) for cell in known):
        return "day"
    if not name or not numbers:
        return "text"
    if YEARS.search(name):
        return "year"
    if name.endswith("_share"):
        return "share"
    is_whole = all(number == int(number) for number in map(float, map(str, numbers)))
    return "count" if is_whole else "number"


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_missing(cell: object) -> bool:
    if cell is None or isinstance(cell, str):
        return cell is None
    return pd.api.types.is_scalar(cell) and bool(pd.isna(cell))


def _cell(cell: object) -> object:
    """A cell, None where there is nothing; numpy's and pandas' values as Python's."""
    if _is_missing(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.to_pydatetime()
    return cell.item() if hasattr(cell, "item") else cell


def abreast(columns: Sequence[Column], letters: int) -> list[list[Column]]:
    """Columns in as few parts as stand abreast in a line of so many letters.

    Each part begins with the columns that tell the rows apart, and no count stands
    without the one that says whether it is rounded.
    """
    names, blocks = _blocks(columns)
    free = letters - sum(map(_room, names))
    parts = _filled(blocks, free)
    if len(parts) <= 1:
        return [list(columns)]
    # As even as can be: no part of a single column behind a full one.
    least = sum(_room(each) for block in blocks for each in block) // len(parts)
    tried = (_filled(blocks, room) for room in range(least, free))
    even = next((each for each in tried if len(each) == len(parts)), parts)
    return [[*names, *part] for part in even]


def foremost(
    columns: Sequence[Column], main: Sequence[str], letters: int
) -> list[Column]:
    """Of a table that is too wide the main columns that stand abreast.

    Args:
        columns: Of the table.
        main: The names of its main columns in their order; none: all, those that are
            the same in all rows last.
        letters: Of a line.
    """
    names, others = _blocks(columns)
    by_name = {block[0].name: block for block in ([*([n] for n in names), *others])}
    told = [by_name[name] for name in main if name in by_name]
    if not told:
        is_one = [len(set(block[0].cells)) == 1 for block in others]
        order = sorted(zip(is_one, range(len(others)), strict=True))
        told = [*([name] for name in names), *(others[at] for _one, at in order)]
    return _filled(told, letters)[0]


def _blocks(columns: Sequence[Column]) -> tuple[list[Column], list[list[Column]]]:
    """What tells rows apart; and the others, with the remark on its rounding each."""
    names = _naming(columns)
    blocks: list[list[Column]] = []
    for column in columns:
        if column in names:
            continue
        if column.name or not blocks:
            blocks.append([])
        blocks[-1].append(column)
    return names, blocks


def left_out(
    lang: Lang, columns: tuple[int, int], rows: tuple[int, int] = (0, 0)
) -> str:
    """What is said beneath a table of which not all stands; "" where all does.

    Args:
        lang: Of the words.
        columns: How many stand, and of how many.
        rows: The same; the first ones stand.
    """
    keys = ("export_rows_shown", "export_columns_shown")
    told = [
        words(key, lang, shown=f"{shown:,}", of=f"{of:,}")
        for key, (shown, of) in zip(keys, (rows, columns), strict=True)
        if shown < of
    ]
    return " · ".join([*told, words("export_all_kept", lang)]) if told else ""


def _filled(blocks: Sequence[Sequence[Column]], free: int) -> list[list[Column]]:
    """Blocks in parts of so many letters; one that is larger stands alone."""
    parts: list[list[Column]] = []
    for block in blocks:
        if not parts or sum(map(_room, (*parts[-1], *block))) > free:
            parts.append([])
        parts[-1] += block
    return parts


def _naming(columns: Sequence[Column]) -> list[Column]:
    """The first columns that together differ in all rows; a code only at need.

    What is the same in all rows tells none apart.
    """
    named = [c for c in columns if c.kind in ("text", "year", "day") and c.name]
    told = [column for column in named if len(set(column.cells)) > 1]
    plain = [column for column in told if not column.name.endswith("_code")]
    for given in (plain, told):
        for many in range(1, MOST_NAMING + 1):
            rows = list(zip(*(c.cells for c in given[:many]), strict=True))
            if rows and len(set(rows)) == len(rows):
                return given[:many]
    return list(columns[:1])


def _room(column: Column) -> int:
    """The letters that a column asks for: long words break, headings in two."""
    longest = max([0, *(width(str(cell)) for cell in column.cells)])
    asked = max(longest, width(column.heading) // 2)
    return min(max(asked, NARROW), BROAD) + 2


def with_the_rest(room: Sequence[int], asked: Sequence[int], letters: int) -> list[int]:
    """The room of columns, to which those that ask for more add what all leave.

    Args:
        room: Letters of each column.
        asked: Letters of its longest cell.
        letters: Of all columns together.
    """
    lacking = [max(0, wish - has) for wish, has in zip(asked, room, strict=True)]
    share = min(1.0, max(0, letters - sum(room)) / max(1, sum(lacking)))
    return [has + int(share * more) for has, more in zip(room, lacking, strict=True)]


def told(column: Column, lang: Lang, era: Era) -> list[str]:
    """The cells of a column as a reader reads them.

    Its numbers have the same decimals, two where none is larger than 1: of a p-value
    or an index one decimal says nothing. Whole ones among changes stay whole.
    """
    small = all(abs(float(str(cell))) <= 1 for cell in column.cells if _is_number(cell))
    decimals = OF_SMALL if small else DECIMALS
    return [_told(cell, column.kind, decimals, lang, era) for cell in column.cells]


def _told(cell: object, kind: Kind, decimals: int, lang: Lang, era: Era) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, date):
        return date_text(cell, lang, era)
    if not _is_number(cell) or kind in ("year", "text"):
        return str(cell)
    value = float(str(cell))
    if kind == "share":
        return _signed(share_text(value, lang, DECIMALS))
    is_whole = kind == "count" or isinstance(cell, int)
    return _signed(number_text(value, lang, 0 if is_whole else decimals))


def _signed(number: str) -> str:
    """A number with a minus sign of its own; nothing is less than nothing."""
    is_zero = not any(sign in "123456789" for sign in number)
    return number.removeprefix("-") if is_zero else number.replace("-", "−", 1)
