"""Negative-binomial CUSUM: small rises that last, in series of few tips."""

from typing import NamedTuple

import numpy as np

from methods.negative_binomial import Array

STALE = 4  # weeks in a row without a report after which what was summed up is too old


class Cusum(NamedTuple):
    """The chart of each series; series x weeks.

    Attributes:
        statistic: The sum after each week, of a week that alarms as it was before it
            was set back; missing where the week was not reported.
        is_alarm: It is above the threshold.
        alarm_from: The smallest count with which that week alarms.
        sum: What goes into the next week.
        silent: Weeks without a report until then.
    """

    statistic: Array
    is_alarm: np.ndarray
    alarm_from: Array
    sum: Array
    silent: Array


def cusum(
    counts: Array,
    mean: Array,
    dispersion: Array,
    ratio: Array,
    threshold: Array,
    start: tuple[Array, Array] | None = None,
) -> Cusum:
    """The likelihood-ratio CUSUM of negative-binomial counts.

    S_t = max(0, S_(t-1) + l_t), alarm when S_t > threshold, then S_t = 0, where l is
    the log-likelihood ratio of a mean k times as high against the usual one m:
    l = x log k + (x + 1/a) log((1 + a m) / (1 + a k m)), or x log k - m (k - 1) when
    the dispersion a is 0. A week that was not reported tells nothing: S stays; after
    four of them in a row it begins at 0 again.

    Args:
        counts: Series x weeks; missing where nothing was reported.
        mean: Series x weeks: usual mean, above 0; missing where none is known, and then
            that week tells nothing either.
        dispersion: Series x weeks, from 0.
        ratio: Series x weeks: k, above 1.
        threshold: Series x weeks.
        start: `sum` and `silent` of the weeks before, to go on from there; None: 0.

    Source:
        Hoehle & Paul (2008), Count data regression charts for the monitoring of
        surveillance time series, Computational Statistics & Data Analysis 52, with a
        prespecified change; `glrnb` of R's surveillance 1.20.3 with `theta` = log k.
    """
    slope, level = _ratio_line(mean, dispersion, ratio)
    step = counts * slope - level
    known = ~np.isnan(step)
    statistic, alarm_from, sums, silences = np.full((4, *counts.shape), np.nan)
    zeros = np.zeros(len(counts))
    total, silent = start or (zeros, zeros)
    for week in range(counts.shape[1]):
        is_known = known[:, week]
        silent = np.where(is_known, 0.0, silent + 1)
        total = np.where(silent >= STALE, 0.0, total)
        lacking = (threshold[:, week] - total + level[:, week]) / slope[:, week]
        alarm_from[:, week] = np.maximum(np.floor(lacking) + 1, 0.0)
        raised = np.maximum(total + np.where(is_known, step[:, week], 0.0), 0.0)
        statistic[is_known, week] = raised[is_known]
        total = np.where(is_known & (raised > threshold[:, week]), 0.0, raised)
        sums[:, week], silences[:, week] = total, silent
    return Cusum(statistic, statistic > threshold, alarm_from, sums, silences)


def ratio_of(mean: Array, dispersion: Array, sigmas: float) -> Array:
    """How many times the usual mean a rise by so many standard deviations is."""
    return np.asarray(1 + sigmas * np.sqrt((1 + dispersion * mean) / mean))


def _ratio_line(mean: Array, dispersion: Array, ratio: Array) -> tuple[Array, Array]:
    """The log-likelihood ratio as slope x - level."""
    from_poisson = np.maximum(dispersion, 1e-8)  # 1/a log(1 + a m) is m then
    log = np.log1p(from_poisson * ratio * mean) - np.log1p(from_poisson * mean)
    return np.log(ratio) - log, log / from_poisson
