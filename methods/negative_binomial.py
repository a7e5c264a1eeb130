"""Weekly counts that vary more than Poisson counts do: how likely, and what is usual.

Throughout, X has mean m and variance m + a m^2, where a is its dispersion; a = 0 is the
Poisson distribution. A week of which only a share c is known yet has mean c m and the
same dispersion: each tip is known already with probability c.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from methods.tails import beta_fraction, log_gamma, log_rising

Array = NDArray[np.float64]
LEAST_DISPERSION = 1e-16  # with it, the Poisson distribution
ALMOST_POISSON = 1e5  # 1 / dispersion, from which 1 - p is too near to 1
STEPS, CLOSE = 60, 1e-10  # of the fit; change of a coefficient at which it ends
LOG_LEAST, LOG_MOST = -7.0, 14.0  # of a mean while fitting: a series may be all zeros
MOST_DISPERSION = 20.0
OUTLYING = 2.58  # Anscombe residual from which a week counts for less


def at_least(count: ArrayLike, mean: ArrayLike, dispersion: ArrayLike) -> Array:
    """P(X >= count), for each element of arrays that broadcast.

    Args:
        count: Whole numbers from 0; missing gives missing.
        mean: From 0.
        dispersion: From 0.

    Source:
        The regularised incomplete beta function I_p(count, 1/a) with p = a m / (1 + a
        m): Johnson, Kemp & Kotz (2005), Univariate Discrete Distributions, 3rd ed.,
        section 5.3, Wiley.
    """
    x, m, a = np.broadcast_arrays(
        *(np.asarray(each, dtype=float) for each in (count, mean, dispersion))
    )
    is_known = ~(np.isnan(x) | np.isnan(m) | np.isnan(a))
    found = np.where(is_known, np.where(x <= 0, 1.0, 0.0), np.nan)
    some = is_known & (x > 0) & (m > 0)
    found[some] = _tail(x[some], m[some], a[some])
    return found


def _chance(count: Array, mean: Array, dispersion: Array) -> Array:
    """P(X = count), means above 0."""
    r = 1 / np.maximum(dispersion, LEAST_DISPERSION)
    part = np.log1p(mean / r)
    log = log_rising(r, count) - log_gamma(count + 1) + count * np.log(mean)
    return np.asarray(np.exp(log - (r + count) * part))


def _tail(x: Array, m: Array, a: Array) -> Array:
    """P(X >= x), for x and means above 0; flat arrays."""
    r = 1 / np.maximum(a, LEAST_DISPERSION)
    found = np.empty_like(x)
    summed = (x <= m) & (r > ALMOST_POISSON)
    found[summed] = 1 - _below(x[summed], m[summed], a[summed])
    rest = ~summed
    found[rest] = _by_fraction(x[rest], m[rest], r[rest], _chance(x, m, a)[rest])
    return found


def _by_fraction(x: Array, m: Array, r: Array, own: Array) -> Array:
    p, q = m / (r + m), r / (r + m)
    directly = p * (x + r + 2) < x + 1
    fraction = beta_fraction(
        np.where(directly, x, r), np.where(directly, r, x), np.where(directly, p, q)
    )
    return np.where(directly, own * fraction, 1 - own * (x / r) * fraction)


def _below(x: Array, m: Array, a: Array) -> Array:
    """P(X < x), summed from x - 1 down to where nothing is left."""
    count = x - 1
    term = _chance(count, m, a)
    total = term.copy()
    left = np.flatnonzero(count > 0)
    while len(left):
        k, mean, spread = count[left], m[left], a[left]
        term[left] *= k * (1 + spread * mean) / (mean * (1 + spread * (k - 1)))
        total[left] += term[left]
        count[left] -= 1
        left = left[(count[left] > 0) & (term[left] > 1e-17 * total[left])]
    return total


def highest_usual(
    mean: ArrayLike, dispersion: ArrayLike, probability: float | Array
) -> Array:
    """The smallest count c with P(X <= c) >= probability, for each element.

    Args:
        mean: From 0; missing gives missing.
        dispersion: From 0.
        probability: Above 0 and below 1.

    Raises:
        ValueError: The probability is not within.
    """
    chance = np.asarray(probability, dtype=float)
    if not ((chance > 0) & (chance < 1)).all():
        raise ValueError(f"a probability of {probability} is not between 0 and 1")
    m, a, chance = np.broadcast_arrays(
        np.asarray(mean, dtype=float), np.asarray(dispersion, dtype=float), chance
    )
    is_known = ~(np.isnan(m) | np.isnan(a))
    found = np.where(is_known, 0.0, np.nan)
    some = is_known & (m > 0)
    found[some] = _highest(m[some], a[some], 1 - chance[some])
    return found


def _highest(m: Array, a: Array, most: Array) -> Array:
    """The smallest count with P(X > count) <= most; step by step from a guess."""
    count = _guess(m, a, most)
    above, own = _tail(count + 1, m, a), _chance(count, m, a)
    rising = np.flatnonzero(above > most)
    falling = np.flatnonzero((above <= most) & (count > 0))
    while len(rising):
        k, mean, spread = count[rising], m[rising], a[rising]
        own[rising] *= mean * (1 + spread * k) / ((k + 1) * (1 + spread * mean))
        above[rising] -= own[rising]
        count[rising] += 1
        rising = rising[above[rising] > most[rising]]
    while len(falling):  # P(X > k - 1) = P(X > k) + P(X = k)
        falling = falling[above[falling] + own[falling] <= most[falling]]
        k, mean, spread = count[falling], m[falling], a[falling]
        above[falling] += own[falling]
        own[falling] *= k * (1 + spread * mean) / (mean * (1 + spread * (k - 1)))
        count[falling] -= 1
        falling = falling[count[falling] > 0]
    return count


def _guess(m: Array, a: Array, most: Array) -> Array:
    """Near the count with so much above it, by mean, variance and skewness."""
    small = np.minimum(most, 1 - most)
    t = np.sqrt(-2 * np.log(small))  # Abramowitz & Stegun (1964), 26.2.22
    z = t - (2.30753 + 0.27061 * t) / (1 + t * (0.99229 + 0.04481 * t))
    z = np.where(most <= 0.5, z, -z)
    sigma = np.sqrt(m * (1 + a * m))
    skewed = (z**2 - 1) / 6 * (1 + 2 * a * m)
    return np.asarray(np.maximum(np.floor(m + z * sigma + skewed), 0), dtype=float)


def fit(
    counts: Array,
    terms: Array,
    dispersion: Array,
    weights: Array | None = None,
    ridge: ArrayLike = 0.0,
    start: Array | None = None,
    close: float = CLOSE,
) -> Array:
    """The coefficients of log m = terms . b of each series, its dispersion known.

    Maximum likelihood by iteratively weighted least squares, less half of ridge times
    the squared coefficient.

    Args:
        counts: Series x weeks; missing weeks count for nothing.
        terms: Weeks x terms, the same for all series, the first all ones.
        dispersion: Series: a.
        weights: Series x weeks, from 0; None: all 1.
        ridge: Of each term, or of each series and term, from 0; 100 holds a coefficient
            within some +-0.1.
        start: Series x terms to begin with; None: the mean of each series.
        close: Largest change of a coefficient with which the fit ends.

    Returns:
        Series x terms.

    Source:
        McCullagh & Nelder (1989), Generalized Linear Models, 2nd ed., section 2.5,
        Chapman & Hall; Lawless (1987), Negative binomial and mixed Poisson regression,
        Canadian Journal of Statistics 15.
    """
    known = ~np.isnan(counts)
    share = known * (1.0 if weights is None else weights)
    y = np.where(known, counts, 0.0)
    found = _begun(y, share, terms.shape[1]) if start is None else start
    penalty = np.broadcast_to(ridge, found.shape)[:, :, None] * np.eye(found.shape[1])
    pairs = (terms[:, :, None] * terms[:, None, :]).reshape(len(terms), -1)
    for _ in range(STEPS):
        log_mean = np.clip(found @ terms.T, LOG_LEAST, LOG_MOST)
        mean = np.exp(log_mean)
        weight = share * mean / (1 + dispersion[:, None] * mean)
        target = weight * (log_mean + (y - mean) / mean)
        left = (weight @ pairs).reshape(penalty.shape) + penalty
        left += 1e-9 * np.eye(found.shape[1])  # a series without any week
        solved = np.linalg.solve(left, (target @ terms)[:, :, None])[..., 0]
        before, found = found, np.clip(solved, LOG_LEAST - 1, LOG_MOST).astype(float)
        if np.abs(found - before).max(initial=0) < close:
            break
    return found


def _begun(y: Array, share: Array, terms: int) -> Array:
    """Each series' log mean, and no other term."""
    found: Array = np.zeros((len(y), terms))
    total = np.maximum(share.sum(axis=1), 1e-9)
    found[:, 0] = np.log(np.maximum((share * y).sum(axis=1) / total, 1e-3))
    return found


