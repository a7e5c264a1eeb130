"""What a version holds beside the rows: files, rejects, words, "now" and the marts."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etl import (
    dictionary,
    history,
    known,
    marts,
    paths,
    workspace,
)
from etl import risk_model as model
from etl.datasets import datasets
from etl.files import Outcome
from etl.refusal import messages
from etl.workspace import TARGET, WORKSPACE, code_version

TABLES = (  # of `begin`
    *("reject_reason", "dataset_info", "dataset_field"),
    *dictionary.TABLES,
    *model.TABLES,
)


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """Write what no file decides: words, the dictionary, the model of risk, macros.

    The version has its datasets' tables. One on the same code has these `TABLES` too.
    """
    with current(con):
        model.install(con)
        con.execute((paths.SQL / "words.sql").read_text("utf-8"))
        _write_words(con)
        dictionary.write(con)
        known.install(con)


@contextmanager
def current(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Have the version as the connection's current database."""
    con.execute(f"set search_path = '{TARGET},{WORKSPACE}'")
    yield
    con.execute(f"use {WORKSPACE}")


def finish(
    con: duckdb.DuckDBPyConnection,
    built: Path,
    name: str,
    began: dt.datetime,
    outcomes: list[Outcome],
    carried: list[int],
) -> dict[str, int]:
    """Complete the version being written; gives the row count of each table.

    Args:
        con: With the version attached.
        built: The file of the version.
        name: Of the version.
        began: When the build began, in UTC.
        outcomes: Of all files.
        carried: Ids of the files whose rejects the version began with.
    """
    _write_rejects(con, carried)
    with current(con):
        con.execute((paths.SQL / "version.sql").read_text("utf-8"))
        _write_files(con, outcomes)
        _write_now(con, name, began)
        history.begin(con)
        history.add(con)
        marts.build(con)
        history.add_figures(con)
        counts = _row_counts(con)
    con.execute(f"checkpoint {TARGET}")
    is_loose = _is_loose(con)
    con.execute(f"detach {TARGET}")
    if is_loose:
        workspace.compact(con, built)
    return counts


def _write_now(con: duckdb.DuckDBPyConnection, name: str, began: dt.datetime) -> None:
    """Write `dataset_status`, `now_on` and `version_info`."""
    con.execute(_now_sql())
    con.execute(
        "create table version_info as select $version::varchar as version, "
        "$built::timestamp as built_at, $code::varchar as code_version, "
        "(select version from risk_model) as risk_model_version, now_on.now_iso_week, "
        "now_on.now_ends_on, (select case when bool_or(data_status = 'synthetic') "
        "then 'synthetic' when bool_or(data_status = 'ministry') then 'ministry' "
        "else 'official' end from dataset_status) as data_status from now_on",
        {
            "version": name,
            "built": began.replace(tzinfo=None, microsecond=0),
            "code": code_version(),
        },
    )


def _is_loose(con: duckdb.DuckDBPyConnection) -> bool:
    """True when bytes of withdrawn rows, or many free ones, lie in the version."""
    size = con.execute(
        "select free_blocks > total_blocks / 2 from pragma_database_size() "
        "where database_name = $target",
        {"target": TARGET},
    ).fetchone()
    has_withdrawn = con.execute("from withdrawn limit 1").fetchone() is not None
    return has_withdrawn or bool(size and size[0])


def _write_rejects(con: duckdb.DuckDBPyConnection, carried: list[int]) -> None:
    table = f"{TARGET}.load_reject"
    con.execute(f"create table if not exists {table} as from load_reject limit 0")
    con.execute(
        f"delete from {table} "
        "where file_id not in (select unnest($carried::integer[]))",
        {"carried": carried},
    )
    con.execute(f"insert into {table} from load_reject")


def _row_counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of each table and dataset; a mart that is a view holds none of its own."""
    names = con.execute(
        "select table_name from information_schema.tables where table_catalog = $name "
        "and not (table_type = 'VIEW' and starts_with(table_name, 'mart_')) "
        "order by table_name",
        {"name": TARGET},
    ).fetchall()
    counts = [f"select '{name}', count(*) from {name}" for (name,) in names]
    return dict(con.execute(" union all ".join(counts)).fetchall())


def _write_files(con: duckdb.DuckDBPyConnection, outcomes: list[Outcome]) -> None:
    files: list[list[object]] = [
        [
            o.file_id, o.name, o.dataset, o.origin, o.data_status, o.sha256, o.status,
            o.reason, o.reason_th, o.reason_en, o.rows_in, o.accepted, o.rejected,
            o.duplicate, o.superseded, o.kept_rows, o.converted_years,
            o.first_loaded_at, o.judged_at or None, o.code_version,
        ]
        for o in outcomes
    ]  # fmt: skip
    dropped: list[list[object]] = [
        [outcome.file_id, name]
        for outcome in outcomes
        for name in outcome.dropped_columns
    ]
    workspace.insert(con, "load_file", files)
    workspace.insert(con, "load_dropped_column", dropped)


def _write_words(con: duckdb.DuckDBPyConnection) -> None:
    """The words for reasons and fields, so that a version explains itself."""
    reasons: list[list[object]] = [
        [reason, words["th"], words["en"], words["do_th"], words["do_en"]]
        for reason, words in messages().items()
    ]
    known: list[list[object]] = [
        [d.name, d.title_th, d.title_en, d.is_reference_only]
        for d in datasets().values()
    ]
    fields: list[list[object]] = [
        [d.name, f.name, f.title_th, f.title_en, f.type, f.required, f.code_list, i]
        for d in datasets().values()
        for i, f in enumerate(d.fields)
    ]
    workspace.insert(con, "reject_reason", reasons)
    workspace.insert(con, "dataset_info", known)
    workspace.insert(con, "dataset_field", fields)


def _now_sql() -> str:
    """Tables `dataset_status` and `now_on`, from each schema's `nowField`.

    "Now" is the last ISO week whose Sunday is not after the latest of those dates
    (contract.md 6); of batches only the held ones count.
    """
    status, latest = [], []
    for dataset in datasets().values():
        dates = dataset.now_field or "null::date"
        held = " where status = 'held'" if dataset.name == "training_batch" else ""
        if dataset.now_field:
            latest.append(f"select max({dates}) as day from {dataset.name}{held}")
        status.append(
            f"select '{dataset.name}' as dataset, data_status, count(*) as rows, "
            f"min({dates}) as first_on, max({dates}) as last_on "
            f"from {dataset.name}_loaded where row_state = 'accepted' "
            "group by data_status"
        )
    return f"""
        create table dataset_status as {" union all ".join(status)};
        create table now_on as
        with latest as (select max(day) as day from ({" union all ".join(latest)})),
        week as (
            select day - cast(isodow(day) % 7 as integer) as now_ends_on from latest
        )
        select now_ends_on, strftime(now_ends_on, '%G-W%V') as now_iso_week from week;
    """
