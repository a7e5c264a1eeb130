"""What a province's own history lets one expect of a week."""

import math
from functools import lru_cache


@lru_cache(maxsize=4096)  # of a year of weeks, few means differ
def usual_limit(mean: float, probability: float) -> int:
    """The highest count that a steady Poisson count of this mean usually has.

    Args:
        mean: Mean count per week, 0 or more.
        probability: Share of weeks that shall lie at or below the limit, below 1.

    Returns:
        The smallest count c with P(X <= c) >= probability.

    Raises:
        ValueError: The mean is negative or the probability is not in (0, 1).

    Source:
        The quantile of the Poisson distribution: Johnson, Kemp & Kotz (2005),
        Univariate Discrete Distributions, 3rd ed., chapter 4, Wiley.
    """
    if mean < 0 or not 0 < probability < 1:
        raise ValueError(f"mean {mean} and probability {probability} are out of range")
    count, term = 0, math.exp(-mean)
    below = term
    while below < probability and term > 0:
        count += 1
        term *= mean / count
        below += term
    return count
