"""What of the risk index may leave, where one of its indicators counts victims."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.composite import RANGE, outside
from dashboard.disclosure import Audience, disclosed
from dashboard.rules import rules

LEAST, MOST = RANGE
scores = st.floats(1, 10)


def scored(score: float, least: float, most: float, gap: float = 0.0) -> pd.DataFrame:
    frame = {"risk_score": [score], LEAST: [least], MOST: [most]}
    return pd.DataFrame(frame | {"coverage_gap": [gap]})


@pytest.mark.parametrize(
    ("score", "said"), [(4.0, 4.0), (4.49, 4.0), (4.5, 4.5), (3.99, 3.5), (10.0, 10.0)]
)
def test_a_score_is_said_as_the_step_from_which_on_it_lies(score, said):
    assert outside(scored(score, score, score))["risk_score"].tolist() == [said]


def test_a_score_that_would_narrow_a_small_count_is_not_said():
    found = outside(scored(4.2, 3.9, 4.3, gap=2.1))
    assert found[["risk_score", "coverage_gap"]].isna().all(axis=None)
    assert outside(scored(4.2, 4.0, 4.4))["risk_score"].tolist() == [4.0]


@given(scores, scores, scores)
def test_scores_that_may_be_told_apart_are_not_of_small_counts(one, other, third):
    """Whatever is said of a score is said of every other one in its range."""
    least, score, most = sorted((one, other, third))
    said = outside(scored(score, least, most))["risk_score"].iloc[0]
    for each in (least, most):
        again = outside(scored(each, least, most))["risk_score"].iloc[0]
        assert again == said or (math.isnan(again) and math.isnan(said))


def test_a_gap_is_made_of_the_score_that_is_said():
    """G / R = 1 - K / K* is open: from an exact gap it gives the exact score."""
    found = outside(scored(4.4, 4.4, 4.4, gap=2.2))
    assert found["coverage_gap"].tolist() == pytest.approx([2.0])


def test_what_has_left_once_may_leave_again():
    once = outside(scored(4.4, 4.3, 4.45, gap=2.2))
    pd.testing.assert_frame_equal(outside(once), once)


@pytest.mark.parametrize("column", ["risk_score", "coverage_gap"])
def test_a_score_without_its_range_does_not_leave(column):
    with pytest.raises(ValueError, match=LEAST):
        disclosed(pd.DataFrame({column: [4.0]}), Audience.OUTSIDE, [])


def test_nothing_is_said_of_the_rate_of_victims_nor_of_its_dimension():
    codes = ["E_CASE_RATE", "V_POVERTY"]
    figures = pd.DataFrame({"indicator_code": codes, "value": [1.5, 0.2]})
    figures = figures.assign(score=[3.7, 6.1], weight=1.0, exposure_score=4.4)
    found = disclosed(figures, Audience.OUTSIDE, []).frame
    assert found[["value", "score"]].isna().any(axis=1).tolist() == [True, False]
    assert found["weight"].tolist() == [1.0, 1.0]
    assert found["exposure_score"].isna().all()


def test_shares_of_draws_are_rounded():
    shares = pd.DataFrame({"top_20_share": [0.873, 0.02], "level_5_share": [1.0, 0.5]})
    found = outside(shares, replace(rules(), share_base=0.05))
    assert found["top_20_share"].tolist() == [0.85, 0.0]
    assert found["level_5_share"].tolist() == [1.0, 0.5]


def test_analysts_see_all_of_it():
    frame = scored(4.2, 3.9, 4.3)
    pd.testing.assert_frame_equal(disclosed(frame, Audience.ANALYST, []).frame, frame)
