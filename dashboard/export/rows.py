"""Rows of a table in words, and those that stand in for a picture that is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.exhibits import Exhibit
from dashboard.export.behind import columns_behind, rows_of
from dashboard.export.cells import (
    Column,
    abreast,
    foremost,
    left_out,
    read_columns,
    told,
    with_the_rest,
)
from dashboard.text import Era, Lang, width, words

NARROW, WIDE = 5, 34  # the least and the most that a column takes, in letters
ABREAST = 88  # letters of a table in the width of a page
MOST_ROWS = 100  # of all parts of a wide table: some three pages
LISTED = 60  # rows that stand in for a picture
NUMBERS = ("count", "number", "share")  # kinds of columns that stand to the right


@dataclass(frozen=True)
class Rows:
    """A table in words.

    Attributes:
        headings: One a column.
        cells: Row by row.
        numbers: Whether a column holds numbers.
        more: What is said of what is left out; "" where nothing is.
    """

    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    more: str = ""

    @property
    def widths(self) -> tuple[int, ...]:
        """How much room each column takes against the others."""
        columns = list(zip(*self.cells, strict=True)) or [()] * len(self.headings)
        cells = [max(map(width, column), default=0) for column in columns]
        # A heading breaks into lines at its spaces, a cell rather not.
        heads = [width(heading) // 2 for heading in self.headings]
        asked = list(map(max, cells, heads))
        room = [min(max(length, NARROW), WIDE) + 2 for length in asked]
        return tuple(with_the_rest(room, [cell + 2 for cell in cells], ABREAST))


def table_rows(exhibit: Exhibit) -> list[Rows]:
    """The rows of a table that is taken along, of a wide one in parts.

    In its main columns alone where these parts would fill many pages.

    Raises:
        ValueError: It is no table, or an analyst's.
    """
    every = read_columns(exhibit)
    lang, era = exhibit.lang, exhibit.era
    parts = abreast(every, ABREAST)
    is_long = len(parts) * len(every[0].cells) > MOST_ROWS
    if len(parts) == 1 or not (exhibit.main or is_long):
        return [_written(columns, lang, era) for columns in parts]
    shown = foremost(every, exhibit.main, ABREAST)
    of = (_number_of(shown), _number_of(every))
    return [replace(_written(shown, lang, era), more=left_out(lang, of))]


def _number_of(columns: Sequence[Column]) -> int:
    """How many columns, without those that say whether the one before is rounded."""
    return sum(1 for column in columns if column.name)


def figure_rows(exhibit: Exhibit) -> Rows:
    """The rows behind a figure, the first ones of many, and how many that are.

    Raises:
        ValueError: Its rows are an analyst's.
    """
    columns, lang = columns_behind(exhibit), exhibit.lang
    of = rows_of(columns)
    first = [replace(column, cells=column.cells[:LISTED]) for column in columns]
    more = words("export_pdf_more", lang, shown=LISTED, of=of) if of > LISTED else ""
    return replace(_written(first, lang, exhibit.era), more=more)


def _written(columns: Sequence[Column], lang: Lang, era: Era) -> Rows:
    written = [told(column, lang, era) for column in columns]
    return Rows(
        headings=tuple(column.heading for column in columns),
        cells=tuple(zip(*written, strict=True)),
        numbers=tuple(column.kind in NUMBERS for column in columns),
    )
