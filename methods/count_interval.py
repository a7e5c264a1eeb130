"""Between which values the mean of a count lies, exactly: for rates of few events."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Interval(NamedTuple):
    """The two ends, one each per count."""

    low: np.ndarray
    high: np.ndarray


def exact_interval(
    counts: Sequence[float] | np.ndarray, coverage: float = 0.95
) -> Interval:
    """The exact interval of the mean of Poisson counts.

    With X the count and a = 1 - coverage, low is the mean at which X or more has the
    probability a / 2, high the one at which X or fewer has it: quantiles of gamma
    distributions of shape X and X + 1. It holds its coverage at any count, and is
    somewhat wide for that; of 0 it goes from 0 to 3.689.

    Args:
        counts: 0 or more each.
        coverage: Share of intervals that hold the mean at least, between 0 and 1.

    Raises:
        ValueError: A count is below 0, or coverage is no share.

    Source:
        Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28;
        Ulm (1990), American Journal of Epidemiology 131.
    """
    from scipy import special  # takes as long to load as all the rest

    found = np.asarray(counts, dtype=float)
    if not 0 < coverage < 1 or not (found >= 0).all():
        raise ValueError(f"coverage {coverage} or a count is out of range")
    tail = (1 - coverage) / 2
    is_some = np.where(found > 0, found, 1.0)  # of shape 0 there is no quantile
    low = np.where(found > 0, special.gammaincinv(is_some, tail), 0.0)
    return Interval(low, special.gammaincinv(found + 1, 1 - tail))
