"""What a series of single figures usually does, and when it does something else.

Limits of an XmR chart (individual values and moving ranges) and four rules by which its
latest point is told from noise. A rule says that something changed, not that it is good
or bad, nor why.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

Direction = Literal["up", "down"]
PER_RANGE = 2.66  # 3 / 1.128: three sigma, of the mean range of two normal values
RANGE_LIMIT = 3.267  # times the mean range: the upper limit of moving ranges
SHIFT, TREND = 7, 7  # points
NEAR = 2 / 3  # of the way to a limit: two of its three sigma


class Limits(NamedTuple):
    """What is usual of a series, in its own unit."""

    low: float
    mean: float
    high: float


class Fired(NamedTuple):
    """A rule that the latest point fires, and where it points."""

    rule: str
    direction: Direction


def limits(values: Sequence[float | None]) -> Limits:
    """The natural process limits: mean -+ 2.66 mean moving ranges.

    Moving ranges above their own upper limit, 3.267 times their mean, are left out and
    the mean is taken anew, so that one odd week does not widen what is usual.

    Args:
        values: In their order, two at least in a row; None where there is none: no
            moving range is taken across it.

    Raises:
        ValueError: There are no two in a row.

    Source:
        Wheeler (2000), Understanding Variation, 2nd ed., SPC Press, appendix: 2.66 and
        3.27. Screening once as in NHSRplotthedots 0.2.2 (`screen_outliers`), the R
        package of NHS England's Making Data Count.
    """
    known = [value for value in values if value is not None]
    ranges = [
        abs(after - before)
        for before, after in pairwise(values)
        if before is not None and after is not None
    ]
    if not ranges:
        raise ValueError(
            f"limits need at least two values in a row; of {len(known)} none follow"
        )
    most = RANGE_LIMIT * _mean(ranges)
    width = PER_RANGE * _mean([one for one in ranges if one <= most])
    mean = _mean(known)
    return Limits(mean - width, mean, mean + width)


def fired(values: Sequence[float], usual: Limits) -> Fired | None:
    """The weightiest rule that the last value fires; None: nothing but noise is seen.

    Rules, in their order: "outside" (beyond a limit), "two_of_three" (of the last
    three, all on one side of the mean, two lie beyond two sigma, the last one among
    them), "shift" (the last seven on one side of the mean), "trend" (the last seven
    rise, or fall, each time).

    Args:
        values: In their order and without a gap, the last one judged; fewer than a
            rule needs: it does not fire.
        usual: The limits, of whatever period says what is usual.

    Source:
        NHS England, Making Data Count: astronomical point, two of three close to a
        limit, shift and trend of seven, as NHSRplotthedots 0.2.2 computes them
        (R/ptd_calculate_point_type.R). Two of three marks any of the three there, the
        last one alone here: an arrow is about this week.
    """
    return next(iter(all_fired(values, usual)), None)


def all_fired(values: Sequence[float], usual: Limits) -> list[Fired]:
    """Every rule that the last value fires, the weightiest first; see `fired`."""
    found = [(name, rule(values, usual)) for name, rule in _RULES]
    return [Fired(name, way) for name, way in found if way is not None]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _outside(values: Sequence[float], usual: Limits) -> Direction | None:
    if not values or usual.low <= values[-1] <= usual.high:
        return None
    return "up" if values[-1] > usual.high else "down"


def _two_of_three(values: Sequence[float], usual: Limits) -> Direction | None:
    side = _side(values[-3:], usual) if len(values) >= 3 else None
    end = usual.high if side == "up" else usual.low
    near = abs(end - usual.mean) * NEAR
    is_near = [abs(value - usual.mean) > near for value in values[-3:]]
    return side if side and is_near[-1] and sum(is_near) >= 2 else None


def _shift(values: Sequence[float], usual: Limits) -> Direction | None:
    return _side(values[-SHIFT:], usual) if len(values) >= SHIFT else None


def _trend(values: Sequence[float], usual: Limits) -> Direction | None:
    if len(values) < TREND:
        return None
    steps = [after - before for before, after in pairwise(values[-TREND:])]
    if all(step > 0 for step in steps):
        return "up"
    return "down" if all(step < 0 for step in steps) else None


def _side(values: Sequence[float], usual: Limits) -> Direction | None:
    """On which side of the mean all of them lie, if on one."""
    if all(value > usual.mean for value in values):
        return "up"
    return "down" if all(value < usual.mean for value in values) else None


_RULES: tuple[tuple[str, Callable[[Sequence[float], Limits], Direction | None]], ...]
_RULES = (
    ("outside", _outside),
    ("two_of_three", _two_of_three),
    ("shift", _shift),
    ("trend", _trend),
)
