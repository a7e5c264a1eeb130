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

from dashboard.known import NEVER, REPORTED, UNREPORTED, Known, Series
from dashboard.rules import rules

ARRAYS = ("week", "quarter", "province", "kind", "known", "change")
QUIET_WEEK = date(2026, 4, 13)  # Songkran
TWO_ABOVE_WEEK, FEW_REPORT_WEEK = date(2026, 5, 4), date(2026, 7, 27)
FEW_BLOCK = date(2026, 5, 4)
LATE_QUARTER, LATE_WEEK = date(2026, 1, 1), date(2026, 6, 1)
# Weeks of which a tip is withdrawn: long ago, before the last one, the last one.
TAKEN_WEEKS = (date(2026, 8, 17), date(2026, 11, 9), date(2026, 11, 16))
YEAR, YEAR_BEFORE = 2026, 2025  # C.E. years in which fiscal years end
ONE_EACH, LARGE = "East", "Northeast"
DAY, SEVEN = timedelta(days=1), timedelta(days=7)
FIRST_OF_YEAR = date(YEAR - 1, 10, 6)  # a Monday
RULES = rules()
SEED = 2563


def planted(data: Known) -> Known:
    """The data with all hard cases, in an order of their own."""
    data = with_series(data, **{n: _ordered(s) for n, s in data.series.items()})
    for plant in HARD_CASES:
        data = plant(data)
    return _heard(data)


def _heard(data: Known) -> Known:
    """Whose tips are known has been heard of."""
    tips, heard = data.series["tips"], data._heard.copy()
    week = tips.week - data._first_week
    inside = (tips.province < len(heard)) & (week >= 0) & (week < heard.shape[1])
    place = tips.province[inside], week[inside]
    np.minimum.at(heard, place, tips.known[inside])
    return replace(data, _heard=heard)


