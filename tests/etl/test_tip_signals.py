"""Signals of tips as a build makes them, on seventy weeks written by hand.

Chiang Mai (50) has a tip every week, known within it, and twice more of them: eight of
week 50 that came in two weeks late, and nine in week 55, of which eight turned out to
belong to another province five weeks later. Mae Hong Son (58) reports no tip in any
week, but nothing of weeks 30 and 31, and of week 35 ten days late.
"""

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pytest
from esda import Moran_Local
from libpysal.weights import W

from dashboard.queries.tip_alarms import alarms
from etl import paths
from methods import watch
from methods.alarm_budget import read
from tests.etl import office
from tests.etl.office import hand_over, tip, tips
from tests.opened import opened

HEADER = [*office.TIP_HEADER, "recorded_at"]
LINE = (
    *("dataset", "province_code", "period_start", "period_end", "received_on"),
    "rows",
)
# the last week is that of the official batch, so "now" whatever the tips
MONDAY, WEEKS = date(2019, 4, 8), 70
LATE, RISEN = 50, 55
HIDDEN = {30, 31}
ALARM_LATE, ALARM_RISEN = "ALARM-2020-W13-TH50", "ALARM-2020-W18-TH50"
LOOK = "tips, report_state, method, is_alarm"


def day(week, days=0):
    return MONDAY + timedelta(7 * week + days)


def wrote(name, week, days, recorded, province=50):
    row = tip(name, province_code=province, received_on=day(week, days))
    return [*row, recorded]


USUAL = [wrote(f"U-{week}", week, 2, day(week, 3)) for week in range(WEEKS)]
LATER = [wrote(f"L-{n}", LATE, 1, day(LATE, 16)) for n in range(8)]
RISE = [wrote(f"R-{n}", RISEN, 1, day(RISEN, 4)) for n in range(9)]
MOVED = [wrote(f"R-{n}", RISEN, 1, day(RISEN + 5, 2), province=57) for n in range(8)]
ALSO = [
    ["tip_report", 50, day(week), day(week, 6), day(week, 6), 1]
    for week in range(WEEKS)
]
REPORTS = ALSO + [
    [
        *("tip_report", 58, day(week), day(week, 6)),
        day(week, 16 if week == 35 else 6),
        0,
    ]
    for week in range(WEEKS)
    if week not in HIDDEN
]


def handed(folder, *rows, **others):
    hand_over(folder, "tip_report.csv", tips(*rows, header=HEADER))
    hand_over(folder, "reporting.csv", [LINE, *REPORTS])
    for name, table in others.items():
        hand_over(folder, f"{name}.csv", table)
    return folder


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inbox")
    return handed(folder, *USUAL, *LATER, *RISE, *MOVED)


@pytest.fixture(scope="module")
def built(inbox, tmp_path_factory):
    return office.build(tmp_path_factory.mktemp("built"), inbox)


def looks(version, area, week, columns=LOOK):
    return version.rows(
        f"select {columns} from mart_tip_signal where area_code = $area "
        "and week_start = $week order by weeks_after",
        area=area,
        week=day(week),
    )


def alarm(version, alarm_id, columns):
    found = version.rows(
        f"select {columns} from mart_tip_alarm where alarm_id = $alarm_id",
        alarm_id=alarm_id,
    )
    assert len(found) == 1
    return found[0]


def test_a_late_tip_is_judged_on_a_copy_as_in_a_version_made_anew(
    built, inbox, tmp_path, monkeypatch
):
    folder, out = tmp_path / "inbox", tmp_path / "built"
    shutil.copytree(inbox, folder)
    shutil.copytree(built.out, out)
    late = [wrote(f"N-{n}", WEEKS - 1, 1, day(WEEKS - 1, 4)) for n in range(9)]
    hand_over(folder, "tip_report_late.csv", tips(*late, header=HEADER))
    fitted, fit = [], watch._fit
    monkeypatch.setattr(watch, "_fit", lambda *a: (fitted.append(a), fit(*a))[1])
    on_a_copy = office.build(out, folder)
    assert len(fitted) <= 1  # of the block after the new tips, where there is one
    anew = office.build(tmp_path / "anew", folder)
    assert len(fitted) > 10
    for table in ("mart_tip_signal", "mart_tip_alarm", "tip_fit"):
        query = f"from {table} order by all"
        assert repr(on_a_copy.rows(query)) == repr(anew.rows(query))  # NaN is not NaN


