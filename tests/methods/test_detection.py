"""Which method judges a week, what it says, and how often it is wrong."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from methods import farrington
from methods.alarm_budget import rate_of, read
from methods.detection import detect
from methods.evidence import CUSUM, EARS, FARRINGTON, NONE, USUAL
from methods.negative_binomial import highest_usual
from tools.weekly_series import made, with_rise

GRIDS = read(Path(__file__).parents[2] / "data" / "detection.toml")
RATE = rate_of(78)


def mondays(weeks):
    return np.datetime64("2018-01-01") + 7 * np.arange(weeks)


def judged(counts, since=0, **options):
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    return detect(counts, mondays(counts.shape[1]), GRIDS, RATE, since=since, **options)


@pytest.fixture(scope="module")
def thin():
    return made(0.5, 30, 330, np.random.default_rng(5))


@pytest.fixture(scope="module")
def thick():
    return made(8, 30, 330, np.random.default_rng(6))


# --- which method


def test_the_first_weeks_are_not_judged():
    found = judged(np.ones(12))
    assert found.method[0].tolist() == [NONE] * 9 + [EARS] * 3
    assert not found.is_alarm.any()


def test_c2_judges_the_first_year_then_the_cusum(thin):
    method = judged(thin.counts[:1, :120]).method[0]
    assert (method[9:40] == EARS).all()
    assert (method[52:] == CUSUM).all()


@pytest.mark.long
def test_three_years_of_three_tips_a_week_are_judged_by_farrington(thick):
    found = judged(thick.counts[:10])
    assert (found.method[:, 60:160] == CUSUM).all()
    assert (found.method[:, 168:] == FARRINGTON)[~found.is_alarm[:, 168:]].all()


def test_a_rise_that_lasts_is_found_by_the_cusum_where_farrington_sees_none(thick):
    counts = thick.counts.copy()
    counts[:, -8:] += np.round(1.5 * thick.sigma[:, -8:])
    found = judged(counts, since=300)
    summed_up = found.method[:, -8:] == CUSUM
    assert summed_up.sum() > 10
    assert found.is_alarm[:, -8:][summed_up].all()
    for back in range(8):  # the range does not jump: it stays Farrington's
        week = 329 - back
        by_farrington = farrington.expected(counts, week)
        assert found.expected[:, week - 300] == pytest.approx(by_farrington.mean)
        usual = highest_usual(
            by_farrington.mean, farrington.dispersion(by_farrington), USUAL
        )
        np.testing.assert_array_equal(found.high[:, week - 300], usual)
    within = found.alarm_from[:, -8:] <= found.high[:, -8:]
    assert within[summed_up].any()  # a usual week alarms, as rises add up


def test_a_thin_series_stays_with_the_cusum(thin):
    assert (judged(thin.counts, since=200).method == CUSUM).all()


@pytest.mark.long
def test_a_week_not_reported_is_not_judged(thin, thick):
    for counts in (thin.counts[:1], thick.counts[:1]):
        for week in (30, 100, 300):
            silent = counts.copy()
            silent[0, week] = np.nan
            found = judged(silent)
            assert found.method[0, week] == NONE
            assert np.isnan(found.score[0, week])
            assert not found.is_alarm[0, week]


def test_a_series_that_begins_later_starts_cold(thin):
    counts = thin.counts[:1].copy()
    counts[0, :200] = np.nan
    method = judged(counts).method[0]
    assert (method[:205] == NONE).all()
    assert (method[209:240] == EARS).all()
    assert (method[252:] == CUSUM).all()


def test_weeks_not_reported_are_no_zeros(thick):
    silent = thick.counts[:1].copy()
    silent[0, 240:252] = np.nan  # the season of week 300
    zero = np.nan_to_num(silent)
    as_silent, as_zero = (judged(each, since=300) for each in (silent, zero))
    assert as_silent.expected[0, 0] > as_zero.expected[0, 0]


# --- what it says


@pytest.mark.parametrize("mean", ["thin", "thick"])
def test_a_clear_rise_is_found_and_named_within_three_weeks(mean, request):
    series = request.getfixturevalue(mean)
    counts = with_rise(series, 310, 6, np.random.default_rng(7))[:, :313]
    found = judged(counts, since=300)
    assert found.is_alarm[:, 10:].any(axis=1).mean() > 0.95
    assert (found.score[found.is_alarm] > 1).all()


def test_the_first_tip_of_a_province_that_had_none_is_no_alarm():
    counts = np.zeros(300)
    counts[290] = 1
    assert not judged(counts).is_alarm.any()


def test_three_tips_in_a_week_of_such_a_province_are_one():
    counts = np.zeros(300)
    counts[290] = 3
    assert judged(counts).is_alarm[0].nonzero()[0].tolist() == [290]


@pytest.mark.parametrize(
    ("length", "mean"), [(30, "thin"), (200, "thin"), (300, "thick")]
)
def test_the_count_named_is_the_smallest_that_alarms(length, mean, request):
    counts = request.getfixturevalue(mean).counts[:, :length]
    named = judged(counts, since=length - 1).alarm_from[:, 0]
    enough, short = counts.copy(), counts.copy()
    enough[:, -1], short[:, -1] = named, named - 1
    assert judged(enough, since=length - 1).is_alarm.all()
    assert not judged(short, since=length - 1).is_alarm.any()


@pytest.mark.long
def test_nineteen_weeks_of_twenty_lie_at_or_below_the_usual_high(thin, thick):
    for series in (thin, thick):
        found = judged(series.counts, since=200)
        share = (series.counts[:, 200:] <= found.high).mean()
        assert 0.93 < share < 0.99


@pytest.mark.parametrize("mean", [0.3, 1, 3, 10])
def test_of_the_first_weeks_too_nineteen_of_twenty_lie_at_or_below_it(mean):
    counts = made(mean, 3000, 40, np.random.default_rng(7)).counts
    found = judged(counts)
    assert (found.method[:, 10:] == EARS).all()
    assert 0.92 < (counts <= found.high)[:, 10:].mean() < 0.98


def test_the_usual_high_of_the_first_weeks_is_a_prediction_limit_of_seven_weeks():
    week = [20, 24, 16, 28, 12, 22, 18]  # mean 20, standard deviation 5.29 (> sqrt 20)
    counts = [[*week, 0, 0, 20]]
    sigma = np.sqrt(sum((x - 20) ** 2 for x in week) / 6)
    limit = 20 + stats.t.ppf(0.95, 6) * sigma * np.sqrt(1 + 1 / 7)
    found = judged(counts)
    assert found.high[0, 9] == np.floor(limit) == 30


def test_a_week_beyond_all_measure_is_an_alarm(thick):
    counts = thick.counts[:1].copy()
    counts[0, -1] = 1e6
    found = judged(counts, since=329)
    assert found.is_alarm[0, 0]
    assert np.isfinite(found.score[0, 0])


def test_a_half_known_week_is_expected_to_have_half(thick):
    since = 329
    whole = judged(thick.counts, since)
    half = judged(thick.counts, since, known_share=np.full((30, 1), 0.5))
    assert half.expected == pytest.approx(whole.expected / 2)
    assert (half.alarm_from <= whole.alarm_from).all()
    assert half.alarm_from.sum() < 0.8 * whole.alarm_from.sum()


def test_a_week_of_which_nothing_can_be_known_is_not_judged(thin):
    found = judged(thin.counts, 329, known_share=np.zeros((30, 1)))
    assert (found.method == NONE).all()


# --- how it is called


@pytest.mark.long
def test_going_on_week_by_week_gives_the_same(thin, thick):
    counts = np.vstack([thin.counts[:10], thick.counts[:10]])
    counts[3, 200:206] = np.nan
    whole, state = judged(counts), None
    for since, until in ((0, 100), (100, 101), (101, 203), (203, 330)):
        part = judged(counts[:, :until], since, state=state)
        state = part.state
        for field in ("method", "expected", "high", "alarm_from", "score", "is_alarm"):
            other = getattr(whole, field)[:, since:until]
            assert np.allclose(getattr(part, field), other, rtol=1e-9, equal_nan=True)


def test_later_weeks_change_nothing_before(thin):
    before = judged(thin.counts[:, :250])
    after = judged(thin.counts)
    assert np.array_equal(before.score, after.score[:, :250], equal_nan=True)


def test_weeks_that_do_not_follow_one_another_are_refused():
    starts = mondays(20)
    starts[10:] += 7
    with pytest.raises(ValueError, match="one after the other"):
        detect(np.ones((1, 20)), starts, GRIDS, RATE)


@pytest.mark.parametrize("share", [-0.1, 1.2])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(ValueError, match="from 0 to 1"):
        judged(np.ones(20), 19, known_share=np.full((1, 1), share))


# --- how often it is wrong


@pytest.mark.long
@pytest.mark.parametrize("mean", [0.3, 1, 3, 10])
def test_false_alarms_are_those_of_the_budget(mean):
    # 500 series over 24 weeks at 0.02: 240 are due; the seed is not the calibration's
    series = made(mean, 500, 204, np.random.default_rng(31))
    found = detect(series.counts, series.starts, GRIDS, 0.02, since=170)
    assert 0.015 < found.is_alarm[:, 10:].mean() < 0.025


def test_false_alarms_of_the_first_year_are_those_of_the_budget():
    # series of all means; 17,280 weeks at 0.0064: 111 are due
    random = np.random.default_rng(32)
    means = np.geomspace(0.06, 25, 24)
    counts = np.vstack([made(mean, 20, 48, random).counts for mean in means])
    found = detect(counts, mondays(48), GRIDS, RATE)
    assert (found.method[:, 12:] == EARS).all()
    assert 0.7 < found.is_alarm[:, 12:].mean() / RATE < 1.4
