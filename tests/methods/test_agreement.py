"""Weighted kappa: against scikit-learn, R's vcd, and at its ends."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from methods.agreement import weighted_kappa

GOLDEN = Path(__file__).parent / "golden" / "agreement.csv"
# Hout, Duncan & Sobel (1987), as in R's vcd::SexualFun: husbands in rows, wives in
# columns, four grades
ANSWERS = ((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))
GRADES = st.integers(1, 5)


def pairs(table):
    cells = [
        (row, column)
        for row, counts in enumerate(table, start=1)
        for column, count in enumerate(counts, start=1)
        for _ in range(count)
    ]
    return tuple(zip(*cells, strict=True))


def test_kappa_and_its_interval_are_those_of_vcd():
    (expected,) = csv.DictReader(GOLDEN.open(encoding="utf-8"))
    found = weighted_kappa(*pairs(ANSWERS), 4)
    assert found.kappa == pytest.approx(float(expected["kappa"]), abs=1e-11)
    assert found.low == pytest.approx(float(expected["low"]), abs=1e-11)
    assert found.high == pytest.approx(float(expected["high"]), abs=1e-11)


@given(st.lists(st.tuples(GRADES, GRADES), min_size=2, max_size=90))
def test_kappa_is_that_of_scikit_learn(rows):
    one, other = zip(*rows, strict=True)
    found = weighted_kappa(one, other, 5)
    if found is None:
        assert len({*one, *other}) == 1
        return
    expected = cohen_kappa_score(
        one, other, labels=[1, 2, 3, 4, 5], weights="quadratic"
    )
    assert found.kappa == pytest.approx(expected)
    assert -1 <= found.low <= found.kappa <= found.high <= 1


def test_full_agreement_is_one_without_an_interval_around_it():
    found = weighted_kappa([1, 3, 5, 5], [1, 3, 5, 5], 5)
    assert (found.kappa, found.low, found.high) == (1, 1, 1)


def test_one_grade_for_all_says_nothing_of_agreement():
    assert weighted_kappa([3, 3, 3], [3, 3, 3], 5) is None
    assert weighted_kappa([], [], 5) is None


def test_two_grades_apart_count_four_times_one():
    own = [1, 2, 3, 4, 5] * 4
    near = weighted_kappa(own, [2, *own[1:]], 5)
    far = weighted_kappa(own, [3, *own[1:]], 5)
    # expected disagreement hardly differs, so the loss is four times as much
    assert (1 - far.kappa) / (1 - near.kappa) == pytest.approx(4, rel=0.05)


def test_the_interval_holds_what_resampling_gives():
    one, other = (np.array(each) for each in pairs(ANSWERS))
    rng = np.random.default_rng(2563)
    found = weighted_kappa(one, other, 4)
    again = []
    for _ in range(500):
        taken = rng.integers(0, len(one), len(one))
        again.append(weighted_kappa(one[taken], other[taken], 4).kappa)
    low, high = np.quantile(again, (0.025, 0.975))
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.04)


@pytest.mark.parametrize(("one", "other"), [([1], [1, 2]), ([0], [1]), ([1], [6])])
def test_grades_that_do_not_pair_or_are_out_of_range_are_refused(one, other):
    with pytest.raises(ValueError, match="grades must be 1 to 5"):
        weighted_kappa(one, other, 5)
