"""The history of versions: what each held and its key figures (contract.md 6).

Three tables go from a version to the next: `version_history`, `version_dataset` and
`version_figure`. They hold counts and figures only, so that a withdrawal leaves nothing
in them to take out. The names of versions say when they were built, by a clock that may
have been set back; `version_number` says which came after which.
"""

import duckdb

from etl import paths
from etl.workspace import BEFORE, TARGET

KEPT = 200  # versions
TABLES = ("version_history", "version_dataset", "version_figure")


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """Have the three tables in the current database, with what came before.

    A version on a copy has them already; other code's version lies beside it.
    """
    con.execute((paths.SQL / "version_history.sql").read_text("utf-8"))
    is_beside = "from duckdb_databases() where database_name = $before"
    if con.execute(is_beside, {"before": BEFORE}).fetchone():
        _copy(con)
    _number(con)


def _copy(con: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES:
        before = _columns(con, BEFORE, table)
        shared = ", ".join(sorted(before & _columns(con, TARGET, table)))
        if shared:
            con.execute(
                f"insert into {table} by name select {shared} from {BEFORE}.{table}"
            )


def _number(con: duckdb.DuckDBPyConnection) -> None:
    """Number the versions of code that did not, by the time they were built."""
    con.execute(
        "update version_history set version_number = numbered.version_number "
        "from (select version, row_number() over (order by built_at, version) "
        "as version_number from version_history) as numbered "
        "where version_history.version_number is null "
        "and version_history.version = numbered.version"
    )


def _columns(con: duckdb.DuckDBPyConnection, database: str, table: str) -> set[str]:
    rows = con.execute(
        "select column_name from duckdb_columns() "
        "where database_name = $database and table_name = $table",
        {"database": database, "table": table},
    ).fetchall()
    return {name for (name,) in rows}


def add(con: duckdb.DuckDBPyConnection) -> None:
    """Add this version, and drop what is older than the last 200."""
    con.execute(
        "insert into version_history by name select "
        "(select coalesce(max(version_number), 0) + 1 from version_history) "
        "as version_number, version, built_at, code_version, risk_model_version, "
        "now_iso_week, data_status from version_info"
    )
    con.execute(
        "insert into version_dataset by name "
        "select version, dataset, load_file.data_status, count(*) as files, "
        "count(*) filter (where status = 'refused') as files_refused, "
        "sum(rows_in) as rows_in, sum(accepted) as accepted, "
        "sum(rejected) as rejected, sum(duplicate) as duplicate, "
        "sum(superseded) as superseded, sum(kept_rows) as kept_rows "
        "from load_file cross join version_info where status <> 'kept' group by all"
    )
    for table in TABLES:
        con.execute(
            f"delete from {table} where version not in (select version "
            "from version_history order by version_number desc limit $kept)",
            {"kept": KEPT},
        )


def add_figures(con: duckdb.DuckDBPyConnection) -> None:
    """Add this version's key figures, once the marts are made."""
    con.execute(
        "insert into version_figure by name "
        "select version, figure, unit, value, mart_key_figure.data_status "
        "from mart_key_figure cross join version_info"
    )
