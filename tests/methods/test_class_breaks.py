"""Breaks of a map: half-open, round, and never moving a value."""

import mapclassify
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from methods.class_breaks import class_of, rounded_breaks, roundest

NUMBERS = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=6)


@pytest.mark.parametrize(
    ("above", "upto", "expected"),
    [
        (2.037, 2.066, 2.05),
        (1.9, 2.4, 2.0),
        (0.98, 1.23, 1.0),
        (11.2, 18.0, 15.0),  # two digits are needed: the nearest to the middle
        (0.0613, 0.0627, 0.062),
        (-3.0, 4.0, 0.0),
        (1999.0, 2001.0, 2000.0),
        (5.0, 5.56, 5.3),
    ],
)
def test_the_roundest_number_between_two_is_taken(above, upto, expected):
    assert roundest(above, upto) == expected


def test_a_break_is_above_the_one_and_not_above_the_other():
    assert roundest(1.0, 2.0) == 2.0
    with pytest.raises(ValueError, match="nothing lies above"):
        roundest(2.0, 2.0)


@given(NUMBERS, st.sampled_from(["Quantiles", "EqualInterval"]), st.integers(3, 5))
def test_rounded_breaks_class_every_value_as_before(numbers, method, k):
    values = np.array(numbers)
    assume(len(np.unique(values)) > k)
    made = getattr(mapclassify, method)(values, k=k)
    breaks = rounded_breaks(values, made.yb)
    _, before = np.unique(made.yb, return_inverse=True)  # empty classes left out
    assert class_of(values, breaks).tolist() == before.tolist()
    assert list(breaks) == sorted(set(breaks))


def test_a_value_on_a_break_begins_its_class_and_a_missing_one_has_none():
    assert class_of(np.array([1.0, 2.0, 3.9, 4.0, np.nan]), [2.0, 4.0]).tolist() == [
        *(0, 1, 1, 2),
        -1,
    ]


def test_classes_that_overlap_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        rounded_breaks(np.array([1.0, 3.0, 2.0]), np.array([0, 0, 1]))
    with pytest.raises(ValueError, match="3 values and 2 classes"):
        rounded_breaks(np.array([1.0, 3.0, 2.0]), np.array([0, 1]))
