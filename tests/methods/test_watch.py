"""Weeks looked at again while their tips come in, by what was known each time."""

from pathlib import Path

import numpy as np
import pytest

from methods import as_known
from methods import watch as watch_module
from methods.alarm_budget import BUDGET, rate_of, read
from methods.as_known import Changes
from methods.detection import detect
from methods.evidence import CUSUM, EARS, NONE
from methods.reporting_delay import completed, delays
from methods.watch import LOOKS, ONE_LOOK, watch
from tools.weekly_series import made

GRIDS = read(Path(__file__).parents[2] / "data" / "detection.toml")
RATE = rate_of(78)
ALL_AT_ONCE = (1.0,)
IN_TIME = (0.71, 0.21, 0.05, 0.03)  # all of a week before it is taken as settled
AS_SHIPPED = (0.71, 0.21, 0.05, 0.02, 0.01)


def coming_in(counts, shares, random):
    """Changes of counts of which a share comes with each delay."""
    came = random.multinomial(counts.astype(int), shares)
    area, week, late = np.nonzero(came)
    return Changes(area, week, week + late, came[area, week, late].astype(float))


def told_at_once(counts):
    return np.tile(np.arange(counts.shape[1], dtype=float), (len(counts), 1))


def series(areas, weeks, seed=1, mean=0.6):
    return made(mean, areas, weeks, np.random.default_rng(seed))


def watched(made_series, shares=AS_SHIPPED, seed=2, told=None):
    counts = made_series.counts
    changes = coming_in(counts, shares, np.random.default_rng(seed))
    told = told_at_once(counts) if told is None else told
    return changes, watch(changes, told, made_series.starts, GRIDS, RATE)


# --- what was known when


def by_hand(counts, changes, weeks):
    """As known so many weeks after each week, change by change."""
    found = np.zeros(counts.shape)
    for area, week, known, tips in zip(*changes, strict=True):
        if known - week <= weeks:
            found[area, week] += tips
    found[:, counts.shape[1] - weeks :] = np.nan
    return found


@pytest.mark.parametrize("weeks", [0, 1, 3])
def test_counts_after_some_weeks_are_the_changes_until_then(weeks):
    counts = series(4, 60).counts
    changes = coming_in(counts, AS_SHIPPED, np.random.default_rng(3))
    known = as_known.knowledge(changes, told_at_once(counts))
    found = as_known.after(known, weeks)
    np.testing.assert_array_equal(found, by_hand(counts, changes, weeks))


def test_a_week_is_missing_until_it_was_heard_of():
    changes = Changes(*np.array([[0, 0], [2, 2], [3, 4]]), np.array([1.0, -1.0]))
    told = np.array([[0, 3, np.inf, 3.0, np.inf]])
    known = as_known.knowledge(changes, told)
    assert as_known.after(known, 0)[0].tolist() == pytest.approx(
        [0, np.nan, np.nan, 0, np.nan], nan_ok=True
    )
    # the tip of week 2 was taken back, and no report says there was none
    assert as_known.after(known, 1)[0, 2] == 1
    assert np.isnan(as_known.after(known, 2)[0, 2])
    assert as_known.after(known, 2)[0, 1] == 0


def test_an_area_that_tells_no_zeros_is_not_judged_and_the_sum_holds_its_tips():
    made_series = series(3, 120, mean=2)
    told = told_at_once(made_series.counts)
    told[0] = np.inf
    told[1, 1::2] = np.inf  # half of its weeks: enough
    _, found = watched(made_series, ALL_AT_ONCE, told=told)
    assert not found.tells_zeros[:, 0, 8:].any()
    assert found.tells_zeros[:, 1:].all()
    assert (found.method[:, 0] == NONE).all()
    assert (found.method[:4, 1:, 70:110] != NONE).any(axis=0).mean() > 0.9
    assert found.tips[-1, 3].tolist() == made_series.counts.sum(axis=0).tolist()


def test_where_nobody_tells_zeros_a_year_without_files_is_no_year_without_tips():
    """Ten areas, no report of any week, and a year of which no file came."""
    made_series = series(10, 260, mean=2)
    usual = made_series.counts.sum(axis=0).mean()
    made_series.counts[:, 150:202] = 0
    told = np.full(made_series.counts.shape, np.inf)
    _, found = watched(made_series, ALL_AT_ONCE, told=told)
    assert np.isnan(found.tips[-1, 10, 150:202]).all()
    assert (found.method[-1, 10, 150:202] == NONE).all()
    after = found.expected[-1, 10, 215:]
    assert after == pytest.approx(np.full(len(after), usual), rel=0.2)
    assert (found.score[-1, 10, 202:] > 1).sum() <= 2


