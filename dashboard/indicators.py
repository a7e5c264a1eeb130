"""What data/indicators.toml says of the indicators, typed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.text import Lang, Text

FILE = Path(__file__).resolve().parent.parent / "data" / "indicators.toml"


class IndicatorError(Exception):
    """data/indicators.toml cannot be right; says where and what to change."""


@dataclass(frozen=True)
class PillarIndicator:
    """What is known of a 3P indicator beyond its figures.

    `part_of` is the code of the indicator it is a part of; `breaks` says, by year
    (C.E.), from when on another definition holds.
    """

    part_of: str | None = None
    breaks: Mapping[int, Text] = field(default_factory=dict)


@cache
def pillar_indicators(file: Path = FILE) -> dict[str, PillarIndicator]:
    """The 3P indicators of which something is said, by code.

    Raises:
        IndicatorError: A part is part of itself, or a break lacks its words.
    """
    found = {}
    for code, entry in _document(file)["pillar_indicator"].items():
        where = f"{file.name}, [pillar_indicator.{code}]"
        if entry.get("part_of") == code:
            raise IndicatorError(f"{where}: part_of names itself. Name the whole.")
        breaks = {
            int(year): _text(words, f"{where} breaks.{year}")
            for year, words in entry.get("breaks", {}).items()
        }
        found[code] = PillarIndicator(entry.get("part_of"), breaks)
    return found


@cache
def notes(file: Path = FILE) -> dict[str, Text]:
    """The notes of official figures in both languages, by what is written there."""
    return {
        entry["written"]: _text(entry, f"{file.name}, [[note]] {entry['written']!r}")
        for entry in _document(file)["note"]
    }


def described(series: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The 3P figures in one language, each indicator with its full name.

    Args:
        series: Rows of dashboard.queries.tip_tier.pillar_series.
        lang: "th" or "en".

    Returns:
        The rows with `name` (a part carries the name of its whole before it), `unit`,
        `period` and `note` in the language; indicators with the most years first,
        each part after its whole, years in order.
    """
    known = pillar_indicators()
    codes = series["indicator_code"]
    own = dict(zip(codes, series[f"name_{lang}"], strict=True))
    wholes = {code: _whole(code, known) or code for code in own}
    years = codes.value_counts()
    names = {
        code: own[code] if whole == code else f"{own.get(whole, whole)}: {own[code]}"
        for code, whole in wholes.items()
    }
    arranged = series.assign(
        name=codes.map(names),
        unit=series[f"unit_{lang}"],
        period=series[f"period_{lang}"],
        note=[_note(note, lang) for note in series["note"]],
        whole_years=codes.map(lambda code: years.get(wholes[code], 0)),
        whole=codes.map(wholes),
        is_part=codes.map(lambda code: wholes[code] != code),
        own_years=codes.map(years),
    )
    by = ["whole_years", "whole", "is_part", "own_years", "indicator_code", "year"]
    order = [False, True, True, False, True, True]
    extra = ["whole_years", "whole", "is_part", "own_years"]
    return arranged.sort_values(by, ascending=order).drop(columns=extra)


def _whole(code: str, known: Mapping[str, PillarIndicator]) -> str | None:
    return known[code].part_of if code in known else None


def _note(written: object, lang: Lang) -> str | None:
    """The note in the language; as it is written when it is none of ours."""
    if not isinstance(written, str):
        return None
    said = notes().get(written)
    if said is None:
        return written
    return said.th if lang == "th" else said.en


def _text(entry: Mapping[str, Any], where: str) -> Text:
    try:
        return Text(th=entry["th"], en=entry["en"])
    except KeyError as missing:
        raise IndicatorError(f"{where}: {missing} is missing. Add it.") from None


def _document(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
