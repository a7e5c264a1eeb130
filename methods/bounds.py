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


def narrowed(said: np.ndarray, sums: Sums) -> tuple[np.ndarray, np.ndarray]:
    """Bounds on all numbers from passing them through all sums.

    A number on which two sums contradict each other keeps what was said of it, and a
    sum that can't be true says nothing: something that was taken for certain was not.

    Args:
        said: Lower (first row) and upper bounds of each number: whole numbers.
        sums: What is known of their sums.

    Returns:
        Bounds in the same shape, never wider; and whether each number was contradicted,
        or is in a sum that was.

    Source:
        Buzzigoli & Giusti (1999), An algorithm to calculate the lower and upper bounds
        of the elements of an array given its marginals, Statistical Data Protection
        '98, Eurostat: the shuttle algorithm, here for sums of any signs.
    """
    bounds = said.copy()
    is_contradicted = np.zeros(said.shape[1], dtype=bool)
    is_kept = is_contradicted.copy()
    for _ in range(ROUNDS):
        passed, fits = _passed(bounds, sums)
        is_kept |= passed[0] > passed[1]
        is_contradicted |= is_kept
        is_contradicted[sums.number[~fits]] = True
        passed[:, is_kept] = said[:, is_kept]
        if (passed == bounds).all():
            break
        bounds = passed
    return bounds, is_contradicted


def _passed(bounds: np.ndarray, sums: Sums) -> tuple[np.ndarray, np.ndarray]:
    """One round: what each sum says of its numbers, and which entries' sums can be."""
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
    return passed, used
