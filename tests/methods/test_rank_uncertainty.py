"""The draws: every choice within its limits, ranks by hand, and what is not known."""

import numpy as np
import pytest
from scipy import stats

from methods.rank_uncertainty import (
    Choices,
    drawn_scores,
    level_shares,
    places,
    ranks,
)

FIXED = Choices(weight_spread=0, balance_low=0.5, balance_high=0.5)
WEIGHTS = np.array([1.0, 2.0, 1.0, 1.0])
IS_FIRST = np.array([True, True, False, False])


def made_up(provinces=77, indicators=12, seed=1):
    """Scores that agree in part, as indicators of one index do, in four ways."""
    rng = np.random.default_rng(seed)
    risk = rng.uniform(size=(provinces, 1))
    values = 0.5 * risk + rng.beta(1.2, 3, (provinces, indicators))
    by_rank = stats.rankdata(values, axis=0)
    plain = 1 + 9 * np.clip(values, 0, 1)
    treated = 1 + 9 * np.clip(values, 0, 0.8)
    ranked = 1 + 9 * (by_rank - 1) / (provinces - 1)
    return np.array([[treated, plain], [ranked, ranked]])


def drawn(scores, choices=FIXED):
    half = scores.shape[-1] // 2
    return drawn_scores(
        scores,
        np.ones(scores.shape[-1]),
        np.arange(scores.shape[-1]) < half,
        choices,
    )


def four_ways(*rows):
    """The same scores whatever the normalisation and treatment."""
    return np.broadcast_to(np.array(rows, dtype=float), (2, 2, len(rows), 4)).copy()


def test_each_draw_is_one_of_the_eight_ways_and_all_come_up():
    scores = made_up(5, 4)
    ways = []
    for each in scores.reshape(4, 5, 4):
        first = each[:, :2] @ WEIGHTS[:2] / 3
        second = each[:, 2:] @ WEIGHTS[2:] / 2
        ways += [np.sqrt(first * second), (first + second) / 2]
    found = drawn_scores(scores, WEIGHTS, IS_FIRST, FIXED)
    is_way = np.isclose(found.scores[:, np.newaxis], ways).all(axis=2)
    # both treatments rank alike, so two of the eight are equal in twos
    assert is_way.any(axis=1).all()
    assert is_way.mean(axis=0) == pytest.approx([1 / 8] * 4 + [1 / 4] * 4, abs=0.05)
    assert (is_way[:, 4:].any(axis=1) == found.is_ranked).all()


def test_weights_are_drawn_within_their_spread():
    choices = Choices(draws=5000, balance_low=1, balance_high=1)
    found = drawn_scores(four_ways([1, 10, 5, 5]), np.ones(4), IS_FIRST, choices)
    # (a + 10 b) / (a + b) with a and b from 0.75 to 1.25
    low, high = (1.25 + 7.5) / 2, (0.75 + 12.5) / 2
    assert low <= found.scores.min() < low + 0.1
    assert high - 0.1 < found.scores.max() <= high
    assert np.median(found.scores) == pytest.approx(5.5, abs=0.1)


def test_the_balance_of_the_dimensions_is_drawn_within_its_limits():
    found = drawn_scores(four_ways([10, 10, 1, 1]), WEIGHTS, IS_FIRST, Choices())
    # 10^b where geometric, 1 + 9 b where arithmetic
    assert 10**0.4 <= found.scores.min() < 10**0.41
    assert 1 + 9 * 0.59 < found.scores.max() <= 1 + 9 * 0.6
    in_between = (found.scores > 10**0.6) & (found.scores < 1 + 9 * 0.4)
    assert not in_between.any()


def test_a_province_that_is_worse_in_everything_is_always_ahead():
    found = ranks(
        drawn_scores(
            four_ways([5, 5, 5, 5], [6, 6, 6, 6], [9, 9, 9, 9]),
            WEIGHTS,
            IS_FIRST,
            Choices(),
        ).scores
    )
    assert (found == [3, 2, 1]).all()


