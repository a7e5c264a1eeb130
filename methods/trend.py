"""Whether a yearly figure rises or falls over its last five years, beyond noise.

Two tests: one for rates whose counts are known, one for values of which nothing but
the value is. Neither says whether a rise is good, nor why it came.
"""

import math
from collections.abc import Sequence
from itertools import combinations, permutations
from typing import Literal, NamedTuple

Change = Literal["rising", "falling", "none"]
POINTS = 5  # years, one after the other
CHI_SQUARE_FROM = 9.5495  # 99.8 % of one degree of freedom
P_BELOW = 0.05
Z_95 = 1.959964


class Trend(NamedTuple):
    """What a test found.

    Attributes:
        change: "none" where no change is beyond noise.
        statistic: Chi-squared of `rate_trend`, Kendall's S of `value_trend`.
    """

    change: Change
    statistic: float


def byar_interval(count: float) -> tuple[float, float]:
    """The 95 % interval of a count by Byar's approximation.

    Args:
        count: 0 or more.

    Returns:
        (low, high) in events; low is 0 when the count is.

    Raises:
        ValueError: The count is below 0.

    Source:
        Breslow & Day (1987), Statistical Methods in Cancer Research II, IARC, p. 69.
    """
    if count < 0:
        raise ValueError(f"count {count} is below 0")
    above = count + 1
    high = above * (1 - 1 / (9 * above) + Z_95 / (3 * math.sqrt(above))) ** 3
    if count == 0:
        return 0.0, high
    low = count * (1 - 1 / (9 * count) - Z_95 / (3 * math.sqrt(count))) ** 3
    return max(0.0, low), high


def rate_trend(counts: Sequence[float], people: Sequence[float]) -> Trend:
    """The chi-squared test for trend of five yearly rates, as Fingertips has it.

    A straight line weighted by the rates' own intervals (Byar); it counts from
    chi-squared 9.5495 on, and only when the line keeps its direction without any single
    one of its points.

    Args:
        counts: Of five years, the oldest first, 0 or more.
        people: Of whom, above 0.

    Raises:
        ValueError: They are not five, or out of range.

    Source:
        Office for Health Improvement and Disparities (2025), Fingertips Public Health
        Technical Guidance, "Trend markers"; as computed by PHEindicatormethods
        (assign_trend_markers, value_type "other").
    """
    _require_five(counts)
    if len(people) != POINTS or min(people) <= 0:
        raise ValueError(f"people {list(people)}: five numbers above 0 are needed")
    rates = [count / of for count, of in zip(counts, people, strict=True)]
    intervals = [byar_interval(count) for count in counts]
    errors = [
        (high - low) / (2 * Z_95) / of
        for (low, high), of in zip(intervals, people, strict=True)
    ]
    points = list(zip(range(POINTS), rates, errors, strict=True))
    slope, chi_square = _weighted_slope(points)
    without = [_weighted_slope(some)[0] for some in combinations(points, POINTS - 1)]
    holds = all(slope * other > 0 for other in without)
    if not holds or chi_square <= CHI_SQUARE_FROM:
        return Trend("none", chi_square)
    return Trend("rising" if slope > 0 else "falling", chi_square)


def value_trend(values: Sequence[float]) -> Trend:
    """The exact Mann-Kendall test of five yearly values, two-sided at 5 %.

    For values of which no count is known. Of five different values, an unbroken rise or
    fall alone counts: by chance it comes once in sixty.

    Args:
        values: Of five years, the oldest first.

    Raises:
        ValueError: They are not five.

    Source:
        Mann (1945), Nonparametric tests against trend, Econometrica 13; Kendall (1975),
        Rank Correlation Methods, 4th ed., Griffin. Exact over all orders of the values,
        so that ties need no correction.
    """
    _require_five(values)
    found = _kendall(values)
    orders = [_kendall(order) for order in permutations(values)]
    p_value = sum(abs(each) >= abs(found) for each in orders) / len(orders)
    if p_value >= P_BELOW:
        return Trend("none", float(found))
    return Trend("rising" if found > 0 else "falling", float(found))


def _require_five(values: Sequence[float]) -> None:
    if len(values) != POINTS or not all(map(math.isfinite, values)):
        raise ValueError(f"{list(values)}: {POINTS} numbers are needed")


def _weighted_slope(
    points: Sequence[tuple[int, float, float]],
) -> tuple[float, float]:
    """The slope of the line through (time, value, standard error), and chi-squared."""
    weights = [1 / error**2 for _, _, error in points]
    total = sum(weights)
    middle = sum(w * at for w, (at, _, _) in zip(weights, points, strict=True)) / total
    spread = sum(
        w * (at - middle) ** 2 for w, (at, _, _) in zip(weights, points, strict=True)
    )
    along = sum(
        w * (at - middle) * value
        for w, (at, value, _) in zip(weights, points, strict=True)
    )
    slope = along / spread
    return slope, slope**2 * spread


def _kendall(values: Sequence[float]) -> int:
    """Pairs that rise less pairs that fall."""
    return sum(
        (later > earlier) - (later < earlier)
        for earlier, later in combinations(values, 2)
    )