# --- what is known of a week


def test_a_week_has_four_looks_and_now_but_none_that_lies_ahead(built):
    assert len(looks(built, "TH-50", 40)) == 5
    assert [row[0] for row in looks(built, "TH-50", 68, "weeks_after")] == [0, 1, 4]
    assert built.rows(
        "select count(distinct area_code), count(distinct week_start), "
        "count(*) from mart_tip_signal"
    ) == [(78, WEEKS, 78 * (5 * WEEKS - 6))]


def test_a_counted_zero_is_zero_and_a_week_not_reported_is_null(built):
    assert {row[:2] for row in looks(built, "TH-58", 40)} == {(0, "counted_zero")}
    assert {row[:3] for row in looks(built, "TH-58", 30)} == {
        (None, "not_reported", "none")
    }


def test_a_report_that_came_late_counts_from_the_look_after_it(built):
    # of the week that ends on day 6; the report came in on day 16, two weeks later
    assert [row[:2] for row in looks(built, "TH-58", 35)] == [
        (None, "not_reported"),
        (None, "not_reported"),
        *[(0, "counted_zero")] * 3,
    ]
    assert looks(built, "TH-58", 36)[0][:2] == (0, "counted_zero")


def test_late_tips_count_from_the_look_after_them(built):
    assert [row[0] for row in looks(built, "TH-50", LATE)] == [1, 1, 9, 9, 9]


def test_the_country_has_the_sum_of_those_that_reported(built):
    assert [row[0] for row in looks(built, "TH", RISEN)] == [10] * 5
    assert [row[0] for row in looks(built, "TH", 30)] == [1] * 5


def test_what_is_usually_known_is_by_the_delays_of_a_year(built):
    # 52 weeks until now: 61 tips at once, 8 of 67 after two weeks, none later
    found = built.rows(
        "select weeks_after, share_known, tips from mart_tip_delay order by 1"
    )
    early = 1 - 8 / 67
    assert [row[1] for row in found] == pytest.approx([early, early, *[1] * 7])
    assert [row[2] for row in found] == [61, 60, 67, 66, 65, 64, 63, 62, 61]


def test_limits_of_the_known_share_hold_it(built):
    assert built.rows(
        "select count(*) from mart_tip_delay "
        "where not (share_low <= share_known and share_known <= share_high)"
    ) == [(0,)]
    assert built.rows(
        "select share_high < 1 from mart_tip_delay where weeks_after = 0"
    ) == [(True,)]


def test_recent_weeks_have_a_total_in_the_end_and_settled_ones_none(built):
    share = 1 - 8 / 67
    for week, known in ((69, True), (66, True), (65, False), (40, False)):
        now = looks(built, "TH-50", week, "tips, total, total_low, total_high")[-1]
        assert (now[1] is not None) is known
        if known:
            assert now[0] == 1 <= now[2] <= now[1] <= now[3]
    total = looks(built, "TH-50", 69, "total")[-1][0]
    assert total == pytest.approx(1 / share, abs=1e-6)


def test_the_first_weeks_are_not_judged_then_c2_then_the_cusum(built):
    methods = [looks(built, "TH-50", week)[-1][2] for week in (5, 20, 60)]
    assert methods == ["none", "ears", "cusum"]


# --- alarms


def test_an_alarm_is_named_by_its_week_and_province(built):
    assert alarm(built, ALARM_RISEN, "area_code, week_start") == ("TH-50", day(RISEN))
    assert {"TH", "TH-50"} >= set(built.values("select area_code from mart_tip_alarm"))


