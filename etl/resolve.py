"""Rows that come twice: which version of a key holds, and since when (contract.md 5).

ministry beats official beats synthetic; within one origin the later version wins, by
`recorded_at`, else by the time its file was first loaded, then file name, then
position. The same row again is a duplicate. A file that is handed over early in a week
tells of the week before: what it does not date counts as known by that week's end.

`<dataset>_loaded` in the version holds every typed row with its `row_state` (accepted,
superseded or duplicate) and the time in which it was the known truth, from `known_from`
up to, not including, `known_to`. The first rows of a dataset are decided on before they
are stored, for a stored row is changed far more slowly. Later on only keys that a new
or vanished row has are decided anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from etl import check, given
from etl.changes import note
from etl.few import MANY
from etl.files import ORIGIN_RANK, Outcome
from etl.workspace import TARGET

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import duckdb

    from etl.datasets import Dataset

BANGKOK_HOURS = 7  # ahead of UTC, all year
HANDED_OVER_BY = 2  # Tuesday: the last day to hand over for the week before
STATES = {
    "data_status": "enum('ministry', 'official', 'synthetic')",
    "row_state": check.ROW_STATE,
    "known_from": "timestamp",
    "known_to": "timestamp",
}
WITHDRAWAL = "withdrawal"
_OF_FILES = "source_file_id in (select unnest($ids))"
_RESOLVED = "rowid in (select row_id from resolved)"


class Changes(NamedTuple):
    """What differs from the version before.

    Attributes:
        gone: Ids of the files whose rows leave.
        new: Ids of the files whose rows came.
        moved: Ids of the files that are under a new name.
        followed: Datasets that the version began with rows of; all others are new.
    """

    gone: list[int]
    new: list[int]
    moved: list[int]
    followed: frozenset[Dataset] = frozenset()


def create_tables(con: duckdb.DuckDBPyConnection, used: Iterable[Dataset]) -> None:
    """Empty `<dataset>_loaded` in the version, and the views of what is in force.

    Free text is packed by ZSTD: what DuckDB would choose takes three times as long.
    """
    for dataset in used:
        kinds = check.columns(dataset) | check.LINEAGE | STATES
        for field in dataset.columns:
            if field.is_free_text:
                kinds[field.name] += " using compression zstd"
        body = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        con.execute(f"create table {TARGET}.{dataset.name}_loaded ({body})")
        con.execute(_view(dataset))


def register_files(con: duckdb.DuckDBPyConnection, outcomes: list[Outcome]) -> None:
    """Give SQL what it must know of each file: its rank and when it came first.

    The variable `file` is a list in which a file stands at its id. Files are first
    loaded at a time in UTC (first_loaded_at); offices write Bangkok time (loaded_at,
    and known_from of what the file does not date).
    """
    known = {outcome.file_id: outcome for outcome in outcomes}
    positions = {file_id: position for position, file_id in enumerate(known)}
    ids = range(1, max(known, default=0) + 1)
    by_id = [known.get(file_id) for file_id in ids]
    status = f"data_status {STATES['data_status']}"
    columns = {
        "file_id bigint": ids,
        status: [file and file.data_status for file in by_id],
        "origin_rank bigint": [f and ORIGIN_RANK[f.data_status] for f in by_id],
        "first_loaded_at timestamp": [file and file.first_loaded_at for file in by_id],
        "file_position bigint": [positions.get(file_id) for file_id in ids],
    }
    con.execute(
        f"""
        set variable file = (
            select list(file order by file_id) from (
                select
                    *,
                    first_loaded_at + interval {BANGKOK_HOURS} hours as loaded_at,
                    if(
                        isodow(loaded_at) <= {HANDED_OVER_BY},
                        date_trunc('week', loaded_at) - interval 1 microsecond,
                        loaded_at
                    ) as known_from
                from ({given.source(columns)})
            ) as file
        )
        """,
        {"rows": given.text(columns)},
    )


def store(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> bool:
    """Move the typed rows into the version; True when all its rows are decided on.

    That is where the version had none of them. Else each is the truth until `settle`.
    Their order is their position: a join with the files could lose it.
    """
    name = dataset.name
    stored = con.execute(f"from {TARGET}.{name}_loaded limit 1")
    is_first = stored.fetchone() is None
    if is_first:
        _decide_typed(con, dataset)
    content = ", ".join(f"typed.{column}" for column in check.columns(dataset))
    con.execute(
        f"""
        insert into {TARGET}.{name}_loaded by name
        select
            {content},
            source_file_id,
            source_sheet,
            source_line,
            getvariable('file')[source_file_id].data_status as data_status,
            row_state,
            {_known_at(dataset)} as known_from,
            known_to
        from typed_{name} as typed
        """
    )
    con.execute(f"truncate typed_{name}")
    return is_first


def _decide_typed(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Decide between the typed rows whose keys come twice."""
    key = ", ".join(dataset.key)
    versions = (
        f"select typed.rowid as row_id, typed.*, {_known_at(dataset)} as known_from "
        f"from typed_{dataset.name} as typed "
        f"where hash({key}) in (select unnest($twice::ubigint[]))"
    )
    twice = _hashes_twice(con, f"select hash({key}) as key from typed_{dataset.name}")
    if len(twice):
        _resolve(con, dataset, versions, {"twice": twice})
        _update(con, f"typed_{dataset.name}")


