"""Code lists and the names of provinces: which code a text stands for."""

from __future__ import annotations

import csv
import functools
from typing import TYPE_CHECKING, NamedTuple

from etl import paths
from etl.datasets import datasets
from methods.province_name import folded, folded_province

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Aliases = list[tuple[str, str]]  # (text, code)
Codes = dict[str, str]  # by the folded text


class Code(NamedTuple):
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


def _rows(name: str) -> list[dict[str, str]]:
    path = paths.REFERENCE / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lists() -> dict[str, list[Code]]:
    """Every list by name, its codes in their order."""
    return _general() | {name: list(codes()) for name, codes in _SPECIAL.items()}


@functools.cache
def _general() -> dict[str, list[Code]]:
    """The lists that stand together in one file."""
    found: dict[str, list[Code]] = {}
    for row in _rows("code_list.csv"):
        aliases = tuple(row["aliases"].split(";"))
        code = Code(row["code"], row["label_th"], row["label_en"], aliases)
        found.setdefault(row["list"], []).append(code)
    return found


def _channels() -> Iterator[Code]:
    for row in _rows("tip_channel.csv"):
        aliases = tuple(row["aliases"].split(";"))
        yield Code(row["channel_code"], row["name_th"], row["name_en"], aliases)


def _forms() -> Iterator[Code]:
    for row in _rows("exploitation_form.csv"):
        aliases = tuple(row["aliases"].split(";"))
        yield Code(row["code"], row["form_th"], row["form_en"], aliases)


def _indicators() -> Iterator[Code]:
    handed_over = handed_over_indicators(paths.RISK_MODEL)
    for row in _rows("risk_indicator.csv"):
        code, aliases = row["indicator_code"], tuple(row["aliases"].split("|"))
        if code in handed_over:
            yield Code(code, row["name_th"], row["name_en"], aliases, row["unit"])


def _datasets() -> Iterator[Code]:
    for dataset in datasets().values():
        if not dataset.is_reference_only and dataset.name != "withdrawal":
            yield Code(dataset.name, dataset.title_th, dataset.title_en)


_SPECIAL: dict[str, Callable[[], Iterator[Code]]] = {
    "tip_channel": _channels,
    "exploitation_form": _forms,
    "risk_indicator": _indicators,
    "dataset": _datasets,
}


def code_lists() -> dict[str, Aliases]:
    """Every list by name: each code, its labels and its aliases."""
    return {name: _aliases(codes) for name, codes in lists().items()}


def _aliases(codes: list[Code]) -> Aliases:
    return [(text, code.code) for code in codes for text in code.texts]


@functools.cache
def provinces() -> list[Code]:
    """The provinces under their Thai and English names, in the order of the code."""
    return [
        Code(row["province_code"], row["name_th"], row["name_en"])
        for row in _rows("province.csv")
    ]


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


def codes_in(name: str) -> list[Code]:
    """The codes of one list, in their order.

    Raises:
        KeyError: There is no such list.
    """
    return list(_SPECIAL[name]()) if name in _SPECIAL else _general()[name]


@functools.cache
def codes_of(name: str) -> Codes:
    """The codes of a list, by its folded texts.

    Raises:
        KeyError: There is no such list.
        ValueError: A text stands for two codes of the list.
    """
    return _by_text(name, _aliases(codes_in(name)), folded)


@functools.cache
def provinces_by_name() -> Codes:
    """The provinces' codes by their names, folded as `folded_province` does."""
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
