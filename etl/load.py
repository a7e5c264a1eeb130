"""Files into the typed rows of their datasets: read one by one, judged together."""

from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from etl import check, codes, lines, sniff, workbook
from etl.datasets import Dataset, datasets
from etl.files import Handed, Outcome
from etl.lines import Sheet
from etl.refusal import RefusalError

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


@dataclass
class Texts:
    """What was read and not judged yet.

    Attributes:
        fields: By dataset, the fields that the files give.
        handed_over: Datasets of which a file is not our own.
        held: By dataset, the Arrow tables of its files that need no splitting: under
            the name that SQL knows, the SQL that reads one like `cells_<dataset>`.
    """

    fields: dict[str, set[str]] = field(default_factory=dict)
    handed_over: set[str] = field(default_factory=set)
    held: dict[str, dict[str, str]] = field(default_factory=dict)


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


def read(
    con: duckdb.DuckDBPyConnection, file: Handed, file_id: int, texts: Texts
) -> Outcome:
    """Read one file into the texts of its dataset; a refused one leaves nothing."""
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
        _read(con, file, outcome, texts)
    except (MemoryError, duckdb.OutOfMemoryException):
        raise  # no fault of the file: the build ends, the old version stays
    except OSError:
        _refuse(con, outcome, texts, RefusalError("file.unreadable"))
    except RefusalError as refusal:
        _refuse(con, outcome, texts, refusal)
    except Exception as error:  # noqa: BLE001 - one odd file must not stop the others
        kind = type(error).__name__  # its text may hold a handed-over value
        _refuse(con, outcome, texts, RefusalError("file.failed", found=kind))
    return outcome


def _refuse(
    con: duckdb.DuckDBPyConnection,
    outcome: Outcome,
    texts: Texts,
    refusal: RefusalError,
) -> None:
    outcome.status, outcome.reason = "refused", refusal.reason
    outcome.reason_th, outcome.reason_en = refusal.text("th"), refusal.text("en")
    outcome.rows_in = 0
    if outcome.dataset:
        con.execute(
            f"delete from cells_{outcome.dataset} where file_id = $id",
            {"id": outcome.file_id},
        )
    held = texts.held.get(str(outcome.dataset), {})
    for name in [n for n in held if n.startswith(f"held_{outcome.file_id}_")]:
        del held[name]
        con.unregister(name)


def _read(
    con: duckdb.DuckDBPyConnection, file: Handed, outcome: Outcome, texts: Texts
) -> None:
    if not file.sha256:  # without it, nobody knows who made the file
        raise RefusalError("file.unreadable")
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
        outcome.dropped_columns += [
            name for name in sheet.header.dropped if name not in outcome.dropped_columns
        ]
        texts.fields.setdefault(file.dataset.name, set()).update(sheet.header.columns)
        if not is_ours:
            texts.handed_over.add(file.dataset.name)
        for block in sheet.blocks:
            if "text" in block.column_names:
                con.register("raw", block)
                outcome.rows_in += _split(con, file.dataset, sheet, outcome)
                con.unregister("raw")
            else:
                _hold(con, block, outcome, texts)
                outcome.rows_in += len(block)
    if outcome.rows_in == 0:
        raise RefusalError("file.no_rows")


def _split(
    con: duckdb.DuckDBPyConnection, dataset: Dataset, sheet: Sheet, outcome: Outcome
) -> int:
    inserted = con.execute(
        check.insert_cells(dataset, sheet.header),
        {
            "file_id": outcome.file_id,
            "is_ours": outcome.origin == "reference",
            "sheet": sheet.name,
            "separator": sheet.separator,
            "blank": f'[\\s"{sheet.separator}]*',
        },
    ).fetchone()
    return inserted[0] if inserted else 0


def _hold(
    con: duckdb.DuckDBPyConnection, block: pa.Table, outcome: Outcome, texts: Texts
) -> None:
    """Let SQL read a block where it lies."""
    held = texts.held.setdefault(str(outcome.dataset), {})
    name = f"held_{outcome.file_id}_{len(held)}"
    con.register(name, block)
    is_ours = outcome.origin == "reference"
    columns = ", ".join(
        f"{column} as t_{column}" for column in block.column_names if column != "line"
    )
    held[name] = (
        f"select {outcome.file_id} as file_id, {is_ours} as is_ours, '' as sheet, "
        f"line, null::varchar as damage, {columns} from {name}"
    )


def judge(con: duckdb.DuckDBPyConnection, texts: Texts) -> None:
    """Type and check all texts read so far; a row is stored or rejected."""
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
        _part(con, dataset)
        if dataset.rejects_same_key:
            _reject_conflicts(con, dataset)
    texts.fields.clear()
    texts.handed_over.clear()
    _suggest_provinces(con)


def _part(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Part the rejected rows from the typed ones; their texts go no further."""
    table = f"typed_{dataset.name}"
    con.execute(
        "insert into load_reject select source_file_id, source_sheet, source_line, "
        "problem.field, problem.reason, shown(problem.raw), "
        "coalesce(is_personal_text(problem.raw), false), null "
        "from (select source_file_id, source_sheet, source_line, "
        f"unnest(problems) as problem from {table} where problems is not null)"
    )
    for name in (f.name for f in dataset.columns if f.not_after):
        con.execute(
            f"insert into awaiting select source_file_id, min({name})::date "
            f"from {table} where list_contains(list_transform(problems, "
            "lambda problem: problem.reason), $reason) group by all",
            {"reason": f"{name}.future"},
        )
    con.execute(f"delete from {table} where problems is not null")
    con.execute(
        f"insert into year_converted select source_file_id, count(*) from {table} "
        "where is_year_converted group by all"
    )
    con.execute(f"update {table} set is_year_converted = null where is_year_converted")


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
