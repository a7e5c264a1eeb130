"""What each week knew of batches, coverage and reports, each figure worked by hand.

"Now" is 7 March 2021, a Sunday: the last tip came in on the Monday after it.
"""

from datetime import date

import pytest

from tests.etl import office
from tests.etl.office import hand_over, tip, tips

BATCH = (
    "fiscal_year_be", "batch_no", "province_code", "started_on", "ended_on", "status",
    "volunteers_trained", "recorded_at",
)  # fmt: skip
ROSTER = ("as_of", "province_code", "volunteers_registered", "volunteers_trained")
PARTNER = ("as_of", "province_code", "partner_type", "partners")
REPORT = (
    "dataset", "province_code", "period_start", "period_end", "received_on", "rows",
)  # fmt: skip
TARGET = ("fiscal_year_be", "metric", "province_code", "value", "unit", "source")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("weeks") / "inbox"
    told = [
        [2564, 1, 50, "2021-02-09", "2021-02-10", "planned", "", "2021-01-04"],
        [2564, 1, 50, "2021-02-09", "2021-02-10", "held", 60, "2021-02-24"],
        [2564, 2, 57, "2021-02-03", "2021-02-03", "held", 40, ""],
        [2564, 3, 58, "2021-06-01", "2021-06-01", "planned", "", ""],
    ]
    hand_over(inbox, "training_batch_plan.csv", [BATCH, told[0], told[2], told[3]])
    hand_over(inbox, "training_batch_result.csv", [BATCH, told[1]])
    people = [["2021-02-20", 57, 100, 45], ["2021-02-20", 58, 100, 10]]
    hand_over(inbox, "volunteer_roster.csv", [ROSTER, *people])
    types = [["2021-02-27", 50, "NGO", 7], ["2021-03-06", 50, "NGO", 9]]
    hand_over(inbox, "partner_network.csv", [PARTNER, *types])
    lines = [
        ["tip_report", 57, "2021-02-22", "2021-02-28", "2021-03-03", 0],
        ["tip_report", 58, "2021-02-22", "2021-02-28", "2021-02-28", 0],
        ["tip_report", 58, "2021-03-01", "2021-03-07", "2021-03-07", 0],
        ["tip_report", 90, "2021-02-22", "2021-02-28", "2021-02-28", 3],
        ["tip_report", 91, "2021-02-22", "2021-02-28", "2021-03-02", 1],
    ]
    hand_over(inbox, "reporting.csv", [REPORT, *lines])
    goals = [[2564, "batches_held", "", 20, "batches", "test"]]
    hand_over(inbox, "target.csv", [TARGET, *goals])
    seen = tip("T-1", received_on="2021-03-08")
    hand_over(inbox, "tip_report.csv", tips(seen))
    done = office.build(inbox.parent / "built", inbox)
    assert done.exit_code == 0
    assert done.values("select now_ends_on from now_on") == [date(2021, 3, 7)]
    return done


def figure(built, name, week_end):
    return built.rows(
        "select value, whole from mart_week_figure "
        "where figure = $name and week_end = $week_end",
        name=name,
        week_end=date.fromisoformat(week_end),
    )


def batches(built, week_end):
    return built.rows(
        "select batch_no, status, is_counted, is_overdue from mart_week_batch "
        "where week_end = $week_end order by batch_no",
        week_end=date.fromisoformat(week_end),
    )


def test_weeks_follow_each_other_up_to_now(built):
    weeks = built.values("select week_end from mart_week order by week_end")
    assert weeks[-1] == date(2021, 3, 7)
    assert {(b - a).days for a, b in zip(weeks, weeks[1:], strict=False)} == {7}
    assert all(week.isoweekday() == 7 for week in weeks)


def test_a_week_belongs_to_the_fiscal_year_of_its_sunday(built):
    years = dict(
        built.rows(
            "select week_end, fiscal_year_be from mart_week "
            "where week_end between date '2020-09-21' and date '2020-10-10'"
        )
    )
    assert years == {date(2020, 9, 27): 2563, date(2020, 10, 4): 2564}


def test_a_batch_is_overdue_until_it_is_known_to_be_held(built):
    assert batches(built, "2021-02-07")[0] == (1, "planned", False, False)
    assert batches(built, "2021-02-14")[0] == (1, "planned", False, True)
    assert batches(built, "2021-02-21")[0] == (1, "planned", False, True)
    assert batches(built, "2021-02-28")[0] == (1, "held", True, False)


def test_without_a_day_of_record_a_held_batch_was_planned_until_its_last_day(built):
    assert (2, "planned", False, False) in batches(built, "2020-10-11")
    assert (2, "planned", False, False) in batches(built, "2021-01-31")
    assert (2, "held", True, False) in batches(built, "2021-02-07")


