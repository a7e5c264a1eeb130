"""Few rows, looked up here rather than in SQL, whose plan takes longer than the rows.

What etl.check says of a row is the same; only where its texts are looked up differs.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from etl import check, given, words

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


class Few(NamedTuple):
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
        needed, width = sheet.header.needed, sheet.header.width
        for line, text, torn in zip(rows.lines, rows.texts, rows.damages, strict=True):
            if torn is None and blank.fullmatch(text):
                continue
            cells = text.split(sheet.separator)
            damage = torn or _ragged(cells, needed, width)
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
    rows = [(few, line) for few in blocks for line in few.lines]
    columns: Columns = {
        "file_id integer": [few.file_id for few, _ in rows],
        "is_ours boolean": [few.is_ours for few, _ in rows],
        "sheet varchar": [few.sheet for few, _ in rows],
        "line bigint": [line for _, line in rows],
        "damage varchar": [damage for few in blocks for damage in few.damages],
    }
    found: list[list[Problem]] = [[] for _ in rows]
    read = check.quoted(dataset, names)
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
            is_read = field.name in read
            columns |= _looked_up(field, texts, today, found, is_read=is_read)
    source, faults = _with_faults(columns, found)
    query = check.judge(
        dataset, names, source, is_ours=all(few.is_ours for few in blocks)
    )
    con.execute(query, {"rows": given.text(columns), "faults": faults})


def _with_faults(
    columns: Columns, found: list[list[Problem]]
) -> tuple[str, list[list[list[Problem]]] | None]:
    """SQL of the rows, each with its place among those that have faults, and these."""
    faults = [[problems] for problems in found if problems]
    places = itertools.count(1)
    columns["fault bigint"] = [next(places) if problems else None for problems in found]
    source = (
        f"select *, ($faults::{check.PROBLEMS}[][])[fault] as found "
        f"from ({given.source(columns)})"
    )
    return source, faults or None


def _looked_up(
    field: Field,
    texts: list[str | None],
    today: dt.date,
    found: list[list[Problem]],
    *,
    is_read: bool,
) -> Columns:
    """The columns of a field, as `check.joined` has them; adds to what was found."""
    different = list({text for text in texts if text is not None})
    known = words.judged(field, different, today)
    place = {text: i for i, text in enumerate(different)}
    places = [None if text is None else place[text] for text in texts]
    columns = {f"v_{field.name} {check.TYPES[field.type]}": known.values}
    if is_read:
        columns[f"r_{field.name} varchar"] = known.raws
    if field.has_flag:
        columns[f"f_{field.name} boolean"] = known.flags
    if any(known.problems):
        for row, i in enumerate(places):
            reasons = () if i is None else known.problems[i] or ()
            raw = None if i is None else known.raws[i]
            found[row] += [
                {"field": field.name, "reason": reason, "raw": raw}
                for reason in reasons
            ]
    return {
        name: [None if i is None else values[i] for i in places]
        for name, values in columns.items()
    }
