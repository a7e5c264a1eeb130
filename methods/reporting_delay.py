"""How complete a recent week is by now, and how many tips it will have in the end.

From tips by the week they were received in and the week in which they became known. A
recent week has not had the time for long delays, so delays are counted backwards: of
what was known after u weeks, which share came in the last of them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods.tails import Array, log_gamma

LEVEL = 0.95
DRAWS, SEED = 4000, 2563  # of the limits of shares


class Delays(NamedTuple):
    """How tips became known; for each delay of 0, 1, ... weeks, on the first axis.

    Attributes:
        came: Tips known with just this delay, of weeks old enough to show it.
        known: Tips of the same weeks known with this delay or a shorter one.
        share: Which share of a week is known after so many weeks; 1 at the last, and
            missing where no week has shown a longer delay yet.
    """

    came: Array
    known: Array
    share: Array


class Completed(NamedTuple):
    """What weeks will have in the end; one entry for each, missing without delays.

    Attributes:
        share: Which share of the week is known by now, 0 to 1.
        total: Tips expected in the end.
        low: Lower limit of the 95 % interval: never below what is known.
        high: Upper limit.
    """

    share: Array
    total: Array
    low: Array
    high: Array


def delays(
    week: NDArray[np.int64],
    known: NDArray[np.int64],
    tips: Array,
    now: int,
    longest: int,
) -> Delays:
    """How delays are spread, by the weeks that were old enough to show each of them.

    The share known after d weeks is the product over u > d of 1 - came_u / known_u.

    Args:
        week: Number of the week in which tips were received; any origin.
        known: Number of the week at whose end they were first known.
        tips: How many; of a line that stands for several.
        now: The last complete week.
        longest: Delay in weeks, 1 or more, after which a week is taken as complete;
            what took longer counts as having taken this.

    Raises:
        ValueError: A tip was known before its week or after `now`, or `longest` is 0.

    Source:
        Lawless (1994), Adjustments for reporting delays and the prediction of occurred
        but not reported events, Canadian Journal of Statistics 22; the chain ladder of
        Mack (1993), ASTIN Bulletin 23, in one line for all weeks.
    """
    took = known - week
    if longest < 1:
        raise ValueError(
            f"a longest delay of {longest} weeks leaves nothing to estimate"
        )
    if len(took) and (took.min() < 0 or known.max() > now):
        raise ValueError(
            "a tip is known before the week it was received in, or after week "
            f"{now}: give weeks counted from the same day"
        )
    took = np.minimum(took, longest)
    came, seen = np.zeros((2, longest + 1))
    for delay in range(longest + 1):
        is_old = week <= now - delay
        came[delay] = tips[is_old & (took == delay)].sum()
        seen[delay] = tips[is_old & (took <= delay)].sum()
    return Delays(came, seen, shares(came, seen))


def completed(
    tips: Array, ago: NDArray[np.int64], found: Delays, *, level: float = LEVEL
) -> Completed:
    """Each week's tips in the end, with an interval.

    Args:
        tips: Known by now, of each week.
        ago: How many weeks ago each ended, 0 for the last complete week.
        found: The delays; of the country where a province has too few tips.
        level: Of the interval.

    Raises:
        ValueError: A week lies in the future.
    """
    if len(ago) and ago.min() < 0:
        raise ValueError(f"a week {-ago.min()} weeks ahead has no tips to complete")
    place = np.minimum(ago, len(found.share) - 1)
    known, still = (each[place] for each in odds(found))
    share = found.share[place]
    low, high = still_to_come(tips, known, still, level=level)
    total = np.where(share > 0, tips / np.where(share > 0, share, 1.0), np.nan)
    return Completed(share, total, tips + low, tips + high)


def odds(found: Delays) -> tuple[Array, Array]:
    """How sure the known share is: parameters of a Beta distribution for each delay.

    Each 1 - came_u / known_u is a Beta variable by Jeffreys' prior; their product is
    taken as one with the same mean and variance.

    Returns:
        For and against being known; of the last delay, after which all are, infinite
        and 0; missing where the share is.

    Source:
        Fan (1991), The distribution of the product of independent beta variables,
        Communications in Statistics 20.
    """
    came, seen = found.came[1:], found.known[1:]
    not_late, of = seen - came + 0.5, seen + 1
    mean = _product(not_late / of)
    square = _product(not_late / of * (not_late + 1) / (of + 1))
    sure = (mean - square) / (square - mean**2)
    last = np.full((1, *came.shape[1:]), 1.0)
    known = np.concatenate([mean * sure, last * np.inf])
    still = np.concatenate([(1 - mean) * sure, last * 0])
    gap = np.where(np.isnan(found.share), np.nan, 0.0)
    return known + gap, still + gap


def share_limits(found: Delays, level: float = LEVEL) -> tuple[Array, Array]:
    """Limits of the share known after each delay; missing where the share is.

    Of each Beta variable of `odds`, drawn 4,000 times with the same seed, and the share
    itself where it lies at the end of what is possible.
    """
    random = np.random.default_rng(SEED)
    low, high = found.share.copy(), found.share.copy()
    for place, (known, still) in enumerate(zip(*odds(found), strict=True)):
        if np.isfinite(known):
            drawn = random.beta(known, still, DRAWS)
            tail = (1 - level) / 2
            low[place], high[place] = np.quantile(drawn, (tail, 1 - tail))
    return np.fmin(low, found.share), np.fmax(high, found.share)


def _product(factors: Array) -> Array:
    """Of each delay's factors, those of all longer ones."""
    return np.flip(np.cumprod(np.flip(factors, 0), 0), 0)


