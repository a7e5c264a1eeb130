"""EARS C2 beside R's surveillance, and by hand with weeks that are missing."""

import numpy as np
import pytest

from methods.ears import c2
from tests.methods.golden_values import counts, golden

Z_001 = 3.090232306167813  # the normal quantile of 0.999


@pytest.mark.parametrize(
    ("min_sigma", "rows"), list(golden("ears").groupby("min_sigma"))
)
def test_the_limits_are_those_of_surveillance(min_sigma, rows):
    weeks = rows["week"].to_numpy() - 1  # R counts from 1
    found = c2(counts("agona"), min_sigma=min_sigma)
    upper = (found.mean + Z_001 * found.sigma)[0, weeks]
    assert upper == pytest.approx(rows["upper"].to_numpy(), rel=1e-9)
    assert ((found.score > Z_001)[0, weeks] == rows["alarm"]).all()
    assert len(rows) == len(counts("agona")[0]) - 9


def test_the_two_weeks_before_are_not_compared_with():
    found = c2(np.array([[1, 2, 3, 4, 5, 6, 7, 90, 90, 8.0]]))
    # mean 4, variance (9 + 4 + 1 + 0 + 1 + 4 + 9) / 6
    assert found.mean[0, 9] == 4
    assert found.score[0, 9] == pytest.approx(4 / np.sqrt(28 / 6))


def test_the_first_nine_weeks_are_not_judged():
    assert np.isnan(c2(np.ones((1, 12))).score).tolist() == [[True] * 9 + [False] * 3]


def test_a_week_not_reported_is_no_zero():
    weeks = np.array([[6, np.nan, 6, 6, 6, 6, 6, 6, 6, 8.0]])
    found = c2(weeks, min_sigma=1, least_known=5)
    assert (found.mean[0, 9], found.score[0, 9]) == (6, 2)


def test_a_baseline_with_too_little_reported_judges_nothing():
    weeks = np.array([[6, np.nan, np.nan, np.nan, 6, 6, 6, 6, 6, 8.0]])
    assert np.isnan(c2(weeks, min_sigma=1, least_known=5).score[0, 9])


def test_a_week_that_was_not_reported_is_not_judged():
    weeks = np.array([[6, 6, 6, 6, 6, 6, 6, 6, 6, np.nan]])
    assert np.isnan(c2(weeks, min_sigma=1).score[0, 9])


def test_without_a_least_sigma_one_tip_after_none_is_infinitely_far():
    weeks = np.array([[0.0] * 9 + [1]])
    assert c2(weeks).score[0, 9] == np.inf
    assert c2(weeks, min_sigma=0.5).score[0, 9] == 2


def test_a_baseline_of_two_weeks_is_refused():
    with pytest.raises(ValueError, match="2 weeks is too short; use 3"):
        c2(np.ones((1, 20)), baseline=2)
