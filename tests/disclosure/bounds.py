"""What whole numbers can be when only intervals and sums of them are known.

The attacker's arithmetic. `System` holds the unknown numbers and what is known of
their sums; `narrowed` passes bounds on from sum to sum until nothing changes
(methods.bounds); `extremes` asks a linear program for the last word on single numbers.
"""

import math
from collections.abc import Hashable, Iterable

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import (
    block_array,
    coo_array,
    csr_array,
    eye_array,
    hstack,
    vstack,
)
from scipy.sparse.csgraph import connected_components

from methods import bounds
from methods.bounds import Sums

MANY = 1_000_000  # stands for "no bound"
Interval = tuple[int, int]
Term = tuple[int, int]  # coefficient, number


class System:
    """Unknown whole numbers by key, each in an interval, and sums of them."""

    def __init__(self) -> None:
        self.place: dict[Hashable, int] = {}
        self._low: list[int] = []
        self._high: list[int] = []
        self._coefficients: list[int] = []
        self._numbers: list[int] = []
        self._sums: list[int] = []
        self._limits: list[Interval] = []

    def number(self, key: Hashable, low: int = 0, high: int = MANY) -> int:
        """The place of a number, which is low to high besides what was known of it."""
        if key not in self.place:
            self.place[key] = len(self._low)
            self._low.append(low)
            self._high.append(high)
        at = self.place[key]
        self._low[at] = max(self._low[at], low)
        self._high[at] = min(self._high[at], high)
        return at

    def sum(self, terms: Iterable[Term], low: int = 0, high: int = 0) -> None:
        """Say that coefficients times numbers add up to low to high."""
        row = len(self._limits)
        for coefficient, at in terms:
            self._coefficients.append(coefficient)
            self._numbers.append(at)
            self._sums.append(row)
        self._limits.append((low, high))

    def parts(
        self, whole: int, parts: Iterable[int], low: int = 0, high: int = 0
    ) -> None:
        """Say that a whole is its parts and low to high more."""
        self.sum([(1, whole), *((-1, part) for part in parts)], low, high)

    def interval(self, at: int) -> Interval:
        """What is said of the number at a place."""
        return self._low[at], self._high[at]

    def bounds(self) -> np.ndarray:
        """Lower (first row) and upper bounds as said, in the order of the places."""
        return np.array([self._low, self._high], dtype="int64")

    def sums(self) -> tuple[csr_array, np.ndarray]:
        """Sums by numbers, and the lower and upper limit of each sum."""
        shape = len(self._limits), len(self._low)
        places = self._sums, self._numbers
        matrix = csr_array((np.array(self._coefficients), places), shape=shape)
        return matrix, np.array(self._limits, dtype="int64").reshape(-1, 2).T


def narrowed(system: System) -> np.ndarray:
    """Bounds on all numbers, lower ones first, from passing them through all sums."""
    matrix, limits = system.sums()
    at = matrix.tocoo()
    sums = Sums(at.row, at.col, at.data, limits)
    found, _ = bounds.narrowed(system.bounds(), sums)
    return found


def extremes(
    system: System, within: np.ndarray, numbers: Iterable[int]
) -> dict[int, Interval]:
    """The least and the most that single numbers can be, all sums together.

    Where sums contradict each other, each gives way as little as makes them agree;
    bounds that crossed on the way count as not known.

    Args:
        system: Of numbers and sums.
        within: Bounds as `narrowed` gives them.
        numbers: Places of the numbers that are wanted.

    Returns:
        By place.
    """
    matrix, limits = system.sums()
    crossed = within[0] > within[1]
    within = np.where(crossed, [[0], [MANY]], within)
    of_sum, of_number = _components(matrix)
    found = {}
    wanted = np.array(list(numbers), dtype="int64")
    for component in sorted(set(of_number[wanted])):
        sums = np.flatnonzero(of_sum == component)
        inside = np.flatnonzero(of_number == component)
        mine = wanted[of_number[wanted] == component]
        solved = _ends(
            matrix[sums][:, inside],
            limits[:, sums],
            within[:, inside],
            np.searchsorted(inside, mine),
        )
        found |= dict(zip(mine.tolist(), solved, strict=True))
    return found


def _components(matrix: csr_array) -> tuple[np.ndarray, np.ndarray]:
    """To which part, that shares nothing with others, sums and numbers belong."""
    sums, _ = matrix.shape
    linked = block_array([[None, matrix], [matrix.T, None]])
    _, part = connected_components(linked, directed=False)
    return part[:sums], part[sums:]


def _ends(
    matrix: csr_array, limits: np.ndarray, bounds: np.ndarray, numbers: np.ndarray
) -> list[Interval]:
    """The least and the most of some numbers of one part."""
    low, high = _agreeing(matrix, limits, bounds)
    both = vstack([matrix, -matrix]).tocsr()
    above = np.concatenate([high, -low]) + NEARLY
    found = []
    for at in numbers:
        cost = np.zeros(matrix.shape[1])
        cost[at] = 1
        least, most = (
            linprog(sign * cost, both, above, bounds=bounds.T, method="highs")
            for sign in (1, -1)
        )
        found.append((math.ceil(least.fun - 0.01), math.floor(0.01 - most.fun)))
    return found


NEARLY = 1e-6  # what a solver takes for equal


def _agreeing(
    matrix: csr_array, limits: np.ndarray, bounds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of the sums, moved as little as makes them agree."""
    sums, numbers = matrix.shape
    give, none = eye_array(sums), coo_array((sums, sums))
    both = vstack([hstack([matrix, -give, none]), hstack([-matrix, none, -give])])
    cost = np.concatenate([np.zeros(numbers), np.ones(2 * sums)])
    free = np.tile([0, MANY], (2 * sums, 1))
    solved = linprog(
        cost,
        both.tocsr(),
        np.concatenate([limits[1], -limits[0]]),
        bounds=np.vstack([bounds.T, free]),
        method="highs",
    )
    above, below = solved.x[numbers:].reshape(2, sums)
    return limits[0] - below, limits[1] + above
