"""Code lists and province names as DuckDB enums: text in, code out, without a join.

Joining an alias table makes the handed-over rows the build side of the join and loses
their order; an enum lookup costs no memory (measured on ten million rows).
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from etl import paths
from etl.datasets import datasets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import duckdb

    from etl.datasets import Dataset

Aliases = list[tuple[str, str]]  # (text, code)


def _rows(name: str) -> list[dict[str, str]]:
    path = paths.REFERENCE / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def code_lists(names: set[str] | None = None) -> dict[str, Aliases]:
    """The named lists, or all: each code, its labels and its aliases."""
    lists: dict[str, Aliases] = {}

    def add(name: str, code: str, *texts: str) -> None:
        entries = lists.setdefault(name, [])
        entries += [(text.strip(), code) for text in (code, *texts) if text.strip()]

    def wanted(name: str) -> bool:
        return names is None or name in names

    for row in _rows("code_list.csv"):
        labels = row["label_th"], row["label_en"], *row["aliases"].split(";")
        if wanted(row["list"]):
            add(row["list"], row["code"], *labels)
    if wanted("tip_channel"):
        for row in _rows("tip_channel.csv"):
            labels = row["name_th"], row["name_en"], *row["aliases"].split(";")
            add("tip_channel", row["channel_code"], *labels)
    if wanted("exploitation_form"):
        for row in _rows("exploitation_form.csv"):
            labels = row["form_th"], row["form_en"], *row["aliases"].split(";")
            add("exploitation_form", row["code"], *labels)
    if wanted("risk_indicator"):
        handed_over = handed_over_indicators(paths.RISK_MODEL)
        for row in _rows("risk_indicator.csv"):
            labels = row["name_th"], row["name_en"], *row["aliases"].split("|")
            if row["indicator_code"] in handed_over:
                add("risk_indicator", row["indicator_code"], *labels)
    if wanted("dataset"):
        for dataset in datasets().values():
            if not dataset.is_reference_only and dataset.name != "withdrawal":
                add("dataset", dataset.name, dataset.title_th, dataset.title_en)
    return lists


def handed_over_indicators(risk_model: Path) -> set[str]:
    """Indicator codes of the model that offices hand over: all but the derived ones."""
    import tomllib  # noqa: PLC0415 - slow to load, for one list only

    model = tomllib.loads(risk_model.read_text("utf-8"))
    indicators = model["indicator"].items()
    return {code for code, words in indicators if not words.get("derived", False)}


def province_names() -> Aliases:
    """Names, abbreviations aside, under which a province is known (contract.md 3)."""
    names: Aliases = []
    for row in _rows("province.csv"):
        texts = [row["name_th"], row["name_en"], row["name_en_iso"]]
        texts += row["aliases_th"].split("|") + row["aliases_en"].split("|")
        names += [(text, row["province_code"]) for text in texts if text.strip()]
    return names


def province_codes() -> Aliases:
    """Two-digit and ISO codes of the provinces."""
    codes: Aliases = []
    for row in _rows("province.csv"):
        code = row["province_code"]
        codes += [(row["dopa_code"], code), (row["dopa_code"] + ".0", code)]
        codes += [(code, code)]
    return codes


def install(con: duckdb.DuckDBPyConnection, used: Iterable[Dataset]) -> None:
    """Create one macro per list: `code_<list>(text)` gives the code or null.

    Also `province_of_name(text)` and `province_of_code(text)`.

    Args:
        con: With the macros of etl/sql/macros.sql.
        used: The datasets whose lists are needed.

    Raises:
        ValueError: A text stands for two codes of one list.
    """
    fields = [field for dataset in used for field in dataset.fields]
    names = {name for f in fields for name in (f.code_list, f.or_list) if name}
    lists = {f"code_{name}": found for name, found in code_lists(names).items()}
    lists["province_of_code"] = province_codes()
    _lookups(con, "folded", lists)
    _lookups(con, "folded_province", {"province_of_name": province_names()})


def _lookups(
    con: duckdb.DuckDBPyConnection, fold: str, lists: dict[str, Aliases]
) -> None:
    """Create the macros, each over an enum of its texts and a variable of its codes."""
    texts = [text for entries in lists.values() for text, _ in entries]
    query = f"select list_transform($texts, lambda text: {fold}(text))"
    row = con.execute(query, {"texts": texts}).fetchone()
    folded = iter(row[0] if row else [])
    statements = []
    for macro, entries in lists.items():
        if not re.fullmatch(r"[a-z0-9_]+", macro):
            raise ValueError(f"{macro} is no name for a list")
        codes: dict[str, str] = {}
        for (text, code), key in zip(entries, folded, strict=False):
            if codes.setdefault(key, code) != code:
                raise ValueError(
                    f"{macro}: '{text}' stands for {codes[key]} and {code}"
                )
        statements += [
            f"create type {macro}_key as enum ({_quoted(codes)})",
            f"set variable {macro}_codes = [{_quoted(codes.values())}]",
            f"create temp macro {macro}(t) as list_extract("
            f"getvariable('{macro}_codes'), "
            f"enum_code(try_cast({fold}(t) as {macro}_key)) + 1)",
        ]
    con.execute(";".join(statements))


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
