"""Improved Farrington beside R's surveillance, and what gaps do to it."""

import numpy as np
import pytest
from scipy import stats

from methods import farrington
from methods.negative_binomial import highest_usual
from tests.methods.golden_values import counts, golden

GOLDEN = golden("farrington")
KEYS = ["series", "periods", "reweight", "trend"]
SHIPPED, MENDED = (GOLDEN[GOLDEN["code"] == code] for code in ("shipped", "mended"))


def expected_of(series, week, **options):
    return farrington.expected(counts(series), week, year=52, **options)


def ours(row):
    """What is expected of the week of a golden row; R counts weeks from 1."""
    options = {"periods": row.periods, "has_trend": row.trend}
    return expected_of(row.series, row.week - 1, is_reweighted=row.reweight, **options)


@pytest.mark.parametrize(("key", "rows"), list(MENDED.groupby(KEYS)))
def test_a_week_is_expected_as_by_surveillance(key, rows):
    assert len(rows) > 5
    for row in rows.itertuples():
        found = ours(row)
        assert found.mean[0] == pytest.approx(row.expected, rel=1e-8)
        assert found.phi[0] == pytest.approx(row.phi, rel=1e-6)
        assert found.slope[0] == pytest.approx(row.slope, rel=1e-6, nan_ok=True)
        spread = farrington.dispersion(found)
        assert highest_usual(found.mean, spread, 0.99)[0] == row.upper
        seen = counts(row.series)[:, row.week - 1]
        chance = farrington.exceedance(seen, found, np.ones(1))
        assert chance[0] == pytest.approx(row.p_value, rel=1e-5)
        assert (chance[0] <= 0.01) == row.alarm


@pytest.mark.parametrize(("key", "rows"), list(SHIPPED.groupby(KEYS)))
def test_surveillance_as_it_is_differs_in_the_error_of_the_slope_alone(key, rows):
    kept_otherwise = 0
    for row in rows.itertuples():
        found = ours(row)
        if np.isnan(found.slope[0]) != np.isnan(row.slope):
            kept_otherwise += 1
            continue
        spread = farrington.dispersion(found)
        assert found.phi[0] == pytest.approx(row.phi, rel=1e-4)
        assert highest_usual(found.mean, spread, 0.99)[0] == row.upper
    assert (kept_otherwise > 0) == (row.reweight and row.trend)


# --- worked by hand: two years back, one week to each side


OPTIONS = {"half_width": 1, "periods": 1, "year": 52}


def two_years(first, second):
    weeks = np.zeros((1, 106))
    weeks[0, 0:3], weeks[0, 52:55] = first, second
    return weeks


def test_it_is_the_mean_of_the_same_season():
    # Pearson's (9 + 1 + 1 + 1 + 1 + 9) / 5 over 5 degrees of freedom is 0.88
    found = farrington.expected(two_years([2, 4, 6], [4, 6, 8]), 105, **OPTIONS)
    assert (found.mean[0], found.phi[0], found.weeks[0]) == (pytest.approx(5), 1, 6)


def test_the_variance_is_so_many_times_the_mean():
    # mean 5: (16 + 9 + 25 + 16 + 9 + 25) / 5 = 20 over 5
    found = farrington.expected(two_years([1, 8, 10], [9, 2, 0]), 105, **OPTIONS)
    assert (found.mean[0], found.phi[0]) == (pytest.approx(5), pytest.approx(4))
    assert farrington.dispersion(found)[0] == pytest.approx(3 / 5)


def test_a_week_not_reported_is_no_zero():
    found = farrington.expected(two_years([2, np.nan, 6], [4, 6, 8]), 105, **OPTIONS)
    assert (found.mean[0], found.weeks[0]) == (pytest.approx(26 / 5), 5)


def test_a_series_that_begins_later_is_compared_with_what_it_has():
    unknown = [np.nan] * 3
    found = farrington.expected(two_years(unknown, [4, 6, 8]), 105, **OPTIONS)
    assert (found.mean[0], found.weeks[0]) == (pytest.approx(6), 3)


def test_nothing_to_compare_with_expects_nothing():
    unknown = [np.nan] * 3
    found = farrington.expected(two_years(unknown, unknown), 105, **OPTIONS)
    assert np.isnan(found.mean[0])
    assert np.isnan(farrington.exceedance(np.array([9.0]), found, np.ones(1))[0])


def test_a_rise_of_the_weeks_just_before_hides_nothing():
    weeks = np.tile(4.0, (1, 320))
    quiet = farrington.expected(weeks, 319)
    weeks[0, 293:] = 40
    assert farrington.expected(weeks, 319).mean[0] == quiet.mean[0] == pytest.approx(4)


def test_an_old_outbreak_weighs_less():
    weeks = np.tile([3.0, 5.0], (1, 160))
    usual = farrington.expected(weeks, 319).mean[0]
    weeks[0, 265:268] = 60  # in the season of the week
    plain, reweighted = (
        farrington.expected(weeks, 319, is_reweighted=on).mean[0] for on in (0, 1)
    )
    assert usual < reweighted < plain
    assert reweighted - usual < 0.1 * (plain - usual)


def test_later_weeks_are_not_looked_at():
    weeks = counts("agona")
    whole = farrington.expected(weeks, 300)
    weeks[0, 301:] = 99
    assert farrington.expected(weeks, 300).mean[0] == whole.mean[0]


def test_half_of_a_week_is_expected_to_be_half_as_much():
    found = farrington.expected(two_years([1, 8, 10], [9, 2, 0]), 105, **OPTIONS)
    half = farrington.exceedance(np.array([6.0]), found, np.array([0.5]))
    # mean 2.5, dispersion 0.6: of scipy's nbinom.sf(5, 1 / 0.6, 1 / (1 + 0.6 * 2.5))
    assert half[0] == pytest.approx(stats.nbinom.sf(5, 1 / 0.6, 0.4))


def test_a_first_year_is_refused():
    with pytest.raises(ValueError, match="week 40 has no year before it"):
        farrington.expected(np.ones((1, 60)), 40)
