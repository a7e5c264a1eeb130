"""A ministry's first weeks: however few are known, a version is built of them."""

from datetime import date, timedelta

import pytest

from tests.etl import office
from tests.etl.office import hand_over, tip, tips

SUNDAY = date(2026, 1, 11)


@pytest.mark.long
@pytest.mark.parametrize("weeks", [1, 2, 3, 4, 5])
def test_of_few_weeks_a_version_is_built_and_none_is_judged(tmp_path, weeks):
    days = [SUNDAY + timedelta(weeks=at) for at in range(weeks)]
    rows = [tip(f"T-{at}", received_on=day.isoformat()) for at, day in enumerate(days)]
    inbox = tmp_path / "inbox"
    hand_over(inbox, "tip_report.csv", tips(*rows))
    done = office.build(tmp_path / "built", inbox)
    assert done.exit_code == 0, done.printed
    with done.database() as con:
        methods = con.execute(
            "select distinct method from mart_tip_signal where weeks_after = 4"
        ).fetchall()
        (alarms,) = con.execute("select count(*) from mart_tip_alarm").fetchone()
    assert methods == [("none",)]
    assert alarms == 0