def test_where_areas_tell_zeros_a_silent_week_is_missing_in_the_sum():
    made_series = series(2, 120, mean=2)
    told = told_at_once(made_series.counts)
    told[:, 100] = np.inf
    made_series.counts[:, 100] = 0
    _, found = watched(made_series, ALL_AT_ONCE, told=told)
    assert np.isnan(found.tips[:, 2, 100]).all()
    assert (found.method[:, 2, 100] == NONE).all()


def test_snapshots_are_what_was_known_at_the_end_of_each_week():
    counts = series(3, 40).counts
    changes = coming_in(counts, AS_SHIPPED, np.random.default_rng(4))
    snapshots = as_known.Snapshots(as_known.knowledge(changes, told_at_once(counts)))
    for week in (5, 6, 30):
        found = snapshots.until(week)
        for back in (0, 1, 4):
            expected = by_hand(counts, changes, back)[:, week - back]
            assert found[:, week - back].tolist() == expected.tolist()
        assert np.isnan(found[:, week + 1 :]).all()


def test_delays_of_each_week_are_those_of_the_year_before_it():
    counts = series(5, 90, mean=4).counts
    changes = coming_in(counts, AS_SHIPPED, np.random.default_rng(5))
    found = as_known.known_delays(as_known.knowledge(changes, told_at_once(counts)))
    for now in (20, 89):
        use = (changes.known <= now) & (changes.week > now - as_known.YEAR)
        other = delays(
            changes.week[use],
            changes.known[use],
            changes.tips[use],
            now,
            as_known.LONGEST,
        )
        for mine, theirs in zip(found, other, strict=True):
            assert mine[:, now].tolist() == pytest.approx(theirs.tolist())


# --- looks


def test_with_all_known_at_once_every_look_is_a_plain_judgement():
    thin = series(6, 140)
    _, found = watched(thin, ALL_AT_ONCE)
    plain = detect(thin.counts, thin.starts, GRIDS, RATE * ONE_LOOK)
    settled = slice(60, 130)  # by the CUSUM, which has forgotten how it began
    for look in range(LOOKS + 1):
        assert (found.method[look, :6, settled] == CUSUM).all()
        for name in ("expected", "alarm_from", "score"):
            mine = getattr(found, name)[look, :6, settled]
            assert mine == pytest.approx(getattr(plain, name)[:, settled], rel=1e-6)


def test_a_look_stays_whatever_comes_later():
    rows = series(8, 260)
    changes, whole = watched(rows)
    for now in (120, 201):
        use = (changes.known <= now) & (changes.week <= now)
        then = watch(
            Changes(*(each[use] for each in changes)),
            told_at_once(rows.counts[:, : now + 1]),
            rows.starts[: now + 1],
            GRIDS,
            RATE,
        )
        for name in (
            *("tips", "expected", "high", "alarm_from", "score", "total_high"),
            *("expected_whole", "high_whole"),
        ):
            for look in range(LOOKS):
                until = slice(0, now + 1 - look)
                mine, other = (
                    getattr(each, name)[look, :, until] for each in (then, whole)
                )
                np.testing.assert_array_equal(mine, other)


def test_recent_weeks_are_completed_by_the_delays_known_then():
    rows = series(8, 120, mean=5)
    changes, found = watched(rows)
    last = rows.counts.shape[1] - 1
    known = as_known.known_delays(
        as_known.knowledge(changes, told_at_once(rows.counts))
    )
    now = type(known)(*(each[:, -1] for each in known))
    ends = completed(found.tips[0, :, last], np.zeros(9, dtype=int), now)
    assert found.total[0, :, last] == pytest.approx(ends.total)
    assert found.total_low[0, :, last].tolist() == ends.low.tolist()
    assert found.total_high[LOOKS, :, last].tolist() == ends.high.tolist()
    assert np.isnan(found.total[LOOKS, :, : last - 3]).all()


@pytest.mark.parametrize("mean", [0.6, 5])
def test_beside_tips_in_the_end_stands_what_is_usual_of_the_whole_week(mean):
    rows = series(4, 260, mean=mean)
    found = watched(rows)[1]
    is_open = ~np.isnan(found.total) & (found.method != NONE)
    assert (np.isnan(found.expected_whole) == ~is_open).all()
    assert (np.isnan(found.high_whole) == ~is_open).all()
    part = found.expected / found.known_share
    assert found.expected_whole[is_open] == pytest.approx(part[is_open], rel=1e-6)
    assert (found.high_whole >= found.high)[is_open].all()


