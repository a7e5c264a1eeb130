"""Makes the marts, each after those it reads: etl/sql/mart_*.sql and some in Python.

A file of SQL reads the marts whose names its text holds; a module that makes what SQL
cannot has a function `build` and names them in READS.
"""

from __future__ import annotations

import graphlib
import re
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from etl import (
    clusters,
    concentration,
    paths,
    risk_rank,
    risk_robustness,
    risk_smoothing,
    risk_treatment,
)
from etl.signals import budget, clustered, delays, watched

if TYPE_CHECKING:
    from types import ModuleType

    import duckdb

MADE: dict[str, ModuleType] = {
    module.TABLE: module
    for module in (
        clusters,
        concentration,
        risk_rank,
        risk_robustness,
        risk_smoothing,
        risk_treatment,
        budget,
        clustered,
        delays,
        watched,
    )
}
_MART = re.compile(r"\bmart_[a-z0-9_]+\b")


def order() -> list[str]:
    """Names of the marts, each after those it reads."""
    return list(_sorter(_texts(), MADE).static_order())


def _texts() -> dict[str, str]:
    return {p.stem: p.read_text("utf-8") for p in sorted(paths.SQL.glob("mart_*.sql"))}


def _sorter(
    texts: dict[str, str], made: dict[str, ModuleType]
) -> graphlib.TopologicalSorter[str]:
    known = texts.keys() | made.keys()
    reads = {
        name: {used for used in _MART.findall(_code(text)) if used in known} - {name}
        for name, text in texts.items()
    }
    reads |= {name: set(module.READS) for name, module in made.items()}
    return graphlib.TopologicalSorter(reads)


def _code(text: str) -> str:
    return re.sub(r"--.*", "", text)


def build(con: duckdb.DuckDBPyConnection, made: dict[str, ModuleType] = MADE) -> None:
    """Make every mart in the connection's current database, one on each thread.

    Most are small, and to plan one takes a single thread longer than to fill it.
    """
    texts = _texts()
    sorter = _sorter(texts, made)
    sorter.prepare()
    (threads,) = con.execute("select current_setting('threads')").fetchall()[0]
    con.execute("set threads = 1")
    free = [_beside(con) for _ in range(threads)]

    def make(name: str) -> None:
        beside, module = free.pop(), made.get(name)
        try:
            if module is not None:
                module.build(beside)
            else:
                beside.execute(texts[name])
        finally:
            free.append(beside)

    try:
        with ThreadPoolExecutor(threads) as pool:
            begun: dict[Future[None], str] = {}
            while sorter.is_active():
                for name in sorter.get_ready():
                    begun[pool.submit(make, name)] = name
                for done in wait(begun, return_when=FIRST_COMPLETED).done:
                    done.result()
                    sorter.done(begun.pop(done))
    finally:
        for beside in free:
            beside.close()
        con.execute(f"set threads = {threads}")


def _beside(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A connection of its own that finds what the given one does."""
    (path,) = con.execute("select current_setting('search_path')").fetchall()[0]
    beside = con.cursor()
    beside.execute(f"set search_path = '{path}'")
    return beside
