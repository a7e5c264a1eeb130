"""Hard cases that a year may bring, planted in the data before it is published.

Each is there because a rule stands against it; test_attack switches the rule off and
finds that the attacker wins by it.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.known import Known, Series

ARRAYS = ("week", "quarter", "province", "kind", "known", "change")
QUIET_WEEK = date(2026, 4, 13)  # Songkran
TWO_PROVINCES, FEW_VICTIMS = date(2026, 1, 1), date(2025, 10, 1)  # quarters
FEW_IN_A_QUARTER, ONE_IN_A_QUARTER = 20, 33  # positions of provinces
PUNCTUAL_BLOCK = date(2026, 2, 16)
LATE_QUARTER, LATE_WEEK = date(2026, 1, 1), date(2026, 6, 1)
SEED = 2563


def planted(data: Known) -> Known:
    """The data with all hard cases."""
    for plant in HARD_CASES:
        data = plant(data)
    return data


def _quiet_week(data: Known) -> Known:
    """A holiday week: twelve provinces without an open referral make one each.

    Who is told that none was open before and some are now, and that the country made
    twelve, knows that each made one.
    """
    series = data.series["referrals"]
    quiet = Known.week_of(QUIET_WEEK)
    rest = without(series, series.week == quiet)
    rare = np.bincount(rest.province, minlength=len(data.provinces))[:-1].argsort()[:12]
    made = with_rows(rest, QUIET_WEEK, rare)
    codes = [data.provinces[at] for at in rare]
    waits = data._waits
    on = pd.Timestamp(QUIET_WEEK)
    waits = waits[(waits["referred_on"] < on) | (waits["referred_on"] > on + WEEK)]
    old = waits["province_code"].isin(codes) & (waits["referred_on"] < on)
    waits = waits.assign(
        accepted_on=waits["accepted_on"].mask(old, waits["referred_on"])
    )
    fresh = pd.DataFrame(
        {"province_code": codes, "referred_on": on, "known": quiet, "change": 1}
    )
    waits = pd.concat([waits, fresh], ignore_index=True)
    return replace(with_series(data, referrals=made), _waits=waits)


WEEK = pd.Timedelta(days=6)


def _few_victims(data: Known) -> Known:
    """Quarters with few victims: nine in each of two provinces; one in each of 14.

    Provinces say "fewer than 10" or nothing, so an exact total tells them all.
    """
    series = data.series["victims"]
    few = without(
        series,
        np.isin(series.quarter, [_quarter(FEW_VICTIMS), _quarter(TWO_PROVINCES)]),
    )
    day = timedelta(days=40)
    few = with_rows(few, TWO_PROVINCES + day, [10] * 9 + [40] * 9)
    return with_series(data, victims=with_rows(few, FEW_VICTIMS + day, range(0, 70, 5)))


def _few_in_a_quarter(data: Known) -> Known:
    """A province with few tips in one quarter of a year and enough in the others.

    The year less the three quarters is the fourth.
    """
    series = data.series["tips"]
    first = _quarter(FEW_VICTIMS)
    inside = (series.quarter >= first) & (series.quarter < first + 4)
    series = without(series, inside & (series.province == FEW_IN_A_QUARTER))
    for months, tips in enumerate((12, 11, 4, 13)):
        day = _first_day(first + months) + timedelta(days=45)
        series = with_rows(series, day, [FEW_IN_A_QUARTER] * tips)
    return with_series(data, tips=series)


def _one_in_a_quarter(data: Known) -> Known:
    """A province with ten tips in two quarters of a year and one in the two others.

    22 is said as 20, which is 22 at most: as much as the least of all four together.
    """
    series = data.series["tips"]
    first = _quarter(FEW_VICTIMS)
    inside = (series.quarter >= first) & (series.quarter < first + 4)
    series = without(series, inside & (series.province == ONE_IN_A_QUARTER))
    for months, tips in enumerate((10, 1, 10, 1)):
        day = _first_day(first + months) + timedelta(days=45)
        series = with_rows(series, day, [ONE_IN_A_QUARTER] * tips)
    return with_series(data, tips=series)


def _four_late_rows(data: Known) -> Known:
    """Four provinces at nine get the only late rows of a week, after a quarter.

    The country's total was at the lower end of what its rounded figure can stand for,
    and is at the upper end now: four more at most, for four provinces.
    """
    series = data.series["tips"]
    quarter, late = _quarter(LATE_QUARTER), Known.week_of(LATE_WEEK)
    series = without(series, (series.quarter == quarter) & (series.known >= late))
    counts = series.count("quarter", quarter, late, False)[:-1, 0]
    chosen = np.flatnonzero((counts >= 5) & (counts <= 9))[:4]
    missing = np.repeat(chosen, 9 - counts[chosen])
    total = int(counts.sum()) + len(missing)
    filled = [*missing, *[0] * ((3 - total) % 20)]  # the first province has many
    series = with_rows(series, LATE_QUARTER + timedelta(days=50), filled)
    series = with_rows(series, LATE_QUARTER + timedelta(days=60), chosen, LATE_WEEK)
    return with_series(data, tips=series)


def _few_in_a_region(data: Known) -> Known:
    """Four weeks without late rows, in which one region has four referrals.

    The country's weeks less the other regions are that region.
    """
    series = data.series["referrals"]
    block = Known.week_of(PUNCTUAL_BLOCK) // 4
    inside = series.week // 4 == block
    series = replace(series, known=np.where(inside, series.week, series.known))
    region = np.append(data.regions, "")[series.province]
    sizes = {name: int((region[inside] == name).sum()) for name in set(data.regions)}
    smallest = min(sorted(sizes), key=sizes.__getitem__)
    surplus = np.flatnonzero(inside & (region == smallest))[4:]
    return with_series(
        data, referrals=without(series, np.isin(np.arange(len(region)), surplus))
    )


def _few_kinds(data: Known) -> Known:
    """A region with twelve findings in a year: ten of one kind, one of each other.

    A total of twelve at most, less ten at least, is one each.
    """
    series = data.series["outcomes"]
    region = np.append(data.regions, "")[series.province]
    smallest = min(sorted(set(data.regions)), key=lambda name: (region == name).sum())
    first = _quarter(FEW_VICTIMS)
    inside = (series.quarter >= first) & (series.quarter < first + 4)
    series = without(series, inside & (region == smallest))
    codes = np.flatnonzero(data.regions == smallest)
    for place, kind in enumerate([0] * 10 + [1, 2]):
        day = FEW_VICTIMS + timedelta(days=20 * place)
        series = with_rows(series, day, [codes[place % len(codes)]], kind=kind)
    return with_series(data, outcomes=series)


def _one_in_a_province(data: Known) -> Known:
    """A region with 22 victims in a year: ten in two provinces, one in two others.

    22 is said as 20, which is 22 at most: as much as the least of all four together.
    """
    series = data.series["victims"]
    region = np.append(data.regions, "")[series.province]
    smallest = min(sorted(set(data.regions)), key=lambda name: (region == name).sum())
    first = _quarter(FEW_VICTIMS)
    inside = (series.quarter >= first) & (series.quarter < first + 4)
    series = without(series, inside & (region == smallest))
    codes = np.flatnonzero(data.regions == smallest)
    day = _first_day(first + 2) + timedelta(days=45)
    made = np.repeat(codes[:4], (10, 10, 1, 1))
    return with_series(data, victims=with_rows(series, day, made))


HARD_CASES = (  # the last one minds what the others left
    _quiet_week, _few_in_a_region, _few_victims, _few_in_a_quarter, _few_kinds,
    _one_in_a_quarter, _one_in_a_province, _four_late_rows,
)  # fmt: skip


def corrected(data: Known, week: date) -> Known:
    """The data after more rows came in, some were corrected and some withdrawn.

    Args:
        data: As published before.
        week: The Monday of the week in which all of it became known.
    """
    chance = random.Random(SEED)
    changed = {}
    for measure, series in data.series.items():
        is_new = series.quarter > series.quarter.max() - 5
        old = np.flatnonzero((series.change == 1) & is_new)
        picked = np.array(chance.sample(list(old), min(90, len(old) // 10)))
        many = len(picked)
        late, moved, gone = np.split(picked, [many * 6 // 10, many * 9 // 10])
        series = _again(series, late, Known.week_of(week), 1, chance)
        series = _again(series, moved, Known.week_of(week), 1, chance)
        series = _again(series, moved, Known.week_of(week), -1)
        changed[measure] = without(series, np.isin(np.arange(len(series.change)), gone))
    changed["victims"] = _without_an_only_one(data.series["victims"])
    return with_series(data, **changed)


def _without_an_only_one(series: Series) -> Series:
    """Withdrawn is the only victim that a province had in its last full quarter."""
    last = series.quarter == series.quarter.max() - 1
    ones = np.bincount(series.province[last], series.change[last], series.provinces + 1)
    rows = np.bincount(series.province[last], minlength=series.provinces + 1)
    only = int(np.flatnonzero((ones == 1) & (rows == 1))[0])
    return without(series, last & (series.province == only))


def _again(
    series: Series,
    rows: np.ndarray,
    known: int,
    change: int,
    chance: random.Random | None = None,
) -> Series:
    """More changes like some, known later; by chance in other provinces."""
    copied = {name: getattr(series, name)[rows] for name in ARRAYS}
    copied["known"] = np.full(len(rows), known)
    copied["change"] = np.full(len(rows), change)
    if chance:
        copied["province"] = np.array([chance.randrange(77) for _ in rows])
    return _joined(series, copied)


# --- series


def without(series: Series, gone: np.ndarray) -> Series:
    """A series without some of its changes."""
    return replace(series, **{name: getattr(series, name)[~gone] for name in ARRAYS})


def with_rows(
    series: Series,
    on: date,
    provinces: Sequence[int],
    known: date | None = None,
    kind: int = 0,
) -> Series:
    """A series with one more unit of a day in each of some provinces."""
    rows = {
        "week": Known.week_of(on), "quarter": _quarter(on), "kind": kind, "change": 1,
        "province": np.asarray(provinces, dtype="int64"),
        "known": Known.week_of(known or on),
    }  # fmt: skip
    many = len(provinces)
    return _joined(series, {n: np.broadcast_to(v, many) for n, v in rows.items()})


def with_series(data: Known, **changed: Series) -> Known:
    """The data with some of its series changed."""
    return replace(data, series={**data.series, **changed})


def _joined(series: Series, rows: Mapping[str, np.ndarray]) -> Series:
    joined = {n: np.append(getattr(series, n), rows[n]) for n in ARRAYS}
    return replace(series, **joined)


def _first_day(quarter: int) -> date:
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)


def _quarter(on: date) -> int:
    return on.year * 4 + (on.month - 1) // 3
