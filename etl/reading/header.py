"""Finding the header: which line it is and which column is which field."""

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from etl.datasets import Dataset, Field
from etl.personal import shown
from etl.refusal import RefusalError

SEARCHED_LINES = 20
_LEFT_OUT = re.compile(r"[\s_\-*.:]+")


class Header(NamedTuple):
    """The header of one sheet.

    Attributes:
        line: Its line, counted from 1.
        columns: Position of each known field, counted from 0.
        width: Number of cells in the header row.
        dropped: Names of the columns the dataset does not know.
    """

    line: int
    columns: dict[str, int]
    width: int
    dropped: tuple[str, ...]

    @property
    def needed(self) -> int:
        """Cells a row must have to reach the last known column."""
        return max(self.columns.values()) + 1


def folded(name: str) -> str:
    """The form under which headers are compared: case, spaces and marks aside."""
    return _LEFT_OUT.sub("", name).casefold()


@functools.cache
def _known(dataset: Dataset) -> dict[str, str]:
    return {
        folded(header): field.name
        for field in dataset.fields
        for header in field.headers
    }


def recognised(cells: Sequence[str], dataset: Dataset) -> int:
    """How many different fields of the dataset the cells name."""
    known = _known(dataset)
    return len({known[name] for cell in cells if (name := folded(cell)) in known})


def find(rows: Sequence[tuple[int, Sequence[str]]], dataset: Dataset) -> Header | None:
    """The header among the first rows (line, cells): the one that names most fields.

    None when no row names at least two fields.

    Raises:
        RefusalError: A required column is missing, or a known one appears twice.
    """
    scored = [(recognised(cells, dataset), line, cells) for line, cells in rows]
    best, line, cells = max(scored, key=lambda row: row[0], default=(0, 0, ()))
    if best < 2:
        return None
    return _checked(line, cells, dataset)


def is_meant(rows: Sequence[tuple[int, Sequence[str]]], dataset: Dataset) -> bool:
    """Whether a line lacks so few of the required columns that it is meant as a header.

    A sheet of notes, or of sums by province, names some columns too.
    """
    known = _known(dataset)
    required = sum(field.required for field in dataset.columns)
    named = [
        {known[n] for c in cells if (n := folded(c)) in known} for _, cells in rows
    ]
    return any(3 * len(missing_columns(names, dataset)) <= required for names in named)


def _checked(line: int, cells: Sequence[str], dataset: Dataset) -> Header:
    known = _known(dataset)
    columns: dict[str, int] = {}
    repeated, dropped = [], []
    for position, cell in enumerate(cells):
        name = known.get(folded(cell))
        if name is None:
            if cell.strip():
                dropped.append(shown(cell))
        elif name in columns:
            repeated.append(name)
        else:
            columns[name] = position
    if repeated:
        names = [name for name in known.values() if name in repeated]
        raise RefusalError("file.repeated_column", columns=_titled(names, dataset))
    if missing := missing_columns(columns, dataset):
        raise RefusalError("file.missing_column", columns=_titled(missing, dataset))
    return Header(line, columns, len(cells), tuple(dict.fromkeys(dropped)))


def missing_columns(columns: Iterable[str], dataset: Dataset) -> list[str]:
    """Required fields that no column gives; a province is given by code or name."""
    given = set(columns)
    given |= {f.resolves for f in dataset.fields if f.resolves and f.name in given}
    return [f.name for f in dataset.columns if f.required and f.name not in given]


def required_names(dataset: Dataset) -> str:
    """The required columns in words, for a message."""
    return _titled([f.name for f in dataset.columns if f.required], dataset)


def _titled(names: Iterable[str], dataset: Dataset) -> str:
    fields = [_usual(dataset.field(name), dataset) for name in dict.fromkeys(names)]
    return ", ".join(f"{field.title_th} ({field.name})" for field in fields)


def _usual(field: Field, dataset: Dataset) -> Field:
    """The field that offices give: of a province its name rather than its code."""
    names = (other for other in dataset.fields if other.resolves == field.name)
    return next(names, field)
