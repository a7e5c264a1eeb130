"""The in-memory database in which files are judged, and what decides the judging."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from etl import engine, judge, paths

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    import duckdb

    from etl.datasets import Dataset

WORKSPACE = "memory"  # as DuckDB names it
TARGET = "built"  # the version being written, attached to the workspace
UNLOGGED = "(recovery_mode no_wal_writes)"  # what is not whole is thrown away
BANGKOK = dt.timezone(dt.timedelta(hours=7))  # all year, since 1920
BEFORE = "previous"  # the version before, where other code wrote it


def today() -> dt.date:
    """The date in Bangkok, after which a date lies in the future."""
    return dt.datetime.now(BANGKOK).date()


def code_version() -> str:
    """Fingerprint of what decides how files are judged and figures computed."""
    import hashlib  # noqa: PLC0415 - a check needs no version

    digest = hashlib.sha256()
    sources = [*paths.SQL.glob("*.sql"), *paths.SCHEMAS.glob("*.json")]
    sources += [*(paths.ROOT / "etl").glob("*.py"), paths.RISK_MODEL]
    sources += (paths.ROOT / "etl" / "reading").glob("*.py")
    sources += (paths.ROOT / "etl" / "signals").glob("*.py")
    sources += [*(paths.ROOT / "methods").glob("*.py"), paths.DETECTION]
    sources += [*paths.REFERENCE.glob("*.csv"), paths.ROOT / "etl" / "messages.toml"]
    for path in sorted(sources):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def opened(used: Collection[Dataset]) -> duckdb.DuckDBPyConnection:
    """An in-memory database with the empty tables of datasets.

    Nothing of a handed-over file reaches the disk from it.
    """
    con = engine.connected()
    con.execute("set enable_progress_bar = false")
    con.execute(f"set variable today = date '{today()}'")
    judge.create_tables(con, used)
    return con


def attach(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, mode: str = ""
) -> None:
    """Attach a database file under a name; `mode` is "(read_only)" or UNLOGGED."""
    quoted = str(path).replace("'", "''")
    con.execute(f"attach '{quoted}' as {name} {mode}")


def insert(
    con: duckdb.DuckDBPyConnection, table: str, rows: Collection[Sequence[object]]
) -> None:
    """Add rows, of as many values as the table has columns, in one statement."""
    if not rows:
        return
    names = [name for name, *_ in con.execute(f"describe {table}").fetchall()]
    named = [dict(zip(names, row, strict=True)) for row in rows]
    con.execute(
        f"insert into {table} by name select unnest($rows, max_depth := 2)",
        {"rows": named},
    )


def compact(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the finished version anew, so that no byte of a deleted row stays."""
    draft = path.with_suffix(".compact")
    attach(con, path, TARGET, "(read_only)")
    attach(con, draft, "compact", UNLOGGED)
    con.execute(f"copy from database {TARGET} to compact")
    con.execute("checkpoint compact")
    con.execute("detach compact")
    con.execute(f"detach {TARGET}")
    draft.replace(path)
