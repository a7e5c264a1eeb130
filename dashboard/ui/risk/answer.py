"""The page's answer in a sentence: the ministry's grade first, the computed beside."""

import pandas as pd

from dashboard.queries import risk as queries
from dashboard.ui.answers import ask
from dashboard.ui.risk import rows
from dashboard.ui.words import fiscal_year_text, say

HIGH = 4  # levels 4 and 5 are high risk


def answer(provinces: pd.DataFrame, year: int) -> str:
    """How many provinces are of high risk by each, where both agree, how sure it is.

    Args:
        provinces: From rows.provinces.
        year: Fiscal year, B.E.
    """
    both = provinces.dropna(subset=["ministry_level", "computed_level"])
    apart = (both["ministry_level"] - both["computed_level"]).abs()
    said = {
        "year": fiscal_year_text(year),
        "computed": _number(provinces["computed_level"].notna()),
        "computed_high": _high(provinces["computed_level"]),
    }
    sure = _sure(year)
    if both.empty:
        return f"{say('risk_answer_ungraded', **said)} {sure}"
    graded = say(
        "risk_answer",
        **said,
        graded=_number(provinces["ministry_level"].notna()),
        graded_high=_high(provinces["ministry_level"]),
        both=rows.provinces_text(len(both)),
        same=_number(apart == 0),
        far=_number(apart >= 2),
    )
    return f"{graded} {sure}"


def _sure(year: int) -> str:
    """How many of the first twenty do not hang on the method; "" without an index."""
    found = ask(queries.robustness, fiscal_year_be=year)
    if found.empty:
        return ""
    row = found.iloc[0]
    counts = {
        name: rows.provinces_text(int(row[name])) for name in ("certain", "probable")
    }
    return say("risk_answer_certain", **counts)


def _high(levels: pd.Series) -> str:
    return _number(levels >= HIGH)


def _number(are_so: pd.Series) -> str:
    return rows.provinces_text(int(are_so.sum()))
