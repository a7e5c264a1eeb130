"""The published version of a folder, opened for a test."""

from pathlib import Path

import duckdb

from dashboard.db import SETTINGS


def opened(built: Path) -> duckdb.DuckDBPyConnection:
    """Its connection, as the app opens one.

    A process holds a database under one set of settings at a time: a test that opens it
    under others fails wherever a page has it open already.
    """
    name = (built / "CURRENT").read_text(encoding="utf-8").strip()
    return duckdb.connect(
        str(built / f"{name}.duckdb"), read_only=True, config=SETTINGS
    )
