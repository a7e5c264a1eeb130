"""How high a threshold must be for a stated number of false alarms.

The thresholds were found by simulation (`python -m tools.calibrate_detection`) and
stand in data/detection.toml; here they are looked up.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from methods.negative_binomial import Array

BUDGET = 0.5  # expected false alarms a week over all series: one in two weeks


class Grid(NamedTuple):
    """Thresholds of one method, as they were found.

    Attributes:
        weeks: Lengths of history, in reported weeks, rising.
        means: Tips per week, rising.
        rates: False alarms per series and week, rising.
        thresholds: Weeks x means x rates.
    """

    weeks: Array
    means: Array
    rates: Array
    thresholds: Array


def read(path: Path) -> dict[str, Grid]:
    """The grids of a detection.toml, by the name of the method.

    Raises:
        ValueError: A table does not fit its own axes, or an axis does not rise.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: _grid(table, f"{path.name}, [{name}]")
        for name, table in tables.items()
        if isinstance(table, Mapping)
    }


def rate_of(series: int, budget: float = BUDGET) -> float:
    """False alarms per series and week that spend the budget if all can alarm.

    Args:
        series: How many series are watched.
        budget: Expected false alarms a week over all of them.

    Raises:
        ValueError: There is no series, or the budget is not above 0.
    """
    if series < 1 or not budget > 0:
        raise ValueError(
            f"a budget of {budget} false alarms for {series} series is none to spend"
        )
    return budget / series


def at_rate(grid: Grid, rate: float) -> Array:
    """The thresholds for a rate, between those of two rates by their logarithm.

    Returns:
        Weeks x means.

    Raises:
        ValueError: The rate is outside those that were simulated.
    """
    low, high = grid.rates[0], grid.rates[-1]
    if not low <= rate <= high:
        raise ValueError(
            f"a rate of {rate:.5f} false alarms per series and week lies outside "
            f"{low} to {high}; change the budget or calibrate for it"
        )
    flat = grid.thresholds.reshape(-1, len(grid.rates))
    at = [np.interp(np.log(rate), np.log(grid.rates), one) for one in flat]
    return np.array(at).reshape(grid.thresholds.shape[:2])


def looked_up(grid: Grid, rate: float, weeks: Array, mean: Array) -> Array:
    """The threshold of each element, by length and mean of its history.

    Between grid points it is linear in the logarithms of both; beyond the first or
    last one it is theirs.

    Args:
        grid: Of the method.
        rate: False alarms per series and week.
        weeks: Reported weeks of history; any shape.
        mean: Tips per week of that history, in the same shape; missing gives missing.
    """
    table = at_rate(grid, rate)
    row, above = _places(grid.weeks, weeks)
    column, right = _places(grid.means, mean)
    low = table[row, column] * (1 - right) + table[row, column + 1] * right
    high = table[row + 1, column] * (1 - right) + table[row + 1, column + 1] * right
    return np.where(np.isnan(mean), np.nan, low * (1 - above) + high * above)


def _places(axis: Array, values: Array) -> tuple[np.ndarray, Array]:
    """The grid point below each value, and how far it is to the next one, 0 to 1."""
    safe = np.where(values > 0, values, axis[0])
    place = np.interp(np.log(safe), np.log(axis), np.arange(len(axis)))
    below = np.minimum(np.floor(place), len(axis) - 2).astype(int)
    return below, place - below


def _grid(table: Mapping[str, Any], where: str) -> Grid:
    axes = {
        name: _rising(table[name], where, name) for name in ("weeks", "means", "rates")
    }
    thresholds = np.array(table["thresholds"], dtype=float)
    shape = tuple(len(axis) for axis in axes.values())
    if thresholds.shape != shape:
        raise ValueError(
            f"{where}: thresholds are {thresholds.shape}, their axes {shape}; "
            "calibrate anew"
        )
    return Grid(**axes, thresholds=thresholds)


def _rising(values: Sequence[float], where: str, name: str) -> Array:
    axis = np.array(values, dtype=float)
    if len(axis) < 2 or (axis <= 0).any() or (np.diff(axis) <= 0).any():
        raise ValueError(f"{where}: {name} are {values}; they must rise from above 0")
    return axis
