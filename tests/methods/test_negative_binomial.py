"""Negative-binomial counts: tails, limits, and the model fitted beside R's."""

import numpy as np
import pytest
from scipy import stats

from methods.negative_binomial import (
    anscombe,
    at_least,
    dispersion_of,
    fit,
    highest_usual,
    outlier_weights,
)
from tests.methods.golden_values import counts, golden

TRAINED = 208  # weeks of make_golden.R
MEANS, SPREADS = np.meshgrid([0.02, 0.3, 3, 40, 900], [0, 0.01, 0.3, 4])


def season(weeks):
    angle = 2 * np.pi * np.arange(1, weeks + 1) / 52  # R counts from 1
    return np.stack([np.ones(weeks), np.cos(angle), np.sin(angle)], axis=1)


@pytest.mark.parametrize("count", [0, 1, 2, 7, 60, 1200])
def test_the_tail_is_that_of_scipy(count):
    size = 1 / np.where(SPREADS > 0, SPREADS, 1)
    other = stats.nbinom.sf(count - 1, size, size / (size + MEANS))
    other = np.where(SPREADS > 0, other, stats.poisson.sf(count - 1, MEANS))
    assert at_least(count, MEANS, SPREADS) == pytest.approx(other, rel=1e-8, abs=1e-300)


@pytest.mark.parametrize("probability", [0.5, 0.95, 0.9936, 0.999])
def test_a_limit_is_the_smallest_count_that_is_enough(probability):
    limit = highest_usual(MEANS, SPREADS, probability)
    assert (1 - at_least(limit + 1, MEANS, SPREADS) >= probability).all()
    short = (limit > 0) & (1 - at_least(limit, MEANS, SPREADS) >= probability)
    assert not short.any()


def test_a_missing_mean_has_no_limit():
    assert np.isnan(highest_usual(np.array([np.nan, 1]), 0.0, 0.9)).tolist() == [1, 0]


@pytest.mark.parametrize("probability", [0, 1, 1.2])
def test_a_limit_of_a_probability_out_of_range_is_refused(probability):
    with pytest.raises(ValueError, match="not between 0 and 1"):
        highest_usual(1.0, 0.0, probability)


def test_the_model_is_that_of_r():
    terms = season(TRAINED)
    found = fit(counts("agona")[:, :TRAINED], terms, np.array([0.3]))
    assert found[0] == pytest.approx(golden("usual")["value"].to_numpy(), rel=1e-9)


def test_the_dispersion_is_that_of_r():
    terms = season(TRAINED)
    weeks = counts("agona")[:, :TRAINED]
    mean = np.exp(fit(weeks, terms, np.array([0.3])) @ terms.T)
    found = dispersion_of(weeks, mean, freed=3)
    assert found[0] == pytest.approx(golden("dispersion")["alpha"][0], rel=1e-8)


def test_weeks_that_vary_less_than_poisson_counts_have_no_dispersion():
    weeks = np.array([[3.0, 3, 3, 4, 3]])
    assert dispersion_of(weeks, np.full((1, 5), 3.2), freed=1)[0] == 0


def test_a_missing_week_leaves_the_model_as_it_would_be_without():
    terms = season(TRAINED)
    weeks = counts("agona")[:, :TRAINED]
    weeks[0, 100:120] = np.nan
    less = np.delete(weeks, np.s_[100:120], axis=1)
    found = fit(weeks, terms, np.array([0.3]))
    without = fit(less, np.delete(terms, np.s_[100:120], axis=0), np.array([0.3]))
    assert found == pytest.approx(without, rel=1e-9)


def test_a_series_of_zeros_stays_finite():
    found = fit(np.zeros((1, 60)), season(60), np.array([0.2]), ridge=[0, 4, 4])
    assert np.isfinite(found).all()
    assert np.exp(found[0, 0]) < 0.001


def test_a_ridge_draws_the_season_of_few_tips_to_none():
    weeks = np.zeros((1, 52))
    weeks[0, [3, 5, 8]] = 1
    free = fit(weeks, season(52), np.array([0.2]))
    held = fit(weeks, season(52), np.array([0.2]), ridge=[0, 4, 4])
    assert np.hypot(*held[0, 1:]) < 0.5 * np.hypot(*free[0, 1:])


def test_weights_of_outliers_add_up_to_the_weeks():
    # 1/16 against five ones: each of them counts 6 / 5.0625
    found = outlier_weights(np.array([[4, 0.1, -3, 2.5, 0, 1, np.nan]]))
    each = 6 / (5 + 1 / 16)
    assert found[0] == pytest.approx([each / 16] + [each] * 5 + [0])


def test_an_anscombe_residual_by_hand():
    # 1.5 (8^(2/3) 1 - 1) = 4.5 of 8 tips where 1 is usual
    assert anscombe(np.array([8.0, 1, 0]), np.ones(3)) == pytest.approx([4.5, 0, -1.5])
