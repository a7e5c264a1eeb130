"""EARS C2: a week beside the few weeks before it, for series without a history."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from methods.negative_binomial import Array

BASELINE = 7  # weeks
LEAST_SIGMA, LEAST_KNOWN = 0.5, 5  # tips; reported weeks of the baseline's seven
LAG = 2  # weeks between the baseline and the week judged, for a rise to build up


class C2(NamedTuple):
    """Each week beside its baseline; series x weeks, missing where it is not judged.

    Attributes:
        mean: Of the baseline.
        sigma: Its standard deviation, or the least one.
        score: How many sigma the week lies above the mean.
    """

    mean: Array
    sigma: Array
    score: Array


class ColdStart(NamedTuple):
    """What is usual of each week of a short series; series x weeks.

    Attributes:
        mean: Of the baseline.
        sigma: Its standard deviation, or the least one.
        weeks: Reported weeks up to the end of the baseline.
        level: Their mean.
    """

    mean: Array
    sigma: Array
    weeks: Array
    level: Array


def c2(
    counts: Array,
    *,
    baseline: int = BASELINE,
    min_sigma: float | Array = 0.0,
    least_known: int | None = None,
) -> C2:
    """How far each week lies above its baseline: (x - mean) / max(s, min_sigma).

    Args:
        counts: Series x weeks; missing where nothing was reported. A missing week is no
            zero: it is left out of the baseline, and not judged itself.
        baseline: Weeks of the baseline, which ends three weeks before the week judged.
        min_sigma: The least standard deviation, in tips, of all weeks or of each one;
            without it, a single tip after weeks of none is infinitely far.
        least_known: Reported weeks that a baseline needs; None: all of them.

    Raises:
        ValueError: The baseline has fewer than three weeks.

    Source:
        Hutwagner et al. (2003), The bioterrorism preparedness and response Early
        Aberration Reporting System (EARS), Journal of Urban Health 80; Fricker, Hegler
        & Dunfee (2008), Comparing syndromic surveillance detection methods: EARS'
        versus a CUSUM-based methodology, Statistics in Medicine 27. The minimum as
        `minSigma` in R's surveillance 1.20.3, `earsC`.
    """
    if baseline < 3:
        raise ValueError(f"a baseline of {baseline} weeks is too short; use 3 or more")
    series, weeks = counts.shape
    mean, sigma = np.full((2, series, weeks), np.nan)
    first = baseline + LAG
    if weeks > first:
        before = sliding_window_view(counts, baseline, axis=1)[:, : weeks - first]
        mean[:, first:], sigma[:, first:] = _moments(before, least_known or baseline)
    sigma = np.maximum(sigma, min_sigma)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (counts - mean) / sigma
    return C2(mean, sigma, np.where(counts == mean, 0.0, score))


def cold_start(counts: Array, since: int = 0) -> ColdStart:
    """C2 of each week from `since` on, by what little a short series tells.

    The least standard deviation is that of a Poisson count of the mean of all weeks
    known so far, and half a tip at least: tips vary no less than that.

    Args:
        counts: Series x weeks; missing where nothing was reported.
        since: The first column that is wanted.
    """
    known = ~np.isnan(counts)
    weeks = _until_baseline(np.cumsum(known, axis=1, dtype=float))
    tips = _until_baseline(np.cumsum(np.where(known, counts, 0.0), axis=1))
    level = np.where(weeks > 0, tips / np.maximum(weeks, 1), np.nan)
    least = np.maximum(np.sqrt(level), LEAST_SIGMA)
    found = c2(counts, min_sigma=least, least_known=LEAST_KNOWN)
    return ColdStart(*(each[:, since:] for each in (*found[:2], weeks, level)))


def _until_baseline(sums: Array) -> Array:
    """What had been summed up when the baseline of each week ended; at first 0."""
    ended = np.zeros_like(sums)
    ended[:, LAG + 1 :] = sums[:, : -LAG - 1]
    return ended


def _moments(windows: Array, least_known: int) -> tuple[Array, Array]:
    """Mean and standard deviation along the last axis, where enough is known."""
    known = ~np.isnan(windows)
    number = known.sum(axis=-1)
    enough = number >= max(least_known, 2)
    many = np.where(enough, number, 2)
    mean = np.where(known, windows, 0.0).sum(axis=-1) / many
    away = np.where(known, windows - mean[..., None], 0.0)
    sigma = np.sqrt((away**2).sum(axis=-1) / (many - 1))
    return np.where(enough, mean, np.nan), np.where(enough, sigma, np.nan)
