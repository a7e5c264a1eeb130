"""Reporting delay: by hand, beside Lawless in R's surveillance, and as simulated."""

import numpy as np
import pytest

from methods.reporting_delay import completed, delays
from tests.methods.golden_values import golden


def lines(*rows):
    """Lines of (week, week known, tips)."""
    week, known, tips = np.array(rows).T
    return week, known, tips.astype(float)


# Three weeks until now = 2: of week 0 6 tips at once, 3 a week later, 1 in the second;
# of week 1 8 and 4; of week 2 5
HAND = lines((0, 0, 6), (0, 1, 3), (0, 2, 1), (1, 1, 8), (1, 2, 4), (2, 2, 5))


def test_shares_by_hand():
    found = delays(*HAND, now=2, longest=2)
    assert found.came.tolist() == [19, 7, 1]
    assert found.known.tolist() == [19, 21, 10]
    # after 1 week 9/10; at once 9/10 * 14/21
    assert found.share == pytest.approx([0.6, 0.9, 1])


def test_it_is_the_chain_ladder():
    # factors 21/14 and 10/9: week 1 will have 12 * 10/9, week 2 5 * 21/14 * 10/9
    found = completed(np.array([10.0, 12, 5]), np.array([2, 1, 0]), delays(*HAND, 2, 2))
    assert found.total == pytest.approx([10, 12 * 10 / 9, 5 * 1.5 * 10 / 9])
    assert found.share == pytest.approx([1, 0.9, 0.6])


def test_the_shares_are_those_of_surveillance():
    rows = golden("delay_rows")
    rows = rows[rows["known"] - rows["day"] <= 15]  # R leaves longer ones out
    week, known = (rows[name].to_numpy() for name in ("day", "known"))
    found = delays(week, known, rows["rows"].to_numpy(float), now=0, longest=15)
    assert found.share == pytest.approx(golden("delay")["share"].to_numpy(), rel=1e-9)


def test_a_week_old_enough_is_complete():
    found = completed(np.array([7.0]), np.array([30]), delays(*HAND, 2, 2))
    assert [each[0] for each in found] == [1, 7, 7, 7]


def test_what_took_longer_counts_as_the_longest():
    found = delays(*HAND, now=2, longest=1)
    assert found.came.tolist() == [19, 8]
    assert found.known.tolist() == [19, 22]
    assert found.share == pytest.approx([14 / 22, 1])


def test_a_week_without_a_tip_yet_may_still_have_some():
    found = completed(np.array([0.0]), np.array([0]), delays(*HAND, 2, 2))
    assert (found.total[0], found.low[0]) == (0, 0)
    assert found.high[0] >= 1


def test_the_interval_holds_what_is_known_and_what_is_expected():
    found = completed(np.array([10.0, 12, 5]), np.array([2, 1, 0]), delays(*HAND, 2, 2))
    assert (found.low >= [10, 12, 5]).all()
    assert ((found.low <= found.total) & (found.total <= found.high)).all()
    assert found.high[2] - found.low[2] > found.high[1] - found.low[1]


def test_nineteen_of_twenty_intervals_hold_the_truth():
    random = np.random.default_rng(11)
    now, held = 60, []
    week = np.repeat(np.arange(now + 1), 4)
    took = np.tile(np.arange(4), now + 1)
    for _ in range(300):
        tips = random.poisson(20, now + 1)
        came = random.multinomial(tips, [0.4, 0.3, 0.2, 0.1]).ravel()
        seen = week + took <= now
        found = delays(week[seen], (week + took)[seen], came[seen], now, 3)
        recent = came.reshape(-1, 4)[-3:]
        known = np.array([recent[0, :3].sum(), recent[1, :2].sum(), recent[2, 0]])
        ends = completed(known.astype(float), np.array([2, 1, 0]), found)
        held.append((ends.low <= tips[-3:]) & (tips[-3:] <= ends.high))
    assert 0.93 <= np.mean(held) <= 0.985


def test_without_a_week_that_shows_delays_nothing_is_said():
    nothing = np.array([], dtype=int)
    found = delays(nothing, nothing, nothing.astype(float), now=2, longest=2)
    assert found.share == pytest.approx([np.nan, np.nan, 1], nan_ok=True)
    ends = completed(np.array([3.0, 3]), np.array([0, 9]), found)
    assert np.isnan([each[0] for each in ends]).all()
    assert (ends.low[1], ends.high[1]) == (3, 3)


def test_a_tip_known_before_its_week_is_refused():
    with pytest.raises(ValueError, match="known before the week"):
        delays(*lines((2, 1, 1)), now=2, longest=2)


def test_a_tip_known_after_now_is_refused():
    with pytest.raises(ValueError, match="after week 2"):
        delays(*lines((2, 3, 1)), now=2, longest=2)


def test_a_week_ahead_is_refused():
    with pytest.raises(ValueError, match="1 weeks ahead"):
        completed(np.array([1.0]), np.array([-1]), delays(*HAND, 2, 2))