def test_what_is_usual_of_a_whole_week_is_that_of_a_week_known_at_once():
    rows = series(8, 120)
    in_parts, at_once = watched(rows, IN_TIME)[1], watched(rows, ALL_AT_ONCE)[1]
    week = slice(20, 40)  # C2 alone, which goes by weeks as known SETTLED weeks later
    assert (in_parts.method[0, :8, week] == EARS).all()
    for whole, part in (("expected_whole", "expected"), ("high_whole", "high")):
        mine, other = (
            getattr(each, name)[0, :8, week]
            for each, name in ((in_parts, whole), (at_once, part))
        )
        np.testing.assert_array_equal(mine, other)
        np.testing.assert_array_equal(getattr(at_once, whole)[0, :8, week], other)
    assert (in_parts.high_whole > in_parts.high)[0, :8, week].any()


# --- fits made before


def judged_with(fits, rows, changes):
    return watch(changes, told_at_once(rows.counts), rows.starts, GRIDS, RATE, fits)


def of_the_first(rows, weeks):
    """The same series as they were so many weeks after the first one."""
    return rows._replace(counts=rows.counts[:, :weeks], starts=rows.starts[:weeks])


@pytest.fixture
def fitted(monkeypatch):
    """The columns for which something was fitted."""
    noted, fit = [], watch_module._fit

    def noting(counts, starts, block):
        noted.append(block.judged.start)
        return fit(counts, starts, block)

    monkeypatch.setattr(watch_module, "_fit", noting)
    return noted


def test_with_fits_made_before_a_new_week_is_judged_as_without(fitted):
    rows = series(5, 230, mean=5)
    changes = coming_in(rows.counts, AS_SHIPPED, np.random.default_rng(4))
    earlier = changes._replace(
        **{name: each[changes.week < 229] for name, each in changes._asdict().items()}
    )
    fits = {}
    judged_with(fits, of_the_first(rows, 229), earlier)
    assert len(fitted) == len(fits) > 50
    fitted.clear()
    found = judged_with(fits, rows, changes)
    assert len(fitted) == 1  # the block that the new week lies in
    anew = judged_with({}, rows, changes)
    for name, mine, other in zip(found._fields, found, anew, strict=True):
        np.testing.assert_array_equal(mine, other, name)


def test_a_change_in_the_past_is_fitted_anew_from_there_on(fitted):
    rows = series(3, 120)
    changes = coming_in(rows.counts, AS_SHIPPED, np.random.default_rng(4))
    fits = {}
    judged_with(fits, rows, changes)
    blocks = sorted(fitted)
    fitted.clear()
    more = Changes(
        *(np.append(e, v) for e, v in zip(changes, (1, 40, 60, 2), strict=True))
    )
    judged_with(fits, rows, more)
    assert sorted(fitted) == [block for block in blocks if block > 60]
    fitted.clear()
    judged_with(fits, rows, more)
    assert fitted == []  # those that were needed last are kept


# --- the sum of all


def test_the_sum_is_judged_by_what_those_heard_of_would_have():
    rows = series(4, 140, mean=3)
    told, counts = told_at_once(rows.counts), rows.counts.copy()
    told[0, 100:130], counts[0, 100:130] = np.inf, 0
    silent = made(3, 4, 140, np.random.default_rng(1))._replace(counts=counts)
    _, found = watched(silent, ALL_AT_ONCE, told=told)
    # one of four is silent: less than 80 % is left once it counts as silent
    assert found.method[0, -1, 99] == CUSUM
    assert (found.method[0, -1, 105:130] == NONE).all()
    assert np.isfinite(found.tips[0, -1]).all()
    # in the week after it has spoken again, the sum is judged as before
    assert found.method[0, -1, 131] == CUSUM


def test_a_silent_area_lowers_what_is_expected_of_the_sum():
    rows = series(10, 140, mean=3)
    told, counts = told_at_once(rows.counts), rows.counts.copy()
    told[0, 110:], counts[0, 110:] = np.inf, 0
    _, found = watched(rows._replace(counts=counts), ALL_AT_ONCE, told=told)
    share = found.known_share[0, -1]
    assert share[100] == pytest.approx(1)
    assert 0.8 < share[125] < 0.97
    usual = found.expected[0, -1] / share
    assert usual[125] == pytest.approx(usual[100], rel=0.25)
    # all is known at once: the whole week of those who speak is what is expected
    whole = found.expected_whole[0, -1]
    assert whole[125] == pytest.approx(found.expected[0, -1, 125])


# --- false alarms


def test_all_looks_together_keep_within_reach_of_the_budget():
    found = []
    for seed in range(3):
        rows = series(78, 240, seed=seed)
        _, seen = watched(rows, seed=seed + 10)
        alarms = (seen.score[:LOOKS, :78] > 1).any(axis=0)
        found.append(alarms[:, 60:-LOOKS].sum(axis=0).mean())
    assert 0.5 * BUDGET < np.mean(found) < 1.5 * BUDGET