def still_to_come(
    tips: Array, known: Array, still: Array, *, level: float = LEVEL
) -> tuple[Array, Array]:
    """Limits of how many tips are still to come, where so many are known.

    Given n known of a share F, the rest is negative binomial with n + 1/2 and F, which
    is the posterior prediction of a Poisson count under Jeffreys' prior; so a week of
    which nothing is known yet has an upper limit above 0. F is a Beta variable.

    Args:
        tips: Known by now; missing gives missing.
        known: Of `odds`, in the same shape.
        still: Of `odds`, in the same shape.
        level: Of the interval.

    Source:
        Hoehle & an der Heiden (2014), Bayesian nowcasting during the STEC O104:H4
        outbreak in Germany, Biometrics 70, simplified: a Beta variable for each delay,
        the same for all weeks, and no smoothing of tips over weeks. The beta negative
        binomial distribution and its recurrence in Johnson, Kemp & Kotz (2005),
        Univariate Discrete Distributions, 3rd ed., section 6.2.3, Wiley.
    """
    cells = np.stack([np.ravel(each) for each in (tips, known, still)])
    key = np.zeros(cells.shape[1], dtype=int)
    for row in cells:
        values, place = np.unique(row, return_inverse=True)
        key = key * len(values) + place
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    tail = (1 - level) / 2
    limits = _limits(cells[:, first], (tail, 1 - tail))
    low, high = (each[place].reshape(np.shape(tips)) for each in limits)
    return low, high


def _limits(cells: Array, chances: tuple[float, float]) -> tuple[Array, Array]:
    """The smallest counts with P(X <= count) of at least these chances."""
    low, high = np.full((2, cells.shape[1]), np.nan)
    is_whole = np.isinf(cells[1]) & ~np.isnan(cells[0])
    low[is_whole] = high[is_whole] = 0.0
    left = np.flatnonzero(~np.isnan(cells).any(axis=0) & ~is_whole)
    n, a, b = cells[:, left] + np.array([[0.5], [0], [0]])
    count = _far_below(n, a, b)
    term = _chance(count, n, a, b)
    total = term.copy()
    while len(left):
        begun = np.isnan(low[left]) & (total >= chances[0])
        low[left[begun]] = count[begun]
        reached = total >= chances[1]
        high[left[reached]] = count[reached]
        left = left[~reached]
        n, a, b, count, term, total = (
            each[~reached] for each in (n, a, b, count, term, total)
        )
        term = term * (n + count) / (count + 1) * (b + count) / (a + b + n + count)
        total, count = total + term, count + 1
    return low, high


def _far_below(n: Array, a: Array, b: Array) -> Array:
    """A count below which nothing lies: twelve standard deviations below the mean."""
    narrow = np.where(a > 2, a, 3.0)
    mean = n * b / (narrow - 1)
    square = mean * (narrow + n - 1) * (narrow + b - 1) / (narrow - 2) / (narrow - 1)
    below = np.floor(mean - 12 * np.sqrt(square))
    return np.where(a > 2, np.maximum(below, 0.0), 0.0)


def _chance(count: Array, n: Array, a: Array, b: Array) -> Array:
    """P(X = count) of the beta negative binomial distribution."""
    above = log_gamma(n + count) + log_gamma(a + n) + log_gamma(b + count)
    below = log_gamma(n) + log_gamma(count + 1) + log_gamma(a + b + n + count)
    prior = log_gamma(a + b) - log_gamma(a) - log_gamma(b)
    return np.asarray(np.exp(above - below + prior), dtype=float)


def shares(came: Array, known: Array) -> Array:
    """The share known after each delay: the product over longer ones of 1 - hazard."""
    hazard = np.where(known > 0, came / np.where(known > 0, known, 1.0), np.nan)
    return np.concatenate([_product(1 - hazard[1:]), np.ones((1, *came.shape[1:]))])
