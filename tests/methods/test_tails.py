"""Functions behind tails, beside SciPy's."""

import numpy as np
import pytest
from scipy import special, stats

from methods import tails
from methods.tails import beta_fraction, log_gamma, log_rising, student_two_sided


def test_the_logarithm_of_gamma_is_that_of_scipy():
    x = np.array([1e-3, 0.4, 1, 2, 5.5, 9.99, 10, 200, 1e6])
    assert log_gamma(x) == pytest.approx(special.gammaln(x), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("r", [0.05, 1, 9.5, 30, 1e4])
def test_the_rising_factorial_is_that_of_scipy(r):
    steps = np.array([0.0, 1, 4, 90, 3000])
    other = special.gammaln(r + steps) - special.gammaln(r) - steps * np.log(r)
    assert log_rising(r, steps) == pytest.approx(other, rel=1e-9, abs=1e-9)


def test_the_rising_factorial_keeps_what_is_small_beside_a_large_one():
    # (1 + 1/r)(1 + 2/r) of r = 1e12: log is 3/r, where differences of log gamma are 0
    assert log_rising(1e12, 3.0) == pytest.approx(3e-12, rel=1e-3)


@pytest.mark.parametrize("freedom", [1, 3, 40, 250])
def test_student_is_that_of_scipy(freedom):
    t = np.array([0.0, 0.1, 1, 1.97, 5, 40])
    found = student_two_sided(t, np.full(len(t), freedom))
    assert found == pytest.approx(2 * stats.t.sf(t, freedom), rel=1e-10)


def test_a_missing_t_is_missing():
    found = student_two_sided(np.array([np.nan, 1.0]), np.array([5, 5]))
    assert np.isnan(found).tolist() == [True, False]


def test_the_fraction_is_that_of_the_incomplete_beta_function():
    a, b = (each.ravel() for each in np.meshgrid([0.5, 3, 40, 900], [0.5, 7, 300]))
    x = 0.8 * (a + 1) / (a + b + 2)
    front = np.exp(a * np.log(x) + b * np.log1p(-x) - special.betaln(a, b)) / a
    found = front * beta_fraction(a, b, x)
    assert found == pytest.approx(special.betainc(a, b, x), rel=1e-10)


@pytest.mark.parametrize("shape", [(0,), (3, 0)])
def test_a_continued_fraction_of_no_elements_takes_no_steps(shape, monkeypatch):
    steps = []
    monkeypatch.setattr(tails, "_not_nil", lambda value: (steps.append(1), value)[1])
    nothing = np.empty(shape)
    assert beta_fraction(nothing, nothing, nothing).shape == shape
    assert steps == []
