"""Rates of small counts: against esda, worked by hand, and where nothing can differ."""

import numpy as np
import pytest
from esda.smoothing import Empirical_Bayes
from hypothesis import assume, given
from hypothesis import strategies as st

from methods.smoothing import gamma_prior, smoothed_rates

AREAS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 100_000)), min_size=2, max_size=80
)


def columns(rows):
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))


def test_an_example_worked_by_hand():
    events, exposure = np.array([0, 10, 5]), np.array([1.0, 2.0, 2.0])
    # m = 15/5 = 3; spread = (1 * 9 + 2 * 4 + 2 * .25) / 5 = 3.5; 3.5 - 3/(5/3) = 1.7
    prior = gamma_prior(events, exposure)
    assert prior == pytest.approx((3, 1.7))
    assert (prior.alpha, prior.beta) == pytest.approx((9 / 1.7, 3 / 1.7))
    rates, own = smoothed_rates(events, exposure)
    assert own == pytest.approx([1.7 / 4.7, 1.7 / 3.2, 1.7 / 3.2])
    # own * rate + (1 - own) * 3: (0 + 3 * 3) / 4.7, (1.7 * 5 + 1.5 * 3) / 3.2, ...
    assert rates == pytest.approx([9 / 4.7, 13 / 3.2, 8.75 / 3.2])


@given(AREAS)
def test_rates_are_those_of_esda_wherever_areas_differ_by_more_than_chance(rows):
    events, exposure = columns(rows)
    assume(events.sum() > 0)
    prior = gamma_prior(events, exposure)
    assume(prior.variance > 1e-6 * prior.mean**2)
    rates, _ = smoothed_rates(events, exposure)
    assert rates == pytest.approx(Empirical_Bayes(events, exposure).r.ravel())


def test_areas_that_differ_by_chance_alone_have_one_rate():
    rates, own = smoothed_rates(np.array([1, 0, 1]), np.array([10, 10, 10]))
    assert rates == pytest.approx([2 / 30] * 3)
    assert own.tolist() == [0, 0, 0]


def test_without_any_event_every_rate_is_zero():
    rates, own = smoothed_rates(np.zeros(3), np.array([1, 2, 3]))
    assert rates.tolist() == own.tolist() == [0, 0, 0]


@given(AREAS)
def test_a_rate_lies_between_its_own_and_that_of_all(rows):
    events, exposure = columns(rows)
    rates, own = smoothed_rates(events, exposure)
    mean = events.sum() / exposure.sum()
    low, high = np.minimum(events / exposure, mean), np.maximum(events / exposure, mean)
    assert (rates >= low - 1e-9).all()
    assert (rates <= high + 1e-9).all()
    assert ((own >= 0) & (own <= 1)).all()


@given(AREAS)
def test_the_fewer_people_the_less_a_rate_is_its_own(rows):
    events, exposure = columns(rows)
    _, own = smoothed_rates(events, exposure)
    assert (np.diff(own[np.argsort(exposure)]) >= -1e-12).all()


@given(AREAS, st.sampled_from([1e-5, 0.01, 3.0, 1000.0]))
def test_rates_follow_the_unit_of_exposure(rows, factor):
    events, exposure = columns(rows)
    rates, own = smoothed_rates(events, exposure)
    other, other_own = smoothed_rates(events, exposure * factor)
    assert other * factor == pytest.approx(rates)
    assert other_own == pytest.approx(own, abs=1e-9)


@pytest.mark.parametrize(
    ("events", "exposure"),
    [
        ([], []),
        ([1], [1, 2]),
        ([np.nan], [1]),
        ([1], [np.nan]),
        ([-1], [1]),
        ([1], [0]),
    ],
)
def test_what_cannot_be_a_rate_is_refused(events, exposure):
    with pytest.raises(ValueError, match="count|exposure"):
        gamma_prior(np.array(events), np.array(exposure))
