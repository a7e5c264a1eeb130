"""How long hand-overs took and wait, of all and of groups, by Kaplan and Meier."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.queries import tip_flow as queries
from dashboard.ui.answers import ask
from dashboard.ui.tips.flow_scope import FEW
from dashboard.ui.tips.scope import Scope
from methods.survival import Curve, Quantile, kaplan_meier, quantile

# From a tip's receipt to its first hand-over, in tips that were handed over; from each
# hand-over until its agency accepted it, in hand-overs, with those that still wait.
WAITS = ("acceptance", "receipt")


@dataclass(frozen=True)
class Wait:
    """How long units waited.

    Attributes:
        number: Of units.
        ended: How many of them do not wait any more.
        longest_open: Days that the oldest open one has waited; missing without any.
        curve: The share that still waits.
        median: By when half of them had ended.
        p90: By when nine tenths had.
    """

    number: int
    ended: int
    longest_open: float
    curve: Curve
    median: Quantile
    p90: Quantile

    @property
    def is_few(self) -> bool:
        """Whether they are too few to say how long it takes."""
        return self.number < FEW


def hand_overs(scope: Scope) -> pd.DataFrame:
    """The rows of queries.tip_flow.hand_overs for the scope."""
    return ask(queries.hand_overs, scope.week_start, scope.since, scope.narrowed)


def rows_of(found: pd.DataFrame, wait: str) -> pd.DataFrame:
    """The durations of one of WAITS.

    Args:
        found: Of queries.tip_flow.hand_overs.
        wait: Which.

    Returns:
        province_code, agency, days (0 or more), is_ended, units. A tip whose hand-over
        is dated before its receipt has no duration, and is left out.
    """
    if wait == "acceptance":
        rows = found.assign(days=found["days_waited"], is_ended=found["is_accepted"])
    else:
        rows = found[found["is_first"] & (found["days_to_referral"] >= 0)]
        rows = rows.assign(days=rows["days_to_referral"], is_ended=True)
    return rows.rename(columns={"hand_overs": "units"})[
        ["province_code", "agency", "days", "is_ended", "units"]
    ]


def wait_of(rows: pd.DataFrame) -> Wait:
    """How long these units waited; rows as `rows_of` gives them."""
    return _wait(*_arrays(rows))


def waits_by(rows: pd.DataFrame, column: str) -> dict[str, Wait]:
    """The waits of each group of a column that has any, by its code."""
    places, codes = pd.factorize(rows[column], sort=True)
    arrays = _arrays(rows)
    return {
        str(code): _wait(*(each[places == place] for each in arrays))
        for place, code in enumerate(codes)
    }


def _arrays(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return (
        rows["days"].to_numpy(dtype="float64"),
        rows["is_ended"].to_numpy(dtype=bool),
        rows["units"].to_numpy(dtype="int64"),
    )


def _wait(days: np.ndarray, is_ended: np.ndarray, units: np.ndarray) -> Wait:
    days, is_ended = np.repeat(days, units), np.repeat(is_ended, units)
    curve = kaplan_meier(days, is_ended)
    waiting = days[~is_ended]
    return Wait(
        number=len(days),
        ended=int(is_ended.sum()),
        longest_open=float(waiting.max()) if len(waiting) else float("nan"),
        curve=curve,
        median=quantile(curve, 0.5),
        p90=quantile(curve, 0.9),
    )
