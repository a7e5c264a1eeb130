"""Code lists and the names of provinces: which code a text stands for."""

from __future__ import annotations

import csv
import functools
from typing import TYPE_CHECKING

from etl import paths
from etl.datasets import datasets
from etl.values import folded, folded_province

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Aliases = list[tuple[str, str]]  # (text, code)
Codes = dict[str, str]  # by the folded text
LISTS = ("tip_channel", "exploitation_form", "risk_indicator", "dataset")


def _rows(name: str) -> list[dict[str, str]]:
    path = paths.REFERENCE / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def code_lists() -> dict[str, Aliases]:
    """Every list by name: each code, its labels and its aliases."""
    return _general() | {name: _special(name) for name in LISTS}


@functools.cache
def _general() -> dict[str, Aliases]:
    lists: dict[str, Aliases] = {}
    for row in _rows("code_list.csv"):
        labels = row["label_th"], row["label_en"], *row["aliases"].split(";")
        lists.setdefault(row["list"], []).extend(_entries(row["code"], labels))
    return lists


def _special(name: str) -> Aliases:
    """A list that has a file, or a folder, of its own."""
    found: Aliases = []
    for code, *labels in _labelled(name):
        found += _entries(code, labels)
    return found


def _labelled(name: str) -> Iterator[tuple[str, ...]]:
    if name == "tip_channel":
        for row in _rows("tip_channel.csv"):
            labels = row["name_th"], row["name_en"], *row["aliases"].split(";")
            yield row["channel_code"], *labels
    elif name == "exploitation_form":
        for row in _rows("exploitation_form.csv"):
            labels = row["form_th"], row["form_en"], *row["aliases"].split(";")
            yield row["code"], *labels
    elif name == "risk_indicator":
        handed_over = handed_over_indicators(paths.RISK_MODEL)
        for row in _rows("risk_indicator.csv"):
            labels = row["name_th"], row["name_en"], *row["aliases"].split("|")
            if row["indicator_code"] in handed_over:
                yield row["indicator_code"], *labels
    else:
        for dataset in datasets().values():
            if not dataset.is_reference_only and dataset.name != "withdrawal":
                yield dataset.name, dataset.title_th, dataset.title_en


def _entries(code: str, labels: Iterable[str]) -> Aliases:
    return [(text.strip(), code) for text in (code, *labels) if text.strip()]


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


@functools.cache
def codes_of(name: str) -> Codes:
    """The codes of a list, by its folded texts.

    Raises:
        KeyError: There is no such list.
        ValueError: A text stands for two codes of the list.
    """
    entries = _special(name) if name in LISTS else _general()[name]
    return _by_text(name, entries, folded)


@functools.cache
def provinces_by_name() -> Codes:
    """The provinces' codes by their names, folded as `values.folded_province` does."""
    return _by_text("province", province_names(), folded_province)


@functools.cache
def provinces_by_code() -> Codes:
    """The provinces' codes by their two-digit and ISO codes, folded."""
    return _by_text("province", province_codes(), folded)


def _by_text(name: str, entries: Aliases, fold: Callable[[str], str]) -> Codes:
    codes: Codes = {}
    for text, code in entries:
        key = fold(text)
        if codes.setdefault(key, code) != code:
            raise ValueError(f"{name}: '{text}' stands for {codes[key]} and {code}")
    return codes
