"""Where an indicator goes, in words that know whether more of it is worse."""

from typing import NamedTuple

import pandas as pd

from dashboard.ui.words import words
from methods.trend import POINTS, Change, rate_trend, value_trend

BETTER = {("rising", -1), ("falling", 1)}


class Told(NamedTuple):
    """A trend: its key among "rising_worse", "none", "missing", and the test's."""

    change: str
    test: str

    def text(self) -> str:
        """The trend in words."""
        return words(f"profile_trend_{self.change}")

    def test_text(self) -> str:
        """The test in words; "" where none was made."""
        return words(f"profile_test_{self.test}") if self.test else ""


def trend_of(years: pd.DataFrame, year: int) -> Told:
    """The trend of one indicator over the five years up to one.

    Args:
        years: Its rows by fiscal_year_be: value, people_per, population, direction,
            is_pooled, of queries.profile.profile_indicators.
        year: The last of the five.

    Returns:
        Of an indicator whose periods overlap "overlap", of one without five values in
        a row "missing"; else what the test found, worse or better by its direction.
    """
    first = years.iloc[0]
    if first["is_pooled"]:
        return Told("overlap", "")
    wanted = list(range(year - POINTS + 1, year + 1))
    last = years.set_index("fiscal_year_be").reindex(wanted)
    if last["value"].isna().any():
        return Told("missing", "")
    if pd.isna(first["people_per"]):
        found = value_trend(last["value"].tolist())
        return Told(_directed(found.change, int(first["direction"])), "value")
    if last["population"].isna().any():
        return Told("missing", "")
    people = last["population"].astype(float)
    counts = (last["value"] * people / float(first["people_per"])).round()
    found = rate_trend(counts.tolist(), people.tolist())
    return Told(_directed(found.change, int(first["direction"])), "rate")


def _directed(change: Change, direction: int) -> str:
    if change == "none":
        return change
    better = (change, direction) in BETTER
    return f"{change}_{'better' if better else 'worse'}"
