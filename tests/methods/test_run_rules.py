"""Limits and run rules against values that are published or worked here."""

import pytest

from methods.run_rules import Fired, Limits, all_fired, fired, limits

USUAL = Limits(low=4, mean=10, high=16)  # two sigma: 6 and 14


def test_limits_agree_with_the_published_example():
    """NHSRplotthedots 0.2.2, vignette "Deviations from Excel defaults"."""
    found = limits([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1])
    assert found == (
        pytest.approx(-0.72, abs=0.005),
        pytest.approx(1.94, abs=0.005),
        pytest.approx(4.6, abs=0.005),
    )


def test_limits_are_the_mean_and_2_66_mean_moving_ranges():
    # ranges 2, 3, 1, 2: mean 2; values' mean 11
    assert limits([10, 12, 9, 10, 12]) == pytest.approx(
        (10.6 - 5.32, 10.6, 10.6 + 5.32)
    )


def test_a_series_that_never_moves_has_no_width():
    assert limits([5, 5, 5]) == (5, 5, 5)


def test_one_value_has_no_limits():
    with pytest.raises(ValueError, match="two values in a row; of 1 none follow"):
        limits([3])
    with pytest.raises(ValueError, match="two values in a row; of 2 none follow"):
        limits([3, None, 4])


def test_no_moving_range_is_taken_across_a_gap():
    # ranges 2 and 2, not 20; values' mean 21
    assert limits([10, 12, None, 32, 30]) == pytest.approx((21 - 5.32, 21, 21 + 5.32))


def test_every_rule_that_fires_is_found_the_weightiest_first():
    found = all_fired([11, 12, 13, 14, 15, 15.5, 17], USUAL)
    assert [one.rule for one in found] == ["outside", "two_of_three", "shift", "trend"]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([10, 11, 17], Fired("outside", "up")),
        ([10, 11, 3], Fired("outside", "down")),
        ([10, 11, 16], None),  # on the limit is within
        ([15, 11, 15], Fired("two_of_three", "up")),
        ([5, 9, 5], Fired("two_of_three", "down")),
        ([15, 15, 11], None),  # the last one is near the mean
        ([15, 9, 15], None),  # not on one side
        ([14, 11, 14], None),  # at two sigma, not beyond
        ([11] * 7, Fired("shift", "up")),
        ([9] * 7, Fired("shift", "down")),
        ([11] * 6, None),
        ([10] + [11] * 6, None),  # on the mean is on neither side
        ([7, 8, 9, 9.5, 10, 10.5, 11], Fired("trend", "up")),
        ([13, 12, 11, 10, 9, 8, 7], Fired("trend", "down")),
        ([7, 8, 9, 9, 10, 10.5, 11], None),  # once it stood still
        ([], None),
    ],
)
def test_the_weightiest_rule_of_the_last_value_fires(values, found):
    assert fired(values, USUAL) == found
