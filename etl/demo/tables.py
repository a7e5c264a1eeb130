"""Rows of a dataset as an office writes them: headings, dates, labels, digits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from etl.codes import code_lists
from etl.datasets import Dataset, datasets
from etl.demo import words
from etl.demo.draws import chance
from etl.demo.files import Cell, Line
from etl.demo.places import Place

Value = str | int | date | Place | list[str] | None
LabelStyle = Callable[[Random, str, str], str]


@dataclass(frozen=True)
class Row:
    """The values of one line by column, and what is wrong with it on purpose.

    `province` is a place, or a code that stands for one. What is wrong is a text: it is
    written as it stands.
    """

    values: Mapping[str, Value]
    flaw: str | None = None
    clash: str | None = None

    def day(self, column: str) -> date:
        """The date in a column that has one."""
        value = self.values[column]
        if not isinstance(value, date):
            raise TypeError(f"{column} is no date: {value}")
        return value

    @property
    def place(self) -> Place:
        """The place of a row that has one."""
        value = self.values["province"]
        if not isinstance(value, Place):
            raise TypeError(f"this is no place: {value}")
        return value


@dataclass(frozen=True)
class Style:
    """How one office writes: heading by column, in the order of its file.

    Beside the dataset's columns an office may have a running `number`, a `clerk` and an
    empty `note`.
    """

    headings: Mapping[str, str]
    day: words.DateStyle
    province: words.ProvinceStyle
    label: LabelStyle
    number: Callable[[int], Cell] = int


def code(_rng: Random, _name: str, value: str) -> str:
    """The code itself."""
    return value


def thai(_rng: Random, name: str, value: str) -> str:
    """The Thai label of a code of the list."""
    return _texts(name)[value][1]


def english(_rng: Random, name: str, value: str) -> str:
    """The English label of a code of the list."""
    return _texts(name)[value][2]


def loose(rng: Random, name: str, value: str) -> str:
    """The Thai label, or now and then another text that stands for the code."""
    texts = _texts(name)[value]
    return texts[rng.randrange(len(texts))] if chance(rng, 200) else texts[1]


@cache
def _texts(name: str) -> dict[str, list[str]]:
    """Of each code of a list the code, its labels and its aliases."""
    texts: dict[str, list[str]] = {}
    for text, value in code_lists()[name]:
        texts.setdefault(value, []).append(text)
    return texts


def lines(rng: Random, dataset: str, style: Style, rows: Sequence[Row]) -> list[Line]:
    """The header and one line per row."""
    schema = datasets()[dataset]
    lists = {column: _list_of(schema, column) for column in style.headings}
    table = [Line(list(style.headings.values()))]
    for number, row in enumerate(rows, start=1):
        values = {"number": number, "clerk": f"เจ้าหน้าที่ {1 + number % 4}", **row.values}
        cells = [
            _cell(rng, style, name, values.get(column))
            for column, name in lists.items()
        ]
        table.append(Line(cells, row.flaw, row.clash))
    return table


def _list_of(schema: Dataset, column: str) -> str | None:
    """The list that a column's codes are from, if any."""
    name = "province_code" if column == "province" else column
    if name not in {field.name for field in schema.fields}:
        return None
    field = schema.field(name)
    return field.code_list or field.or_list


def _cell(rng: Random, style: Style, name: str | None, value: Value) -> Cell:
    if isinstance(value, list):
        return ";".join(style.label(rng, name or "", each) for each in value)
    if isinstance(value, Place):
        return style.province(rng, value)
    if isinstance(value, date):
        return style.day(value)
    if isinstance(value, int):
        return style.number(value)
    if value and name and value in _texts(name):
        return style.label(rng, name, value)
    return value
