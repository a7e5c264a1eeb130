"""A scenario: the index of a year with other weights, beside the published one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.queries import risk as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.risk import rows
from methods.risk_model import AGGREGATIONS, DIMENSIONS, Aggregation
from methods.what_if import Numbers, Weights, levels, point_scores

WHOLE = 100  # per cent: a weight as it is published
STEPS = range(0, 201, 5)  # per cent of the published weight that may be tried


@dataclass(frozen=True)
class Scenario:
    """What the reader tries.

    Attributes:
        weights: Of each indicator, in per cent of its published weight: one of STEPS.
        exposure: Weight of the dimension exposure, in per cent; the other has the rest.
        aggregation: Of the two dimensions.
    """

    weights: Mapping[str, int]
    exposure: int
    aggregation: Aggregation


@dataclass(frozen=True)
class Board:
    """What the index of a year is computed of.

    Attributes:
        codes: Of the provinces, in the order of the rows of `scores`.
        scores: Provinces by indicators, 1 to 10, NaN where there is no value.
        is_exposure: Of each indicator.
        weight: Of each indicator, as it is published.
        exposure: Of the dimension exposure, as it is published, 0 to 1.
        thresholds: Where the levels 2 to 5 begin.
        minimum_completeness: Share of a dimension's weight that must be present.
    """

    codes: list[str]
    scores: Numbers
    is_exposure: Any
    weight: Numbers
    exposure: float
    thresholds: Numbers
    minimum_completeness: float


def indicators() -> pd.DataFrame:
    """The indicators of the model, by dimension; see queries.model_indicators."""
    return ask(queries.model_indicators)


def published() -> Scenario:
    """The published settings."""
    return Scenario(
        dict.fromkeys(indicators()["indicator_code"], WHOLE),
        _per_cent(ask(queries.model)[f"{DIMENSIONS[0]}_weight"]),
        AGGREGATIONS[0],
    )


def _per_cent(share: Any) -> int:  # noqa: ANN401
    return round(float(share) * 100)


def compared(year: int, tried: Scenario) -> pd.DataFrame:
    """The provinces with the published index and that of a scenario.

    Returns:
        The rows of rows.provinces with scenario_score (R) and scenario_level, missing
        where the scenario has none; change (levels up, negative down, 0 where one of
        both is missing); rank and scenario_rank (1 highest, missing without R).
    """
    board = kept(_board, year)
    points = point_scores(board.scores, board.is_exposure, _weights(board, tried))
    found = rows.provinces(year)
    scored = pd.DataFrame(
        {
            "scenario_score": points.risk,
            "scenario_level": levels(points.risk, board.thresholds),
        },
        index=board.codes,
    ).reindex(found["province_code"])
    found[["scenario_score", "scenario_level"]] = scored.to_numpy()
    steps = found["scenario_level"] - found["computed_level"].astype("float64")
    return found.assign(
        change=steps.fillna(0).astype(int),
        rank=found["risk_score"].rank(method="min", ascending=False),
        scenario_rank=found["scenario_score"].rank(method="min", ascending=False),
    )


def _weights(board: Board, tried: Scenario) -> Weights:
    share = tried.exposure / 100
    if tried.exposure == published().exposure:  # which is rounded to a per cent
        share = board.exposure
    return Weights(
        board.weight * np.array([*tried.weights.values()]) / WHOLE,
        share,
        tried.aggregation,
        board.minimum_completeness,
    )


def _board(year: int) -> Board:
    model, columns = ask(queries.model), indicators()
    scores = ask(queries.indicator_scores, fiscal_year_be=year).pivot_table(
        index="province_code", columns="indicator_code", values="score"
    )
    wanted = scores.reindex(columns=columns["indicator_code"])
    return Board(
        codes=wanted.index.tolist(),
        scores=wanted.to_numpy(dtype="float64"),
        is_exposure=(columns["dimension"] == DIMENSIONS[0]).to_numpy(),
        weight=columns["weight"].to_numpy(dtype="float64"),
        exposure=float(str(model[f"{DIMENSIONS[0]}_weight"])),
        thresholds=np.array([model[f"level_{n}_from"] for n in (2, 3, 4, 5)], float),
        minimum_completeness=float(str(model["minimum_completeness"])),
    )