def dispersion_of(
    counts: Array, mean: Array, freed: int, weights: Array | None = None
) -> Array:
    """The dispersion at which Pearson's statistic is what it is expected to be.

    It solves: sum of (x - m)^2 / (m + a m^2) = weeks - freed.

    Args:
        counts: Series x weeks; missing weeks count for nothing.
        mean: Series x weeks: the fitted means.
        freed: How many terms were fitted.
        weights: Series x weeks, from 0; None: all 1.

    Returns:
        Series: 0 where the weeks vary no more than Poisson counts, at most 20.

    Source:
        Breslow (1984), Extra-Poisson variation in log-linear models, Applied
        Statistics 33.
    """
    known = ~np.isnan(counts)
    share = known * (1.0 if weights is None else weights)
    square = share * (np.where(known, counts, 0.0) - mean) ** 2 / mean
    due = np.maximum(share.sum(axis=1) - freed, 1.0)
    found = np.zeros(len(counts))
    for _ in range(
        STEPS
    ):  # Newton's, of a convex function: from 0 it never goes too far
        scale = 1 + found[:, None] * mean
        excess = (square / scale).sum(axis=1) - due
        slope = (square * mean / scale**2).sum(axis=1)
        step = np.maximum(excess, 0.0) / np.maximum(slope, 1e-300)
        found = np.minimum(found + step, MOST_DISPERSION)
        if (step <= CLOSE * (1 + found)).all() or (found == MOST_DISPERSION).all():
            break
    return found