def test_an_alarm_keeps_what_was_known_when_it_was_first_raised(built):
    raised = "raised_week_start, tips_raised, tips_now, is_alarm_now"
    assert alarm(built, ALARM_RISEN, raised) == (day(RISEN), 10, 2, False)
    assert alarm(built, ALARM_LATE, raised) == (day(LATE + 2), 9, 9, True)


def test_an_alarm_says_what_was_usual_then(built):
    expected, high, least, score, method = alarm(
        built,
        ALARM_RISEN,
        "expected_raised, high_raised, alarm_from_raised, score_raised, method_raised",
    )
    assert 0.5 < expected < 2
    assert expected < high < least <= 10
    assert (score > 1, method) == (True, "cusum")
    first = looks(built, "TH-50", RISEN, "expected, high, alarm_from, score, method")[0]
    assert first == (expected, high, least, score, method)


@pytest.mark.long
def test_a_province_that_does_not_report_weeks_without_tips_is_not_judged(tmp_path):
    # Phuket has a tip in every fifth week alone, and no line speaks of it
    some = [wrote(f"P-{w}", w, 2, day(w, 3), province=83) for w in range(2, WEEKS, 5)]
    many = [wrote(f"Q-{n}", 65, 1, day(65, 4), province=83) for n in range(20)]
    inbox = handed(tmp_path / "in", *USUAL, *some, *many)
    people = [("year_be", "province_code", "population")]
    hand_over(inbox, "population.csv", people + [[2562, n, 500_000] for n in (50, 83)])
    found = office.build(tmp_path / "built", inbox)
    assert found.rows(
        "select tips, method, is_alarm, tells_zeros, expected from mart_tip_signal "
        "where area_code = 'TH-83' and week_start = $week and weeks_after = 4",
        week=day(65),
    ) == [(20, "none", False, False, None)]
    assert found.values("select distinct area_code from mart_tip_alarm") == ["TH"]
    # the country has all tips, Phuket's weeks without any among them
    assert looks(found, "TH", 64, "tips, expected")[-1] == (1, pytest.approx(1.2, 0.1))
    assert found.rows(
        "select province_code, tips, rate_per_100k is null, cluster "
        "from mart_tip_cluster where window_weeks = 13 and tips > 0 order by 1"
    ) == [("TH-50", 13, False, "not_computed"), ("TH-83", 23, True, "not_computed")]


