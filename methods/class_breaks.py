"""Classes of a map that never overlap, with breaks that can be said.

A class goes from its break up to, and not including, the next one: [a, b).
"""

import math
from collections.abc import Sequence

import numpy as np

DIGITS = 12


def rounded_breaks(values: np.ndarray, classes: np.ndarray) -> tuple[float, ...]:
    """The roundest breaks that still put every value into its class.

    Args:
        values: Numbers, none missing.
        classes: The class of each: whole numbers that grow with the values; some may be
            empty.

    Returns:
        Where each class begins but the lowest; fewer than classes where some are empty.

    Raises:
        ValueError: The arrays differ in length, or classes do not grow with the values.
    """
    values, classes = np.asarray(values, dtype=float), np.asarray(classes)
    if len(values) != len(classes):
        raise ValueError(f"{len(values)} values and {len(classes)} classes")
    found = []
    used = np.unique(classes)
    for below, above in zip(used, used[1:], strict=False):
        most = values[classes == below].max()
        least = values[classes == above].min()
        if most >= least:
            raise ValueError(f"classes {below} and {above} overlap at {least}")
        found.append(roundest(float(most), float(least)))
    return tuple(found)


def roundest(above: float, upto: float) -> float:
    """The number with the fewest digits above one number and not above another.

    Of those with as few, the one nearest to the middle.

    Raises:
        ValueError: There is none between them.
    """
    if not above < upto:
        raise ValueError(f"nothing lies above {above} and not above {upto}")
    if above < 0 <= upto:
        return 0.0
    middle = (above + upto) / 2
    size = math.floor(math.log10(max(abs(above), abs(upto))))
    for place in range(-size, DIGITS - size):
        step = 10.0 ** (-place)
        if found := _multiples(above, upto, middle, step, place):
            return found[0]
    return upto


def _multiples(
    above: float, upto: float, middle: float, step: float, place: int
) -> list[float]:
    """Multiples of a power of ten in the interval, the nearest to the middle first."""
    at = math.floor(middle / step)
    near = (round(number * step, place) for number in range(at - 1, at + 3))
    inside = [each for each in near if above < each <= upto]
    return sorted(inside, key=lambda each: abs(each - middle))


def class_of(values: np.ndarray, breaks: Sequence[float]) -> np.ndarray:
    """The class of each value, 0 below the first break; of a missing one -1."""
    values = np.asarray(values, dtype=float)
    found = np.searchsorted(np.asarray(breaks, dtype=float), values, "right")
    return np.where(np.isnan(values), -1, found)
