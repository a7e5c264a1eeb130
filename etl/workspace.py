"""The in-memory database in which files are judged, and what decides the judging."""

import datetime as dt
import hashlib
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from etl import codes, judge, paths, personal

TARGET = "built"  # the version being written, attached to the workspace
BEFORE = "previous"  # the version before, where other code wrote it


def today() -> dt.date:
    """The date in Bangkok, after which a date lies in the future."""
    return dt.datetime.now(ZoneInfo("Asia/Bangkok")).date()


def code_version() -> str:
    """Fingerprint of what decides how files are judged and figures computed."""
    digest = hashlib.sha256()
    sources = [*paths.SQL.glob("*.sql"), *paths.SCHEMAS.glob("*.json")]
    sources += [*(paths.ROOT / "etl").glob("*.py"), paths.RISK_MODEL]
    sources += [*paths.REFERENCE.glob("*.csv"), paths.ROOT / "etl" / "messages.toml"]
    for path in sorted(sources):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def opened() -> duckdb.DuckDBPyConnection:
    """An in-memory database with the macros, the code lists and empty tables.

    Nothing of a handed-over file reaches the disk from it.
    """
    con = duckdb.connect(config={"temp_directory": "", "threads": os.cpu_count() or 2})
    con.execute("set preserve_insertion_order = true")
    con.execute("set enable_progress_bar = false")
    con.execute(personal.macros())
    con.execute((paths.SQL / "macros.sql").read_text("utf-8"))
    con.execute("set variable today = $today::date", {"today": today()})
    codes.install(con)
    judge.create_tables(con)
    return con


def attach(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, mode: str = ""
) -> None:
    """Attach a database file under a name; `mode` is "(read_only)" or empty."""
    quoted = str(path).replace("'", "''")
    con.execute(f"attach '{quoted}' as {name} {mode}")


def compact(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the finished version anew, so that no byte of a deleted row stays."""
    draft = path.with_suffix(".compact")
    attach(con, path, TARGET, "(read_only)")
    attach(con, draft, "compact")
    con.execute(f"copy from database {TARGET} to compact")
    con.execute("checkpoint compact")
    con.execute("detach compact")
    con.execute(f"detach {TARGET}")
    draft.replace(path)
