"""Runs etl/sql/mart_*.sql in the order their names in each other's text demand."""

import graphlib
import re

import duckdb

from etl import paths

_MART = re.compile(r"\bmart_[a-z0-9_]+\b")


def order() -> list[str]:
    """Names of the marts, each after those it reads."""
    texts = {p.stem: p.read_text("utf-8") for p in paths.SQL.glob("mart_*.sql")}
    reads = {
        name: {used for used in _MART.findall(_code(text)) if used in texts} - {name}
        for name, text in sorted(texts.items())
    }
    return list(graphlib.TopologicalSorter(reads).static_order())


def _code(text: str) -> str:
    return re.sub(r"--.*", "", text)


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make every mart in the connection's current database."""
    for name in order():
        con.execute((paths.SQL / f"{name}.sql").read_text("utf-8"))
