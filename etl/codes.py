"""Code lists and province names as DuckDB enums: text in, code out, without a join.

Joining an alias table makes the handed-over rows the build side of the join and loses
their order; an enum lookup costs no memory (measured on ten million rows).
"""

import csv
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import paths
from etl.datasets import datasets

Aliases = list[tuple[str, str]]  # (text, code)


def _rows(name: str) -> list[dict[str, str]]:
    path = paths.REFERENCE / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Code:
    """One entry of a list: what is stored and the texts that stand for it.

    Attributes:
        unit: Of an indicator's values, a code of the list of units.
    """

    code: str
    th: str
    en: str
    aliases: tuple[str, ...] = ()
    unit: str = ""

    @property
    def texts(self) -> list[str]:
        """Every text under which the code is known, trimmed."""
        texts = (self.code, self.th, self.en, *self.aliases)
        return [text.strip() for text in texts if text.strip()]


def lists() -> dict[str, list[Code]]:
    """Every list by name, its codes in their order."""
    found: dict[str, list[Code]] = {}

    def add(
        name: str, code: str, th: str, en: str, aliases: Sequence[str], unit: str = ""
    ) -> None:
        found.setdefault(name, []).append(Code(code, th, en, tuple(aliases), unit))

    for row in _rows("code_list.csv"):
        aliases = row["aliases"].split(";")
        add(row["list"], row["code"], row["label_th"], row["label_en"], aliases)
    for row in _rows("tip_channel.csv"):
        aliases = row["aliases"].split(";")
        add("tip_channel", row["channel_code"], row["name_th"], row["name_en"], aliases)
    for row in _rows("exploitation_form.csv"):
        aliases = row["aliases"].split(";")
        add("exploitation_form", row["code"], row["form_th"], row["form_en"], aliases)
    handed_over = handed_over_indicators(paths.RISK_MODEL)
    for row in _rows("risk_indicator.csv"):
        if row["indicator_code"] in handed_over:
            labels = row["name_th"], row["name_en"], row["aliases"].split("|")
            add("risk_indicator", row["indicator_code"], *labels, row["unit"])
    for dataset in datasets().values():
        if not dataset.is_reference_only and dataset.name != "withdrawal":
            add("dataset", dataset.name, dataset.title_th, dataset.title_en, ())
    return found


def code_lists() -> dict[str, Aliases]:
    """Every list by name: each code, its labels and its aliases."""
    return {
        name: [(text, code.code) for code in codes for text in code.texts]
        for name, codes in lists().items()
    }


def provinces() -> list[Code]:
    """The provinces under their Thai and English names, in the order of the code."""
    return [
        Code(row["province_code"], row["name_th"], row["name_en"])
        for row in _rows("province.csv")
    ]


def handed_over_indicators(risk_model: Path) -> set[str]:
    """Indicator codes of the model that offices hand over: all but the derived ones."""
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


def install(con: duckdb.DuckDBPyConnection) -> None:
    """Create one macro per list: `code_<list>(text)` gives the code or null.

    Also `province_of_name(text)` and `province_of_code(text)`.

    Raises:
        ValueError: A text stands for two codes of one list.
    """
    for name, entries in code_lists().items():
        _lookup(con, f"code_{name}", "folded", entries)
    _lookup(con, "province_of_name", "folded_province", province_names())
    _lookup(con, "province_of_code", "folded", province_codes())


def _lookup(
    con: duckdb.DuckDBPyConnection, macro: str, fold: str, entries: Aliases
) -> None:
    if not re.fullmatch(r"[a-z0-9_]+", macro):
        raise ValueError(f"{macro} is no name for a list")
    texts = [text for text, _ in entries]
    query = f"select list_transform($texts, lambda text: {fold}(text))"
    row = con.execute(query, {"texts": texts}).fetchone()
    folded = row[0] if row else []
    codes: dict[str, str] = {}
    for key, (text, code) in zip(folded, entries, strict=True):
        if codes.setdefault(key, code) != code:
            raise ValueError(f"{macro}: '{text}' stands for {codes[key]} and {code}")
    members = ", ".join("'" + key.replace("'", "''") + "'" for key in codes)
    con.execute(f"create type {macro}_key as enum ({members})")
    con.execute(f"set variable {macro}_codes = $codes", {"codes": list(codes.values())})
    con.execute(
        f"create temp macro {macro}(t) as list_extract(getvariable('{macro}_codes'), "
        f"enum_code(try_cast({fold}(t) as {macro}_key)) + 1)"
    )
