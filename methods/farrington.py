"""Improved Farrington: a week beside the same season of the years before."""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods.negative_binomial import (
    OUTLYING,
    Array,
    anscombe,
    at_least,
    outlier_weights,
)
from methods.tails import student_two_sided

YEARS, HALF_WIDTH, PERIODS = 5, 3, 10
NOT_YET = 26  # weeks just before, which a rise that has begun may have reached
YEAR = 365.2425 / 7  # weeks
TREND_YEARS, TREND_P = 3, 0.05
STEPS, CLOSE = 40, 1e-12  # of the slope; change per week at which it ends
LEAP, MOST_LOG = 0.05, 30.0  # longest step of the slope; keeps exp() finite


class Expected(NamedTuple):
    """What the years before let one expect of one week, for each series.

    Attributes:
        mean: Expected tips; missing where the series has no week to compare with.
        phi: How many times the mean the variance is, from 1.
        slope: Of log mean per week where a trend is kept; else missing.
        weeks: Reported weeks that were compared with.
    """

    mean: Array
    phi: Array
    slope: Array
    weeks: Array


class Sample(NamedTuple):
    """The weeks compared with, in the order of columns.

    Attributes:
        places: Their columns.
        season: Weeks x seasons, 1 where the week is of it; the week's own is the first.
        time: Weeks from the week judged, below 0.
        years: How many years back they go.
    """

    places: NDArray[np.intp]
    season: Array
    time: Array
    years: int


class _Fitted(NamedTuple):
    """A fit: series x weeks, and series."""

    mean: Array
    level: Array  # expected tips of the week judged
    slope: Array
    hat: Array
    dispersion: Array
    error: Array  # standard error of the slope
    freedom: Array


def expected(
    counts: Array,
    week: int,
    *,
    years: int = YEARS,
    half_width: int = HALF_WIDTH,
    periods: int = PERIODS,
    not_yet: int = NOT_YET,
    year: float = YEAR,
    has_trend: bool = True,
    is_reweighted: bool = True,
) -> Expected:
    """The mean and variance of one week by a quasi-Poisson model of the years before.

    log m = season + slope t, fitted by quasi-likelihood, twice: the second time, weeks
    far above their fit weigh less. The slope is kept where three years are used, its t
    test is below 5 % and the mean it gives is not above every week seen.

    Args:
        counts: Series x weeks; missing weeks are left out.
        week: The column judged; later columns are not looked at.
        years: How many years back at most, as far as there are columns.
        half_width: Weeks to each side of the same week of earlier years that count as
            its season.
        periods: Seasons of the year, the week's own included; 1 compares with nothing
            but its own.
        not_yet: Weeks just before that are left out, the week judged not counted.
        year: Weeks from one year to the next; earlier weeks are rounded to.
        has_trend: Look for a slope at all.
        is_reweighted: Fit the second time.

    Raises:
        ValueError: There is not one year of columns before the week.

    Source:
        Noufaily et al. (2013), An improved algorithm for outbreak detection in multiple
        surveillance systems, Statistics in Medicine 32; `farringtonFlexible` of R's
        surveillance 1.20.3, but for the standard error of the slope, which there is
        taken after the working weights were overwritten by those of outliers.
    """
    sample = sample_of(week, years, half_width, periods, not_yet, year)
    return expected_by(counts[:, sample.places], sample, has_trend, is_reweighted)


def expected_by(
    y: Array, sample: Sample, has_trend: bool = True, is_reweighted: bool = True
) -> Expected:
    """As `expected`, of counts that were picked already; of any weeks and series.

    Args:
        y: Rows of counts, each of the places of its own week's sample; all of them go
            as many years back.
        sample: Of one of these weeks.
        has_trend: As in `expected`.
        is_reweighted: As in `expected`.
    """
    found = _fit_twice(y, sample, False, is_reweighted)
    slope = np.full(len(y), np.nan)
    if has_trend and sample.years >= TREND_YEARS:
        trended = _fit_twice(y, sample, True, is_reweighted)
        keep = _is_kept(trended, y)
        slope[keep] = trended.slope[keep]
        found = _Fitted(*map(_picked(keep), trended, found))
    weeks = (~np.isnan(y)).sum(axis=1).astype(float)
    return Expected(found.level, np.maximum(found.dispersion, 1.0), slope, weeks)


def exceedance(counts: Array, found: Expected, known_share: Array) -> Array:
    """P(X >= count) of a negative binomial count with the expected mean and variance.

    Parameters are plugged in as if they were known ("nbPlugin" in R's surveillance).

    Args:
        counts: Series: the counts of the week; missing gives missing.
        found: What was expected of it, once it is complete.
        known_share: Series: which share of the week is known by now, above 0.

    Source:
        Noufaily et al. (2013): (phi - 1) / m is the dispersion of a negative binomial
        count whose variance is phi m.
    """
    return at_least(counts, found.mean * known_share, dispersion(found))


def dispersion(found: Expected) -> Array:
    """The dispersion a; it holds for any share of the week that is known."""
    return (found.phi - 1) / np.where(found.mean > 0, found.mean, np.nan)


