"""How evenly something is spread over people who are ordered by something else.

Here: trained volunteers over the population of provinces, the highest risk first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

REPLICATES = 2000
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A percentile interval of the index.

    Attributes:
        low: Lower limit, in the index's own unit (-1 to 1).
        high: Upper limit.
        replicates: Of how many resamples; those without any amount have no index.
    """

    low: float
    high: float
    replicates: int


def curve(
    rank_by: np.ndarray, population: np.ndarray, amount: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The concentration curve: shares of people and amount, added up by rank.

    Units with the same rank value are one group, so that the curve does not depend on
    their order.

    Args:
        rank_by: What n units are ordered by, the highest first.
        population: People in each unit, above 0.
        amount: What is spread over them, 0 or more, in any unit of measure.

    Returns:
        Cumulative shares (0 to 1) of population and of amount: equally long arrays
        that begin with 0 and have one more entry for each different rank value.

    Raises:
        ValueError: The arrays differ in length or are empty, a value is missing or out
            of range, or there is no amount at all.

    Source:
        Kakwani, Wagstaff & van Doorslaer (1997), Socioeconomic inequalities in health,
        Journal of Econometrics 77; O'Donnell et al. (2008), Analyzing Health Equity
        Using Household Survey Data, World Bank, chapter 7.
    """
    people, amounts = _groups(rank_by, population, amount)
    if not amounts.sum() > 0:
        raise ValueError("there is no amount to be spread")
    return _shares(people), _shares(amounts)


def index(rank_by: np.ndarray, population: np.ndarray, amount: np.ndarray) -> float:
    """The concentration index: 0 when everyone has the same amount.

    It is twice the area between the diagonal and the curve, negative when the curve
    lies above: the amount is then concentrated where the rank value is high.

    Args:
        rank_by: As in `curve`.
        population: As in `curve`.
        amount: As in `curve`.

    Returns:
        A number from -1 to 1; 0 also when all units have the same rank value.

    Raises:
        ValueError: As `curve`.

    Source:
        C = sum of P_i L_(i+1) - P_(i+1) L_i with cumulative shares P of population and
        L of amount: Kakwani, Wagstaff & van Doorslaer (1997) for grouped data, as in
        World Bank, Quantitative Techniques for Health Equity Analysis, Technical Note
        7, and O'Donnell et al. (2008), chapter 8, "The concentration index".
    """
    people, amounts = curve(rank_by, population, amount)
    return float(_index(people[np.newaxis], amounts[np.newaxis])[0])


def index_interval(
    rank_by: np.ndarray,
    population: np.ndarray,
    amount: np.ndarray,
    *,
    seed: int,
    replicates: int = REPLICATES,
) -> Interval | None:
    """The 95 % percentile interval of the index over resampled units.

    The n units are drawn n times with replacement, again and again; one that is drawn
    twice counts twice. It says how much the index depends on single units, not how
    well each of them was measured.

    Args:
        rank_by: As in `curve`.
        population: As in `curve`.
        amount: As in `curve`.
        seed: Of the generator; the same seed gives the same interval.
        replicates: Number of resamples.

    Returns:
        The interval; None when fewer than two rank values differ, or no resample has
        any amount: nothing could vary.

    Raises:
        ValueError: As `curve`.

    Source:
        Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13,
        Chapman & Hall: percentile intervals.
    """
    curve(rank_by, population, amount)
    order, starts = _order(np.asarray(rank_by, dtype=float))
    if len(starts) < 2:
        return None
    size = len(order)
    drawn = np.random.default_rng(seed).multinomial(
        size, np.full(size, 1 / size), size=replicates
    )
    people = np.add.reduceat(drawn * np.asarray(population, float)[order], starts, 1)
    amounts = np.add.reduceat(drawn * np.asarray(amount, float)[order], starts, 1)
    has_amount = amounts.sum(axis=1) > 0
    if not has_amount.any():
        return None
    found = _index(_shares(people[has_amount]), _shares(amounts[has_amount]))
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(found, (tail, 1 - tail))
    return Interval(float(low), float(high), int(has_amount.sum()))


def share_at(people: Sequence[float], amounts: Sequence[float], at: float) -> float:
    """Which share of the amount those have who are first in rank.

    Args:
        people: Cumulative shares of population from `curve`.
        amounts: Cumulative shares of amount from `curve`.
        at: Share of population, 0 to 1.

    Returns:
        The share of amount (0 to 1), on the straight line between two points.

    Raises:
        ValueError: `at` is not a share.
    """
    if not 0 <= at <= 1:
        raise ValueError(f"{at} is no share of 0 to 1")
    return float(np.interp(at, people, amounts))


def _order(rank_by: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the units, highest first, and where each group begins in them."""
    order = np.argsort(-rank_by, kind="stable")
    is_new = np.diff(rank_by[order], prepend=np.inf) != 0
    return order, np.flatnonzero(is_new)


def _groups(
    rank_by: np.ndarray, population: np.ndarray, amount: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Population and amount of each group of equal rank, highest rank first."""
    ranks, people, amounts = (
        np.asarray(each, dtype=float) for each in (rank_by, population, amount)
    )
    if not len(ranks) or not len(ranks) == len(people) == len(amounts):
        raise ValueError("rank, population and amount must be as many, and not none")
    if not all(np.isfinite(each).all() for each in (ranks, people, amounts)):
        raise ValueError("a rank, population or amount is missing")
    if (people <= 0).any() or (amounts < 0).any():
        raise ValueError("a population is not above 0, or an amount is below 0")
    order, starts = _order(ranks)
    return (
        np.add.reduceat(people[order], starts),
        np.add.reduceat(amounts[order], starts),
    )


def _shares(groups: np.ndarray) -> np.ndarray:
    """Cumulative shares along the last axis, 0 first."""
    added = np.cumsum(groups, axis=-1)
    begins = np.zeros((*added.shape[:-1], 1))
    return np.concatenate([begins, added / added[..., -1:]], axis=-1)


def _index(people: np.ndarray, amounts: np.ndarray) -> np.ndarray:
    """The index of each row of cumulative shares; its first and last area are 0."""
    areas = people[:, :-1] * amounts[:, 1:] - people[:, 1:] * amounts[:, :-1]
    found: np.ndarray = areas.sum(axis=1)
    return found