def outlier_weights(residuals: Array, threshold: float = OUTLYING) -> Array:
    """Less weight for weeks far above what is usual: an old rise shall hide no new one.

    Weights are g / r^2 where the residual r is above the threshold, else g, so that
    they add up to the number of weeks.

    Args:
        residuals: Series x weeks, standardised; missing weeks get 0.
        threshold: From which residual on.

    Source:
        Farrington et al. (1996), A statistical algorithm for the early detection of
        outbreaks of infectious disease, JRSS A 159; 2.58 as in Noufaily et al. (2013).
    """
    known = ~np.isnan(residuals)
    is_high = known & (residuals > threshold)
    weight = np.where(is_high, 1 / np.where(is_high, residuals, 1.0) ** 2, known)
    total = weight.sum(axis=1, keepdims=True)
    scale = known.sum(axis=1, keepdims=True) / np.where(total > 0, total, 1.0)
    return np.asarray(weight * scale, dtype=float)


def anscombe(counts: Array, mean: Array) -> Array:
    """Residuals that are nearly normal: 1.5 (x^(2/3) m^(-1/6) - m^(1/2)), Poisson.

    Divide them by the root of how many times the variance is the mean.

    Source:
        McCullagh & Nelder (1989), section 2.4.2; Farrington et al. (1996).
    """
    safe = np.where(mean > 0, mean, 1.0)
    found = 1.5 * (np.cbrt(counts) ** 2 * safe ** (-1 / 6) - np.sqrt(safe))
    return np.where(mean > 0, found, np.where(counts > 0, np.inf, 0.0))