def _quiet_block(data: Known) -> Known:
    """Four weeks in which twelve provinces of a region make a referral each.

    None of theirs was open before. Who is told that some are now, and that the region
    made twelve at most, knows that each made one.
    """
    series = data.series["referrals"]
    block = Known.week_of(QUIET_WEEK) // 4
    gone = (series.week // 4 == block) & _of(data, series, LARGE)
    rest = without(series, gone)
    chosen = _in(data, LARGE)[:12]
    made = with_rows(rest, QUIET_WEEK, chosen)
    codes = [data.provinces[at] for at in _in(data, LARGE)]
    waits, on = data._waits, pd.Timestamp(QUIET_WEEK)
    first, last = (pd.Timestamp(day) for day in Known.days_of("block", block))
    mine = waits["province_code"].isin(codes)
    waits = waits[~(mine & waits["referred_on"].between(first, last))]
    old = waits["province_code"].isin(codes) & (waits["referred_on"] < first)
    waits = waits.assign(
        accepted_on=waits["accepted_on"].mask(old, waits["referred_on"])
    )
    fresh = pd.DataFrame(
        {
            "province_code": [data.provinces[at] for at in chosen],
            "referred_on": on,
            "known": Known.week_of(QUIET_WEEK),
            "change": 1,
        }
    )
    waits = pd.concat([waits, fresh], ignore_index=True)
    return replace(with_series(data, referrals=made), _waits=waits)


def _few_report(data: Known) -> Known:
    """A week in which twelve provinces alone have reported, with four tips each.

    Four is the most that is usual of them: an exact 48 tells all of them.
    """
    series = data.series["tips"]
    week = Known.week_of(FEW_REPORT_WEEK)
    rest = without(series, series.week == week)
    rare = np.bincount(rest.province, minlength=len(data.provinces))[:-1].argsort()[:12]
    states = data._states.copy()
    states[:, week - data._first_week] = UNREPORTED
    states[rare, week - data._first_week] = REPORTED
    heard = data._heard.copy()
    heard[:, week - data._first_week] = NEVER
    tips = with_rows(rest, FEW_REPORT_WEEK, np.repeat(rare, RULES.rise_from - 1))
    return replace(with_series(data, tips=tips), _states=states, _heard=heard)


def _two_above(data: Known) -> Known:
    """A quiet week: five tips in each of two provinces, and none elsewhere.

    Both are above usual, which is five at least; an exact ten tells both.
    """
    series = data.series["tips"]
    rest = without(series, series.week == Known.week_of(TWO_ABOVE_WEEK))
    rare = np.bincount(rest.province, minlength=len(data.provinces))[:-1].argsort()[:2]
    return with_series(
        data, tips=with_rows(rest, TWO_ABOVE_WEEK, np.repeat(rare, RULES.rise_from))
    )


def _few_in_two_regions(data: Known) -> Known:
    """Four weeks with 42 referrals: ten in each of four regions, one in two others.

    Ten is said as 10, which is ten at least: an exact 42 leaves one to each other.
    """
    series = data.series["referrals"]
    first = Known.week_of(FEW_BLOCK)
    series = without(series, series.week // 4 == first // 4)
    regions = sorted(set(data.regions))
    for week in range(4):
        many = [at for region in regions[:4] for at in _in(data, region)[:5]]
        made = [*many[week::4], *many[week + 1 :: 4], *many[: week == 3]]
        made += [_in(data, region)[0] for region in regions[4:][week : week + 1]]
        series = with_rows(series, FEW_BLOCK + week * SEVEN, made)
    return with_series(data, referrals=series)


def _few_kinds(data: Known) -> Known:
    """A region with twelve findings in a year: ten of one kind, one of each other.

    A total of twelve at most, less ten at least, is one each.
    """
    small = _smallest(data, data.series["outcomes"])
    if small == ONE_EACH:
        raise AssertionError("two hard cases would fall on one region")
    series = data.series["outcomes"]
    codes = _in(data, small)[:3]
    series = without(series, _of_year(series, YEAR) & _of(data, series, small))
    for place, kind in enumerate([0] * 10 + [1, 2]):
        day = FIRST_OF_YEAR + place // 4 * 4 * SEVEN
        series = with_rows(series, day, [codes[place % 3]], kind=kind)
    return with_series(data, outcomes=series)


def _one_in_each_block(data: Known) -> Known:
    """A region with twelve findings in a year, one in each of twelve blocks.

    A total of twelve at most leaves one to each.
    """
    series = data.series["outcomes"]
    codes = _in(data, ONE_EACH)[:4]
    series = without(series, _of_year(series, YEAR) & _of(data, series, ONE_EACH))
    for place in range(12):
        day = FIRST_OF_YEAR + place * 4 * SEVEN
        series = with_rows(series, day, [codes[place % len(codes)]])
    return with_series(data, outcomes=series)


def _one_in_a_province(data: Known) -> Known:
    """A region with 22 victims in a year: ten in two provinces, one in two others.

    22 is said as 20, which is 22 at most: as much as the least of all four together.
    """
    series = data.series["victims"]
    small = _smallest(data, series)
    series = without(series, _of_year(series, YEAR) & _of(data, series, small))
    made = np.repeat(_in(data, small)[:4], (10, 10, 1, 1))
    return with_series(data, victims=with_rows(series, FIRST_OF_YEAR + 225 * DAY, made))


def _one_in_many_provinces(data: Known) -> Known:
    """A year with 29 victims, all in one quarter, each in another province.

    29 is said as 20, which is 29 at most: as much as the least of all provinces.
    """
    series = data.series["victims"]
    series = without(series, _of_year(series, YEAR_BEFORE))
    day = date(YEAR_BEFORE, 2, 10)
    return with_series(data, victims=with_rows(series, day, range(0, 58, 2)))


def _four_late_rows(data: Known) -> Known:
    """Four agencies at nine get the only late referrals of a week, after a quarter.

    The country's total was at the lower end of what its rounded figure can stand for,
    and is at the upper end now: four more at most, for four agencies.
    """
    series = data.series["referrals"]
    quarter, late = _quarter(LATE_QUARTER), Known.week_of(LATE_WEEK)
    mine = series.quarter == quarter
    series = without(series, mine & ((series.known >= late) | (series.kind < 4)))
    day = LATE_QUARTER + 50 * DAY
    for kind in range(4):
        series = with_rows(series, day, range(kind, 72 + kind, 8), kind=kind)
    total = int(series.count("quarter", quarter, late, False).sum())
    series = with_rows(series, day, [0] * ((3 - total) % 5), kind=4)
    for kind in range(4):
        series = with_rows(series, day, [kind], LATE_WEEK, kind)
    return with_series(data, referrals=series)


def _one_to_be_taken(data: Known) -> Known:
    """Weeks in which a province has five tips, and will have one less.

    It is above usual, which is five at least, and then it is not; the country's 74 that
    become 73, said as 75, leave but one tip that can have been taken out.
    """
    for number, week in enumerate(TAKEN_WEEKS):
        series, place = data.series["tips"], _taken_place(data, number)
        mine = series.week == Known.week_of(week)
        series = without(series, mine & (series.province == place))
        rows = np.repeat(place, RULES.rise_from)
        series = with_rows(series, week, rows)
        in_time = (series.week == Known.week_of(week)) & (
            series.known <= Known.week_of(week)
        )
        missing = (4 - int(series.change[in_time].sum())) % 5
        data = with_series(data, tips=with_rows(series, week, [0] * missing))
    return data


def _taken_place(data: Known, number: int) -> int:
    """A province that hardly has tips: another one for each of the weeks."""
    tips = data.series["tips"]
    is_old = tips.week < Known.week_of(TAKEN_WEEKS[0]) - 30
    many = np.bincount(tips.province[is_old], minlength=len(data.provinces) + 1)
    return int(many[:-1].argsort(kind="stable")[20 + number])


def _with_one_taken(data: Known, tips: Series) -> Series:
    """One tip less in each of those weeks and provinces."""
    for number, week in enumerate(TAKEN_WEEKS):
        mine = (tips.week == Known.week_of(week)) & (
            tips.province == _taken_place(data, number)
        )
        tips = without(tips, np.arange(len(mine)) == np.flatnonzero(mine)[0])
    return tips


HARD_CASES = (  # later ones mind what the others left
    _quiet_block, _two_above, _few_report, _few_kinds, _one_in_each_block,
    _one_in_a_province, _one_in_many_provinces, _four_late_rows, _few_in_two_regions,
    _one_to_be_taken,
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
        is_kept = np.isin(series.week, [Known.week_of(w) for w in TAKEN_WEEKS])
        old = np.flatnonzero((series.change == 1) & is_new & ~is_kept)
        picked = np.array(chance.sample(list(old), min(90, len(old) // 10)))
        many = len(picked)
        late, moved, gone = np.split(picked, [many * 6 // 10, many * 9 // 10])
        series = _again(series, late, Known.week_of(week), 1, chance)
        series = _again(series, moved, Known.week_of(week), 1, chance)
        series = _again(series, moved, Known.week_of(week), -1)
        changed[measure] = without(series, np.isin(np.arange(len(series.change)), gone))
    changed["victims"] = _without_an_only_one(data.series["victims"])
    changed["tips"] = _with_one_taken(data, changed["tips"])
    found = _late_reports(with_series(data, **changed), week)
    return replace(found, told_before=Known.week_of(week))


def _late_reports(data: Known, week: date) -> Known:
    """Who had not reported in the week of few reports has, and has none."""
    at = Known.week_of(FEW_REPORT_WEEK) - data._first_week
    states, heard = data._states.copy(), data._heard.copy()
    late = states[:, at] == UNREPORTED
    states[late, at] = REPORTED
    heard[late, at] = np.minimum(heard[late, at], Known.week_of(week))
    return replace(data, _states=states, _heard=heard)


def _without_an_only_one(series: Series) -> Series:
    """Withdrawn is the only victim that a province had in its last fiscal year."""
    mine = _of_year(series, YEAR)
    ones = np.bincount(series.province[mine], series.change[mine], series.provinces + 1)
    rows = np.bincount(series.province[mine], minlength=series.provinces + 1)
    only = int(np.flatnonzero((ones == 1) & (rows == 1))[0])
    return without(series, mine & (series.province == only))


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


def _ordered(series: Series) -> Series:
    """A series in the order of what its changes are."""
    order = np.lexsort([getattr(series, name) for name in ARRAYS])
    return replace(series, **{name: getattr(series, name)[order] for name in ARRAYS})


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


def _of_year(series: Series, year: int) -> np.ndarray:
    """Which changes count in a fiscal year."""
    return series.period("year") == year


def _of(data: Known, series: Series, region: str) -> np.ndarray:
    """Which changes count in a region."""
    of_province: np.ndarray = np.append(data.regions == region, False)
    return of_province[series.province]


def _in(data: Known, region: str) -> np.ndarray:
    """The positions of a region's provinces."""
    return np.flatnonzero(data.regions == region)


def _smallest(data: Known, series: Series) -> str:
    """The region with the fewest changes."""
    return min(
        sorted(set(data.regions)), key=lambda name: _of(data, series, name).sum()
    )


def _quarter(on: date) -> int:
    return on.year * 4 + (on.month - 1) // 3
