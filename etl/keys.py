"""The key of a row as one text: its stored values in key order, joined by | (3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl import check, codes
from etl.datasets import datasets

if TYPE_CHECKING:
    import duckdb

    from etl.datasets import Dataset, Field

OF = "withdrawal"  # the dataset whose rows name others by their key
_STORED = {
    "date": r"\d{4}-\d\d-\d\d",
    "integer": r"(?:0|[1-9]\d*)",
    "be": r"2[4-6]\d\d",
    "ce": r"(?:19\d\d|20\d\d|2100)",
}


def install(con: duckdb.DuckDBPyConnection) -> None:
    """Make the macro `is_stored_key(dataset, record_key)`.

    A key that cannot be stored so, with 50 for TH-50, names no row: to withdraw it
    would withdraw nothing.
    """
    each = " ".join(
        f"when '{name}' then regexp_full_match(record_key, '{_pattern(found)}')"
        for name, found in datasets().items()
        if name in set(codes.codes_of("dataset").values())
    )
    con.execute(
        f"create macro is_stored_key(dataset, record_key) as case dataset {each} end"
    )


def _pattern(found: Dataset) -> str:
    parts = (_part(found.field(name)) for name in found.key)
    return r"\|".join(parts).replace("'", "''")


def _part(field: Field) -> str:
    """What stands for one value: a code, a number or day as stored, or any text."""
    if known := check.codes_of(field):
        listed = "|".join(map(re.escape, known))
        return f"(?:{listed})" if field.required else f"(?:{listed})?"
    if field.is_free_text:
        return field.pattern or ".+"
    return _STORED[field.calendar or field.type]
