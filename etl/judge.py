"""The texts read so far into the typed rows of their datasets, or rejects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl import check, codes, datasets, few, keys, personal
from etl.datasets import Dataset
from etl.refusal import BuildError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    import duckdb

    from etl.files import Outcome
    from etl.texts import Texts

SUGGESTIONS = 3
SIMILAR = 60
LONGEST_SHOWN = 100  # of a rejected text
# what a report tells of a file's rejected rows: each reason with its first places
PLACES, VALUES = 8, 3
_MENDS = f"""
    with placed as (
        select
            *,
            concat(nullif(sheet, '') || ' ', line) as place,
            dense_rank() over (
                partition by file_id, field, reason order by value
            ) as value_no,
            value || ' → ' || suggestion as near
        from load_reject
    )
    select
        file_id,
        field,
        reason,
        count(distinct place) as rows,
        list(place order by sheet, line)[1:{PLACES}] as places,
        list_sort(list(distinct value) filter (where value is not null))[1:{VALUES}]
            as values,
        case
            when count(distinct value) = 1 then max(suggestion)
            else string_agg(distinct near, ' · ' order by near)
                filter (where value_no <= {VALUES})
        end as suggestion
    from placed
    group by file_id, field, reason
    order by file_id, min(line), field, reason
"""
_MEND = ("field", "reason", "rows", "places", "values", "suggestion")


def create_tables(con: duckdb.DuckDBPyConnection, used: Iterable[Dataset]) -> None:
    """Empty tables: typed rows (`typed_<dataset>`) and `load_reject`.

    And the macro that a rule of withdrawals needs.
    """
    for dataset in used:
        kinds = check.columns(dataset) | check.LINEAGE | check.JUDGEMENT
        body = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        con.execute(f"create table typed_{dataset.name} ({body})")
    con.execute(
        "create table load_reject (file_id integer, sheet varchar, line bigint, "
        "field varchar, reason varchar, value varchar, is_personal boolean, "
        "suggestion varchar)"
    )
    con.execute("create table judged (file_id integer, rows bigint)")
    con.execute("create table year_converted (file_id integer, rows bigint)")
    con.execute("create table awaiting (file_id integer, day date)")
    con.execute("create table withdrawn (file_id integer)")
    if any(dataset.name == keys.OF for dataset in used):
        keys.install(con)


def all_rows(
    con: duckdb.DuckDBPyConnection, texts: Texts, today: dt.date
) -> list[Dataset]:
    """Type and check all texts read so far; a row is typed or rejected.

    Args:
        con: The workspace.
        texts: What was read; nothing of it is left.
        today: After which a date lies in the future.

    Returns:
        The datasets of which there were texts.
    """
    judged = [datasets.dataset(name) for name in texts.fields]
    for found in judged:
        _type(con, found, texts, today)
        _take_out(con, found)
    texts.fields.clear()
    texts.rows.clear()
    return judged


def complete(con: duckdb.DuckDBPyConnection, found: Dataset) -> None:
    """Judge what only whole files can tell; their rows are all in `typed_<dataset>`."""
    if found.rejects_same_key:
        _reject_conflicts(con, found)
    _count(con, f"typed_{found.name}")
    if any(field.calendar == "be" for field in found.fields):
        con.execute(
            "insert into year_converted select source_file_id, count(*) "
            f"from typed_{found.name} where is_year_converted group by all"
        )


def forget(con: duckdb.DuckDBPyConnection, found: Dataset, file_id: int) -> None:
    """Leave nothing of a file that was refused after some of its rows were judged."""
    given = {"id": file_id}
    con.execute(f"delete from typed_{found.name} where source_file_id = $id", given)
    for table in ("load_reject", "judged", "awaiting"):
        con.execute(f"delete from {table} where file_id = $id", given)


def _type(
    con: duckdb.DuckDBPyConnection, found: Dataset, texts: Texts, today: dt.date
) -> None:
    """The texts of a dataset into its typed rows; then they are gone."""
    name, given = found.name, texts.fields[found.name]
    blocks, large = texts.few.pop(name, []), texts.many.pop(name, [])
    if texts.rows[name] < few.MANY and not large:
        few.judge(con, found, blocks, given, today)
        return
    from etl import many  # noqa: PLC0415 - Arrow takes longer than few rows

    large += map(many.Many.of_few, blocks)
    many.judge(con, found, large, today)


def _take_out(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Note what is wrong with the rejected rows; their texts go no further."""
    table = f"typed_{dataset.name}"
    is_faulty = con.execute(f"from {table} where problems is not null limit 1")
    if not is_faulty.fetchone():
        return
    con.execute(_rejects(table), {"no_value": check.NO_VALUE})
    _note_awaited(con, dataset)
    _count(con, table, "where problems is not null")
    con.execute(f"delete from {table} where problems is not null")


def _count(con: duckdb.DuckDBPyConnection, table: str, which: str = "") -> None:
    """Note how many rows of each file were judged."""
    con.execute(
        "insert into judged select source_file_id, count(*) "
        f"from {table} {which} group by all"
    )


