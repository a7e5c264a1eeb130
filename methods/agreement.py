"""How far two gradings of the same units agree, beyond what chance would give."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Kappa:
    """Weighted kappa with its 95 % interval.

    Attributes:
        kappa: 1 for full agreement, 0 for that of chance, below 0 for less.
        low: Lower limit, not below -1.
        high: Upper limit, not above 1.
    """

    kappa: float
    low: float
    high: float


def weighted_kappa(
    one: Sequence[int], other: Sequence[int], grades: int
) -> Kappa | None:
    """Cohen's kappa with quadratic weights, and its interval for large samples.

    Squared weights count a disagreement of one grade lightly and one of two four times
    as much: two scales of which one knows only low, medium and high are off by one
    grade for no other reason than that.

    Args:
        one: Grades 1 to `grades` of n units.
        other: The other grades of the same units.
        grades: How many there are.

    Returns:
        None when chance alone agrees fully (all units in one and the same grade), or
        there are no units.

    Raises:
        ValueError: Not as many in both, or a grade out of range.

    Source:
        Cohen (1968), Weighted kappa, Psychological Bulletin 70; standard error of
        Fleiss, Cohen & Everitt (1969), Large sample standard errors of kappa and
        weighted kappa, Psychological Bulletin 72, equation 9.
    """
    if len(one) != len(other) or any(
        not 1 <= each <= grades for each in (*one, *other)
    ):
        raise ValueError(f"grades must be 1 to {grades}, as many in both")
    if not len(one):
        return None
    shares = np.zeros((grades, grades))
    np.add.at(shares, (np.array(one) - 1, np.array(other) - 1), 1 / len(one))
    away = np.arange(grades)[:, np.newaxis] - np.arange(grades)
    weights = 1 - (away / (grades - 1)) ** 2
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = float(rows @ weights @ columns)
    if np.isclose(expected, 1):
        return None
    kappa = (float((weights * shares).sum()) - expected) / (1 - expected)
    means = (weights @ columns)[:, np.newaxis] + rows @ weights
    variance = (shares * (weights - means * (1 - kappa)) ** 2).sum()
    variance -= (kappa - expected * (1 - kappa)) ** 2
    error = np.sqrt(max(variance, 0) / len(one)) / (1 - expected)
    return Kappa(
        float(kappa),
        float(max(kappa - Z_95 * error, -1)),
        float(min(kappa + Z_95 * error, 1)),
    )
