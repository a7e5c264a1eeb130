"""How far the programme is, each figure worked by hand (contract.md 3 and 7).

One published version holds two fiscal years: 2563 with the published batch 1 and a plan
that came before the results, and 2564, which "now" (28 February 2021) lies in.
"""

from datetime import date

import pytest

from tests.etl import office
from tests.etl.office import hand_over, tip, tips

PLAN = ("fiscal_year_be", "batch_no", "province_code", "started_on", "ended_on")
RESULT = (*PLAN, "status", "participants", "volunteers_trained", "recorded_at")
HOME = ("fiscal_year_be", "batch_no", "province_code", "volunteers_trained")
TARGET = ("fiscal_year_be", "metric", "province_code", "value", "unit", "source")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> office.Run:
    inbox = tmp_path_factory.mktemp("programme") / "inbox"
    planned = [
        [2563, 2, 30, "2020-08-20", "2020-08-21", "planned", "", "", "2020-07-01"],
        [2563, 3, 31, "2020-10-04", "2020-10-05", "planned", "", "", "2020-07-01"],
    ]
    told = [
        [2563, 2, 30, "2020-08-27", "2020-08-28", "held", 120, 100, "2020-09-20"],
        [2563, 3, 31, "2020-09-01", "2020-09-01", "cancelled", "", "", "2020-09-20"],
        [2563, 4, 32, "2020-09-05", "2020-09-05", "held", "กว่า 150", "", "2020-09-20"],
        [2563, 5, 33, "2020-09-15", "2020-09-15", "postponed", "", "", "2020-09-20"],
        [2563, 7, 57, "2020-09-10", "2020-09-10", "held", "", 60, "2020-09-20"],
        [2564, 1, 57, "2020-11-05", "2020-11-05", "held", 50, 0, "2020-11-20"],
        [2564, 2, 30, "2021-01-15", "2021-01-15", "planned", "", "", "2020-11-20"],
        [2564, 4, 34, "2021-05-01", "2021-05-01", "planned", "", "", "2020-11-20"],
    ]
    hand_over(inbox, "training_batch_plan.csv", [RESULT, *planned])
    hand_over(inbox, "training_batch_result.csv", [RESULT, *told])
    homes = [[2563, 7, 56, 30], [2563, 7, 57, 20], [2564, 2, 58, 5]]
    hand_over(inbox, "training_participant.csv", [HOME, *homes])
    goals = [[2564, "batches_held", "", 10, "batches", "test"]]
    hand_over(inbox, "target.csv", [TARGET, *goals])
    seen = tip("T-1", received_on="2021-03-01")
    hand_over(inbox, "tip_report.csv", tips(seen))
    done = office.build(inbox.parent / "built", inbox)
    assert done.exit_code == 0
    assert done.values("select now_ends_on from now_on") == [date(2021, 2, 28)]
    return done


def year(built: office.Run, fiscal_year_be: int) -> dict[str, object]:
    (row,) = built.records(
        "select * from mart_programme_year where fiscal_year_be = $year",
        year=fiscal_year_be,
    )
    return row


def test_each_status_is_counted_against_the_target(built):
    row = year(built, 2563)
    assert row["batches_target"] == 29
    assert row["batches_held"] == 4  # 2, 4, 7 and the published batch 1
    assert row["batches_cancelled"] == 1
    assert row["batches_postponed"] == 1
    assert row["batches_planned"] == 0
    assert row["host_provinces"] == 4


def test_a_number_without_a_row_is_missing_in_a_year_that_has_ended(built):
    runs = built.rows(
        "select is_due, first_no, last_no from mart_batch_missing "
        "where fiscal_year_be = 2563 order by first_no"
    )
    assert runs == [(True, 6, 6), (True, 8, 29)]
    assert year(built, 2563)["batches_missing"] == 23
    assert year(built, 2563)["batches_not_announced"] == 0


def test_in_the_running_year_later_numbers_are_not_announced_yet(built):
    runs = built.rows(
        "select is_due, first_no, last_no from mart_batch_missing "
        "where fiscal_year_be = 2564 order by first_no"
    )
    assert runs == [(True, 3, 3), (False, 5, 10)]
    assert year(built, 2564)["batches_missing"] == 1
    assert year(built, 2564)["batches_not_announced"] == 6


def test_a_planned_batch_whose_day_has_passed_is_overdue(built):
    assert year(built, 2564)["batches_planned"] == 2
    assert year(built, 2564)["batches_due"] == 2  # by 28 February
    assert year(built, 2564)["batches_overdue"] == 1
    overdue = built.values("select batch_no from mart_batch where is_overdue")
    assert overdue == [2]


def test_more_than_stays_at_least_and_silence_is_not_zero(built):
    row = year(built, 2563)
    assert row["participants"] == 200 + 120 + 150
    assert row["participants_at_least"] is True
    assert row["participants_not_reported"] == 1  # batch 7
    assert row["volunteers_trained"] == 100 + 30 + 20  # home rows before the batch's 60
    assert row["volunteers_at_least"] is True
    assert row["volunteers_not_reported"] == 2  # 1 and 4


def test_a_reported_zero_is_a_zero(built):
    row = year(built, 2564)
    assert row["volunteers_trained"] == 0
    assert row["volunteers_at_least"] is False
    assert row["volunteers_not_reported"] == 0


def test_years_are_compared_at_as_many_days_after_their_first(built):
    # "now" is 150 days after 1 October 2020
    first, second = year(built, 2563), year(built, 2564)
    assert (first["same_point_on"], second["same_point_on"]) == (
        date(2020, 2, 28),
        date(2021, 2, 28),
    )
    assert first["batches_held_same_point"] == 0
    assert second["batches_held_same_point"] == 1