def test_without_a_day_of_record_a_plan_is_known_from_its_fiscal_year_on(built):
    assert (3, "planned", False, False) in batches(built, "2020-10-11")


def test_batches_held_are_counted_within_the_fiscal_year_of_its_target(built):
    assert figure(built, "batches_held", "2021-02-21") == [(1, 20)]
    assert figure(built, "batches_held", "2021-02-28") == [(2, 20)]
    # the published batch 1 of 2563 is held, in its own year
    assert figure(built, "batches_held", "2020-09-27")[0][0] == 1


def test_volunteers_are_those_of_the_latest_roster_else_of_batches(built):
    # 57: 40 of its batch, then 45 of the roster; 58: 10; 50: 60 once its batch ended
    values = {
        week: figure(built, "volunteers_trained", week)[0][0]
        for week in ("2021-01-31", "2021-02-07", "2021-02-14", "2021-02-21")
    }
    assert values["2021-01-31"] is None  # the published batch has not reported
    assert values["2021-02-07"] == 40
    assert values["2021-02-14"] == 40 + 60
    assert values["2021-02-21"] == 60 + 45 + 10


def test_partners_are_the_latest_count_on_or_before_the_week(built):
    assert figure(built, "partners", "2021-02-21") == []
    assert figure(built, "partners", "2021-02-28")[0][0] == 7
    assert figure(built, "partners", "2021-03-07")[0][0] == 9


def silence(built, province, week_end):
    return built.rows(
        "select weeks_silent, last_heard_on from mart_week_report "
        "where province_code = $province and week_end = $week_end",
        province=province,
        week_end=date.fromisoformat(week_end),
    )


def test_a_report_that_came_after_sunday_is_not_heard_by_sunday(built):
    assert silence(built, "TH-57", "2021-02-28") == [(1, None)]
    assert silence(built, "TH-57", "2021-03-07") == [(1, date(2021, 2, 28))]


def test_a_report_of_no_tips_in_time_is_no_silence(built):
    assert silence(built, "TH-58", "2021-02-28") == [(0, date(2021, 2, 28))]
    assert silence(built, "TH-58", "2021-03-07") == [(0, date(2021, 3, 7))]


def test_a_week_whose_rows_were_announced_is_no_silence_and_not_the_last_report(built):
    assert silence(built, "TH-90", "2021-02-28") == [(0, None)]
    assert silence(built, "TH-90", "2021-03-07") == [(1, None)]


def test_what_was_announced_after_sunday_was_not_heard_by_sunday(built):
    assert silence(built, "TH-91", "2021-02-28") == [(1, None)]
    assert silence(built, "TH-91", "2021-03-07") == [(1, None)]


def test_an_announced_week_is_not_reported_either(built):
    told = built.rows(
        "select province_code, is_reported, is_announced from mart_week_report "
        "where week_end = date '2021-02-28' and weeks_silent = 0"
    )
    assert sorted(told) == [("TH-58", True, False), ("TH-90", False, True)]
    assert figure(built, "provinces_reported", "2021-02-28") == [(1, 77)]


@pytest.mark.parametrize(
    ("province", "weeks"), [("TH-90", 2), ("TH-91", 2), ("TH-58", 0), ("TH-57", 1)]
)
def test_announced_weeks_run_on_as_weeks_without_a_report(built, province, weeks):
    found = built.rows(
        "select weeks_unreported from mart_week_report "
        "where province_code = $province and week_end = date '2021-03-07'",
        province=province,
    )
    assert found == [(weeks,)]


def test_each_province_is_reported_announced_or_silent_in_each_week(built):
    odd = built.rows(
        "from mart_week_report where weeks_unreported < weeks_silent "
        "or is_reported <> (weeks_unreported = 0) or is_reported and is_announced "
        "or (weeks_silent = 0) <> (is_reported or is_announced)"
    )
    assert odd == []


def test_who_never_reported_is_silent_since_reports_began(built):
    assert silence(built, "TH-50", "2021-03-07") == [(2, None)]


def test_before_anybody_reported_nobody_is_silent(built):
    assert silence(built, "TH-50", "2021-02-21") == []


def test_without_risk_no_province_is_in_the_priority_class(built):
    assert figure(built, "provinces_priority", "2021-03-07") == [(None, 0)]


def test_the_week_before_is_classed_by_the_breaks_of_this_one(built):
    """50 kept its 60 volunteers: others moved the terciles, and it crossed nothing."""
    classes = {
        (province, week): (now, before)
        for province, week, now, before in built.rows(
            "select province_code, week_end, coverage_class, coverage_class_before "
            "from mart_week_priority where volunteers_trained > 0"
        )
    }
    before, now = date(2021, 2, 14), date(2021, 2, 21)
    assert classes["TH-50", before][0] == 3
    assert classes["TH-50", now] == (1, 1)
    assert classes["TH-57", now] == (2, 1)  # 45 of the roster, 40 before
