"""The tips of one province week by week: exact, for analysts on screen alone."""

import duckdb
import pandas as pd


def tip_weeks(con: duckdb.DuckDBPyConnection, province_code: str) -> pd.DataFrame:
    """The tips of each week of a province and what is usual of it, as known now.

    Returns:
        One row per week since anybody reported, in order: week_start (Monday), tips
        (count; missing: not reported), report_state ("rows", "counted_zero",
        "not_reported", "no_data"), known_share (of the week's tips usually known by
        now, 0 to 1), method ("none", "ears", "cusum", "farrington"), expected and high
        (tips, of as much of the week as is known; 19 weeks of 20 lie at or below high;
        missing where nothing is usual yet), total, total_low and total_high (tips in
        the end, 95 % interval), expected_whole and high_whole (of the whole week; all
        five missing for settled weeks).

    Source:
        mart_tip_signal (etl/signals/watched.py).
    """
    return con.execute(
        """
        select week_start, tips, report_state, known_share, method, expected, high,
            total, total_low, total_high, expected_whole, high_whole
        from mart_tip_signal
        where area_code = $province_code and weeks_after = 4
        order by week_start
        """,
        {"province_code": province_code},
    ).df()


def tip_alarms(con: duckdb.DuckDBPyConnection, province_code: str) -> pd.DataFrame:
    """The weeks of a province that raised an alarm.

    Returns:
        One row per alarm, in order: alarm_id, week_start (Monday), raised_week_start
        (at whose end it was first raised), is_alarm_now (whether what is known now
        still alarms).

    Source:
        mart_tip_alarm (etl/sql/mart_tip_alarm.sql).
    """
    return con.execute(
        """
        select alarm_id, week_start, raised_week_start, is_alarm_now
        from mart_tip_alarm
        where area_code = $province_code
        order by week_start
        """,
        {"province_code": province_code},
    ).df()
