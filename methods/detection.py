"""Weeks with more tips than a series' own history explains, with few false alarms.

Each week of each series is judged by the method that its history allows, against the
threshold that spends the budget of false alarms (methods/alarm_budget.py); which one,
says methods/evidence.py. Here each week is looked at once; methods/watch.py looks again
while its tips are still coming in.
More tips is neither good nor bad: a rise may be a campaign, training, or a signal.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods import ears, evidence, farrington
from methods.alarm_budget import Grid, looked_up
from methods.baseline import Weeks, usual
from methods.evidence import SHARED, Evidence, State
from methods.negative_binomial import Array


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
    history, judged = usual(counts, starts, since), counts[:, since:]
    long = evidence.is_long(history, since)
    chart = evidence.chart_of(history, long, grids["cusum"], rate)
    drawn = evidence.drawn(judged, chart, share, state)
    cold = ears.cold_start(counts, since)
    method, found = evidence.chosen(
        evidence.of_ears(
            judged, cold, share, looked_up(grids["ears"], rate, cold.weeks, cold.level)
        ),
        evidence.of_cusum(drawn, chart, share),
        _by_farrington(
            counts, since, history.level, share, long, grids["farrington"], rate
        ),
    )
    after = (drawn.sum[:, -1], drawn.silent[:, -1])
    return Detected(method, *found, found.score > 1, after)


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


def _by_farrington(
    counts: Array,
    since: int,
    level: Array,
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
        least = looked_up(grid, rate * SHARED, expected.weeks, level[rows, place])
        said = evidence.of_farrington(
            counts[rows, week], expected, share[rows, place], least
        )
        for table, values in zip(found, said, strict=True):
            table[rows, place] = values
    return found
