"""Tips per year beside people and beside trained volunteers: figures without a page."""

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from methods.as_known import SPOKEN_OF
from methods.count_interval import exact_interval

WEEKS = 52  # that a rate per year is of
PEOPLE, VOLUNTEERS = 100_000, 1_000
FEW = 10  # tips: below it the interval says more than the rate
Side = Literal["per_100k", "per_1000"]
SIDES: tuple[Side, ...] = ("per_100k", "per_1000")


class Country(NamedTuple):
    """The country's own rates per year; None: not known."""

    per_100k: float | None
    per_1000: float | None
    provinces: int = 0  # that per_100k is of


def rates(
    provinces: pd.DataFrame, tips: pd.DataFrame, reported: pd.DataFrame
) -> pd.DataFrame:
    """Each province's tips in the weeks that it reported, as rates per year.

    A week that is not reported counts neither as tips nor as time. Where reports speak
    of less than half the weeks that do, those without tips are not known: there is no
    rate.

    Args:
        provinces: Of queries.tips_beside.beside_provinces.
        tips: Of queries.tips.tip_weeks.
        reported: Of queries.tips.reported_weeks, for the same weeks.

    Returns:
        The provinces with: weeks, weeks_reported, tips (missing: none reported),
        tells_zeros, is_few, and for each side (per_100k people, per_1000 volunteers)
        the rate, <side>_low, <side>_high (95 % exact) and <side>_state: "counted",
        "zero", "not_reported", "untold" (weeks without tips are not reported),
        "no_data" (nothing known to divide by), "nobody" (no volunteers), "at_most"
        (more volunteers than are known).
    """
    found = provinces.merge(_counted(tips, reported), how="left", on="province_code")
    weeks = reported["week_start"].nunique()
    found = found.assign(
        weeks=weeks,
        weeks_reported=found["weeks_reported"].fillna(0).astype("int64"),
        tips=found["tips"].astype("Int64"),
        tells_zeros=found["tells_zeros"].eq(other=True).fillna(False).astype(bool),
        is_few=found["tips"].between(1, FEW - 1),
    )
    years = found["weeks_reported"].where(found["tells_zeros"]) / WEEKS
    found = _side(found, "per_100k", found["population"] / PEOPLE * years)
    found = _side(found, "per_1000", found["volunteers_trained"] / VOLUNTEERS * years)
    return found.assign(per_1000_state=_of_volunteers(found))


def _counted(tips: pd.DataFrame, reported: pd.DataFrame) -> pd.DataFrame:
    """Tips and weeks of the provinces that reported any."""
    weeks = reported[reported["is_reported"].astype(bool)]
    both = weeks.merge(tips, how="left", on=["province_code", "week_start"])
    return (
        both.assign(tips=both["tips"].fillna(0))
        .groupby("province_code", as_index=False)
        .agg(
            weeks_reported=("week_start", "size"),
            tips=("tips", "sum"),
            spoken_of=("has_report", "mean"),
        )
        .assign(tells_zeros=lambda each: each.pop("spoken_of") >= SPOKEN_OF)
    )


def _side(found: pd.DataFrame, side: Side, time: pd.Series) -> pd.DataFrame:
    """The rates of one side; time is what the tips are divided by."""
    known = time.where(time > 0).astype("float64").to_numpy(na_value=np.nan)
    count = found["tips"].astype("Float64").fillna(0).to_numpy(dtype=float)
    count = np.where(found["tips"].isna(), np.nan, count)
    low, high = exact_interval(np.nan_to_num(count))
    is_said = ~np.isnan(count)
    return found.assign(
        **{
            side: count / known,
            f"{side}_low": np.where(is_said, low, np.nan) / known,
            f"{side}_high": np.where(is_said, high, np.nan) / known,
            f"{side}_state": np.select(
                [
                    found["tips"].isna(),
                    ~found["tells_zeros"],
                    np.isnan(known),
                    count == 0,
                ],
                ["not_reported", "untold", "no_data", "zero"],
                "counted",
            ),
        }
    )


def _of_volunteers(found: pd.DataFrame) -> np.ndarray:
    """What a rate of volunteers is: none where there are none, a most where unsure."""
    state, volunteers = found["per_1000_state"], found["volunteers_trained"]
    nobody = volunteers.eq(0).fillna(False).astype(bool)
    at_least = found["volunteers_at_least"].fillna(False).astype(bool)
    return np.select(
        [
            state.isin(["not_reported", "untold"]),
            nobody,
            (state == "counted") & at_least,
        ],
        [state, "nobody", "at_most"],
        state,
    )


def country(found: pd.DataFrame) -> Country:
    """The rates of all these provinces together, of those with both parts known."""
    years = found["weeks_reported"].where(found["tells_zeros"]) / WEEKS
    return Country(
        _together(found, found["population"] / PEOPLE * years),
        _together(found, found["volunteers_trained"] / VOLUNTEERS * years),
        int(found["per_100k"].notna().sum()),
    )


def _together(found: pd.DataFrame, time: pd.Series) -> float | None:
    both = found["tips"].notna() & time.gt(0).fillna(False).astype(bool)
    if not both.any():
        return None
    return float(found["tips"][both].sum()) / float(time[both].sum())


def unwatched(found: pd.DataFrame, of_country: Country) -> pd.Series:
    """Where tips are few beyond chance and volunteers thinnest: quiet is no calm there.

    The whole interval of the rate per 100,000 people lies below the country's rate, and
    the province is in the lowest class of coverage.
    """
    if of_country.per_100k is None:
        return pd.Series(False, index=found.index)
    is_low = found["per_100k_high"] < of_country.per_100k
    return is_low & found["coverage_class"].eq(1).fillna(False).astype(bool)


def in_order(found: pd.DataFrame, side: Side) -> pd.DataFrame:
    """Provinces by a rate, the highest first; those without one last, by code."""
    return found.sort_values(
        [side, "province_code"], ascending=[False, True], na_position="last"
    ).reset_index(drop=True)
