"""What whole numbers can be when only intervals and sums of them are known."""

from dataclasses import dataclass

import numpy as np

ROUNDS = 60  # enough for bounds to pass through every sum; fewer are never wrong


@dataclass(frozen=True)
class Sums:
    """Sums of numbers, each within limits: equally long arrays, entry by entry.

    Attributes:
        of: In which sum an entry is, 0 to n - 1.
        number: The position of its number.
        weight: What the number is multiplied with; not 0.
        limits: Lower (first row) and upper limits of the n sums.
    """

    of: np.ndarray
    number: np.ndarray
    weight: np.ndarray
    limits: np.ndarray


def narrowed(said: np.ndarray, sums: Sums) -> np.ndarray:
    """Bounds on all numbers from passing them through all sums.

    A number on which two sums contradict each other keeps what was said of it: then
    something that was taken for certain was not, and nothing follows.

    Args:
        said: Lower (first row) and upper bounds of each number: whole numbers.
        sums: What is known of their sums.

    Returns:
        Bounds in the same shape, never wider.

    Source:
        Buzzigoli & Giusti (1999), An algorithm to calculate the lower and upper bounds
        of the elements of an array given its marginals, Statistical Data Protection
        '98, Eurostat: the shuttle algorithm, here for sums of any signs.
    """
    bounds = said.copy()
    is_sound = np.ones(said.shape[1], dtype=bool)
    for _ in range(ROUNDS):
        passed = _passed(bounds, sums)
        is_sound &= passed[0] <= passed[1]
        passed[:, ~is_sound] = said[:, ~is_sound]
        if (passed == bounds).all():
            break
        bounds = passed
    return bounds


def _passed(bounds: np.ndarray, sums: Sums) -> np.ndarray:
    """One round: what each sum says of each of its numbers."""
    low, high = bounds[:, sums.number] * sums.weight
    least, most = np.minimum(low, high), np.maximum(low, high)
    count = sums.limits.shape[1]
    sum_least = np.bincount(sums.of, least, count).astype("int64")
    sum_most = np.bincount(sums.of, most, count).astype("int64")
    fits = (sum_least <= sums.limits[1]) & (sum_most >= sums.limits[0])
    up = sums.limits[1, sums.of] - (sum_least[sums.of] - least)
    down = sums.limits[0, sums.of] - (sum_most[sums.of] - most)
    is_added = sums.weight > 0
    above, below = np.where(is_added, (down, up), (-up, -down))
    size, used = np.abs(sums.weight), fits[sums.of]
    passed = bounds.copy()
    np.maximum.at(passed[0], sums.number[used], -(-above[used] // size[used]))
    np.minimum.at(passed[1], sums.number[used], below[used] // size[used])
    return passed
