"""DuckDB's engine, connected to while other modules are loaded.

The engine alone: the package around it doubles the time until a check can begin, and
what it adds is needed for Arrow only (etl.texts loads it then).
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from _duckdb import OutOfMemoryException, connect

if TYPE_CHECKING:
    import duckdb

__all__ = ["OutOfMemoryException", "begin", "connected"]

_coming: list[threading.Thread] = []
_come: list[duckdb.DuckDBPyConnection] = []


def begin() -> None:
    """Connect in the background; `connected` gives the connection."""
    _coming.append(threading.Thread(target=lambda: _come.append(_connected())))
    _coming[-1].start()


def connected() -> duckdb.DuckDBPyConnection:
    """A new in-memory database, from which nothing reaches the disk.

    The one that was begun is kept: to take it down takes as long as a check.
    """
    if _coming:
        _coming.pop().join()
        if _come:
            return _come[-1]
    return _connected()


def _connected() -> duckdb.DuckDBPyConnection:
    return connect(
        config={
            "temp_directory": "",
            "threads": os.cpu_count() or 2,
            "preserve_insertion_order": True,
        }
    )
