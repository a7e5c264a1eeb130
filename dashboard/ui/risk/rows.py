"""The provinces of the risk page: names, the ministry's level, the computed one."""

import pandas as pd

from dashboard import maps
from dashboard.charts.risk_levels import LEVEL_FILLS
from dashboard.queries import coverage
from dashboard.ui.answers import ask, kept
from dashboard.ui.words import lang, words

DATASETS = ("province_risk", "province_grade", "population")
LEVELS = (5, 4, 3, 2, 1)  # in the order of the legend
COLUMNS = [
    "province_code",
    "name_th",
    "name_en",
    "ministry_level",
    "computed_level",
    "risk_score",
    "exposure_score",
    "vulnerability_score",
    "completeness",
]


def provinces(year: int) -> pd.DataFrame:
    """All provinces in a fiscal year, by code.

    Returns:
        COLUMNS of queries.coverage.province_coverage, and name in the reader's
        language.
    """
    return kept(_provinces, year)


def _provinces(year: int) -> pd.DataFrame:
    found = ask(coverage.province_coverage, fiscal_year_be=year)[COLUMNS]
    named = found.assign(name=found[f"name_{lang()}"])
    return named.sort_values("province_code", ignore_index=True)


def level_kinds() -> list[maps.Kind]:
    """The classes of a map of levels, the highest first, then "no data"."""
    kinds = []
    for level in LEVELS:
        fill = LEVEL_FILLS[level - 1]
        label = words("risk_level", level=level)
        kinds.append(maps.Kind(f"level{level}", label, fill, maps.ink_on(fill)))
    return [*kinds, maps.no_data(words("risk_level_none"))]


def level_class(levels: pd.Series) -> list[str]:
    """The id of each level among `level_kinds`."""
    return [
        maps.NO_DATA if pd.isna(level) else f"level{int(level)}" for level in levels
    ]


def provinces_text(number: int) -> str:
    """So many provinces, in words that fit none and one too."""
    if number == 1:
        return words("risk_provinces_one")
    return words("risk_provinces" if number else "risk_provinces_zero", number=number)


def number_or_none(number: int) -> str:
    """A number of what was named before: "none" for 0."""
    return words("risk_number" if number else "risk_number_zero", number=number)


def level_text(level: float | None) -> str:
    """A level as a figure; a dash for none."""
    return "–" if pd.isna(level) else str(int(level))  # type: ignore[arg-type]
