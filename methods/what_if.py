"""The risk index with other weights: what follows from scores that are known.

The published index is made at build time (etl/sql/mart_risk_score.sql); with its own
weights, `point_scores` gives the same numbers. Outliers, goalposts and thresholds are
not touched: the scores of the indicators go in as they were published.

Source:
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 6 and 7.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from methods.risk_model import Aggregation

DECIMALS = 9  # as in the mart: 4^0.3 * 4^0.7 is a hair below 4 and shall reach it
_HAIR = 1e-9

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """How scores are put together.

    Attributes:
        indicator: Weight of each indicator, 0 or more.
        exposure: Weight of the dimension exposure, 0 to 1; the other has the rest.
        aggregation: Of the two dimensions.
        minimum_completeness: Share of a dimension's weight that must be present.
    """

    indicator: Numbers
    exposure: float
    aggregation: Aggregation
    minimum_completeness: float


@dataclass(frozen=True)
class Points:
    """The index of each province; NaN where it is not computed.

    Attributes:
        exposure: Weighted mean of the indicators of exposure, 1 to 10.
        vulnerability: The same of vulnerability.
        risk: R, 1 to 10.
        completeness: Share of the weight of all indicators that is present; NaN where
            no indicator weighs anything.
    """

    exposure: Numbers
    vulnerability: Numbers
    risk: Numbers
    completeness: Numbers


def point_scores(
    scores: Numbers, is_exposure: npt.NDArray[np.bool_], weights: Weights
) -> Points:
    """The index of n provinces from the scores of m indicators.

    Args:
        scores: n x m, 1 to 10, NaN where a province has no value.
        is_exposure: Of each indicator whether it is of exposure, else of vulnerability.
        weights: How they are put together.
    """
    is_known = ~np.isnan(scores)
    present = is_known * weights.indicator
    exposure = _mean(scores, is_known, is_exposure, weights)
    vulnerability = _mean(scores, is_known, ~is_exposure, weights)
    return Points(
        exposure=exposure,
        vulnerability=vulnerability,
        risk=_composite(exposure, vulnerability, weights),
        completeness=_ratio(
            present.sum(axis=1), np.full(len(scores), weights.indicator.sum())
        ),
    )


def levels(risk: Numbers, thresholds: Numbers) -> Numbers:
    """Level 1 to 5 of each score; NaN stays NaN.

    Args:
        risk: R, 1 to 10.
        thresholds: Where the levels 2 to 5 begin; a score upon one has reached it.
    """
    found = 1.0 + np.searchsorted(thresholds, risk, side="right")
    return np.asarray(np.where(np.isnan(risk), np.nan, found))


def _mean(
    scores: Numbers,
    is_known: npt.NDArray[np.bool_],
    is_part: npt.NDArray[np.bool_],
    weights: Weights,
) -> Numbers:
    """Weighted mean over what is present; NaN where too little of the weight is."""
    weight = np.where(is_part, weights.indicator, 0.0)
    present = (is_known * weight).sum(axis=1)
    mean = _ratio(np.where(is_known, scores, 0.0) @ weight, present)
    is_enough = present >= weights.minimum_completeness * weight.sum() - _HAIR
    return np.asarray(np.where(is_enough, mean, np.nan))


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Part of whole; NaN where the whole is nothing."""
    none = np.full(len(part), np.nan)
    return np.asarray(np.divide(part, whole, out=none, where=whole > 0))


def _composite(exposure: Numbers, vulnerability: Numbers, weights: Weights) -> Numbers:
    """R of both dimensions; a dimension that weighs nothing need not be known."""
    parts = ((exposure, weights.exposure), (vulnerability, 1.0 - weights.exposure))
    counted = [(score, weight) for score, weight in parts if weight > 0]
    if weights.aggregation == "geometric":
        risk = np.prod([score**weight for score, weight in counted], axis=0)
    else:
        risk = np.sum([score * weight for score, weight in counted], axis=0)
    return np.asarray(np.round(risk, DECIMALS))
