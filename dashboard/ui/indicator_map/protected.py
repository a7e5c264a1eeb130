"""Tips and what became of them as rates by province: for analysts, on the screen."""

import numpy as np
import pandas as pd

from dashboard.queries.indicator_map_counts import year_counts
from dashboard.ui.answers import ask, kept
from methods.smoothing import smoothed_rates

PER = 100_000
COLUMNS = (
    *("fiscal_year_be", "province_code", "value", "numerator", "denominator"),
    *("at_least", "at_most", "is_partial", "as_of", "state"),
    *("smoothed_value", "own_weight"),
)


def every_year(measure: str) -> pd.DataFrame:
    """A protected measure in all fiscal years that have any of it, as known now.

    Args:
        measure: "tips", "referrals", "outcomes" or "victims".

    Returns:
        As queries.indicator_map.map_values, without data_status: value per 100,000
        registered people, numerator what was counted, denominator the people.
    """
    return kept(_every_year, measure)


def _every_year(measure: str) -> pd.DataFrame:
    found = ask(year_counts, measure)
    count, people = (
        found[each].astype("Float64").astype(float) for each in ("units", "people")
    )
    made = found.assign(
        numerator=count,
        denominator=people,
        value=(count * PER / people).where(people > 0),
        at_most=False,
        as_of=pd.NaT,
    )
    # without people there is no rate
    made["state"] = made["state"].mask(made["value"].isna() & count.notna(), "no_data")
    return made[list(COLUMNS[:-2])].join(_smoothed(made))


def _smoothed(made: pd.DataFrame) -> pd.DataFrame:
    """Empirical Bayes rates, fitted anew for each year on those that are known."""
    found = pd.DataFrame(
        np.nan, made.index, ["smoothed_value", "own_weight"], dtype=float
    )
    known = made[made["value"].notna() & (made["denominator"] > 0)]
    for _, rows in known.groupby("fiscal_year_be"):
        rates, own = smoothed_rates(
            rows["numerator"].to_numpy(), rows["denominator"].to_numpy() / PER
        )
        found.loc[rows.index, "smoothed_value"] = rates
        found.loc[rows.index, "own_weight"] = own
    return found