def _hashes_twice(con: duckdb.DuckDBPyConnection, query: str) -> Sequence[int]:
    """The hashes that a query gives more than once; it calls them `key`.

    Many are sorted, which takes a quarter of the time of counting each.
    """
    rows = con.execute(f"select count(*) from ({query})").fetchone()
    if not rows or rows[0] < MANY:
        counted = con.execute(f"{query} group by all having count(*) > 1").fetchall()
        return [key for (key,) in counted]
    keys = con.execute(query).fetchnumpy()["key"]
    keys.sort()
    twice: Sequence[int] = keys[1:][keys[1:] == keys[:-1]]
    return twice


def _known_at(dataset: Dataset) -> str:
    """SQL of the time since when a row is known, in Bangkok."""
    handed_over = "getvariable('file')[source_file_id].known_from"
    if "recorded_at" in check.columns(dataset):
        return f"coalesce(typed.recorded_at, {handed_over})"
    return handed_over


def _said_at(dataset: Dataset) -> str:
    """SQL of the time by which the later of two versions is told, in Bangkok."""
    loaded = "greatest(same_key.known_from, handed.loaded_at)"
    if "recorded_at" in check.columns(dataset):
        return f"if(recorded_at is null, {loaded}, same_key.known_from)"
    return loaded


def settle(
    con: duckdb.DuckDBPyConnection,
    used: Collection[Dataset],
    changes: Changes,
    decided: Collection[Dataset] = (),
) -> None:
    """Bring the datasets of the version to what the files say now.

    Args:
        con: The workspace.
        used: The datasets.
        changes: What differs from the version before.
        decided: Datasets whose rows were decided on as they were stored.
    """
    filled = [dataset for dataset in used if _has_rows(con, dataset.name)]
    has_withdrawals = any(dataset.name == WITHDRAWAL for dataset in filled)
    for dataset in sorted(filled, key=lambda d: d.name != WITHDRAWAL):
        if dataset in changes.followed and changes.new:
            note(con, dataset, 1, _OF_FILES, {"ids": changes.new})
        is_decided = dataset in decided
        is_touched = not is_decided and _touch(con, dataset, changes)
        _take_out(con, dataset, changes, has_withdrawals=has_withdrawals)
        if is_touched:
            _decide_stored(con, dataset, changes)


def _has_rows(con: duckdb.DuckDBPyConnection, name: str, status: str = "") -> bool:
    """True when the dataset has rows, or rows of that data_status."""
    where = f" where data_status = '{status}'" if status else ""
    found = con.execute(f"from {TARGET}.{name}_loaded{where} limit 1")
    return found.fetchone() is not None