def sample_of(
    week: int,
    years: int = YEARS,
    half_width: int = HALF_WIDTH,
    periods: int = PERIODS,
    not_yet: int = NOT_YET,
    year: float = YEAR,
) -> Sample:
    """Which weeks a week is compared with; arguments and errors as of `expected`."""
    points = [week - round(year * back) for back in range(years + 1)]
    points = [point for point in points if point >= half_width]
    if len(points) < 2:
        raise ValueError(
            f"week {week} has no year before it; use EARS C2 until there is one"
        )
    season = np.full(week + 1, -1)
    for later, point in pairwise(points):
        season[point - half_width : point + half_width + 1] = 0
        if periods > 1:
            between = slice(point + half_width + 1, later - half_width)
            season[between] = 1 + _blocks(between.stop - between.start, periods - 1)
    season[max(0, week - not_yet) :] = -1
    places = np.flatnonzero(season >= 0)
    groups = (season[places, None] == np.arange(periods)).astype(float)
    return Sample(places, groups, (places - week).astype(float), len(points) - 1)


def _blocks(length: int, number: int) -> NDArray[np.intp]:
    """Blocks of equal length, the first ones a week longer where it does not divide."""
    base, rest = divmod(length, number)
    return np.repeat(np.arange(number), base + (np.arange(number) < rest))


def _fit_twice(
    y: Array, sample: Sample, has_slope: bool, is_reweighted: bool
) -> _Fitted:
    once = _fit(y, (~np.isnan(y)).astype(float), sample, has_slope)
    if not is_reweighted:
        return once
    phi = np.maximum(once.dispersion, 1.0)[:, None]
    residuals = anscombe(y, once.mean) / np.sqrt(phi * np.maximum(1 - once.hat, 1e-9))
    return _fit(y, outlier_weights(residuals, OUTLYING), sample, has_slope)


def _fit(y: Array, weights: Array, sample: Sample, has_slope: bool) -> _Fitted:
    """Maximum quasi-likelihood; the seasons' levels follow from sums, given a slope."""
    counts = np.where(weights > 0, y, 0.0)
    slope = np.zeros(len(y))
    steps = STEPS if has_slope else 0
    for _ in range(steps):
        mean = _mean(counts, weights, sample, slope)
        score = (weights * (counts - mean)) @ sample.time
        step = np.clip(score / _information(weights * mean, sample), -LEAP, LEAP)
        slope = slope + step
        if np.abs(step).max(initial=0) < CLOSE:
            break
    return _described(counts, weights, sample, slope, has_slope)


def _mean(counts: Array, weights: Array, sample: Sample, slope: Array) -> Array:
    total = (weights * counts) @ sample.season
    if not slope.any():
        return _ratio(total, weights @ sample.season) @ sample.season.T
    growth = _growth(slope, sample)
    levels = _ratio(total, (weights * growth) @ sample.season)
    return growth * (levels @ sample.season.T)


def _growth(slope: Array, sample: Sample) -> Array:
    """By how much the weeks of the sample differ from the one judged."""
    return np.exp(np.clip(slope[:, None] * sample.time, -MOST_LOG, MOST_LOG))


def _information(working: Array, sample: Sample) -> Array:
    """Of the slope, when the seasons' levels are fitted too."""
    total = working @ sample.season
    moment = (working * sample.time) @ sample.season
    found = working @ sample.time**2 - _ratio(moment**2, total).sum(axis=1)
    return np.asarray(np.maximum(found, 1e-9), dtype=float)


def _described(
    counts: Array, weights: Array, sample: Sample, slope: Array, has_slope: bool
) -> _Fitted:
    mean = _mean(counts, weights, sample, slope)
    working = weights * mean
    seasons = (weights @ sample.season > 0).sum(axis=1)
    freedom = np.maximum((weights > 0).sum(axis=1) - seasons - has_slope, 1)
    pearson = (_ratio(weights * (counts - mean) ** 2, mean)).sum(axis=1)
    phi = pearson / freedom
    information = _information(working, sample)
    hat = working * (_ratio(np.ones(1), working @ sample.season) @ sample.season.T)
    if has_slope:
        centre = _ratio(
            (working * sample.time) @ sample.season, working @ sample.season
        )
        away = sample.time - centre @ sample.season.T
        hat = hat + working * away**2 / information[:, None]
    level = _level(counts, weights, sample, slope)
    error = np.sqrt(phi / information)
    return _Fitted(mean, level, slope, hat, phi, error, freedom)


def _level(counts: Array, weights: Array, sample: Sample, slope: Array) -> Array:
    """Expected tips of the week judged; missing without a week of its season."""
    season = sample.season[:, 0] > 0
    own, time = weights[:, season], sample.time[season]
    growth = np.exp(np.clip(slope[:, None] * time, -MOST_LOG, MOST_LOG))
    total = (own * growth).sum(axis=1)
    is_known = total > 0
    found = (own * counts[:, season]).sum(axis=1) / np.where(is_known, total, 1.0)
    return np.where(is_known, found, np.nan)


def _is_kept(fitted: _Fitted, y: Array) -> np.ndarray:
    """Whether the slope is one: significant, and it leads to no mean never seen."""
    t = np.abs(fitted.slope) / np.maximum(fitted.error, 1e-300)
    most = np.where(np.isnan(y), 0.0, y).max(axis=1, initial=0)
    p = student_two_sided(t, fitted.freedom)
    return np.asarray((p < TREND_P) & (fitted.level <= most))


def _picked(keep: np.ndarray) -> Callable[[Array, Array], Array]:
    def pick(one: Array, other: Array) -> Array:
        return np.where(keep if one.ndim == 1 else keep[:, None], one, other)

    return pick


def _ratio(above: Array, below: Array) -> Array:
    """One by the other, 0 where there is nothing below."""
    has = below > 0
    return np.where(has, above / np.where(has, below, 1.0), 0.0)
