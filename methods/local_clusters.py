"""Where a value and those of its neighbours are high or low together, beyond chance.

Local Moran's I on a graph of neighbours, conditional permutations, and the control of
the false discovery rate. Written in numpy, as every build runs it.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

# A single unit of 77 must be able to pass the control at 0.05: 2 / 4,000 < 0.05 / 77.
PERMUTATIONS = 3999
CLOSE = 1e-9  # of a standard deviation: sums that differ by rounding are equal
MOST_NEIGHBOURS = 16


@dataclass(frozen=True)
class Local:
    """Local Moran's I of n units: equally long arrays.

    Attributes:
        statistic: I of each unit; NaN without neighbours.
        score: How many standard deviations the unit lies above the mean.
        lag: The mean score of its neighbours; NaN without any.
        p_value: Two-sided, from the permutations; NaN without neighbours.
    """

    statistic: np.ndarray
    score: np.ndarray
    lag: np.ndarray
    p_value: np.ndarray


def local_moran(
    values: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    *,
    seed: int,
    permutations: int = PERMUTATIONS,
) -> Local | None:
    """Local Moran's I with weights that sum to 1 for each unit that has neighbours.

    The neighbours' values of a unit are compared with those of as many other units
    drawn at random, its own value staying where it is. All units share the draws.

    Args:
        values: Of n units, none missing.
        first: Positions of units: of each pair of neighbours, in both directions, one.
        second: The other one.
        seed: Of the generator; the same seed gives the same p-values.
        permutations: Number of draws.

    Returns:
        The statistics; None when all values are equal, nobody has neighbours, or a unit
        has all others, or all but one, so that there is nothing to draw.

    Raises:
        ValueError: A value is missing, a unit is its own neighbour or has more than 16
            neighbours.

    Source:
        Anselin (1995), Local Indicators of Spatial Association: LISA, Geographical
        Analysis 27, with n - 1 as factor, as in PySAL's esda.Moran_Local. There a
        p-value is one-sided; here it counts both sides, equal sums on each of them.
    """
    values = np.asarray(values, dtype=float)
    count = np.bincount(first, minlength=len(values))
    _check(values, first, second, count)
    if not count.any() or count.max() > len(values) - 2:
        return None
    spread = values.std()
    if spread <= CLOSE * max(1.0, np.abs(values).max()):
        return None
    score = (values - values.mean()) / spread
    total = np.bincount(first, score[second], len(values))
    with np.errstate(invalid="ignore"):
        lag = total / count
    p_value = _p_values(score, total, count, seed, permutations)
    statistic = (len(values) - 1) * score * lag / (score @ score)
    return Local(statistic, score, lag, np.where(count > 0, p_value, np.nan))


def _check(
    values: np.ndarray, first: np.ndarray, second: np.ndarray, count: np.ndarray
) -> None:
    if not np.isfinite(values).all():
        raise ValueError("a value is missing: leave the unit out, and its pairs")
    if (np.asarray(first) == np.asarray(second)).any():
        raise ValueError("a unit is its own neighbour")
    if count.any() and count.max() > MOST_NEIGHBOURS:
        raise ValueError(f"a unit has {count.max()} neighbours, too many to draw")


def _p_values(
    score: np.ndarray, total: np.ndarray, count: np.ndarray, seed: int, draws: int
) -> np.ndarray:
    """Two-sided p-values of the sums over each unit's neighbours.

    A draw is an ordered sample of all units. The first k stand for the neighbours of a
    unit that has k; where it is among them itself, the next one takes its place. So
    one draw serves every unit, and each gets a sample of the others.
    """
    drawn = _drawn(len(score), seed, draws)
    sums = np.cumsum(score[drawn[: count.max()]], axis=0)  # of the first 1, 2, ...
    low, high = total - CLOSE, total + CLOSE
    above, below = np.zeros(len(score)), np.zeros(len(score))
    for k in np.unique(count[count > 0]):
        has_k = count == k
        ordered = np.sort(sums[k - 1])
        above[has_k] = draws - np.searchsorted(ordered, low[has_k], "left")
        below[has_k] = np.searchsorted(ordered, high[has_k], "right")
    place, unit, instead = _itself(len(score), seed, draws, tuple(count.tolist()))
    told = sums.ravel()[place]
    meant = told + score[instead] - score[unit]
    least, most = low[unit], high[unit]
    more = (meant >= least).astype(int) - (told >= least)
    less = (meant <= most).astype(int) - (told <= most)
    above += np.bincount(unit, more, len(score))
    below += np.bincount(unit, less, len(score))
    tail = 2 * (np.minimum(above, below) + 1) / (draws + 1)
    found: np.ndarray = np.minimum(1.0, tail)
    return found


@lru_cache(maxsize=128)
def _drawn(size: int, seed: int, draws: int) -> np.ndarray:
    """Ordered samples without repetition, in columns: more than anybody's neighbours.

    The first steps of a Fisher-Yates shuffle.
    """
    generator = np.random.default_rng([seed, size])
    units = np.repeat(np.arange(size, dtype=np.int32)[:, np.newaxis], draws, axis=1)
    column, take = np.arange(draws), min(MOST_NEIGHBOURS + 1, size)
    for at in range(take):
        other = generator.integers(at, size, draws)
        here = units[at].copy()
        units[at] = units[other, column]
        units[other, column] = here
    return units[:take]


@lru_cache(maxsize=32)
def _itself(
    size: int, seed: int, draws: int, count: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where units stand among their own neighbours in the draws.

    Returns:
        For each such case, the place of the sum (of the unit's number of neighbours,
        in that draw), the unit, and the one that takes its place.
    """
    drawn, neighbours = _drawn(size, seed, draws), np.array(count)
    most = int(neighbours.max())
    at, column = np.nonzero(np.arange(most)[:, np.newaxis] < neighbours[drawn[:most]])
    unit = drawn[at, column]
    k = neighbours[unit]
    return (k - 1) * draws + column, unit, drawn[k, column]


def adjusted(p_values: np.ndarray) -> np.ndarray:
    """P-values that control the false discovery rate: compare them with its limit.

    Of those at or below 0.05, at most one in twenty is expected to be chance, where the
    tests are independent or depend on each other positively.

    Args:
        p_values: Of one family of tests; NaN where there was none.

    Returns:
        An array as long, NaN where it was, never below what was given.

    Source:
        Benjamini & Hochberg (1995), Controlling the False Discovery Rate, Journal of
        the Royal Statistical Society B 57; as adjusted p-values: Yekutieli & Benjamini
        (1999), Journal of Statistical Planning and Inference 82.
    """
    p_values = np.asarray(p_values, dtype=float)
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    found = np.full(len(p_values), np.nan)
    if len(order):
        scaled = p_values[order] * len(order) / np.arange(1, len(order) + 1)
        found[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return found