def _view(dataset: Dataset) -> str:
    """SQL of the rows in force, their codes as texts."""
    table = f"{TARGET}.{dataset.name}"
    return (
        f"create view {table} as "
        f"select {check.as_texts(dataset)}, data_status::varchar as data_status, "
        f"source_file_id, source_sheet, source_line from {table}_loaded "
        "where row_state = 'accepted'"
    )


def _take_out(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    changes: Changes,
    *,
    has_withdrawals: bool,
) -> None:
    """Take out what is gone, withdrawn or not needed."""
    if changes.gone:
        _delete(con, dataset, changes, _OF_FILES, {"ids": changes.gone})
    if has_withdrawals and dataset.name != WITHDRAWAL:
        _withdraw(con, dataset, changes)
    _drop_synthetic(con, dataset, changes)


def _delete(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    changes: Changes,
    where: str,
    given: dict[str, object],
) -> None:
    """Delete the rows of which `where` is true."""
    if dataset in changes.followed:
        note(con, dataset, -1, where, given)
    con.execute(f"delete from {TARGET}.{dataset.name}_loaded where {where}", given)


def _touch(con: duckdb.DuckDBPyConnection, dataset: Dataset, changes: Changes) -> bool:
    """Note in `touched` the keys to decide on; False when there are none.

    They are those of rows that come or go. When all rows are new, and the truth until
    there is another, only those that come twice.
    """
    key = ", ".join(dataset.key)
    query = f"select {key} from {TARGET}.{dataset.name}_loaded"
    given = {}
    if dataset in changes.followed:
        query += f" where {_OF_FILES} group by all"
        given = {"ids": [*changes.gone, *changes.new, *changes.moved]}
    else:
        query += " group by all having count(*) > 1"
    con.execute(f"create or replace temp table touched as {query}", given)
    return con.execute("from touched limit 1").fetchone() is not None


def _withdraw(
    con: duckdb.DuckDBPyConnection, dataset: Dataset, changes: Changes
) -> None:
    """Take withdrawn rows and their history out; that it happened stays (3)."""
    withdrawn = con.execute(
        f"select record_key from {TARGET}.{WITHDRAWAL} where dataset = $dataset",
        {"dataset": dataset.name},
    ).fetchall()
    if not withdrawn:
        return
    parts = [f"coalesce({name}::varchar, '')" for name in dataset.key]
    rows = con.execute(
        f"select rowid, source_file_id from {TARGET}.{dataset.name}_loaded "
        f"where concat_ws('|', {', '.join(parts)}) in (select unnest($keys))",
        {"keys": [record_key for (record_key,) in withdrawn]},
    ).fetchall()
    if rows:
        row_ids, file_ids = zip(*rows, strict=True)
        these = "rowid in (select unnest($row_ids))"
        _delete(con, dataset, changes, these, {"row_ids": row_ids})
        con.execute("insert into withdrawn select unnest($ids)", {"ids": file_ids})


def _drop_synthetic(
    con: duckdb.DuckDBPyConnection, dataset: Dataset, changes: Changes
) -> None:
    """Synthetic rows go as soon as a ministry row of the dataset is there (6)."""
    if all(_has_rows(con, dataset.name, of) for of in ("synthetic", "ministry")):
        _delete(con, dataset, changes, "data_status = $of", {"of": "synthetic"})


def _decide_stored(
    con: duckdb.DuckDBPyConnection, dataset: Dataset, changes: Changes
) -> None:
    """Decide anew between the stored rows with a key in `touched`.

    Only `=` lets DuckDB pass over the parts of the table that hold none of the keys.
    """
    same_key = " and ".join(
        f"loaded.{name} {_same(dataset, name)} touched.{name}" for name in dataset.key
    )
    table = f"{TARGET}.{dataset.name}_loaded"
    versions = (
        "select loaded.rowid as row_id, loaded.* "
        f"from {table} as loaded inner join touched on {same_key}"
    )
    _resolve(con, dataset, versions, {})
    is_followed = dataset in changes.followed
    if is_followed:
        note(con, dataset, -1, _RESOLVED)
    _update(con, table)
    if is_followed:
        note(con, dataset, 1, _RESOLVED)


