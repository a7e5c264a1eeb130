"""Each province's week in words: usual, above usual, silent, and its open referrals.

The words stand for counts that are not said; dashboard.release publishes them.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard.known import REPORTED, UNREPORTED, Known
from dashboard.room import MANY
from dashboard.rules import Rules
from methods.usual_range import usual_limit

WEEKS = 52  # in which a rise is looked for
TIED = -2  # the age of an oldest open referral that is not to be told
NOT_TOLD = -1  # weeks since a rise, of which there was none in weeks that may be told


def province_words(
    data: Known, now: int, using: Rules, is_tied: np.ndarray | None = None
) -> pd.DataFrame:
    """Each province in the week: the words that stand for its counts.

    Tips are counted as known when the first ones of their week were, so that like meets
    like; late rows and reports never change what was said of a week. A province's weeks
    that came late do not say what is usual of it. Referrals are looked at once in four
    weeks, for the week in which a band changes would date one. Once tips were taken out
    of the data, nothing is said anew of weeks that had been told: it would say of which
    province they were.

    Args:
        data: Of this week or a later one.
        now: The number of the week.
        using: The rules.
        is_tied: Provinces whose oldest open referral may not be told.

    Returns:
        One row per province: measure, level, area, period_start, period_end, status
        ("usual", "above", "silent": not reported, "no_data": nothing is known or too
        short a history, "withheld"), weeks_since_rise (0: this week; null: none in a
        year; NOT_TOLD: none in what may be told of it),
        open_referral (upper end in days of the band of the oldest one; 0: none open;
        -1: above the last band; -2: not to be told; null: nothing was ever referred),
        open_referral_on (the last day of the block of four weeks at whose end).
    """
    states = data.states(slice(None), now, now, now)[:, 0]
    windows = list(windows_of(data, now, using))
    rises = np.column_stack([_rises(*window, using) for window in windows])
    may_tell = _may_be_told(data, now, using)
    since = [_since(row, may_tell) for row in rises]
    told = windows[-1][1].sum(axis=1)
    status = np.where(rises[:, -1], "above", "usual").astype(object)
    status[(told < using.least_weeks) | (states != REPORTED)] = "no_data"
    status[states == UNREPORTED] = "silent"
    status = status if may_tell[-1] else np.full(len(status), "withheld", dtype=object)
    first_on, last_on = data.days_of("week", now)
    end = _last_block_end(now)
    if is_tied is None:
        is_tied = np.zeros(len(data.provinces), dtype=bool)
    return pd.DataFrame(
        {
            "measure": "tips",
            "level": "province",
            "area": data.provinces,
            "period_start": first_on,
            "period_end": last_on,
            "status": status,
            "weeks_since_rise": pd.array(since, "Int64"),
            "open_referral": _bands(data, end, using).mask(is_tied, TIED),
            "open_referral_on": data.days_of("week", end)[1],
        }
    )


def windows_of(
    data: Known, now: int, using: Rules
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """What is known of each of the last 52 weeks and of those before it, in order.

    Yields:
        Tips by province of the weeks before and, last, of the week itself; and which of
        the weeks before say what is usual of a province.
    """
    history = using.history_weeks
    first = now - WEEKS - history
    tips, (late, over) = data.first_known(first, now), data.came_late(first, now)
    is_reported = data.states(slice(None), first, now) == REPORTED
    heard = data.heard(first, now)
    for at in range(1, WEEKS + 1):
        before, week = slice(at, at + history), first + at + history
        is_late = late[:, before] & (over[before] <= week)
        is_told = is_reported[:, before] & (heard[:, before] <= week) & ~is_late
        yield tips[:, at : at + history + 1], is_told


def rises_by_week(data: Known, now: int, using: Rules) -> pd.DataFrame:
    """In how many provinces each week's tips were above usual, and which.

    Made of the words that each of these weeks' `province_words` says of its own week.

    Returns:
        One row per week, the last 52 up to `now`, in order: period_start, period_end,
        provinces_above (missing: it may not be told), above (their codes, parted by
        blanks).
    """
    codes = np.array(data.provinces)
    may_tell = _may_be_told(data, now, using)
    rises = [
        _rises(*window, using) & may
        for window, may in zip(windows_of(data, now, using), may_tell, strict=True)
    ]
    days = [data.days_of("week", now - WEEKS + at) for at in range(1, WEEKS + 1)]
    return pd.DataFrame(
        {
            "period_start": [first_on for first_on, _ in days],
            "period_end": [last_on for _, last_on in days],
            "provinces_above": pd.array(
                [
                    int(rose.sum()) if may else None
                    for rose, may in zip(rises, may_tell, strict=True)
                ],
                "Int64",
            ),
            "above": [" ".join(codes[rose]) for rose in rises],
        }
    )


def usual_limits(tips: np.ndarray, is_told: np.ndarray, using: Rules) -> np.ndarray:
    """The most that is usual of each province, by a window of `windows_of`."""
    mean = (tips[:, :-1] * is_told).sum(axis=1) / np.maximum(is_told.sum(axis=1), 1)
    limit = np.array([usual_limit(float(m), using.probability) for m in mean])
    found: np.ndarray = np.maximum(limit, using.rise_from - 1)
    return found


def _rises(tips: np.ndarray, is_told: np.ndarray, using: Rules) -> np.ndarray:
    """Whether each province's last week is above what the weeks before it explain."""
    is_high = tips[:, -1] > usual_limits(tips, is_told, using)
    found: np.ndarray = is_high & (is_told.sum(axis=1) >= using.least_weeks)
    return found


