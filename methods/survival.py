"""How long something waits when some of it is still waiting: Kaplan and Meier."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods.negative_binomial import Array

Z_95 = 1.959963984540054


class Curve(NamedTuple):
    """The share still open after each length of time that was seen, rising.

    Attributes:
        time: In the unit of the durations.
        at_risk: How many were seen open until just before.
        ended: How many ended then.
        open_share: Share still open after it.
        error: Its standard error, by Greenwood's formula; missing once none is open.
        low: Lower 95 % limit of the share; missing while it is 1 and once it is 0.
        high: Upper limit.
    """

    time: Array
    at_risk: Array
    ended: Array
    open_share: Array
    error: Array
    low: Array
    high: Array


class Quantile(NamedTuple):
    """By when a share has ended; missing where the curve never comes so far.

    Attributes:
        time: The first time at which at most the rest is open.
        low: Lower 95 % limit.
        high: Upper limit: often missing where many still wait.
    """

    time: float
    low: float
    high: float


def kaplan_meier(duration: Array, is_ended: NDArray[np.bool_]) -> Curve:
    """The share still open over time; those that wait are counted as far as seen.

    S(t) = product of 1 - d / n over all times up to t at which d of n ended. What is
    still open leaves after its own time without having ended: one that is open at t
    was at risk at t. Var S = S^2 sum d / (n (n - d)); limits S^exp(+-1.96 s / log S),
    s^2 that sum: they stay between 0 and 1.

    Args:
        duration: From the beginning to the end, or to now: 0 or more.
        is_ended: Whether it ended; else it still waits.

    Returns:
        One entry for each different duration; empty without any.

    Raises:
        ValueError: A duration is missing or below 0, or there are not as many of both.

    Source:
        Kaplan & Meier (1958), Nonparametric estimation from incomplete observations,
        JASA 53; Greenwood (1926); limits by log(-log S): Kalbfleisch & Prentice (2002),
        The Statistical Analysis of Failure Time Data, 2nd ed., section 1.4.
    """
    if duration.shape != is_ended.shape:
        raise ValueError(
            f"{len(duration)} durations and {len(is_ended)} endings are not as many"
        )
    if not (duration >= 0).all():
        raise ValueError("a duration is missing or below 0; leave such rows out")
    time, place = np.unique(duration, return_inverse=True)
    left = np.bincount(place, minlength=len(time))
    ended = np.bincount(place, weights=is_ended, minlength=len(time)).astype(float)
    at_risk = np.cumsum(left[::-1])[::-1].astype(float)
    open_share = np.cumprod(1 - ended / at_risk)
    error, low, high = _limits(open_share, ended, at_risk)
    return Curve(time, at_risk, ended, open_share, error, low, high)


def quantile(curve: Curve, share: float) -> Quantile:
    """By when this share has ended: 0.5 is the median, 0.9 the 90th percentile.

    Args:
        curve: Of `kaplan_meier`.
        share: Above 0 and below 1.

    Raises:
        ValueError: The share is not within.

    Source:
        Brookmeyer & Crowley (1982), A confidence interval for the median survival time,
        Biometrics 38: where the limits of the curve cross.
    """
    if not 0 < share < 1:
        raise ValueError(f"a share of {share} is not between 0 and 1")
    rest = 1 - share + 1e-12  # 0.1 is not 1 - 0.9
    firsts = (
        _first(curve.time, limit <= rest)
        for limit in (curve.open_share, curve.low, curve.high)
    )
    return Quantile(*firsts)


def _limits(
    open_share: Array, ended: Array, at_risk: Array
) -> tuple[Array, Array, Array]:
    is_open = open_share > 0
    rest = np.where(is_open, at_risk - ended, 1.0)
    total = np.sqrt(np.cumsum(ended / (at_risk * rest)))
    error = np.where(is_open, open_share * total, np.nan)
    is_between = is_open & (open_share < 1)
    safe = np.where(is_between, open_share, 0.5)
    spread = Z_95 * total / np.log(safe)  # below 0
    low, high = safe ** np.exp(-spread), safe ** np.exp(spread)
    return error, np.where(is_between, low, np.nan), np.where(is_between, high, np.nan)


def _first(time: Array, is_there: NDArray[np.bool_]) -> float:
    return float(time[np.argmax(is_there)]) if is_there.any() else float("nan")
