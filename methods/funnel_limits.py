"""Between which limits rates of small counts lie when nothing but chance differs."""

import math
from collections.abc import Sequence

import numpy as np

WARNING, ALARM = 0.95, 0.998  # the two limits of a funnel plot
TRIMMED = 0.1  # of the scores, on each side, drawn in before spread is estimated


def poisson_limits(
    expected: Sequence[float] | np.ndarray, coverage: float
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a Poisson count, interpolated between the whole numbers.

    Args:
        expected: Expected counts, above 0: people times the target rate.
        coverage: Share of counts within the limits, 0.95 or 0.998.

    Returns:
        (low, high) counts, as long as expected; divide both by the people.

    Raises:
        ValueError: An expected count is not above 0, or coverage is no share.

    Source:
        Spiegelhalter (2005), Funnel plots for comparing institutional performance,
        Statistics in Medicine 24, appendix A.1: with r the smallest count whose
        cumulative probability F(r) exceeds p, the limit is r - (F(r) - p) / (F(r) -
        F(r - 1)).
    """
    wanted = np.asarray(expected, dtype=float)
    if not 0 < coverage < 1 or not (wanted > 0).all():
        raise ValueError(f"coverage {coverage} or an expected count is out of range")
    tail = (1 - coverage) / 2
    found = [(_limit(mean, tail), _limit(mean, 1 - tail)) for mean in wanted]
    low, high = np.array(found, dtype=float).reshape(-1, 2).T
    return low, high


def _limit(mean: float, probability: float) -> float:
    """The interpolated quantile of a Poisson count."""
    most = int(mean + 12 * math.sqrt(mean) + 30)
    counts = np.arange(most + 1)
    factorials = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, most + 1)))))
    share = np.exp(counts * math.log(mean) - mean - factorials)
    below = np.cumsum(share)
    at = int(np.searchsorted(below, probability, "right"))
    # where 0 alone is likelier than p the formula goes below 0: no count does
    return max(0.0, at - float((below[at] - probability) / share[at]))


def overdispersion(
    counts: Sequence[float] | np.ndarray, expected: Sequence[float] | np.ndarray
) -> float:
    """How many times more counts spread than chance alone lets them; 1 is chance alone.

    Args:
        counts: Of n units.
        expected: What each was expected to have, above 0.

    Returns:
        The mean of squared scores; the outer tenth on each side is drawn in first, so
        that a few unusual units do not hide themselves. Below 1 there is too little.

    Raises:
        ValueError: The arrays differ in length or are empty, or an expected count is
            not above 0.

    Source:
        Spiegelhalter (2005), section 4.2 and appendix A.3: Winsorised z-scores, phi;
        for a Poisson count z = 2 (sqrt(count) - sqrt(expected)), its appendix A.2.
    """
    found, wanted = (np.asarray(each, dtype=float) for each in (counts, expected))
    if not len(found) or len(found) != len(wanted) or not (wanted > 0).all():
        raise ValueError("counts and expected counts must be as many, and above 0")
    score = 2 * (np.sqrt(found) - np.sqrt(wanted))
    least, most = np.quantile(score, (TRIMMED, 1 - TRIMMED))
    return float(np.mean(np.clip(score, least, most) ** 2))


def is_overdispersed(phi: float, units: int) -> bool:
    """Whether counts spread more than chance alone would have them do.

    Args:
        phi: Of `overdispersion`.
        units: How many counts it is of.

    Returns:
        Whether phi lies two standard deviations or more above 1. By chance alone the
        sum of n squared scores has a chi-squared distribution with n degrees of
        freedom, so that their mean has the variance 2 / n. Drawn in at the ends they
        have less of both: with chance alone this says "more" even more rarely.

    Raises:
        ValueError: There is no unit.

    Source:
        Spiegelhalter (2005), section 4.2 and appendix A.3: limits are widened by
        sqrt(phi) where phi is significantly above 1, else they are left as they are.
    """
    if units < 1:
        raise ValueError(f"units is {units}, and must be 1 or more")
    return phi >= 1 + 2 * math.sqrt(2 / units)
