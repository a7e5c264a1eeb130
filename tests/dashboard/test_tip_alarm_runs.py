"""Which alarms are one run, by those raised up to a week."""

from datetime import date

import duckdb
import pytest

from dashboard.queries.tip_alarms import run_starts


def starts(*raised, known=52):
    """The week with which the run of each alarm began, by its week.

    Args:
        raised: Of each alarm of TH-50 its week, and that which raised it if later.
        known: The week at whose end it is asked.
    """
    with duckdb.connect() as con:
        con.execute(
            "create table mart_tip_alarm (alarm_id varchar, area_code varchar, "
            "week_start date, raised_week_start date)"
        )
        rows = [("TH-50", week, by) for week, by in raised] + [("TH-51", 23, 23)]
        con.executemany(
            "insert into mart_tip_alarm values (?, ?, ?, ?)",
            [
                (f"{area} {week}", area, monday(week), monday(by))
                for area, week, by in rows
            ],
        )
        found = run_starts(con, monday(known)).set_index("alarm_id")
    weeks = [week for week, by in raised if by <= known]
    began = [found.at[f"TH-50 {week}", "began_week_start"] for week in weeks]
    assert len(found) == len(weeks) + (known >= 23)
    return {
        week: first.isocalendar().week for week, first in zip(weeks, began, strict=True)
    }


def monday(week):
    return date.fromisocalendar(2026, week, 1)


@pytest.mark.parametrize(
    ("weeks", "began"),
    [
        ((20, 21, 22), (20, 20, 20)),
        ((20, 24, 28), (20, 20, 20)),  # three weeks without an alarm lie between
        ((20, 25), (20, 25)),
        ((20, 21, 26, 30), (20, 20, 26, 26)),
    ],
)
def test_alarms_with_at_most_three_weeks_between_are_one_run(weeks, began):
    raised = [(week, week) for week in weeks]
    assert starts(*raised) == dict(zip(weeks, began, strict=True))


def test_an_alarm_joins_two_runs_only_once_it_is_raised():
    raised = [(25, 25), (29, 31), (30, 30)]
    assert starts(*raised, known=30) == {25: 25, 30: 30}
    assert starts(*raised, known=31) == {25: 25, 29: 25, 30: 25}


def test_before_any_alarm_there_is_no_run():
    assert starts((25, 25), known=20) == {}
