"""The page's answer in a sentence: the ministry's grade first, the computed beside."""

import pandas as pd

from dashboard.ui.words import fiscal_year_text, say

HIGH = 4  # levels 4 and 5 are high risk


def answer(provinces: pd.DataFrame, year: int) -> str:
    """How many provinces are of high risk by each, and where both agree.

    Args:
        provinces: From rows.provinces.
        year: Fiscal year, B.E.
    """
    both = provinces.dropna(subset=["ministry_level", "computed_level"])
    apart = (both["ministry_level"] - both["computed_level"]).abs()
    said = {
        "year": fiscal_year_text(year),
        "computed": int(provinces["computed_level"].notna().sum()),
        "computed_high": _high(provinces["computed_level"]),
    }
    if both.empty:
        return say("risk_answer_ungraded", **said)
    return say(
        "risk_answer",
        **said,
        graded=int(provinces["ministry_level"].notna().sum()),
        graded_high=_high(provinces["ministry_level"]),
        both=len(both),
        same=int((apart == 0).sum()),
        far=int((apart >= 2).sum()),
    )


def _high(levels: pd.Series) -> int:
    return int((levels >= HIGH).sum())
