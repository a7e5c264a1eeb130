"""Limits of a funnel plot: worked by hand, against scipy, and by their own rules."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from methods.funnel_limits import (
    ALARM,
    WARNING,
    is_overdispersed,
    overdispersion,
    poisson_limits,
)


@pytest.mark.parametrize(
    ("mean", "low", "high"),
    [
        # F(0) = .1353 > .025: no count lies below. F(4) = .94735, F(5) = .98344
        (2, 0.0, 5 - (0.983436 - 0.975) / 0.036089),
        # F(3) = .010336, F(4) = .029253; F(16) = .972958, F(17) = .985722
        (10, 4 - (0.029253 - 0.025) / 0.018917, 17 - (0.985722 - 0.975) / 0.012764),
    ],
)
def test_limits_are_those_worked_by_hand(mean, low, high):
    found = poisson_limits([mean], WARNING)
    assert (found[0][0], found[1][0]) == pytest.approx((low, high), abs=0.0005)


@given(st.floats(0.01, 3000), st.sampled_from([WARNING, ALARM]))
def test_a_limit_lies_within_one_of_the_exact_quantile(mean, coverage):
    (low,), (high,) = poisson_limits([mean], coverage)
    tail = (1 - coverage) / 2
    for limit, p in ((low, tail), (high, 1 - tail)):
        exact = stats.poisson.ppf(p, mean)  # the smallest count with F(count) >= p
        assert max(0, exact - 1) - 1e-6 <= limit <= exact + 1e-6


@given(st.lists(st.floats(0.01, 2000), min_size=2, max_size=20))
def test_wider_coverage_is_never_narrower_and_limits_grow(means):
    means = sorted(means)
    inner, outer = (poisson_limits(means, each) for each in (WARNING, ALARM))
    assert (outer[0] <= inner[0]).all()
    assert (inner[1] <= outer[1]).all()
    assert (np.diff(inner[1]) >= -1e-6).all()


def test_what_is_no_count_or_share_is_refused():
    for means, coverage in (([0.0], WARNING), ([-1.0], WARNING), ([1.0], 1.0)):
        with pytest.raises(ValueError, match="out of range"):
            poisson_limits(means, coverage)


def test_chance_alone_spreads_once():
    generator = np.random.default_rng(1)
    expected = generator.uniform(20, 200, 4000)
    counts = generator.poisson(expected)
    assert overdispersion(counts, expected) == pytest.approx(0.679, abs=0.03)
    # 0.679: mean square of a standard normal with a tenth on each side drawn in


def test_rates_that_differ_spread_more():
    generator = np.random.default_rng(1)
    expected = np.full(500, 50.0)
    counts = generator.poisson(expected * generator.gamma(4, 0.25, 500))
    assert overdispersion(counts, expected) > 5


def test_a_few_unusual_units_do_not_hide_themselves():
    generator = np.random.default_rng(1)
    expected = np.full(100, 50.0)
    counts = generator.poisson(expected).astype(float)
    usual = overdispersion(counts, expected)
    counts[:3] = 500
    assert overdispersion(counts, expected) < usual + 0.3


def test_spread_is_more_than_chance_from_two_deviations_on():
    # 50 counts: a standard deviation of sqrt(2 / 50) = 0.2
    assert not is_overdispersed(1.39, 50)
    assert is_overdispersed(1.41, 50)
    with pytest.raises(ValueError, match="units is 0"):
        is_overdispersed(1.0, 0)


def test_chance_alone_is_hardly_ever_called_more():
    generator = np.random.default_rng(7)
    expected = generator.uniform(5, 300, 70)
    called = [
        is_overdispersed(overdispersion(generator.poisson(expected), expected), 70)
        for _ in range(2000)
    ]
    assert np.mean(called) <= 0.025


def test_counts_without_their_expected_ones_are_refused():
    with pytest.raises(ValueError, match="as many"):
        overdispersion([1.0], [1.0, 2.0])
