"""When values have outliers and what is done: published cases and borders."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from methods.outliers import (
    Rule,
    Treatment,
    has_outliers,
    kurtosis,
    log_scale,
    skewness,
    treatment,
)

# COINr 1.0, vignette "Outlier Treatment": 1 to 10 and two outliers
DOCUMENTED = np.array([*range(1, 11), 30, 100], dtype=float)
VALUES = st.lists(st.integers(0, 1000), min_size=5, max_size=80).map(
    lambda numbers: np.array(numbers, dtype=float)
)


def treated(values, found):
    if found.kind != "winsorised":
        return values
    return np.clip(values, found.low, found.high)


def test_the_shape_is_that_of_the_documented_example():
    assert skewness(DOCUMENTED) == pytest.approx(3.063241, abs=5e-7)
    assert kurtosis(DOCUMENTED) == pytest.approx(9.741391, abs=5e-7)


def test_one_point_is_winsorised_in_the_documented_example():
    found = treatment(DOCUMENTED)
    assert found == Treatment("winsorised", "high", None, 30.0, 1)
    after = treated(DOCUMENTED, found)
    assert skewness(after) == pytest.approx(1.712038, abs=5e-7)
    assert kurtosis(after) == pytest.approx(1.815781, abs=5e-7)


@given(VALUES)
def test_the_shape_is_that_of_scipy(values):
    if np.ptp(values) == 0:
        assert skewness(values) == kurtosis(values) == 0
        return
    assert skewness(values) == pytest.approx(stats.skew(values, bias=False))
    assert kurtosis(values) == pytest.approx(stats.kurtosis(values, bias=False))


def test_too_few_values_have_no_shape_and_no_outliers():
    for values in ([], [1.0], [1.0, 9.0], [1.0, 1.0, 99.0]):
        assert not has_outliers(np.array(values))
    assert np.isnan(skewness(np.array([1.0, 9.0])))
    assert np.isnan(kurtosis(np.array([1.0, 2.0, 99.0])))


def test_skewness_alone_is_no_outlier_and_neither_is_kurtosis():
    assert has_outliers(DOCUMENTED, Rule(3.0, 9.7))
    assert not has_outliers(DOCUMENTED, Rule(3.1, 9.7))
    assert not has_outliers(DOCUMENTED, Rule(3.0, 9.8))


def test_outliers_below_are_raised_to_the_next_value():
    assert treatment(-DOCUMENTED) == Treatment("winsorised", "low", -30.0, None, 1)


def test_more_points_than_allowed_make_the_scale_logarithmic():
    values = np.array([*np.linspace(1, 2, 70), 50, 60, 70, 80, 90, 95])
    assert treatment(values, Rule(points_at_most=6)).kind == "winsorised"
    assert treatment(values, Rule(points_at_most=5)) == Treatment("log", "high")
    assert treatment(-values, Rule(points_at_most=5)) == Treatment("log", "low")


def test_equal_values_are_winsorised_together_or_not_at_all():
    values = np.array([*np.linspace(1, 2, 70), 90, 90, 90])
    assert treatment(values, Rule(points_at_most=3)).points == 3
    assert treatment(values, Rule(points_at_most=2)).kind == "log"


@pytest.mark.parametrize("ones", [1, 2, 76])
def test_a_fact_of_two_values_is_left_alone(ones):
    values = np.array([1.0] * ones + [0.0] * (77 - ones))
    assert has_outliers(values)
    assert treatment(values) == Treatment("none")


@given(VALUES)
def test_what_is_winsorised_has_no_outliers_and_few_points_changed(values):
    found = treatment(values)
    after = treated(values, found)
    assert (after != values).sum() == found.points <= 5
    if found.kind != "log" and len(np.unique(values)) > 2:
        assert not has_outliers(after)
    assert len(np.unique(after)) >= min(2, len(np.unique(values)))


@given(VALUES, st.sampled_from([0.001, 1 / 3, 1000.0]), st.integers(-500, 500))
def test_the_treatment_does_not_depend_on_the_unit(values, factor, shift):
    found, other = treatment(values), treatment(values * factor + shift)
    assert (found.kind, found.tail, found.points) == (
        other.kind,
        other.tail,
        other.points,
    )


def test_the_logarithm_is_that_of_coinr_put_on_goalposts():
    values = np.array([2.0, 3.0, 10.0, 102.0])
    plain = np.log(values - 2 + 0.01 * 100)  # log_CT
    expected = (plain - plain[0]) / (plain[-1] - plain[0])
    assert log_scale(values, 2, 102) == pytest.approx(expected)


def test_values_beyond_the_goalposts_are_at_their_ends():
    assert log_scale(np.array([-9.0, 0, 5, 9]), 0, 5).tolist() == [0, 0, 1, 1]


def test_outliers_below_mirror_the_logarithm():
    values = np.array([0.0, 1, 4, 5])
    mirrored = 1 - log_scale(5 - values, 0, 5)
    assert log_scale(values, 0, 5, "low") == pytest.approx(mirrored)
    assert log_scale(values, 0, 5, "low")[1] < 0.2 < log_scale(values, 0, 5)[1]
