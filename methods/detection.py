"""Weeks with more tips than a series' own history explains, with few false alarms.

Each week of each series is judged by the method that its history allows, against the
threshold that spends the budget of false alarms (methods/alarm_budget.py): C2 in the
first year, Farrington where there are three years and three tips a week, the CUSUM
otherwise. Farrington looks at a week alone; where it judges, the CUSUM shares its
budget, so that a rise that lasts is not missed, and is named where it alone alarms.
More tips is neither good nor bad: a rise may be a campaign, training, or a signal.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods import ears, farrington
from methods.alarm_budget import Grid, looked_up
from methods.baseline import Usual, Weeks, usual
from methods.cusum import cusum, ratio_of
from methods.negative_binomial import Array, highest_usual

NONE, EARS, CUSUM, FARRINGTON = 0, 1, 2, 3
NAMES = ("none", "ears", "cusum", "farrington")
COLD = 40  # reported weeks of history below which there is nothing but C2
LONG, LONG_MEAN = 130, 3.0  # reported weeks of three years, and mean, for Farrington
SHARED = 0.65  # of the budget for each of the two: often both alarm, once
THREE_YEARS = round(3 * farrington.YEAR) + farrington.HALF_WIDTH
SIGMAS = 2.0  # the rise for which the CUSUM is quickest, in standard deviations
USUAL, USUAL_SIGMAS = 0.95, 1.645  # share of weeks at or below `high`; normal
NO_CHANCE = 1e-300
State = tuple[Array, Array]


class Evidence(NamedTuple):
    """What one method says of each week; series x weeks, missing where nothing.

    Attributes:
        expected: Tips by the history, of as much of the week as is known.
        high: The highest count that is usual: 19 weeks of 20 lie at or below it.
        alarm_from: The smallest count with which the week alarms.
        score: Evidence over its threshold: an alarm above 1.
    """

    expected: Array
    high: Array
    alarm_from: Array
    score: Array


class Detected(NamedTuple):
    """Each week judged; series x weeks.

    Attributes:
        method: Place in `NAMES`; 0 where the week is not judged: not reported, or
            without weeks to compare it with.
        expected: As in `Evidence`.
        high: As in `Evidence`.
        alarm_from: As in `Evidence`.
        score: As in `Evidence`.
        is_alarm: Whether the week alarms.
        state: What the CUSUM carries into the week after the last one.
    """

    method: NDArray[np.int8]
    expected: Array
    high: Array
    alarm_from: Array
    score: Array
    is_alarm: NDArray[np.bool_]
    state: State


def detect(
    counts: Array,
    starts: Weeks,
    grids: Mapping[str, Grid],
    rate: float,
    *,
    since: int = 0,
    known_share: Array | None = None,
    state: State | None = None,
) -> Detected:
    """Every week from `since` on, judged by the weeks before it.

    Args:
        counts: Series x weeks, with all history there is; missing where nothing was
            reported, 0 only where zero was.
        starts: The Monday of each week, without a gap.
        grids: Thresholds by method, of data/detection.toml.
        rate: False alarms per series and week, `alarm_budget.rate_of`; two
            thirds of it must have been calibrated too.
        since: The first column to be judged.
        known_share: Series x weeks judged: which share of the week's tips is recorded
            by now, at most 1; a week with 0 or missing is not judged; None: all.
        state: Of `Detected` of the weeks up to `since`, to go on from there: the same
            as judging all weeks anew, as long as the weeks before are the same. None:
            the CUSUM begins at 0 with `since`.

    Returns:
        Without any rise, about rate x the series judged in a week alarm in it.

    Raises:
        ValueError: Weeks and columns are not as many, weeks do not follow one another,
            or a share is out of range.
    """
    share = _checked(counts, starts, since, known_share)
    history = usual(counts, starts, since)
    long = is_long(history)
    long[:, : max(0, THREE_YEARS - since)] = False
    by_cusum, after = _by_cusum(
        counts[:, since:], history, share, long, grids["cusum"], rate, state
    )
    method, found = _chosen(
        _by_ears(counts, since, share, grids["ears"], rate),
        by_cusum,
        _by_farrington(
            counts, since, history, share, long, grids["farrington"], rate * SHARED
        ),
    )
    return Detected(method, *found, found.score > 1, after)


def is_long(history: Usual) -> NDArray[np.bool_]:
    """Whether Farrington is asked: three years, and three tips a week or more."""
    return (history.weeks >= LONG) & (history.level >= LONG_MEAN)


def _checked(
    counts: Array, starts: Weeks, since: int, known_share: Array | None
) -> Array:
    shape = (len(counts), counts.shape[1] - since)
    days = np.diff(starts.astype("datetime64[D]").astype(int))
    if len(starts) != counts.shape[1] or (days != 7).any():
        raise ValueError(
            f"{counts.shape[1]} weeks of counts need the Mondays of as many weeks, one "
            f"after the other; {len(starts)} were given"
        )
    share = np.ones(shape) if known_share is None else known_share
    if share.shape != shape or (share < 0).any() or (share > 1).any():
        raise ValueError(f"known shares must be {shape} values from 0 to 1")
    return np.where(share > 0, share, np.nan)


def _by_cusum(
    counts: Array,
    history: Usual,
    share: Array,
    long: NDArray[np.bool_],
    grid: Grid,
    rate: float,
    state: State | None,
) -> tuple[Evidence, State]:
    whole, part = (
        looked_up(grid, each, history.weeks, history.level)
        for each in (rate, rate * SHARED)
    )
    threshold = np.where(long, part, whole)
    mean = np.where(history.weeks >= COLD, history.mean, np.nan) * share
    ratio = ratio_of(mean, history.dispersion, SIGMAS)
    chart = cusum(counts, mean, history.dispersion, ratio, threshold, state)
    score = chart.statistic / threshold
    high = highest_usual(mean, history.dispersion, USUAL)
    found = Evidence(mean, high, chart.alarm_from, score)
    return found, (chart.sum, chart.silent)


def _by_ears(
    counts: Array, since: int, share: Array, grid: Grid, rate: float
) -> Evidence:
    found = ears.cold_start(counts, since)
    mean = found.mean * share
    sigma = np.sqrt((found.sigma * share) ** 2 + mean * (1 - share))
    threshold = looked_up(grid, rate, found.weeks, found.level)
    score = (counts[:, since:] - mean) / (threshold * sigma)
    high = np.floor(mean + USUAL_SIGMAS * sigma)
    return Evidence(mean, high, np.floor(mean + threshold * sigma) + 1, score)


def _by_farrington(
    counts: Array,
    since: int,
    history: Usual,
    share: Array,
    long: NDArray[np.bool_],
    grid: Grid,
    rate: float,
) -> Evidence:
    """Week by week, for the series that are long enough; else missing."""
    found = Evidence(*(np.full(share.shape, np.nan) for _ in Evidence._fields))
    for place in np.flatnonzero(long.any(axis=0)):
        rows = np.flatnonzero(long[:, place])
        week = since + int(place)
        expected = farrington.expected(counts[rows], week)
        known = share[rows, place]
        chance = farrington.exceedance(counts[rows, week], expected, known)
        least = looked_up(grid, rate, expected.weeks, history.level[rows, place])
        mean, spread = expected.mean * known, farrington.dispersion(expected)
        found.expected[rows, place] = mean
        found.high[rows, place] = highest_usual(mean, spread, USUAL)
        found.alarm_from[rows, place] = highest_usual(mean, spread, 1 - 10**-least) + 1
        found.score[rows, place] = -np.log10(np.maximum(chance, NO_CHANCE)) / least
    return found


def _chosen(
    by_ears: Evidence, by_cusum: Evidence, by_farrington: Evidence
) -> tuple[NDArray[np.int8], Evidence]:
    """The best method that a week's history allows and that has something to say.

    Farrington leaves a week to the CUSUM, which shares its budget, where that alone
    alarms.
    """
    options = [by_farrington, by_cusum, by_ears]
    can = [~np.isnan(option.score) for option in options]
    summed_up = can[0] & (by_cusum.score > 1) & ~(by_farrington.score > 1)
    least = np.where(
        can[0], np.fmin(by_farrington.alarm_from, by_cusum.alarm_from), np.nan
    )
    can[0] &= ~summed_up
    method = np.select(can, [FARRINGTON, CUSUM, EARS], NONE).astype(np.int8)
    found = Evidence(
        *(np.select(can, list(each), np.nan) for each in zip(*options, strict=True))
    )
    alarm_from = np.where(np.isnan(least), found.alarm_from, least)
    return method, found._replace(alarm_from=alarm_from)
