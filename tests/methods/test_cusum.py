"""The negative-binomial CUSUM beside R's surveillance, by hand, and with gaps."""

import numpy as np
import pytest

from methods.cusum import cusum, ratio_of
from tests.methods.golden_values import counts, golden

GOLDEN = golden("cusum")


def chart(weeks, threshold=3.0, mean=1.0, spread=0.0, ratio=2.0, start=None):
    """The chart of one series with the same mean in all weeks."""
    weeks = np.array([weeks], dtype=float)
    same = np.ones_like(weeks)
    return cusum(
        weeks, mean * same, spread * same, ratio * same, threshold * same, start
    )


@pytest.mark.parametrize(("ratio", "rows"), list(GOLDEN.groupby("ratio")))
def test_the_chart_is_that_of_surveillance(ratio, rows):
    weeks = counts("agona")[:, rows["week"] - 1]  # R counts from 1
    mean = rows["mu"].to_numpy()[None, :]
    same = np.ones_like(mean)
    found = cusum(weeks, mean, 0.3 * same, ratio * same, 3.0 * same)
    assert found.statistic[0] == pytest.approx(rows["statistic"].to_numpy(), abs=1e-8)
    assert (found.is_alarm[0] == rows["alarm"]).all()
    assert rows["alarm"].sum() > 0


def test_poisson_counts_by_hand():
    # each week adds x log 2 - 1: -1, 0.386, 1.079, ...
    found = chart([0, 2, 3, 1])
    log = np.log(2)
    sums = [0, 2 * log - 1, 5 * log - 2, 6 * log - 3]
    assert found.statistic[0] == pytest.approx(sums)


def test_an_alarm_begins_anew():
    found = chart([6, 2, 0], threshold=3)  # 6 log 2 - 1 = 3.16
    assert found.is_alarm[0].tolist() == [True, False, False]
    assert found.statistic[0, 1] == pytest.approx(2 * np.log(2) - 1)


def test_the_count_that_alarms_is_the_smallest_that_does():
    weeks = [1, 2, 3, 0, 2, 4, 1, 0]
    found = chart(weeks, spread=0.3)
    for place in range(len(weeks)):
        enough, short = (
            chart([*weeks[:place], found.alarm_from[0, place] - less], spread=0.3)
            for less in (0, 1)
        )
        assert enough.is_alarm[0, place]
        assert not short.is_alarm[0, place]


def test_a_week_not_reported_changes_nothing():
    found, without = chart([3, np.nan, 2]), chart([3, 2])
    assert np.isnan(found.statistic[0, 1])
    assert found.statistic[0, 2] == without.statistic[0, 1]


@pytest.mark.parametrize(("silent", "is_kept"), [(3, True), (4, False)])
def test_after_four_silent_weeks_it_begins_anew(silent, is_kept):
    found = chart([3] + [np.nan] * silent + [3])
    alone = chart([3]).statistic[0, 0]
    assert found.statistic[0, -1] == pytest.approx(alone * (2 if is_kept else 1))


def test_it_goes_on_from_where_it_was():
    weeks = [2, 0, 3, np.nan, 2, 1, np.nan, 3, 4, 0, 2]
    whole = chart(weeks)
    for cut in range(1, len(weeks)):
        before = chart(weeks[:cut])
        after = chart(weeks[cut:], start=(before.sum[:, -1], before.silent[:, -1]))
        assert after.statistic[0] == pytest.approx(
            whole.statistic[0, cut:], nan_ok=True
        )
        assert after.is_alarm[0].tolist() == whole.is_alarm[0, cut:].tolist()


def test_a_week_without_a_usual_mean_tells_nothing():
    mean = np.array([[np.nan, 1.0]])
    same = np.ones_like(mean)
    found = cusum(np.array([[9.0, 2]]), mean, 0 * same, 2 * same, 3 * same)
    assert found.statistic[0].tolist() == pytest.approx(
        [np.nan, 2 * np.log(2) - 1], nan_ok=True
    )


def test_a_rise_by_three_standard_deviations_as_a_ratio():
    # mean 4, variance 4 + 0.75 * 16 = 16: 4 + 3 * 4 is four times 4
    assert ratio_of(np.array([4.0]), np.array([0.75]), 3)[0] == pytest.approx(4)
