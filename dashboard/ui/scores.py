"""The index of a province in words: its score, its completeness, how sure its rank."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.queries import indicator_map, risk
from dashboard.ui.answers import ask
from dashboard.ui.words import number_text, share_text, words

DECIMALS, MOST_DECIMALS = 1, 4


def score_text(score: float | None) -> str:
    """R with one decimal, or as many as it takes to stay below the level above.

    2.486 is level 1 where level 2 begins at 2.5: it is not written as 2.5.
    """
    if score is None or pd.isna(score):
        return number_text(None)
    starts = ask(indicator_map.level_thresholds)
    decimals = DECIMALS
    while decimals < MOST_DECIMALS and any(
        score < start <= round(score, decimals) for start in starts
    ):
        decimals += 1
    return number_text(score, decimals)


def certainty(year: int) -> pd.DataFrame:
    """Of every province of a year, by code: line_complete, line_interval in words."""
    found = ask(risk.ranks, fiscal_year_be=year)
    known = ask(risk.completeness, fiscal_year_be=year)
    joined = known.merge(found, on="province_code", how="left")
    return pd.DataFrame(
        {
            "line_complete": [share_text(each) for each in joined["completeness"]],
            "line_interval": [_interval(row) for row in joined.to_dict("records")],
        },
        index=joined["province_code"],
    )


def _interval(row: Mapping[str, Any]) -> str:
    if pd.isna(row["risk_rank"]):
        return ""
    return words(
        "risk_interval_said",
        low=int(row["rank_p05"]),
        high=int(row["rank_p95"]),
        ranked=int(row["ranked"]),
    )