def bounds_of(
    data: Known, now: int, using: Rules
) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """The least and the most that status words say of each province's tips, by week.

    Of the 104 weeks up to one.
    """
    found = {}
    for last in (now - WEEKS, now):
        first = last - WEEKS + 1
        said = data.first_said(first, last)
        states = data.states(slice(None), first, last, said)
        windows = windows_of(data, last, using)
        for at, (tips, is_told) in enumerate(windows):
            found[first + at] = _bounds(tips, is_told, states[:, at], using)
    return found


def _bounds(
    tips: np.ndarray, is_told: np.ndarray, states: np.ndarray, using: Rules
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that a week's status says of each province's tips."""
    limit = usual_limits(tips, is_told, using)
    rose = _rises(tips, is_told, using)
    is_usual = (is_told.sum(axis=1) >= using.least_weeks) & (states == REPORTED) & ~rose
    most = np.select([is_usual, states == UNREPORTED], [limit, 0], MANY)
    return np.where(rose, limit + 1, 0), most


def _may_be_told(data: Known, now: int, using: Rules) -> np.ndarray:
    """Of each of the last 52 weeks: whether its words may be said."""
    weeks = np.arange(now - WEEKS + 1, now + 1)
    found: np.ndarray = (weeks > data.told_before) | using.says_again
    return found


def _since(rises: np.ndarray, may_tell: np.ndarray) -> int | None:
    """Weeks from the last rise that may be told to the last of these weeks."""
    at = np.flatnonzero(rises & may_tell)
    if len(at):
        return len(rises) - 1 - int(at[-1])
    return None if may_tell.all() else NOT_TOLD


def _last_block_end(now: int) -> int:
    """The last week of the last block of four weeks that has ended."""
    return (now + 1) // 4 * 4 - 1


def _bands(data: Known, end: int, using: Rules) -> pd.Series:
    """The band of each province's oldest open referral at a week's end."""
    oldest = data.oldest_open_days(end)
    if oldest is None:
        return pd.Series(pd.array([None] * len(data.provinces), "Int64"))
    bands = [_band(days, using) for days in oldest]
    return pd.Series(pd.array(bands, "Int64"))


def _band(days: int | None, using: Rules) -> int:
    if days is None:
        return 0 if using.says_none else using.age_days[0]
    return next((end for end in using.age_days if days <= end), -1)


def tied(data: Known, now: int, said: pd.DataFrame, using: Rules) -> np.ndarray:
    """Provinces whose oldest open referral may not be told beside what is said.

    A band that changes from one block's end to the next tells that the province made a
    referral in four certain weeks. All that do must leave their region's blocks, and
    the country's weeks, room.

    Args:
        data: Of this week or a later one.
        now: The number of the week.
        said: The cells of region_block and national_week as they are published.
        using: The rules.
    """
    end = _last_block_end(now)
    before, bands = (_bands(data, week, using) for week in (end - 4, end))
    last_on = pd.Timestamp(data.days_of("week", end)[1])
    said = said[said["measure"] == "referrals"]
    start, stop = (pd.to_datetime(said[f"period_{on}"]) for on in ("start", "end"))
    found = np.zeros(len(data.provinces), dtype=bool)
    for youngest, band in zip(using.age_days, (*using.age_days[1:], -1), strict=True):
        turned = ((bands == band) & (before != band)).fillna(False).to_numpy(dtype=bool)
        first_on, until = (
            last_on - pd.Timedelta(days=days) for days in (youngest + 28, youngest)
        )
        touched = said[(stop >= first_on) & (start < until)]
        for _, cells in touched.groupby("area"):
            area, level = cells[["area", "level"]].iloc[0]
            mine = turned & ((data.regions == area) | (level == "national"))
            if mine.any() and _most(cells, using) - mine.sum() < using.small_below - 2:
                found |= mine
    return found


def _most(cells: pd.DataFrame, using: Rules) -> int:
    """The most that published cells can count together; what is not told, anything."""
    most = cells["count"] + (cells["count_base"] - 1) // 2
    most = most.mask(cells["count_state"] == "fewer", using.small_below - 1)
    most = most.mask(cells["count_state"] == "withheld", MANY)
    return int(most.fillna(0).sum())
