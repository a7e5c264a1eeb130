"""Tips per year beside people and beside trained volunteers: figures without a page."""

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from methods.as_known import SPOKEN_OF
from methods.count_interval import exact_interval

WEEKS = 52  # that a rate per year is of
PEOPLE, VOLUNTEERS = 100_000, 1_000
FEW = 10  # tips: below it the interval says more than the rate
MOST_DIGITS, MOST_DECIMALS = 3, 1  # of a rate that is shown
# Digits: what is left of a number beyond them comes of computing, not of a remainder.
EXACT_DIGITS = 12
Side = Literal["per_100k", "per_1000"]
Way = Literal["nearest", "up", "down"]
ROUNDINGS = {"nearest": ROUND_HALF_EVEN, "up": ROUND_CEILING, "down": ROUND_FLOOR}
SIDES: tuple[Side, ...] = ("per_100k", "per_1000")


class Country(NamedTuple):
    """The country's own rates per year; None: not known."""

    per_100k: float | None
    per_1000: float | None
    provinces: int = 0  # that per_100k is of
    is_at_most: bool = False  # per_1000: of some more volunteers than are known
    per_100k_rests_on: float = 0  # the fewer of tips and people
    per_1000_rests_on: float = 0  # the fewer of tips and volunteers


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
        the rate, <side>_low, <side>_high (95 % exact), <side>_rests_on (the fewer of
        its tips and of the people they are divided by) and <side>_state: "counted",
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
    found = _side(found, "per_100k", found["population"], PEOPLE)
    found = _side(found, "per_1000", found["volunteers_trained"], VOLUNTEERS)
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


def _side(found: pd.DataFrame, side: Side, people: pd.Series, per: int) -> pd.DataFrame:
    """The rates of one side: tips of years over people, per so many of them."""
    whole = people.astype("float64").to_numpy(na_value=np.nan)
    years = found["weeks_reported"].where(found["tells_zeros"]) / WEEKS
    time = people / per * years
    known = time.where(time > 0).astype("float64").to_numpy(na_value=np.nan)
    count = found["tips"].astype("Float64").fillna(0).to_numpy(dtype=float)
    count = np.where(found["tips"].isna(), np.nan, count)
    low, high = exact_interval(np.nan_to_num(count))
    is_said = ~np.isnan(count)
    return found.assign(
        **{
            side: count / known,
            f"{side}_rests_on": np.fmin(count, whole),
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
    of_people = _with_both(found, found["population"] * years)
    of_volunteers = _with_both(found, found["volunteers_trained"] * years)
    at_least = of_volunteers["volunteers_at_least"].fillna(False).astype(bool)
    return Country(
        _together(of_people, "population", PEOPLE),
        _together(of_volunteers, "volunteers_trained", VOLUNTEERS),
        int(found["per_100k"].notna().sum()),
        bool(at_least.any()) and bool(of_volunteers["tips"].sum()),
        _fewer(of_people["tips"].sum(), of_people["population"].sum()),
        _fewer(of_volunteers["tips"].sum(), of_volunteers["volunteers_trained"].sum()),
    )


def _with_both(found: pd.DataFrame, time: pd.Series) -> pd.DataFrame:
    """The provinces of which tips and what they are divided by are known."""
    return found[found["tips"].notna() & time.gt(0).fillna(False).astype(bool)]


def _together(both: pd.DataFrame, whole: str, per: int) -> float | None:
    if both.empty:
        return None
    years = both["weeks_reported"] / WEEKS
    return float(both["tips"].sum()) / float((both[whole] / per * years).sum())


def _fewer(tips: float, whole: float) -> float:
    return float(min(tips, whole))


def carried(rate: float, rests_on: float, way: Way = "nearest") -> tuple[float, int]:
    """A rate with the digits that it carries, and the decimals to write it with.

    It has as many digits as the number that it rests on, MOST_DIGITS at most and no
    more than MOST_DECIMALS after the point, but one that is not 0: of 33 volunteers
    1,545.5 is 1,500.

    Args:
        rate: Not missing.
        rests_on: The fewer of its tips and of the people they are divided by.
        way: "up" for what is said to be a maximum, "down" for a minimum, so that it
            still is one.
    """
    if rate <= 0:
        return 0.0, 0
    digits = min(len(str(int(rests_on))), MOST_DIGITS)
    shown = _rounded(rate, _decimals(rate, digits), way)
    return shown, max(_decimals(shown, digits), 0)  # 0.96 has come to 1: one digit more


def _decimals(rate: float, digits: int) -> int:
    """After the point of a rate that carries so many digits; below 0: before it."""
    first = -math.floor(math.log10(rate))  # decimals up to the first digit
    return min(first + digits - 1, max(first, MOST_DECIMALS))


def _rounded(rate: float, decimals: int, way: Way) -> float:
    """A rate rounded exactly: one that has no more decimals stays as it is."""
    exact = Decimal(f"{rate:.{EXACT_DIGITS}g}")
    unit = Decimal(1).scaleb(-decimals)
    return float((exact / unit).to_integral_value(ROUNDINGS[way]) * unit)


def highest(count: int, base: int) -> int:
    """The highest count that one may stand for which the gate rounded to a base.

    dashboard.disclosure rounds halves up: 28 to 32 are 30.
    """
    return count + (base - 1) // 2


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
