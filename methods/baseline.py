"""What is usual of thin weekly series: level, season and spread of the years before."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods.negative_binomial import (
    Array,
    anscombe,
    dispersion_of,
    fit,
    outlier_weights,
)

Weeks = NDArray[np.datetime64]  # the Mondays on which weeks begin, one after the other
WINDOW = 156  # weeks of history that are looked at: three years
NOT_YET = 8  # weeks just before, which a rise that has begun may have reached
REFIT = 4  # weeks for which a fit holds
TWO_YEARS = 100  # reported weeks from which there is a season to be seen
LEAST_MEAN = 0.05  # tips a week: one tip in twenty weeks shall not be an alarm
SEASON_RIDGE, NO_SEASON = 4.0, 1e6  # a season within a factor of e^(+-1), or none
PRIOR_DISPERSION, PRIOR_WEIGHT = 0.25, 10.0
DAYS_OF_YEAR, TERMS = 365.2425, 3
CLOSE = 1e-8  # of the fit, in log mean


class Usual(NamedTuple):
    """What is usual of each week by the history before it; series x weeks.

    Attributes:
        mean: Tips, at least 0.05; missing without any history.
        dispersion: a of the variance m + a m^2.
        level: Mean tips per week of the history, whatever the season.
        weeks: Reported weeks of that history.
    """

    mean: Array
    dispersion: Array
    level: Array
    weeks: Array


def usual(counts: Array, starts: Weeks, since: int = 0) -> Usual:
    """The usual mean and dispersion of each week from `since` on.

    log m = level + one yearly wave, by penalised maximum likelihood over the three
    years that end 8 to 11 weeks before, with less weight for weeks far above their
    fit. Four weeks share a fit, always the same four: going on from a later week gives
    the same. The wave needs two years; it is drawn to none the more, the fewer tips
    there are. The dispersion of few tips is drawn to 0.25: that of the history has the
    weight I / (I + 10), where I = sum of m^2 / 2 is its information.

    Args:
        counts: Series x weeks; missing where nothing was reported.
        starts: The Monday of each week, without a gap.
        since: The first column that is wanted; all columns before it are history.

    Source:
        Serfling's regression with one harmonic, as in Hoehle & Paul (2008) for the
        in-control mean; the information of a dispersion near 0 in Dean & Lawless
        (1989), Tests for detecting overdispersion in Poisson regression models, JASA
        84.
    """
    found = [np.full((len(counts), len(starts) - since), np.nan) for _ in range(4)]
    for block in blocks(starts, since):
        values = usual_of(counts[:, block.history], starts, block)
        for table, value in zip(found, values, strict=True):
            table[:, block.judged.start - since : block.judged.stop - since] = value
    return Usual(*found)


class Block(NamedTuple):
    """Weeks that share a fit.

    Attributes:
        begins: The column in which it begins; before 0 where the first one is cut.
        history: The columns that it is fitted to.
        judged: Those it is for.
    """

    begins: int
    history: slice
    judged: slice


def blocks(starts: Weeks, since: int = 0) -> Iterator[Block]:
    """The weeks from `since` on by four, always the same four, that have a history.

    Args:
        starts: The Monday of each week, without a gap.
        since: The first column that is wanted.
    """
    begun = block_begins(starts)
    for week in range(since, len(starts)):
        begins = int(begun[week])
        if since < week != begins:
            continue
        ends = begins - NOT_YET
        if ends > 0:
            until = min(begins + REFIT, len(starts))
            yield Block(begins, slice(max(0, ends - WINDOW), ends), slice(week, until))


def block_begins(starts: Weeks) -> NDArray[np.int64]:
    """At which column the block of each week begins, below 0 where before the first."""
    number = starts.astype("datetime64[D]").astype(int) // 7
    return np.asarray(np.arange(len(starts)) - number % REFIT, dtype=np.int64)


def usual_of(history: Array, starts: Weeks, block: Block) -> Usual:
    """What is usual of the weeks of one block.

    Args:
        history: Series x weeks of the block's history.
        starts: The Monday of each week there is.
        block: Of `blocks(starts)`.
    """
    terms = _wave(starts[block.history])
    weeks = (~np.isnan(history)).sum(axis=1)
    ridge = np.zeros((len(history), terms.shape[1]))
    ridge[:, 1:] = np.where(weeks >= TWO_YEARS, SEASON_RIDGE, NO_SEASON)[:, None]
    spread = np.full(len(history), PRIOR_DISPERSION)
    first = fit(history, terms, spread, ridge=ridge, close=CLOSE)
    mean = np.exp(first @ terms.T)
    spread = _shrunk(history, mean, None)
    scale = np.sqrt(1 + spread[:, None] * mean)
    weights = outlier_weights(anscombe(history, mean) / scale)
    found = fit(history, terms, spread, weights, ridge, first, CLOSE)
    mean = np.exp(found @ terms.T)
    spread = _shrunk(history, mean, weights)
    known = np.maximum(weeks, 1)
    level = np.where(weeks > 0, np.nansum(history, axis=1) / known, np.nan)
    # week by week, not as a product: it must not depend on how many are judged
    wanted = (found[:, None, :] * _wave(starts[block.judged])).sum(axis=2)
    ahead = np.maximum(np.exp(wanted), LEAST_MEAN)
    ahead = np.where(weeks[:, None] > 0, ahead, np.nan)
    return Usual(ahead, spread[:, None], level[:, None], weeks[:, None].astype(float))


def _wave(starts: Weeks) -> Array:
    """Terms of the model: 1, cosine and sine of the time of the year."""
    days = starts.astype("datetime64[D]").astype(float)
    angle = 2 * np.pi * days / DAYS_OF_YEAR
    return np.stack([np.ones(len(days)), np.cos(angle), np.sin(angle)], axis=1)


def _shrunk(history: Array, mean: Array, weights: Array | None) -> Array:
    """The dispersion, the nearer to the prior the less the history tells of it."""
    known = np.where(np.isnan(history), 0.0, mean)
    information = (known**2).sum(axis=1) / 2
    own = dispersion_of(history, mean, freed=TERMS, weights=weights)
    share = information / (information + PRIOR_WEIGHT)
    return np.asarray(share * own + (1 - share) * PRIOR_DISPERSION)
