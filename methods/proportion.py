"""How sure a share is, and the difference of two shares."""

import math
from typing import NamedTuple

Z_95 = 1.959963984540054  # 19 of 20 lie within so many standard deviations


class Interval(NamedTuple):
    """The two ends of an interval, low to high."""

    low: float
    high: float


def wilson_interval(count: int, total: int, z: float = Z_95) -> Interval:
    """The 95 % interval of a share by Wilson's score method.

    With p = count / total and n = total it is
    (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n): the shares that a test of size
    5 % would not reject. It never leaves 0 to 1 and has a width for 0 of n and n of n.

    Args:
        count: Units that have the attribute, 0 to total.
        total: All units, 1 or more.
        z: Standard deviations; of 95 % without it.

    Raises:
        ValueError: There is no unit, or count is not one of 0 to total.

    Source:
        Wilson (1927), Probable inference, the law of succession, and statistical
        inference, JASA 22: 209-212; method 3 of Newcombe (1998), Two-sided confidence
        intervals for the single proportion, Statistics in Medicine 17: 857-872.
    """
    _require_share(count, total)
    share, z2 = count / total, z * z
    middle = share + z2 / (2 * total)
    reach = z * math.sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    whole = 1 + z2 / total
    low = 0.0 if count == 0 else (middle - reach) / whole
    high = 1.0 if count == total else (middle + reach) / whole
    return Interval(low, high)


def difference_interval(
    count: int, total: int, count_before: int, total_before: int, z: float = Z_95
) -> Interval:
    """The 95 % interval of a share less another one, of units counted apart.

    With Wilson's intervals (l1, u1) of p1 and (l2, u2) of p2 it is
    p1 - p2 - √((p1 - l1)² + (u2 - p2)²) to p1 - p2 + √((u1 - p1)² + (p2 - l2)²).

    Args:
        count: Units that have the attribute.
        total: All units.
        count_before: As count, of the share that is taken off.
        total_before: As total.
        z: Standard deviations; of 95 % without it.

    Raises:
        ValueError: As wilson_interval.

    Source:
        Method 10 of Newcombe (1998), Interval estimation for the difference between
        independent proportions, Statistics in Medicine 17: 873-890.
    """
    low, high = wilson_interval(count, total, z)
    low_before, high_before = wilson_interval(count_before, total_before, z)
    share, before = count / total, count_before / total_before
    change = share - before
    return Interval(
        change - math.hypot(share - low, high_before - before),
        change + math.hypot(high - share, before - low_before),
    )


def _require_share(count: int, total: int) -> None:
    if total < 1 or not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share: 0 to total, of 1 or more")
