"""The usual limit against the tables of the Poisson distribution."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.usual_range import usual_limit


@pytest.mark.parametrize(
    ("mean", "probability", "limit"),
    [
        # Cumulative Poisson probabilities to four places, as printed tables give them:
        # 0.3: .9631 (1), .9964 (2); 1: .9810 (3), .9963 (4); 5: .9863 (10), .9945 (11);
        # 10: .9857 (17), .9928 (18); 5: .9682 (9), .9863 (10)
        (0.3, 0.99, 2),
        (1, 0.99, 4),
        (5, 0.99, 11),
        (10, 0.99, 18),
        (5, 0.975, 10),
        (0, 0.99, 0),
    ],
)
def test_the_limit_is_that_of_the_poisson_tables(mean, probability, limit):
    assert usual_limit(mean, probability) == limit


@given(st.floats(0, 300), st.floats(0.5, 0.999))
def test_the_limit_is_the_least_count_that_reaches_the_probability(mean, probability):
    def below(count):
        return math.fsum(
            math.exp(n * math.log(mean) - mean - math.lgamma(n + 1))
            for n in range(count + 1)
        )

    limit = usual_limit(mean, probability)
    if mean < 1e-12:
        assert limit == 0
        return
    assert below(limit) >= probability - 1e-9
    assert limit == 0 or below(limit - 1) < probability + 1e-9


@pytest.mark.parametrize(("mean", "probability"), [(-1, 0.99), (1, 1), (1, 0)])
def test_a_mean_below_zero_and_a_certain_probability_are_refused(mean, probability):
    with pytest.raises(ValueError, match="out of range"):
        usual_limit(mean, probability)
