"""Which years an indicator's value is of: not the day on which it was received."""

import pandas as pd

from dashboard.ui.words import fiscal_year_text, words


def period_text(is_derived: bool, smoothed_years: float | None, year: int) -> str:
    """The period of the value of a fiscal year, in words.

    Args:
        is_derived: Taken from the province table for every year.
        smoothed_years: How many years it is the mean of; missing: of one.
        year: Fiscal year, B.E.
    """
    if is_derived:
        return words("risk_period_fixed")
    if pd.isna(smoothed_years):
        return fiscal_year_text(year)
    first = year + 1 - int(smoothed_years)  # type: ignore[arg-type]
    return words(
        "risk_period_years", first=fiscal_year_text(first), last=fiscal_year_text(year)
    )