def test_a_batch_is_due_on_the_day_of_its_first_plan(built):
    due = built.rows(
        "select batch_no, due_on, has_plan, days_late from mart_batch "
        "where fiscal_year_be = 2563 order by batch_no"
    )
    assert due == [
        (1, date(2020, 8, 15), False, 0),
        (2, date(2020, 8, 21), True, 7),
        (3, date(2020, 10, 5), True, -34),
        (4, date(2020, 9, 5), False, 0),
        (5, date(2020, 9, 15), False, 0),
        (7, date(2020, 9, 10), False, 0),
    ]
    assert year(built, 2563)["batches_with_plan"] == 2


def test_held_and_due_add_up_week_by_week(built):
    weeks = built.rows(
        "select iso_week, batches_due, batches_held from mart_programme_week "
        "where fiscal_year_be = 2563 and week_start >= date '2020-08-03' "
        "order by week_no"
    )
    assert weeks == [
        ("2020-W32", 0, 0),
        ("2020-W33", 1, 1),
        ("2020-W34", 2, 1),
        ("2020-W35", 2, 2),
        ("2020-W36", 3, 3),
        ("2020-W37", 4, 4),
        ("2020-W38", 5, 4),
        ("2020-W39", 5, 4),
        ("2020-W40", 6, 4),  # a day in the plan after the year counts in its last week
    ]


def test_a_week_after_now_has_nothing_held(built):
    weeks = built.rows(
        "select batches_due, batches_held from mart_programme_week "
        "where fiscal_year_be = 2564 "
        "and iso_week in ('2020-W40', '2020-W45', '2021-W08', '2021-W09') "
        "order by week_no"
    )
    assert weeks == [(0, 0), (1, 1), (2, 1), (2, None)]


def test_volunteers_belong_to_their_home_province_else_to_the_host(built):
    rows = built.rows(
        "select province_code, batches_held, volunteers_home, volunteers_host, "
        "volunteers_trained, volunteers_at_least from mart_programme_province "
        "where fiscal_year_be = 2563 and scope = 'year' "
        "and province_code in ('TH-30', 'TH-32', 'TH-56', 'TH-57', 'TH-58') "
        "order by province_code"
    )
    assert rows == [
        ("TH-30", 1, None, 100, 100, False),
        ("TH-32", 1, None, None, None, False),  # held, not reported
        ("TH-56", 0, 30, None, 30, False),
        ("TH-57", 1, 20, None, 20, False),
        ("TH-58", 0, None, None, 0, False),  # a batch that is only planned sends nobody
    ]


def test_so_far_adds_up_the_years(built):
    rows = built.rows(
        "select scope, batches_held, batches_planned, last_held_on, volunteers_trained "
        "from mart_programme_province "
        "where fiscal_year_be = 2564 and province_code = 'TH-57' order by scope"
    )
    assert rows == [
        ("so_far", 2, 0, date(2020, 11, 5), 20),
        ("year", 1, 0, date(2020, 11, 5), 0),
    ]


def test_a_year_of_official_and_ministry_batches_is_the_ministry_s(built):
    assert year(built, 2563)["data_status"] == "ministry"


@pytest.fixture(scope="module")
def late(tmp_path_factory) -> office.Run:
    """Three batches of FY2564, one of them by "now", 22 November 2020."""
    inbox = tmp_path_factory.mktemp("late") / "inbox"
    told = [
        [2564, 1, 30, "2020-10-06", "2020-10-06", "held", 100, 80, ""],
        [2564, 2, 31, "2020-11-25", "2020-11-25", "held", 90, 70, ""],
        [2564, 3, 32, "2020-11-25", "2020-11-25", "held", "", "", ""],
    ]
    hand_over(inbox, "training_batch.csv", [RESULT, *told])
    homes = [[2564, 3, 33, 30]]
    hand_over(inbox, "training_participant.csv", [HOME, *homes])
    done = office.build(inbox.parent / "built", inbox)
    assert done.values("select now_ends_on from now_on") == [date(2020, 11, 22)]
    return done


def test_a_batch_held_in_the_week_that_is_not_complete_counts_later(late):
    row = year(late, 2564)
    assert row["batches_held"] == 1
    assert row["batches_held_later"] == 2
    assert row["batches_held_same_point"] == 1
    assert row["host_provinces"] == 1
    assert (row["participants"], row["volunteers_trained"]) == (100, 80)
    assert row["participants_not_reported"] == row["volunteers_not_reported"] == 0
    held = late.values(
        "select max(batches_held) from mart_programme_week where fiscal_year_be = 2564"
    )
    assert held == [row["batches_held"]]


def test_nor_does_it_count_for_host_or_home_province(late):
    rows = late.rows(
        "select province_code, batches_held, volunteers_trained "
        "from mart_programme_province where fiscal_year_be = 2564 and scope = 'year' "
        "and province_code in ('TH-30', 'TH-31', 'TH-33') order by province_code"
    )
    assert rows == [("TH-30", 1, 80), ("TH-31", 0, 0), ("TH-33", 0, 0)]


@pytest.mark.long
def test_of_a_year_without_any_row_nothing_is_known(tmp_path):
    told = [[2566, 1, 30, "2022-11-02", "2022-11-02", "held", 100, 80, ""]]
    hand_over(tmp_path / "inbox", "training_batch.csv", [RESULT, *told])
    done = office.build(tmp_path / "built", tmp_path / "inbox")
    row = year(done, 2565)
    assert row["batches"] == 0
    for column in ("batches_held", "host_provinces", "participants", "data_status"):
        assert row[column] is None, column
    assert year(done, 2566)["batches_held"] == 0  # held after the last complete week
