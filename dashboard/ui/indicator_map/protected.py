"""Tips and what became of them as rates by province: for analysts, on the screen."""

import numpy as np
import pandas as pd

from dashboard import release
from dashboard.text import BE_OFFSET
from dashboard.ui.answers import ask, data_until, kept
from methods.smoothing import smoothed_rates

PER = 100_000
COLUMNS = (
    *("fiscal_year_be", "province_code", "value", "numerator", "denominator"),
    *("at_least", "is_partial", "as_of", "state", "smoothed_value", "own_weight"),
)


def every_year(measure: str) -> pd.DataFrame:
    """A protected measure in the fiscal years that are wholly known.

    Args:
        measure: "tips", "referrals", "outcomes" or "victims".

    Returns:
        As queries.indicator_map.map_values, without data_status: value per 100,000
        registered people, numerator what was counted, denominator the people.
    """
    return kept(_every_year, measure)


def _every_year(measure: str) -> pd.DataFrame:
    last = data_until()
    if last is None:
        return pd.DataFrame(columns=list(COLUMNS))
    found = ask(release.province_years, last).frame
    found = found[found["measure"] == measure]
    ends = pd.to_datetime(found["period_end"])
    count = found["count"].astype("Float64").astype(float).to_numpy()
    people = found["people"].astype("Float64").astype(float).to_numpy()
    made = pd.DataFrame(
        {
            "fiscal_year_be": ends.dt.year.to_numpy() + BE_OFFSET,
            "province_code": found["area"].to_numpy(),
            "value": count * PER / people,
            "numerator": count,
            "denominator": people,
            "at_least": found["is_partial"].to_numpy(bool),
            "is_partial": False,  # years that are wholly known alone
            "as_of": pd.NaT,
            "state": _states(found["count_state"].to_numpy(object), count, people),
        }
    )
    return made.join(_smoothed(made)).reset_index(drop=True)


def _states(state: np.ndarray, count: np.ndarray, people: np.ndarray) -> np.ndarray:
    """As a map names them; without people there is no rate."""
    has_rate = ~np.isnan(count) & (people > 0)
    named = np.where(count == 0, "zero", "value")
    unknown = np.where(state == "not_reported", "not_reported", "no_data")
    found: np.ndarray = np.where(has_rate, named, unknown).astype(object)
    return found


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
