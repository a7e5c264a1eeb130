"""What each method says of a week, given what is usual of it, and which one is heard.

C2 judges the first year, Farrington where there are three years and three tips a week,
the CUSUM otherwise. Farrington looks at a week alone; where it judges, the CUSUM shares
its budget, so that a rise that lasts is not missed, and is named where it alone alarms.
What is expected and usual stays Farrington's then: a range does not jump from week to
week, and a week that alarms may lie in it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods import farrington
from methods.alarm_budget import Grid, looked_up
from methods.baseline import Usual
from methods.cusum import Cusum, cusum, ratio_of
from methods.ears import ColdStart
from methods.negative_binomial import Array, highest_usual

NONE, EARS, CUSUM, FARRINGTON = 0, 1, 2, 3
NAMES = ("none", "ears", "cusum", "farrington")
COLD = 40  # reported weeks of history below which there is nothing but C2
LONG, LONG_MEAN = 130, 3.0  # reported weeks of three years, and mean, for Farrington
SHARED = 0.65  # of the budget for each of the two: often both alarm, once
THREE_YEARS = round(3 * farrington.YEAR) + farrington.HALF_WIDTH
SIGMAS = 2.0  # the rise for which the CUSUM is quickest, in standard deviations
USUAL = 0.95  # share of weeks at or below `high`
# The same of one more normal count beside the seven of C2: t(0.95, 6) sqrt(1 + 1/7).
USUAL_SIGMAS = 2.0773
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


class Chart(NamedTuple):
    """What a CUSUM is drawn with; series x weeks.

    Attributes:
        mean: Usual tips of a whole week, missing where the history is too short.
        dispersion: Their a.
        threshold: The sum above which a week alarms.
    """

    mean: Array
    dispersion: Array
    threshold: Array


def is_long(history: Usual, since: int = 0) -> NDArray[np.bool_]:
    """Whether Farrington is asked: three years, and three tips a week or more.

    Args:
        history: Of the weeks from `since` on.
        since: How many weeks lie before them.
    """
    found = (history.weeks >= LONG) & (history.level >= LONG_MEAN)
    found[:, : max(0, THREE_YEARS - since)] = False
    return np.asarray(found)


def chart_of(history: Usual, long: NDArray[np.bool_], grid: Grid, rate: float) -> Chart:
    """The CUSUM's chart, with less of the budget where Farrington judges too."""
    whole, part = (
        looked_up(grid, each, history.weeks, history.level)
        for each in (rate, rate * SHARED)
    )
    mean = np.where(history.weeks >= COLD, history.mean, np.nan)
    return Chart(mean, history.dispersion, np.where(long, part, whole))


def drawn(
    counts: Array, chart: Chart, share: Array, state: State | None = None
) -> Cusum:
    """The CUSUM of counts of which only a share is known yet."""
    mean = chart.mean * share
    ratio = ratio_of(mean, chart.dispersion, SIGMAS)
    return cusum(counts, mean, chart.dispersion, ratio, chart.threshold, state)


def of_cusum(found: Cusum, chart: Chart, share: Array) -> Evidence:
    """What a CUSUM says."""
    mean = chart.mean * share
    high = highest_usual(mean, chart.dispersion, USUAL)
    return Evidence(mean, high, found.alarm_from, found.statistic / chart.threshold)


def of_ears(counts: Array, found: ColdStart, share: Array, least: Array) -> Evidence:
    """What C2 says, with its thresholds."""
    mean = found.mean * share
    sigma = np.sqrt((found.sigma * share) ** 2 + mean * (1 - share))
    score = (counts - mean) / (least * sigma)
    high = _usual_of_ears(mean, sigma, least)
    return Evidence(mean, high, np.floor(mean + least * sigma) + 1, score)


def _usual_of_ears(mean: Array, sigma: Array, least: Array) -> Array:
    """The highest count that is usual; below any that alarms, however low that is."""
    return np.asarray(np.floor(mean + np.minimum(USUAL_SIGMAS, least) * sigma))


def of_farrington(
    counts: Array, found: farrington.Expected, share: Array, least: Array
) -> Evidence:
    """What Farrington says of weeks of which it has an expectation; any one shape."""
    mean, spread = found.mean * share, farrington.dispersion(found)
    chance = farrington.exceedance(counts, found, share)
    high = highest_usual(mean, spread, USUAL)
    alarm_from = highest_usual(mean, spread, 1 - 10**-least) + 1
    score = -np.log10(np.maximum(chance, NO_CHANCE)) / least
    return Evidence(mean, high, alarm_from, score)


def of_whole_week(
    method: NDArray[np.int8],
    cold: ColdStart,
    least: Array,
    chart: Chart,
    expected: farrington.Expected,
    share: Array,
) -> tuple[Array, Array]:
    """What is expected of all of a week, and usual at most, by the range it is given.

    Args:
        method: Place in `NAMES`; of any other than these three both are missing.
        cold: For C2.
        least: Its thresholds, in sigma.
        chart: For the CUSUM.
        expected: For Farrington.
        share: Which share of the whole it is asked of: 1, or that of those reporting.
    """
    is_cold = method == EARS
    is_summed_up = (method == CUSUM) & ~np.isnan(expected.mean)
    is_long = (method == FARRINGTON) | is_summed_up
    with_model = np.where(is_long, expected.mean, chart.mean) * share
    mean = np.where(is_cold, cold.mean * share, with_model)
    mean = np.where(method == NONE, np.nan, mean)
    spread = np.where(is_long, farrington.dispersion(expected), chart.dispersion)
    high = highest_usual(np.where(is_cold, np.nan, mean), spread, USUAL)
    sigma = np.sqrt((cold.sigma * share) ** 2 + cold.mean * share * (1 - share))
    return mean, np.where(is_cold, _usual_of_ears(mean, sigma, least), high)


def chosen(
    by_ears: Evidence, by_cusum: Evidence, by_farrington: Evidence
) -> tuple[NDArray[np.int8], Evidence]:
    """The best method that a week's history allows and that has something to say.

    Farrington leaves a week to the CUSUM, which shares its budget, where that alone
    alarms; what is expected and usual is Farrington's.
    """
    options = [by_farrington, by_cusum, by_ears]
    can = [~np.isnan(option.score) for option in options]
    summed_up = can[0] & (by_cusum.score > 1) & ~(by_farrington.score > 1)
    by_method = [can[0] & ~summed_up, *can[1:]]
    method = np.select(by_method, [FARRINGTON, CUSUM, EARS], NONE).astype(np.int8)

    def heard(field: str, conditions: list[NDArray[np.bool_]]) -> Array:
        return np.select(conditions, [getattr(x, field) for x in options], np.nan)

    least = np.fmin(by_farrington.alarm_from, by_cusum.alarm_from)
    return method, Evidence(
        heard("expected", can),
        heard("high", can),
        np.where(can[0], least, heard("alarm_from", can)),
        heard("score", by_method),
    )
