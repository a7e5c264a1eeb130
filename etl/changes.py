"""What came to the rows of a version, and what left, since the version before.

A version that begins as a copy of the one before keeps the tables that are sums over
rows and adds what changed: to read all rows again takes a hundred times as long. They
read `<dataset>_change`, which is in the workspace for each dataset that offices report
by period: the columns of `<dataset>_loaded` without ids, free text and lineage, and
`change`, 1 for a row that came and -1 for one that left. A row whose state changed left
as it was and came as it is. Of a dataset that the version began without, all rows came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl import check
from etl.workspace import TARGET

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from etl.datasets import Dataset

KEPT = ("mart_form_known", "mart_tip_known", "row_in_force", "tip_fit")


def follow(
    con: duckdb.DuckDBPyConnection, used: Iterable[Dataset]
) -> frozenset[Dataset]:
    """Make each `<dataset>_change`; gives the datasets that the version begins with.

    What changes in their rows is to be noted.
    """
    followed = set()
    for dataset in used:
        loaded = f"{TARGET}.{dataset.name}_loaded"
        is_there = con.execute(f"from {loaded} limit 1").fetchone() is not None
        if is_there:
            followed.add(dataset)
        if dataset.reported_by:
            kind, limit = ("table", " limit 0") if is_there else ("view", "")
            con.execute(
                f"create or replace {kind} {dataset.name}_change as "
                f"select {_columns(dataset)}, 1 as change from {loaded}{limit}"
            )
    return frozenset(followed)


def note(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    change: int,
    where: str,
    given: dict[str, object] | None = None,
) -> None:
    """Note that rows of a followed dataset came (1) or are about to leave (-1).

    Args:
        con: The workspace.
        dataset: Whose rows.
        change: 1 or -1.
        where: SQL that is true of those rows of `<dataset>_loaded`.
        given: The parameters of `where`.
    """
    if dataset.reported_by:
        con.execute(
            f"insert into {dataset.name}_change select {_columns(dataset)}, "
            f"{change} as change from {TARGET}.{dataset.name}_loaded where {where}",
            given or {},
        )


def _columns(dataset: Dataset) -> str:
    """SQL of the columns that sums are made of: few bytes a row, also of many rows."""
    left_out = [field.name for field in dataset.columns if field.is_free_text]
    return f"* exclude ({', '.join([*left_out, *check.LINEAGE])})"
