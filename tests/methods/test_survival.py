"""Kaplan-Meier: by hand, a published data set, and R's survival."""

import numpy as np
import pytest

from methods.survival import kaplan_meier, quantile
from tests.methods.golden_values import golden

GEHAN = golden("gehan")  # weeks in remission with 6-MP: Gehan (1965), Freireich (1963)


def gehan():
    return kaplan_meier(GEHAN["weeks"].to_numpy(float), GEHAN["ended"].to_numpy() == 1)


def curve(ended, waiting=()):
    days = np.array([*ended, *waiting], dtype=float)
    return kaplan_meier(days, np.arange(len(days)) < len(ended))


# --- published and R


@pytest.mark.parametrize(
    ("week", "share", "error"),
    # Kalbfleisch & Prentice; Collett: S and Greenwood's error of the 6-MP arm
    [(6, 0.857, 0.0764), (7, 0.807, 0.0869), (10, 0.753, 0.0963), (23, 0.448, 0.1346)],
)
def test_the_remissions_of_the_published_example(week, share, error):
    found = gehan()
    place = np.flatnonzero(found.time == week)[0]
    assert found.open_share[place] == pytest.approx(share, abs=0.0005)
    assert found.error[place] == pytest.approx(error, abs=0.00005)


@pytest.mark.parametrize(
    "field", ["time", "at_risk", "ended", "open_share", "error", "low", "high"]
)
def test_the_curve_is_that_of_r(field):
    other = golden("kaplan_meier")[field].to_numpy()
    assert getattr(gehan(), field) == pytest.approx(other, rel=1e-9)


@pytest.mark.parametrize("row", list(golden("quantiles").itertuples()))
def test_quantiles_and_their_limits_are_those_of_r(row):
    found = quantile(gehan(), row.share)
    assert found == pytest.approx((row.days, row.low, row.high), nan_ok=True)


# --- by hand


def test_without_waiting_it_is_the_share_that_took_longer():
    assert curve([1, 2, 3, 4]).open_share.tolist() == [0.75, 0.5, 0.25, 0]


def test_ends_of_the_same_day_are_counted_together():
    found = curve([2, 2, 5, 5])
    assert found.time.tolist() == [2, 5]
    assert found.at_risk.tolist() == [4, 2]
    assert found.open_share.tolist() == [0.5, 0]


def test_what_waits_since_the_same_day_was_at_risk_then():
    # of 4 open until day 3 one ends and one is seen no longer; of 2 one ends on day 5
    found = curve([3, 5], waiting=[3, 9])
    assert found.at_risk.tolist() == [4, 2, 1]
    assert found.open_share.tolist() == pytest.approx([3 / 4, 3 / 8, 3 / 8])


def test_greenwood_by_hand():
    # S = 3/4 * 1/2; S^2 (1 / (4 * 3) + 1 / (2 * 1))
    found = curve([3, 5], waiting=[3, 9])
    assert found.error[1] == pytest.approx(3 / 8 * np.sqrt(1 / 12 + 1 / 2))


def test_leaving_out_what_waits_would_say_too_short():
    waiting = [20.0] * 6
    with_waiting, without = curve([1, 2, 3, 4], waiting), curve([1, 2, 3, 4])
    assert quantile(without, 0.5).time == 2
    assert np.isnan(quantile(with_waiting, 0.5).time)


def test_the_90th_percentile_of_ten_is_the_ninth():
    assert quantile(curve(range(1, 11)), 0.9).time == 9


def test_while_none_ended_there_are_no_limits():
    found = curve([4], waiting=[2, 8])
    assert found.open_share[0] == 1
    assert np.isnan([found.low[0], found.high[0]]).all()


def test_once_none_is_open_there_is_no_error():
    found = curve([1, 2])
    assert found.open_share[-1] == 0
    assert np.isnan([found.error[-1], found.low[-1], found.high[-1]]).all()


def test_nothing_gives_an_empty_curve():
    found = curve([])
    assert len(found.time) == 0
    assert np.isnan(quantile(found, 0.5)).all()


def test_a_day_below_zero_is_refused():
    with pytest.raises(ValueError, match="below 0; leave such rows out"):
        curve([-1, 3])


def test_a_missing_day_is_refused():
    with pytest.raises(ValueError, match="missing or below 0"):
        curve([np.nan, 3])


@pytest.mark.parametrize("share", [0, 1])
def test_a_quantile_of_none_or_all_is_refused(share):
    with pytest.raises(ValueError, match="not between 0 and 1"):
        quantile(curve([1]), share)
