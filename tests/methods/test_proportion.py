"""Intervals of shares, held to the tables of the papers that they come from."""

import pytest
from pytest import approx  # noqa: PT013

from methods.proportion import difference_interval, wilson_interval

# Newcombe (1998), Statistics in Medicine 17: 857-872, table I, method 3: four decimals.
WILSON = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0000, 0.1611),
    (1, 29): (0.0061, 0.1718),
}
# Newcombe (1998), Statistics in Medicine 17: 873-890, table II, method 10.
DIFFERENCE = {
    (56, 70, 48, 80): (0.0524, 0.3339),
    (9, 10, 3, 10): (0.1705, 0.8090),
    (6, 7, 2, 7): (0.0582, 0.8062),
    (5, 56, 0, 29): (-0.0381, 0.1926),
    (0, 10, 0, 20): (-0.1611, 0.2775),
    (0, 10, 0, 10): (-0.2775, 0.2775),
    (10, 10, 0, 20): (0.6791, 1.0000),
    (10, 10, 0, 10): (0.6075, 1.0000),
}


@pytest.mark.parametrize("given", WILSON)
def test_the_interval_of_a_share_is_that_of_newcombe_s_table(given):
    assert wilson_interval(*given) == approx(WILSON[given], abs=5e-5)


@pytest.mark.parametrize("given", DIFFERENCE)
def test_the_interval_of_a_difference_is_that_of_newcombe_s_table(given):
    assert difference_interval(*given) == approx(DIFFERENCE[given], abs=5e-5)


def test_none_and_all_have_an_interval_that_ends_there():
    assert wilson_interval(0, 7).low == 0
    assert wilson_interval(7, 7).high == 1
    assert wilson_interval(0, 7).high == approx(1 - wilson_interval(7, 7).low)


@pytest.mark.parametrize("given", [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(given):
    with pytest.raises(ValueError, match=f"{given[0]} of {given[1]} is no share"):
        wilson_interval(*given)
