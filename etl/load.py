"""One file into the typed rows of its dataset: read, judged, counted."""

import duckdb
from rapidfuzz import process

from etl import check, codes, lines, sniff, workbook
from etl.datasets import Dataset, datasets
from etl.files import Handed, Outcome
from etl.lines import Sheet
from etl.refusal import RefusalError

SUGGESTIONS = 3
SIMILAR = 60


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Empty tables: `typed_<dataset>` for the rows, `load_reject` for the others."""
    for dataset in datasets().values():
        kinds = check.columns(dataset) | check.LINEAGE
        body = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        con.execute(f"create table typed_{dataset.name} ({body})")
    con.execute(
        "create table load_reject (file_id integer, sheet varchar, line bigint, "
        "field varchar, reason varchar, value varchar, is_personal boolean, "
        "suggestion varchar)"
    )


def load(con: duckdb.DuckDBPyConnection, file: Handed, file_id: int) -> Outcome:
    """Read and judge one file; its typed rows and its rejects are in the tables after.

    A refused file leaves nothing behind.
    """
    outcome = Outcome(
        file_id=file_id,
        name=file.name,
        place=file.place,
        origin=file.origin,
        data_status=file.data_status,
        sha256=file.sha256,
        dataset=file.dataset.name if file.dataset else None,
    )
    try:
        _load(con, file, outcome)
    except OSError:
        _refuse(outcome, RefusalError("file.unreadable"))
    except RefusalError as refusal:
        _refuse(outcome, refusal)
    if outcome.status == "refused" and file.dataset:
        _forget(con, file.dataset, file_id)
    return outcome


def _refuse(outcome: Outcome, refusal: RefusalError) -> None:
    outcome.status, outcome.reason = "refused", refusal.reason
    outcome.reason_th, outcome.reason_en = refusal.text("th"), refusal.text("en")
    outcome.rows_in = outcome.rejected = outcome.accepted = 0
    outcome.reasons.clear()


def _forget(con: duckdb.DuckDBPyConnection, dataset: Dataset, file_id: int) -> None:
    con.execute(
        f"delete from typed_{dataset.name} where source_file_id = $id", {"id": file_id}
    )
    con.execute("delete from load_reject where file_id = $id", {"id": file_id})


def _load(con: duckdb.DuckDBPyConnection, file: Handed, outcome: Outcome) -> None:
    is_ours = file.origin == "reference"
    if file.dataset is None or (file.dataset.is_reference_only and not is_ours):
        known = [d.name for d in datasets().values() if not d.is_reference_only]
        raise RefusalError("file.unknown_dataset", known=", ".join(known))
    sniffed = sniff.sniff(file.path)
    if sniffed.is_workbook:
        sheets = workbook.read(file.path, file.dataset)
    else:
        sheets = [lines.read(file.path, sniffed, file.dataset)]
    for sheet in sheets:
        dropped = (name for name in sheet.header.dropped)
        outcome.dropped_columns += [
            name for name in dropped if name not in outcome.dropped_columns
        ]
        for block in sheet.blocks:
            con.register("raw", block)
            _judge(con, file.dataset, sheet, outcome)
            con.unregister("raw")
    if file.dataset.rejects_same_key:
        _reject_conflicts(con, file.dataset, outcome)
    if outcome.rows_in == 0:
        raise RefusalError("file.no_rows")
    _count_reasons(con, outcome)
    _suggest_provinces(con, outcome.file_id)


def _judge(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    sheet: Sheet,
    outcome: Outcome,
) -> None:
    """Type one block and put its rows where they belong."""
    cells, dictionaries, judged = check.statements(
        dataset, sheet.header, is_ours=outcome.origin == "reference"
    )
    blank = f'[\\s"{sheet.separator}]*'
    con.execute(cells, {"separator": sheet.separator, "blank": blank})
    for dictionary in dictionaries:
        con.execute(dictionary)
    con.execute(judged, {"file_id": outcome.file_id, "sheet": sheet.name})
    stored = ", ".join([*check.columns(dataset), *check.LINEAGE])
    con.execute(
        f"insert into typed_{dataset.name} select {stored} from judged "
        "where problems is null"
    )
    con.execute(
        "insert into load_reject select source_file_id, source_sheet, source_line, "
        "problem.field, problem.reason, shown(problem.raw), "
        "coalesce(is_personal_text(problem.raw), false), null "
        "from (select source_file_id, source_sheet, source_line, "
        "unnest(problems) as problem from judged where problems is not null)"
    )
    row = con.execute(
        "select count(*), count(problems), count(*) filter "
        "(where is_year_converted and problems is null) from judged"
    ).fetchone()
    con.execute("drop table judged")
    con.execute("drop table cells")
    if row is None:
        raise RuntimeError("counting the judged rows gave none")
    outcome.rows_in += row[0]
    outcome.rejected += row[1]
    outcome.converted_years += row[2]


def _reject_conflicts(
    con: duckdb.DuckDBPyConnection, dataset: Dataset, outcome: Outcome
) -> None:
    """Reject rows of one key that differ with nothing to tell the later one (5)."""
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
            select {content}
            from {table}
            where source_file_id = $id
            group by all
        ),
        clashing as (
            select {key}
            from version
            group by all
            having count(*) > 1 and count(distinct recorded_at) < count(*)
        )
        select {table}.rowid as row_id, source_sheet, source_line
        from {table}
        inner join clashing
            on {same_key}
        where source_file_id = $id
        """,
        {"id": outcome.file_id},
    )
    rejected = con.execute(
        "insert into load_reject select $id, source_sheet, source_line, $field, "
        "'key.conflict', null, false, null from conflict",
        {"id": outcome.file_id, "field": ", ".join(dataset.key)},
    ).fetchone()
    con.execute(f"delete from {table} where rowid in (select row_id from conflict)")
    outcome.rejected += rejected[0] if rejected else 0


def _count_reasons(con: duckdb.DuckDBPyConnection, outcome: Outcome) -> None:
    rows = con.execute(
        "select reason, count(distinct (sheet, line)) from load_reject "
        "where file_id = $id group by reason order by reason",
        {"id": outcome.file_id},
    ).fetchall()
    outcome.reasons = dict(rows)


def _suggest_provinces(con: duckdb.DuckDBPyConnection, file_id: int) -> None:
    """The nearest names beside an unknown province: a suggestion, never a guess."""
    unknown = con.execute(
        "select distinct value from load_reject where file_id = $id "
        "and reason = 'province.unknown' and value is not null",
        {"id": file_id},
    ).fetchall()
    names = [text for text, _ in codes.province_names()]
    found = []
    for (value,) in unknown:
        near = process.extract(value, names, limit=SUGGESTIONS, score_cutoff=SIMILAR)
        found.append((", ".join(dict.fromkeys(name for name, _, _ in near)), value))
    if found:
        con.executemany(
            "update load_reject set suggestion = nullif(?, '') where value = ? "
            f"and reason = 'province.unknown' and file_id = {int(file_id)}",
            found,
        )