def test_the_same_seed_gives_the_same_draws():
    scores = made_up()
    scores[:, :, 3, 2] = np.nan
    first, again = drawn(scores, Choices()), drawn(scores, Choices())
    assert np.array_equal(first.scores, again.scores)
    other = places(drawn(scores, Choices(seed=7)).scores)
    assert not np.array_equal(first.scores, drawn(scores, Choices(seed=7)).scores)
    # and another seed hardly moves what is said
    moved = np.abs(other.median - places(first.scores).median)
    assert moved.max() <= 3


def test_a_missing_indicator_is_drawn_from_the_provinces_that_have_it():
    unknown = [np.nan, np.nan, 1, 1]
    scores = four_ways(unknown, [2, 2, 1, 1], [4, 4, 1, 1], [9, 9, 1, 1])
    choices = Choices(weight_spread=0, balance_low=1, balance_high=1)
    found = drawn_scores(scores, WEIGHTS, IS_FIRST, choices).scores[:, 0]
    # thirds of 2, 4 and 9 with weights 1 and 2, each indicator drawn by itself
    expected = {(a + 2 * b) / 3 for a in (2, 4, 9) for b in (2, 4, 9)}
    assert set(np.round(found, 9)) == {round(value, 9) for value in expected}


def widths(scores):
    found = places(drawn(scores, Choices()).scores)
    return found.high - found.low


def test_a_missing_indicator_widens_the_interval():
    scores = made_up()
    whole = widths(scores)
    for missing in (1, 2, 4):
        changed = []
        for province in range(0, 77, 4):
            gap = scores.copy()
            gap[:, :, province, :missing] = np.nan
            changed.append(widths(gap)[province] - whole[province])
        assert np.mean(changed) > 2 * missing
        # at the very ends of the table there is less room
        assert np.mean(np.array(changed) >= 0) >= 0.9


def test_more_missing_widens_it_more():
    scores = made_up()
    middle = int(np.argsort(places(drawn(scores, Choices()).scores).median)[38])
    found = []
    for missing in range(5):
        gap = scores.copy()
        gap[:, :, middle, :missing] = np.nan
        found.append(widths(gap)[middle])
    assert found == sorted(found)
    assert found[4] > 2 * found[0]


def test_equal_scores_share_the_better_rank():
    scores = np.array([[3.0, 9, 3, 1], [1, 1, 1, 1], [0.1 + 0.2, 0.3, 0, 1]])
    assert ranks(scores).tolist() == [[2, 1, 2, 4], [1, 1, 1, 1], [2, 2, 4, 1]]


def test_places_are_ranks_that_came_up():
    # one unit is 1st in 96 of 100 draws, else 12th
    scores = np.tile(np.arange(12.0, 0, -1), (100, 1))
    scores[:4] = scores[:4, ::-1]
    found = places(scores)
    assert (found.low[0], found.median[0], found.high[0]) == (1, 1, 1)
    assert (found.low[11], found.median[11], found.high[11]) == (12, 12, 12)
    assert (found.top_10[0], found.top_20[0]) == (0.96, 1)
    scores[:6] = np.arange(1.0, 13)
    assert places(scores).high[0] == 12


def test_a_level_begins_at_its_threshold_in_the_draws_too():
    scores = np.array([[2.4999999999, 4], [2.5, 5.4999], [7, 5.5], [1, 6.9999]])
    shares = level_shares(scores, [2.5, 4, 5.5, 7])
    assert shares.tolist() == [[0.25, 0.5, 0, 0, 0.25], [0, 0, 0.5, 0.5, 0]]


@pytest.mark.parametrize(
    ("scores", "is_first"),
    [
        (four_ways([1, 2, 3, 4]), np.array([True] * 4)),
        (four_ways([1, 2, 3, 4]), np.array([False] * 4)),
        (four_ways([np.nan, 2, 3, 4]), IS_FIRST),
    ],
)
def test_a_dimension_or_an_indicator_without_a_score_is_refused(scores, is_first):
    with pytest.raises(ValueError, match="no score, or a dimension no indicator"):
        drawn_scores(scores, WEIGHTS, is_first, Choices())
