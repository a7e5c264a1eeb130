"""The published levels and those of a scenario, as two maps of one look."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard import maps
from dashboard.ui import scores
from dashboard.ui.province_map import map_words
from dashboard.ui.risk import rows
from dashboard.ui.words import fiscal_year_text, number_text, words

CERTAINTY = ("line_complete", "line_interval")
PUBLISHED_LINES = ("line_ministry", "line_computed", "line_published", *CERTAINTY)
SCENARIO_LINES = ("line_scenario", "line_computed", "line_score", "line_ministry")


@dataclass(frozen=True)
class Marked:
    """What the reader marked on a map: a province, classes of the legend."""

    selected: str | None
    kept: tuple[str, ...]


def published_map(provinces: pd.DataFrame, year: int, marked: Marked) -> dict[str, Any]:
    """The map of the published computed levels.

    Args:
        provinces: From rows.provinces.
        year: Fiscal year, B.E.
        marked: By the reader.
    """
    return _level_map(
        _lined(provinces).join(scores.certainty(year), on="province_code"),
        "computed_level",
        map_words(
            words("risk_published_title", year=fiscal_year_text(year)),
            source=words("risk_source"),
            datasets=rows.DATASETS,
        ),
        PUBLISHED_LINES,
        f"risk_published_{year}",
        marked,
    )


def scenario_map(compared: pd.DataFrame, year: int, marked: Marked) -> dict[str, Any]:
    """The map of a scenario's levels, with the word for it across.

    There is no picture of it, nor is it offered to a briefing: with other weights the
    levels could tell one indicator alone, which may be protected.

    Args:
        compared: From scenario.compared.
        year: Fiscal year, B.E.
        marked: By the reader.
    """
    said = map_words(
        words("risk_scenario_title", year=fiscal_year_text(year)),
        source=words("risk_source"),
        datasets=rows.DATASETS,
        note=(words("risk_scenario_note"),),
        has_picture=False,
    )
    lined = _lined(compared).assign(
        line_scenario=[rows.level_text(each) for each in compared["scenario_level"]],
        line_score=[
            f"{scores.score_text(new)} ({scores.score_text(old)})"
            for new, old in zip(
                compared["scenario_score"], compared["risk_score"], strict=True
            )
        ],
    )
    return _level_map(
        lined,
        "scenario_level",
        replace(said, mark=words("risk_scenario_mark")),
        SCENARIO_LINES,
        f"risk_scenario_{year}",
        marked,
    )


def _lined(provinces: pd.DataFrame) -> pd.DataFrame:
    levels = {"line_ministry": "ministry_level", "line_computed": "computed_level"}
    said = {
        line: [rows.level_text(level) for level in provinces[column]]
        for line, column in levels.items()
    }
    said["line_published"] = [scores.score_text(r) for r in provinces["risk_score"]]
    return provinces.assign(is_shown=True, **said)


def _level_map(
    provinces: pd.DataFrame,
    level: str,
    said: maps.Words,
    lines: tuple[str, ...],
    file_name: str,
    marked: Marked,
) -> dict[str, Any]:
    return maps.class_map(
        provinces.assign(class_id=rows.level_class(provinces[level])),
        kinds=rows.level_kinds(),
        words=said,
        lines={line: words(f"risk_{line}") for line in lines},
        file_name=file_name,
        selected=marked.selected,
        kept=marked.kept,
        number=number_text,
    )
