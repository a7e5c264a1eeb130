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
    reported,
    risk_rank,
    risk_robustness,
    risk_smoothing,
    risk_treatment,
)
from etl.signals import budget, clustered, delays, watched

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import ModuleType

    import duckdb

MADE: dict[str, ModuleType] = {
    module.TABLE: module
    for module in (
        clusters,
        concentration,
        reported,
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
# What takes longer than most, in times of a common one: begun as early as it can be.
COST = {
    "row_in_force": 15,
    "mart_tip_known": 40,
    "mart_form_known": 30,
    "mart_tip_signal": 120,
    "mart_tip_delay": 15,
    "mart_report_delay": 15,
    "mart_report_state": 8,
    "mart_week_report": 8,
    "mart_map_count": 8,
    "mart_key_figure": 8,
}
_MART = re.compile(rf"\b(?:mart_[a-z0-9_]+|{reported.TABLE})\b")


def order() -> list[str]:
    """Names of the marts, each after those it reads."""
    return list(graphlib.TopologicalSorter(_reads(_texts(), MADE)).static_order())


def _texts() -> dict[str, str]:
    return {p.stem: p.read_text("utf-8") for p in sorted(paths.SQL.glob("mart_*.sql"))}


def _reads(
    texts: dict[str, str], made: dict[str, ModuleType]
) -> dict[str, Collection[str]]:
    """By each mart, those it reads."""
    known = texts.keys() | made.keys()
    reads: dict[str, Collection[str]] = {
        name: {used for used in _MART.findall(_code(text)) if used in known} - {name}
        for name, text in texts.items()
    }
    return reads | {name: set(module.READS) for name, module in made.items()}


def _code(text: str) -> str:
    return re.sub(r"--.*", "", text)


def _urgency(reads: dict[str, Collection[str]]) -> dict[str, int]:
    """How long it takes to make each mart and the longest line of those behind it."""
    found = dict.fromkeys(reads, 0)
    for name in reversed(list(graphlib.TopologicalSorter(reads).static_order())):
        found[name] += COST.get(name, 1)
        for used in reads[name]:
            found[used] = max(found[used], found[name])
    return found


def build(con: duckdb.DuckDBPyConnection, made: dict[str, ModuleType] = MADE) -> None:
    """Make every mart in the connection's current database, one on each thread.

    Most are small, and to plan one takes a single thread longer than to fill it.
    """
    texts = _texts()
    reads = _reads(texts, made)
    urgency = _urgency(reads)
    sorter = graphlib.TopologicalSorter(reads)
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
            ready: list[str] = []
            while sorter.is_active():
                ready = sorted([*ready, *sorter.get_ready()], key=urgency.__getitem__)
                while ready and len(begun) < threads:
                    name = ready.pop()
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