def _same(dataset: Dataset, name: str) -> str:
    """SQL that compares a field of the key, in which there may be none."""
    return "=" if dataset.field(name).required else "is not distinct from"


def _resolve(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    rows: str,
    given: dict[str, object],
) -> None:
    """Decide which version of a key holds, and since when: what differs, in `resolved`.

    Args:
        con: The workspace.
        dataset: The dataset.
        rows: SQL of all those of some keys, with row_id and known_from.
        given: The parameters of `rows`.
    """
    key = ", ".join(dataset.key)
    content = ", ".join(check.columns(dataset))
    order = "said_at, known_from, first_loaded_at, file_position, row_id"
    con.execute(
        f"""
        create or replace temp table resolved as
        with versions as (
            select
                same_key.*,
                handed.origin_rank,
                handed.file_position,
                handed.first_loaded_at,
                {_said_at(dataset)} as said_at
            from ({rows}) as same_key
            inner join (select unnest(getvariable('file'), max_depth := 2)) as handed
                on same_key.source_file_id = handed.file_id
        ),
        numbered as (
            select
                *,
                row_number() over (
                    partition by {content}, origin_rank
                    order by {order}
                ) as time_said
            from versions
        ),
        decided as (
            select
                row_id,
                row_state as old_state,
                known_to as old_known_to,
                known_from,
                -- one of a better origin may have been known before the next one
                min(known_from) over later as next_known,
                case
                    when time_said > 1 then 'duplicate'
                    when lead(row_id) over truth is null then 'accepted'
                    else 'superseded'
                end as row_state
            from numbered
            window
                truth as (
                    partition by {key}, time_said > 1
                    order by origin_rank, {order}
                ),
                later as (
                    partition by {key}, time_said > 1
                    order by origin_rank, {order}
                    rows between 1 following and unbounded following
                )
        ),
        spans as (
            select
                row_id,
                row_state,
                old_state,
                old_known_to,
                case
                    when row_state = 'superseded'
                        then greatest(known_from, next_known)
                end as known_to
            from decided
        )
        select row_id, row_state, known_to
        from spans
        where
            row_state <> old_state
            or known_to is distinct from old_known_to
        """,
        given,
    )


def _update(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Write what is in `resolved` into the table that it was made of."""
    con.execute(
        f"update {table} as loaded set row_state = resolved.row_state, "
        "known_to = resolved.known_to from resolved "
        "where loaded.rowid = resolved.row_id"
    )


def count(con: duckdb.DuckDBPyConnection, outcomes: list[Outcome]) -> None:
    """Fill in what became of each file's rows; what left again was superseded."""
    by_id = {outcome.file_id: outcome for outcome in outcomes}
    for outcome in outcomes:
        outcome.accepted = outcome.duplicate = outcome.superseded = 0
    for name in {o.dataset for o in outcomes if o.status != "refused"}:
        found = con.execute(
            "select source_file_id, row_state, count(*) "
            f"from {TARGET}.{name}_loaded group by all"
        ).fetchall()
        for file_id, state, rows in found:
            setattr(by_id[file_id], state, rows)
    left = con.execute("select file_id, count(*) from withdrawn group by all")
    for file_id, rows in left.fetchall():
        by_id[file_id].withdrawn += rows
    for outcome in outcomes:
        there = outcome.accepted + outcome.duplicate + outcome.superseded
        typed = outcome.rows_in - outcome.rejected
        outcome.is_stored = there + outcome.withdrawn == typed
        outcome.superseded += typed - there