def _rejects(table: str) -> str:
    """SQL that lists all problems of the table's rows, with no personal text.

    A text that is no value of its field is searched for personal data only here.

    Parameters of the SQL: $no_value.
    """
    return f"""
        insert into load_reject
        with listed as (
            select
                source_file_id, source_sheet, source_line,
                unnest(problems) as problem
            from {table}
            where problems is not null
        ),
        searched as (  -- 1,103,700 as 1103700, too: digits hide behind no separator
            select
                *,
                concat(
                    problem.raw,
                    ' | ',
                    regexp_replace(problem.raw, ',([0-9๐-๙]{{3}})', '\\1', 'g')
                ) as searched
            from listed
        ),
        seen as (
            select
                *,
                {personal.in_text("searched")} as is_personal
            from searched
        ),
        told as (
            select *, problem.reason as reason from seen
            union all
            select *, concat(problem.field, '.personal_data') as reason
            from seen
            where
                is_personal
                and split_part(problem.reason, '.', 2) in (select unnest($no_value))
        )
        select
            source_file_id, source_sheet, source_line, problem.field, reason,
            case when not is_personal then left(problem.raw, {LONGEST_SHOWN}) end,
            is_personal, null
        from told
    """


def _note_awaited(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Note the earliest date of each file that was rejected as a future one."""
    for name in (f.name for f in dataset.columns if f.not_after):
        con.execute(
            f"insert into awaiting select source_file_id, min({name})::date "
            f"from typed_{dataset.name} where list_contains(list_transform(problems, "
            "lambda problem: problem.reason), $reason) group by all",
            {"reason": f"{name}.future"},
        )


def _reject_conflicts(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Reject rows of one key and file that differ, none known to be later (5)."""
    key = ", ".join(dataset.key)
    content = ", ".join(check.columns(dataset))
    table = f"typed_{dataset.name}"
    same_key = " and ".join(
        f"{table}.{name} is not distinct from clashing.{name}" for name in dataset.key
    )
    con.execute(
        f"""
        create or replace temp table conflict as
        with version as (
            select source_file_id, {content}
            from {table}
            group by all
        ),
        clashing as (
            select source_file_id, {key}
            from version
            group by all
            having count(*) > 1 and count(distinct recorded_at) < count(*)
        )
        select
            {table}.rowid as row_id,
            {table}.source_file_id,
            source_sheet,
            source_line
        from {table}
        inner join clashing
            on {same_key} and {table}.source_file_id = clashing.source_file_id
        """
    )
    con.execute(
        "insert into load_reject select source_file_id, source_sheet, source_line, "
        "$field, 'key.conflict', null, false, null from conflict",
        {"field": ", ".join(dataset.key)},
    )
    _count(con, "conflict")
    con.execute(f"delete from {table} where rowid in (select row_id from conflict)")


def count(con: duckdb.DuckDBPyConnection, outcomes: dict[int, Outcome]) -> None:
    """Fill in how many rows of each file were rejected, why, and years converted.

    Raises:
        BuildError: A row that was read was neither typed nor rejected.
    """
    _require_all(con, outcomes)
    if con.execute("select 1 from load_reject limit 1").fetchone():
        _count_rejected(con, outcomes)
    converted = con.execute("from year_converted").fetchall()
    for file_id, rows in converted:
        outcomes[file_id].converted_years = rows


def _count_rejected(
    con: duckdb.DuckDBPyConnection, outcomes: dict[int, Outcome]
) -> None:
    """Fill in how many rows were rejected and why; of a kept file, it was known."""
    _suggest_provinces(con)
    rejected = con.execute(
        "select file_id, count(distinct (sheet, line)) from load_reject group by all"
    ).fetchall()
    for file_id, rows in rejected:
        if file_id in outcomes:
            outcomes[file_id].rejected = rows
    reasons = con.execute(
        "select file_id, reason, count(distinct (sheet, line)) from load_reject "
        "group by all order by file_id, reason"
    ).fetchall()
    for file_id, reason, rows in reasons:
        if file_id in outcomes:
            outcomes[file_id].reasons[reason] = rows
    for file_id, *told in con.execute(_MENDS).fetchall():
        if file_id in outcomes:
            outcomes[file_id].to_mend.append(dict(zip(_MEND, told, strict=True)))
    awaiting = con.execute(
        "select file_id, min(day) from awaiting group by all"
    ).fetchall()
    for file_id, day in awaiting:
        outcomes[file_id].awaits = str(day)


def _require_all(con: duckdb.DuckDBPyConnection, outcomes: dict[int, Outcome]) -> None:
    """Nothing is lost between reading and judging, whatever way the rows went."""
    rows = con.execute("select file_id, sum(rows)::bigint from judged group by all")
    judged = dict(rows.fetchall())
    for file_id, outcome in outcomes.items():
        if judged.get(file_id, 0) != outcome.rows_in:
            raise BuildError(
                f"แถวหายระหว่างตรวจ / rows were lost: {outcome.name} "
                f"({outcome.rows_in:,} ≠ {judged.get(file_id, 0):,})"
            )


def _suggest_provinces(con: duckdb.DuckDBPyConnection) -> None:
    """The nearest names beside an unknown province: a suggestion, never a guess."""
    unknown = con.execute(
        "select distinct value from load_reject where suggestion is null "
        "and reason = 'province.unknown' and value is not null"
    ).fetchall()
    if not unknown:
        return
    from rapidfuzz import process  # noqa: PLC0415 - seldom needed

    names = [text for text, _ in codes.province_names()]
    found = []
    for (value,) in unknown:
        near = process.extract(value, names, limit=SUGGESTIONS, score_cutoff=SIMILAR)
        found.append((", ".join(dict.fromkeys(name for name, _, _ in near)), value))
    if found:
        con.executemany(
            "update load_reject set suggestion = nullif(?, '') where value = ? "
            "and reason = 'province.unknown'",
            found,
        )
