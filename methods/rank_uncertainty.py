"""How far the ranks of a composite index depend on choices that could be others.

The index is computed again and again: with other weights, another balance of its two
dimensions, and each of normalisation, aggregation and outlier treatment one way or the
other.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

DECIMALS = 9  # scores that differ by less differ by computing alone


class Choices(NamedTuple):
    """From what is drawn.

    Attributes:
        draws: How often.
        seed: Of the generator; the same seed gives the same draws.
        weight_spread: Each weight is multiplied by 1 - spread to 1 + spread.
        balance_low: The first dimension's weight is at least it, of 1 in all ...
        balance_high: ... and at most it.
    """

    draws: int = 1000
    seed: int = 2563
    weight_spread: float = 0.25
    balance_low: float = 0.4
    balance_high: float = 0.6


class Drawn(NamedTuple):
    """The index of n units in each draw.

    Attributes:
        scores: Draws x n.
        is_ranked: Draws; True where indicators were normalised by rank, so that the
            index has another scale than the published one.
    """

    scores: np.ndarray
    is_ranked: np.ndarray


def drawn_scores(
    scores: np.ndarray, weights: np.ndarray, is_first: np.ndarray, choices: Choices
) -> Drawn:
    """The index of every unit in every draw.

    A missing score is not left out but drawn: in each draw it is that of another unit,
    any of those that have one, so that what is not known widens the interval.

    Args:
        scores: 2 x 2 x n x k, normalisation (min-max, rank) x treatment (on, off) x
            units x indicators, above 0; missing ones are NaN, the same in all four.
        weights: k, above 0.
        is_first: k, True for indicators of the first dimension.
        choices: From what is drawn.

    Raises:
        ValueError: A dimension has no indicator, or an indicator no score at all.

    Source:
        Saisana, Saltelli & Tarantola (2005), Uncertainty and sensitivity analysis
        techniques as tools for the quality assessment of composite indicators, JRSS A
        168; OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7.
    """
    is_missing = np.isnan(scores[0, 0])
    if is_missing.all(axis=0).any() or is_first.all() or not is_first.any():
        raise ValueError("an indicator has no score, or a dimension no indicator")
    rng = np.random.default_rng(choices.seed)
    spread = rng.uniform(-1, 1, (choices.draws, len(weights))) * choices.weight_spread
    balance = rng.uniform(choices.balance_low, choices.balance_high, choices.draws)
    is_ranked, is_untreated, is_arithmetic = rng.random((3, choices.draws)) < 0.5
    donors = _donors(is_missing, choices.draws, rng)
    found = np.empty((choices.draws, scores.shape[2]))
    for ranked in (False, True):
        for untreated in (False, True):
            own = np.flatnonzero((is_ranked == ranked) & (is_untreated == untreated))
            found[own] = _index(
                scores[int(ranked), int(untreated)],
                weights * (1 + spread[own]),
                is_first,
                (balance[own], is_arithmetic[own]),
                [(unit, column, drawn[own]) for unit, column, drawn in donors],
            )
    return Drawn(found, is_ranked)


class Places(NamedTuple):
    """Where n units come out over the draws; each has n entries.

    Attributes:
        median: The middle rank, one that came up (1 is the highest score).
        low: The 5th percentile of ranks, one that came up.
        high: The 95th.
        top_10: Share of draws (0 to 1) in which the unit is among the first ten.
        top_20: ... among the first twenty.
    """

    median: np.ndarray
    low: np.ndarray
    high: np.ndarray
    top_10: np.ndarray
    top_20: np.ndarray


def places(scores: np.ndarray) -> Places:
    """Median rank, 90 % interval and shares of the first places.

    Args:
        scores: Draws x n.
    """
    found = ranks(scores)
    low, median, high = np.quantile(
        found, (0.05, 0.5, 0.95), axis=0, method="inverted_cdf"
    )
    return Places(median, low, high, (found <= 10).mean(0), (found <= 20).mean(0))


def level_shares(scores: np.ndarray, thresholds: Sequence[float]) -> np.ndarray:
    """Share of draws (0 to 1) in which a unit has each level, n x levels.

    Args:
        scores: Draws x n, on the scale of the thresholds.
        thresholds: In rising order; a level begins at its own.
    """
    levels = np.searchsorted(thresholds, np.round(scores, DECIMALS), side="right")
    shares: np.ndarray = np.stack(
        [(levels == level).mean(0) for level in range(len(thresholds) + 1)], axis=1
    )
    return shares


def ranks(scores: np.ndarray) -> np.ndarray:
    """Rank in each row, 1 for the highest; equal scores share the better rank.

    Args:
        scores: Draws x n; they are equal when they are so to nine decimals.
    """
    rounded = np.round(scores, DECIMALS)
    ordered = np.sort(rounded, axis=1)
    found = np.empty(scores.shape, dtype=np.int64)
    for row, (own, all_) in enumerate(zip(rounded, ordered, strict=True)):
        found[row] = scores.shape[1] - np.searchsorted(all_, own, side="right") + 1
    return found


def _donors(
    is_missing: np.ndarray, draws: int, rng: np.random.Generator
) -> list[tuple[int, int, np.ndarray]]:
    """For each missing score: unit, indicator, whose is taken in each draw."""
    return [
        (
            int(unit),
            int(column),
            rng.choice(np.flatnonzero(~is_missing[:, column]), draws),
        )
        for unit, column in np.argwhere(is_missing)
    ]


def _index(
    scores: np.ndarray,
    weights: np.ndarray,
    is_first: np.ndarray,
    choice: tuple[np.ndarray, np.ndarray],
    donors: list[tuple[int, int, np.ndarray]],
) -> np.ndarray:
    """Draws x units, from the scores of one normalisation and treatment."""
    balance, is_arithmetic = (each[:, np.newaxis] for each in choice)
    known = np.nan_to_num(scores)
    first, second = (
        (weights[:, of] @ known[:, of].T, weights[:, of].sum(axis=1, keepdims=True))
        for of in (is_first, ~is_first)
    )
    for unit, column, drawn in donors:
        sums = first[0] if is_first[column] else second[0]
        sums[:, unit] += weights[:, column] * scores[drawn, column]
    one, other = first[0] / first[1], second[0] / second[1]
    geometric = one**balance * other ** (1 - balance)
    arithmetic = one * balance + other * (1 - balance)
    found: np.ndarray = np.where(is_arithmetic, arithmetic, geometric)
    return found