@pytest.mark.long
def test_where_no_province_reports_zeros_a_week_without_tips_stays_in_the_line(
    tmp_path,
):
    """Chiang Mai has a tip in every other week, and nobody reports a week."""
    some = [wrote(f"E-{w}", w, 2, day(w, 3)) for w in range(0, WEEKS, 2)]
    hand_over(tmp_path / "in", "tip_report.csv", tips(*some, header=HEADER))
    found = office.build(tmp_path / "built", tmp_path / "in")
    weeks = found.rows(
        "select tips, report_state, is_alarm from mart_tip_signal "
        "where area_code = 'TH' and weeks_after = 4 order by week_start"
    )
    assert weeks == [(1, "rows", False), (None, "not_reported", False)] * (WEEKS // 2)
    odd = looks(found, "TH", 61, "method, history_weeks, expected")[-1]
    assert odd == ("none", None, None)  # nobody knows what it had


OUTCOME = ("alarm_id", "decided_on", "outcome", "note", "recorded_at")


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """With outcomes, and the tips of the second rise withdrawn."""
    folder = tmp_path_factory.mktemp("decided")
    later = day(RISEN + 3)
    inbox = handed(
        folder / "in",
        *USUAL,
        *LATER,
        *RISE,
        alarm_outcome=[
            OUTCOME,
            [ALARM_LATE, day(LATE + 3), "DATA_ERROR", "late file", day(LATE + 4)],
            [ALARM_RISEN, later, "SIGNAL", "", later],
            ["ALARM-2020-W12-TH50", later, "SIGNAL", "", later],
        ],
        withdrawal=[
            ("dataset", "record_key", "withdrawn_on"),
            *(["tip_report", f"R-{n}", day(RISEN + 4)] for n in range(9)),
        ],
    )
    return office.build(folder / "built", inbox)


def test_an_outcome_joins_its_alarm(decided):
    found = "outcome, decided_on, note"
    assert alarm(decided, ALARM_LATE, found) == (
        *("DATA_ERROR", day(LATE + 3), "late file"),
    )


@pytest.mark.long
def test_a_corrected_outcome_is_as_it_was_until_its_correction(tmp_path):
    inbox = handed(
        tmp_path / "in",
        *USUAL,
        *LATER,
        alarm_outcome=[
            OUTCOME,
            [ALARM_LATE, day(LATE + 3), "SIGNAL", "called", day(LATE + 4)],
            [ALARM_LATE, day(LATE + 8), "DATA_ERROR", "late file", day(LATE + 9)],
        ],
    )
    found = office.build(tmp_path / "built", inbox)
    with found.database() as con:
        known = {
            week: alarms(con, day(LATE + week)).set_index("alarm_id").loc[ALARM_LATE]
            for week in (3, 4, 8, 9)
        }
    assert known[3][["outcome", "decided_on"]].isna().all()
    assert known[4]["outcome"] == known[8]["outcome"] == "SIGNAL"
    assert known[8]["decided_on"].date() == day(LATE + 3)
    assert (known[9]["outcome"], known[9]["note"]) == ("DATA_ERROR", "late file")


def test_an_open_alarm_has_no_outcome(built):
    found = alarm(built, ALARM_LATE, "outcome, decided_on, note")
    assert found == (None, None, None)


def test_withdrawn_tips_leave_counts_and_alarms(decided):
    assert [row[0] for row in looks(decided, "TH-50", RISEN)] == [1] * 5
    assert set(decided.values("select week_start from mart_tip_alarm")) == {day(LATE)}


def test_an_outcome_of_an_alarm_that_is_not_there_is_flagged(decided):
    assert decided.rows(
        "select record_key, text_en <> '' and text_th <> '' from mart_cross_file_flag "
        "where kind = 'alarm_outcome_without_alarm' order by record_key"
    ) == [("ALARM-2020-W12-TH50", True), (ALARM_RISEN, True)]


@pytest.mark.long
def test_an_outcome_from_before_its_alarm_is_flagged(tmp_path):
    early = day(LATE + 1)
    table = [OUTCOME, [ALARM_LATE, early, "SIGNAL", "", early]]
    inbox = handed(tmp_path / "in", *USUAL, *LATER, alarm_outcome=table)
    found = office.build(tmp_path / "built", inbox)
    assert found.rows(
        "select province_code, found_on, expected_on from mart_cross_file_flag "
        "where kind = 'alarm_outcome_before_alarm'"
    ) == [("TH-50", early, day(LATE + 2, 6))]


# --- the same, whenever it is built

TABLES = (
    *("mart_tip_signal", "mart_tip_alarm", "mart_tip_delay", "mart_tip_cluster"),
    "mart_tip_budget",
)


def all_of(version):
    return {name: version.rows(f"from {name}") for name in TABLES}


@pytest.mark.long
def test_two_builds_of_the_same_files_are_the_same(inbox, built, tmp_path):
    again = office.build(tmp_path / "built", inbox)
    assert all_of(again) == all_of(built)
    assert all(all_of(built).values())


@pytest.mark.long
def test_week_after_week_gives_what_a_build_of_everything_does(built, tmp_path):
    folder, out = tmp_path / "in", tmp_path / "built"
    rows = [*USUAL, *LATER, *RISE, *MOVED]
    for cut in (LATE, RISEN, RISEN + 3, WEEKS):
        known = [row for row in rows if row[-1] <= day(cut, 6)]
        hand_over(folder, f"tip_report_{cut}.csv", tips(*known, header=HEADER))
        lines = [line for line in REPORTS if line[4] <= day(cut, 6)]
        hand_over(folder, "reporting.csv", [LINE, *lines])
        version = office.build(out, folder)
        rows = [row for row in rows if row not in known]
    assert all_of(version) == all_of(built)


@pytest.mark.long
def test_an_alarm_never_changes_with_what_comes_later(built, tmp_path):
    kept = (
        "alarm_id, raised_week_start, tips_raised, expected_raised, high_raised, "
        "alarm_from_raised, score_raised, method_raised"
    )
    query = f"select {kept} from mart_tip_alarm where raised_week_start <= $last"
    for cut in (LATE + 2, RISEN, RISEN + 4):
        rows = [*USUAL, *LATER, *RISE, *MOVED]
        known = [row for row in rows if row[-1] <= day(cut, 6)]
        folder = handed(tmp_path / f"in{cut}", *known)
        lines = [line for line in REPORTS if line[4] <= day(cut, 6)]
        hand_over(folder, "reporting.csv", [LINE, *lines])
        then = office.build(tmp_path / f"built{cut}", folder)
        found = then.rows(query, last=day(cut))
        assert found == built.rows(query, last=day(cut))
        assert found


# --- the budget


def test_the_budget_is_that_of_all_series_and_its_thresholds_are_named(built):
    ((series, budget, looks_, rate, seed),) = built.rows("from mart_tip_budget")
    assert (series, budget, looks_) == (78, 0.5, 4)
    assert rate == pytest.approx(0.65 * 0.5 / 78)
    assert f"seed = {seed}\n" in paths.DETECTION.read_text("utf-8")
    grids = read(paths.DETECTION).values()
    assert all(grid.rates[0] <= 0.65 * rate <= grid.rates[-1] for grid in grids)


def test_without_tips_there_is_no_week_and_no_budget(empty_built):
    with opened(empty_built) as con:
        for table in TABLES:
            assert con.execute(f"select count(*) from {table}").fetchall() == [(0,)]


# --- clusters, in the shipped data


@pytest.fixture(scope="module")
def demo(demo_built):
    with opened(demo_built) as con:
        yield con


@pytest.mark.parametrize("weeks", [4, 13])
def test_rates_are_of_reported_weeks_alone(demo, weeks):
    found = demo.execute(
        "select province_code, tips, reported_weeks, population, rate_per_100k "
        "from mart_tip_cluster where window_weeks = $weeks",
        {"weeks": weeks},
    ).fetchall()
    counted = {
        code: (tips, reported)
        for code, tips, reported in demo.execute(
            "select area_code, sum(tips), count(tips) from mart_tip_signal, now_on "
            "where weeks_after = 4 and week_start > now_ends_on - 7 * $weeks::integer "
            "group by area_code",
            {"weeks": weeks},
        ).fetchall()
    }
    assert len(found) == 77
    assert any(row[2] < weeks for row in found)
    for code, count, reported, people, rate in found:
        assert (count, reported) == counted[code]
        assert rate == pytest.approx(count / reported / people * 100_000)


@pytest.mark.parametrize("weeks", [4, 13])
def test_the_local_statistic_is_that_of_esda(demo, weeks):
    found = demo.execute(
        "select province_code, smoothed_rate_per_100k, local_moran, neighbours "
        "from mart_tip_cluster where window_weeks = $weeks order by province_code",
        {"weeks": weeks},
    ).fetchnumpy()
    codes = found["province_code"].tolist()
    pairs = demo.execute(
        "select province_code, neighbour_code from province_neighbour"
    ).fetchall()
    around = {code: [] for code in codes}
    for one, other in pairs:
        around[one].append(other)
    weights = W(around, id_order=codes, silence_warnings=True)
    other = Moran_Local(
        np.asarray(found["smoothed_rate_per_100k"]),
        weights,
        transformation="r",
        permutations=0,
    )
    has = np.array([bool(around[code]) for code in codes])
    assert has.sum() >= 76
    assert np.asarray(found["local_moran"])[has] == pytest.approx(other.Is[has])


def test_no_cluster_is_named_above_the_false_discovery_rate(demo):
    assert demo.execute(
        "select count(*) from mart_tip_cluster where cluster not in "
        "('chance', 'not_computed') and adjusted_p_value > 0.05"
    ).fetchall() == [(0,)]
    named = demo.execute("select distinct cluster from mart_tip_cluster").fetchall()
    assert ("chance",) in named


# --- the shipped data


def test_every_outbreak_of_the_shipped_data_is_found_within_two_weeks(demo):
    truth = json.loads((paths.DEMO / "demo_truth.json").read_text("utf-8"))
    for outbreak in truth["outbreaks"]:
        first = date.fromisoformat(outbreak["first_on"])
        raised = demo.execute(
            "select min(raised_week_start) from mart_tip_alarm where area_code = $area "
            "and week_start between $first and $first::date + 7 * $weeks::integer",
            {
                "area": outbreak["province_code"],
                "first": first,
                "weeks": outbreak["weeks"],
            },
        ).fetchone()[0]
        assert raised is not None
        assert (raised - first).days <= 14


def test_outcomes_of_the_shipped_data_are_of_alarms_and_leave_the_last_weeks_open(demo):
    assert demo.execute(
        "select count(*) from alarm_outcome "
        "where alarm_id not in (select alarm_id from mart_tip_alarm)"
    ).fetchall() == [(0,)]
    decided, still_open = demo.execute(
        "select count(outcome), count(*) - count(outcome) from mart_tip_alarm"
    ).fetchone()
    assert decided > 5 * still_open > 0
    assert demo.execute(
        "select count(outcome) from mart_tip_alarm, now_on "
        "where raised_week_start > now_ends_on - 56"
    ).fetchall() == [(0,)]
    assert (
        len(demo.execute("select distinct outcome from mart_tip_alarm").fetchall()) == 6
    )


def test_outcomes_of_the_shipped_data_fit_its_truth(demo):
    truth = json.loads((paths.DEMO / "demo_truth.json").read_text("utf-8"))
    signals = demo.execute(
        "select area_code, week_start from mart_tip_alarm where outcome = 'SIGNAL'"
    ).fetchall()
    spans = [
        (
            outbreak["province_code"],
            first := date.fromisoformat(outbreak["first_on"]),
            first + timedelta(7 * outbreak["weeks"]),
        )
        for outbreak in truth["outbreaks"]
    ]
    assert signals
    for area, week in signals:
        assert any(area in ("TH", code) and a <= week < b for code, a, b in spans)


# --- what a build loads

LOADED = """
import sys
from etl import commands
assert commands.main(sys.argv[1:]) == 0
print(*(name for name in ("numpy", "scipy", "pandas") if name in sys.modules))
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("rows", "loaded"), [([tip("T-1"), tip("T-2")], "numpy"), ([], "")]
)
def test_tips_are_judged_with_numpy_and_no_tips_with_nothing(rows, loaded, tmp_path):
    inbox = tmp_path / "inbox"
    hand_over(inbox, "training_batch.csv", [office.BATCH_HEADER, office.batch(1)])
    if rows:
        hand_over(inbox, "tip_report.csv", tips(*rows))
    arguments = ["build", "--input", str(inbox), "--out", str(tmp_path / "built")]
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == loaded


def test_figures_are_numbers_or_missing(demo):
    found = demo.execute(
        "select expected, high, alarm_from, score, known_share, total, total_high "
        "from mart_tip_signal"
    ).fetchnumpy()
    for values in found.values():
        known = np.ma.asarray(values).compressed()
        assert len(known)
        assert np.isfinite(known).all()
