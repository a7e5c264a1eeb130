"""Few rows, looked up here rather than in SQL, whose plan takes longer than the rows.

What etl.check says of a row is the same; only where its texts are looked up differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from etl import check, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import duckdb

    from etl.datasets import Dataset, Field
    from etl.reading.sheet import Rows, Sheet

MANY = 20_000  # rows: no longer few
RAGGED = "row.ragged"

Problem = dict[str, str | None]
Columns = dict[str, list[Any]]  # by name and SQL type


@dataclass(frozen=True)
class Few:
    """Some rows of one sheet.

    Attributes:
        part: Which block of rows this is, in the order of reading.
        texts: By field that the sheet gives, the text of each row; None in a row with
            damage.
    """

    part: int
    file_id: int
    is_ours: bool
    sheet: str
    lines: list[int]
    damages: list[str | None]
    texts: dict[str, list[str | None]]

    @classmethod
    def of(
        cls, part: int, file_id: int, is_ours: bool, sheet: Sheet, rows: Rows
    ) -> Few:
        """The rows with their cells told apart; blank ones are none."""
        blank = re.compile(f'[\\s"{sheet.separator}]*', re.ASCII)
        few = cls(part, file_id, is_ours, sheet.name, [], [], {})
        columns = sheet.header.columns
        few.texts.update({name: [] for name in columns})
        for line, text, given in zip(rows.lines, rows.texts, rows.damages, strict=True):
            if given is None and blank.fullmatch(text):
                continue
            cells = text.split(sheet.separator)
            damage = given or _ragged(cells, sheet.header.needed, sheet.header.width)
            few.lines.append(line)
            few.damages.append(damage)
            for name, position in columns.items():
                few.texts[name].append(None if damage else cells[position])
        return few


def _ragged(cells: Sequence[str], needed: int, width: int) -> str | None:
    is_short = len(cells) < needed
    return RAGGED if is_short or "".join(cells[width:]).strip(" ") else None


def judge(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    blocks: list[Few],
    names: set[str],
    today: dt.date,
) -> None:
    """Type and check the rows of a dataset, into `typed_<dataset>`."""
    columns: Columns = {
        "file_id integer": [few.file_id for few in blocks for _ in few.lines],
        "is_ours boolean": [few.is_ours for few in blocks for _ in few.lines],
        "sheet varchar": [few.sheet for few in blocks for _ in few.lines],
        "line bigint": [line for few in blocks for line in few.lines],
        "damage varchar": [damage for few in blocks for damage in few.damages],
    }
    found: list[list[Problem]] = [[] for _ in columns["line bigint"]]
    for field in (f for f in dataset.fields if f.name in names):
        nothing: list[str | None] = [None]
        texts = [
            text
            for few in blocks
            for text in few.texts.get(field.name, nothing * len(few.lines))
        ]
        if field.is_free_text:
            raws = [(text or "").strip(" ") or None for text in texts]
            columns[f"r_{field.name} varchar"] = raws
        else:
            _look_up(field, texts, today, columns, found)
    columns[f"found {check.PROBLEMS}[]"] = [
        [faults] if faults else None for faults in found
    ]
    source = ", ".join(
        f"unnest(${place}::{column.partition(' ')[2]}[]) as {column.partition(' ')[0]}"
        for place, column in enumerate(columns, 1)
    )
    is_ours = all(few.is_ours for few in blocks)
    query = check.judge(dataset, names, f"select {source}", is_ours=is_ours)
    con.execute(query, list(columns.values()))


def _look_up(
    field: Field,
    texts: list[str | None],
    today: dt.date,
    columns: Columns,
    found: list[list[Problem]],
) -> None:
    """Fill in the columns of a field, and note what is wrong with its texts."""
    different = list({text for text in texts if text is not None})
    known = words.judged(field, different, today)
    place = {text: i for i, text in enumerate(different)}
    places = [None if text is None else place[text] for text in texts]
    for column, values in (
        (f"r_{field.name} varchar", known.raws),
        (f"v_{field.name} {check.TYPES[field.type]}", known.values),
        (f"f_{field.name} boolean", known.flags),
    ):
        columns[column] = [None if i is None else values[i] for i in places]
    if any(known.problems):
        for row, i in enumerate(places):
            reasons = () if i is None else known.problems[i] or ()
            raw = columns[f"r_{field.name} varchar"][row]
            found[row] += [
                {"field": field.name, "reason": reason, "raw": raw}
                for reason in reasons
            ]
