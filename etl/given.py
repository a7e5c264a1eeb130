"""Rows given to SQL as one text, which it splits into cells.

A list is taken over value by value, and modules are loaded to look at one; of few rows
that takes longer than what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from etl.reading.sheet import SEPARATOR

END = "\x1e"  # of a row; as SEPARATOR, no handed-over text has it (etl.reading.lines)
Columns = Mapping[str, Sequence[object]]  # by name and SQL type, of the same length


def source(columns: Iterable[str]) -> str:
    """SQL of the rows; an empty text is null.

    Parameters of the SQL: $rows.
    """
    cells = ", ".join(
        f"case when cells[{place}] <> '' then cells[{place}]::{kind} end as {name}"
        for place, (name, _, kind) in enumerate((c.partition(" ") for c in columns), 1)
    )
    return (
        f"select {cells} from (select string_split("
        f"unnest(string_split($rows, '{END}')), '{SEPARATOR}') as cells)"
    )


def text(columns: Columns) -> str | None:
    """The text that SQL splits, of two columns or more; None when there are no rows."""
    cells = [
        ["" if value is None else str(value) for value in values]
        for values in columns.values()
    ]
    return END.join(map(SEPARATOR.join, zip(*cells, strict=True))) or None
