"""The texts read so far into the typed rows of their datasets, or rejects."""

import duckdb

from etl import check, codes
from etl.datasets import Dataset, datasets
from etl.files import Outcome
from etl.read import Texts

SUGGESTIONS = 3
SIMILAR = 60
EXAMPLES = 5  # rejected rows of a file that a report tells one by one
_TOLD = ("sheet", "line", "field", "reason", "value", "suggestion")
_EXAMPLES = f"""
    select file_id, {", ".join(_TOLD)}
    from load_reject
    qualify
        row_number() over (partition by file_id order by sheet, line, field) <= $most
    order by file_id, sheet, line, field
"""


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Empty tables: texts, typed rows (`typed_<dataset>`) and `load_reject`."""
    for dataset in datasets().values():
        kinds = check.columns(dataset) | check.LINEAGE | check.JUDGEMENT
        body = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        con.execute(f"create table typed_{dataset.name} ({body})")
        con.execute(check.create_cells(dataset))
    con.execute(
        "create table load_reject (file_id integer, sheet varchar, line bigint, "
        "field varchar, reason varchar, value varchar, is_personal boolean, "
        "suggestion varchar)"
    )
    con.execute("create table year_converted (file_id integer, rows bigint)")
    con.execute("create table awaiting (file_id integer, day date)")
    con.execute("create table withdrawn (file_id integer)")


def all_rows(con: duckdb.DuckDBPyConnection, texts: Texts) -> list[Dataset]:
    """Type and check all texts read so far; a row is typed or rejected.

    Gives the datasets of which there were texts.
    """
    judged = [datasets()[name] for name in texts.fields]
    for name, given in texts.fields.items():
        dataset = datasets()[name]
        held = texts.held.pop(name, {})
        sources = " union all by name ".join([f"from cells_{name}", *held.values()])
        con.execute(f"create or replace temp view handed_{name} as {sources}")
        is_ours = name not in texts.handed_over
        for statement in check.statements(dataset, given, is_ours=is_ours):
            con.execute(statement)
        con.execute(f"truncate cells_{name}")
        for block in held:
            con.unregister(block)
        _list_rejects(con, dataset)
        if dataset.rejects_same_key:
            _reject_conflicts(con, dataset)
    texts.fields.clear()
    texts.handed_over.clear()
    _suggest_provinces(con)
    return judged


def _list_rejects(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Note what is wrong with the rejected rows; their texts go no further."""
    table = f"typed_{dataset.name}"
    inserted = con.execute(
        "insert into load_reject select source_file_id, source_sheet, source_line, "
        "problem.field, problem.reason, shown(problem.raw), "
        "problem.raw is not null and shown(problem.raw) is null, null "
        "from (select source_file_id, source_sheet, source_line, "
        f"unnest(problems) as problem from {table} where problems is not null)"
    ).fetchone()
    has_rejects = inserted is not None and inserted[0] > 0
    for name in (f.name for f in dataset.columns if f.not_after and has_rejects):
        con.execute(
            f"insert into awaiting select source_file_id, min({name})::date "
            f"from {table} where list_contains(list_transform(problems, "
            "lambda problem: problem.reason), $reason) group by all",
            {"reason": f"{name}.future"},
        )
    if any(field.calendar == "be" for field in dataset.fields):
        con.execute(
            "insert into year_converted select source_file_id, count(*) "
            f"from {table} where is_year_converted and problems is null group by all"
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
            where problems is null
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
        where problems is null
        """
    )
    con.execute(
        "insert into load_reject select source_file_id, source_sheet, source_line, "
        "$field, 'key.conflict', null, false, null from conflict",
        {"field": ", ".join(dataset.key)},
    )
    con.execute(f"delete from {table} where rowid in (select row_id from conflict)")


def count(con: duckdb.DuckDBPyConnection, outcomes: dict[int, Outcome]) -> None:
    """Fill in how many rows of each file were rejected, why, and years converted."""
    rejected = con.execute(
        "select file_id, count(distinct (sheet, line)) from load_reject group by all"
    ).fetchall()
    for file_id, rows in rejected:
        outcomes[file_id].rejected = rows
    reasons = con.execute(
        "select file_id, reason, count(distinct (sheet, line)) from load_reject "
        "group by all order by file_id, reason"
    ).fetchall()
    for outcome in outcomes.values():
        outcome.reasons = {
            reason: rows for id_, reason, rows in reasons if id_ == outcome.file_id
        }
        outcome.examples = []
    for file_id, *told in con.execute(_EXAMPLES, {"most": EXAMPLES}).fetchall():
        outcomes[file_id].examples.append(dict(zip(_TOLD, told, strict=True)))
    awaiting = con.execute(
        "select file_id, min(day) from awaiting group by all"
    ).fetchall()
    for file_id, day in awaiting:
        outcomes[file_id].awaits = str(day)
    converted = con.execute("from year_converted").fetchall()
    for file_id, rows in converted:
        outcomes[file_id].converted_years = rows


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
