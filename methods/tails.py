"""Functions behind the tails of distributions, in numpy alone.

SciPy has them all, but takes longer to load than a build takes to judge ten years.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
SHIFTED_TO = 10.0  # from which Stirling's series is exact to rounding
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
STEPS, CLOSE, TINY = 500, 1e-15, 1e-300  # of the continued fraction


def log_gamma(x: ArrayLike) -> Array:
    """The logarithm of the gamma function, for x above 0.

    Source:
        Stirling's series, Abramowitz & Stegun (1964), 6.1.41, after x was raised to 10
        or more by 6.1.15.
    """
    value = np.array(x, dtype=float)
    below = np.zeros_like(value)
    while (small := value < SHIFTED_TO).any():
        below = np.where(small, below - np.log(np.where(small, value, 1.0)), below)
        value = np.where(small, value + 1, value)
    return np.asarray(
        below
        + (value - 0.5) * np.log(value)
        - value
        + np.log(2 * np.pi) / 2
        + _stirling(value)
    )


def log_rising(r: ArrayLike, x: ArrayLike) -> Array:
    """Log of r (r + 1) ... (r + x - 1) / r^x, without loss where r is large.

    Args:
        r: Above 0.
        x: From 0.
    """
    begin, steps = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (r, x)))
    large = begin >= SHIFTED_TO
    high = np.where(large, begin, SHIFTED_TO)
    by_series = (
        (high + steps - 0.5) * np.log1p(steps / high)
        - steps
        + _stirling(high + steps)
        - _stirling(high)
    )
    if large.all():
        return np.asarray(by_series, dtype=float)
    low = np.where(large, 1.0, begin)
    directly = log_gamma(low + steps) - log_gamma(low) - steps * np.log(low)
    return np.asarray(np.where(large, by_series, directly), dtype=float)


def _stirling(x: Array) -> Array:
    found, inverse = np.zeros_like(x), 1 / x**2
    for term in reversed(STIRLING):
        found = found * inverse + term
    return np.asarray(found / x)


def student_two_sided(t: Array, freedom: Array) -> Array:
    """P(|T| >= t) of Student's distribution; missing gives missing.

    Source:
        I_x(v/2, 1/2) with x = v / (v + t^2), Abramowitz & Stegun (1964), 26.7.1; by the
        continued fraction 26.5.8, as evaluated in Press et al. (2007), Numerical
        Recipes, 3rd ed., section 6.4.
    """
    x = freedom / (freedom + t**2)
    a, b = freedom / 2, np.full(freedom.shape, 0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        front = np.exp(
            a * np.log(x)
            + b * np.log1p(-x)
            + log_gamma(a + b)
            - log_gamma(a)
            - log_gamma(b)
        )
    directly = x < (a + 1) / (a + b + 2)
    fraction = beta_fraction(
        np.where(directly, a, b), np.where(directly, b, a), np.where(directly, x, 1 - x)
    )
    found = np.where(directly, front * fraction / a, 1 - front * fraction / b)
    return np.where(np.isnan(t), np.nan, found)


def beta_fraction(a: Array, b: Array, x: Array) -> Array:
    """The continued fraction of the incomplete beta function I_x(a, b), by Lentz.

    It is fit for x below (a + 1) / (a + b + 2); beyond, take 1 - I_(1 - x)(b, a).
    """
    shape = np.shape(x)
    a, b, x = (np.ravel(each) for each in (a, b, x))
    if not len(x):  # no element would end the steps
        return np.empty(shape)
    c = np.ones_like(x)
    d = 1 / _not_nil(1 - (a + b) * x / (a + 1))
    found, left, part = d.copy(), np.arange(len(x)), d.copy()
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / _not_nil(1 + even * d)
        c = _not_nil(1 + even / c)
        part = part * d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / _not_nil(1 + odd * d)
        c = _not_nil(1 + odd / c)
        part = part * d * c
        is_open = np.abs(d * c - 1) > CLOSE
        if not is_open.all():
            found[left] = part
            if not is_open.any():
                break
            left = left[is_open]
            part, a, b, x, c, d = (each[is_open] for each in (part, a, b, x, c, d))
    found[left] = part
    return found.reshape(shape)


def _not_nil(value: Array) -> Array:
    return np.where(np.abs(value) < TINY, TINY, value)
