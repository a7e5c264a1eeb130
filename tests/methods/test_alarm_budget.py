"""Thresholds for a stated number of false alarms: looked up as they were found."""

from pathlib import Path

import numpy as np
import pytest

from methods.alarm_budget import at_rate, looked_up, rate_of, read

SHIPPED = Path(__file__).parents[2] / "data" / "detection.toml"
SMALL = """
seed = 1
[cusum]
weeks = [50, 100]
means = [1, 10, 100]
rates = [0.01, 0.1]
thresholds = [[[4, 2], [6, 3], [8, 4]], [[2, 1], [4, 2], [6, 3]]]
"""


@pytest.fixture
def grid(tmp_path):
    path = tmp_path / "detection.toml"
    path.write_text(SMALL)
    return read(path)["cusum"]


def at(grid, rate, weeks, mean):
    return looked_up(grid, rate, np.array([weeks]), np.array([mean]))[0]


def test_one_false_alarm_in_two_weeks_is_shared_by_all_series():
    assert rate_of(78) == pytest.approx(0.5 / 78)
    assert rate_of(50, budget=1) == pytest.approx(0.02)


@pytest.mark.parametrize(("series", "budget"), [(0, 0.5), (78, 0)])
def test_nothing_to_spend_or_to_spend_it_on_is_refused(series, budget):
    with pytest.raises(ValueError, match="none to spend"):
        rate_of(series, budget)


def test_a_grid_point_is_as_it_was_found(grid):
    assert at(grid, 0.01, 50, 10) == 6
    assert at(grid, 0.1, 100, 100) == 3


def test_between_rates_it_goes_by_their_logarithm(grid):
    assert at_rate(grid, 10**-1.5)[0] == pytest.approx([3, 4.5, 6])


def test_between_means_and_lengths_it_goes_by_their_logarithms(grid):
    assert at(grid, 0.01, 50, 10**0.5) == pytest.approx(5)
    assert at(grid, 0.01, 50 * 2**0.5, 10) == pytest.approx(5)
    assert at(grid, 0.01, 50 * 2**0.5, 10**1.5) == pytest.approx(6)


@pytest.mark.parametrize(
    ("weeks", "mean", "threshold"), [(1, 0.01, 4), (400, 5000, 6), (0, 0, 4)]
)
def test_beyond_the_grid_its_edge_holds(grid, weeks, mean, threshold):
    assert at(grid, 0.01, weeks, mean) == threshold


def test_without_a_mean_there_is_no_threshold(grid):
    assert np.isnan(at(grid, 0.01, 50, np.nan))


@pytest.mark.parametrize("rate", [0.0099, 0.2])
def test_a_rate_that_was_not_calibrated_is_refused(grid, rate):
    with pytest.raises(ValueError, match=r"lies outside 0\.01 to 0\.1"):
        at_rate(grid, rate)


@pytest.mark.parametrize(
    ("given", "other", "said"),
    [
        ("[50, 100]", "[100, 50]", "weeks are"),
        ("[50, 100]", "[50]", "weeks are"),
        ("[1, 10, 100]", "[1, 10]", "calibrate anew"),
        ("rates = [0.01, 0.1]", "rates = [0, 0.1]", "must rise from above 0"),
    ],
)
def test_a_file_that_does_not_fit_itself_is_refused(tmp_path, given, other, said):
    path = tmp_path / "detection.toml"
    path.write_text(SMALL.replace(given, other, 1))
    with pytest.raises(ValueError, match=rf"detection\.toml, \[cusum\].*{said}"):
        read(path)


@pytest.mark.parametrize("method", ["ears", "cusum", "farrington"])
def test_the_shipped_thresholds_rise_as_false_alarms_become_rarer(method):
    grid = read(SHIPPED)[method]
    assert (np.diff(grid.thresholds, axis=-1) <= 0).all()
    assert (grid.thresholds[..., grid.rates < 0.01] > 0).all()
    assert grid.rates[0] <= rate_of(78) <= grid.rates[-1]
