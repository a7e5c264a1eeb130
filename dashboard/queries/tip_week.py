"""The tips of a week as they were judged, and what may explain a rise: exact."""

from datetime import date

import duckdb
import pandas as pd


def judged_weeks(
    con: duckdb.DuckDBPyConnection, known_week: date, since: date
) -> pd.DataFrame:
    """What detection said of each week by the end of a week.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked, the last one given.
        since: The Monday of the first week given.

    Returns:
        One row per area_code ("TH" is the country, else a province) and week_start
        (Monday), in order: report_state ("rows", "counted_zero", "not_reported",
        "no_data"), tells_zeros (whether the area reports weeks without tips; it is not
        judged else), known_share (of the week's tips usually known by then, 0 to 1),
        method ("none", "ears", "cusum", "farrington"), expected and high (tips, of as
        much of the week as is known; 19 weeks of 20 lie at or below high), alarm_from
        (the smallest count that alarms), score (above 1 alarms), is_alarm, total,
        total_low, total_high (tips in the end, 95 % interval) and expected_whole,
        high_whole (what the total is compared with: of the whole week; all five missing
        for settled weeks). A week five or more before the last one is judged as known
        now.

    Source:
        mart_tip_signal (etl/signals/watched.py).
    """
    return con.execute(
        """
        select area_code, week_start, report_state, tells_zeros, known_share, method,
            expected, high, alarm_from, score, is_alarm, total, total_low, total_high,
            expected_whole, high_whole
        from mart_tip_signal
        where week_start between $since and $known_week
            and weeks_after = least(date_diff('day', week_start, $known_week) // 7, 4)
        order by area_code, week_start
        """,
        {"known_week": known_week, "since": since},
    ).df()


def raised_alarms(
    con: duckdb.DuckDBPyConnection, known_week: date, since: date
) -> pd.DataFrame:
    """The alarms that had been raised by the end of a week.

    Returns:
        One row per alarm, the strongest first: alarm_id, area_code ("TH" is the
        country), week_start, raised_week_start (at whose end it was first raised), and
        as they were when it was raised tips (count), expected, high, alarm_from, score
        (above 1), method.

    Source:
        mart_tip_alarm (etl/sql/mart_tip_alarm.sql).
    """
    return con.execute(
        """
        select alarm_id, area_code, week_start, raised_week_start,
            tips_raised as tips, expected_raised as expected, high_raised as high,
            alarm_from_raised as alarm_from, score_raised as score,
            method_raised as method
        from mart_tip_alarm
        where raised_week_start <= $known_week
            and week_start between $since and $known_week
        order by score desc, week_start desc, area_code
        """,
        {"known_week": known_week, "since": since},
    ).df()


def alarm_budget(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How many false alarms are to be expected.

    Returns:
        One row, none where nothing is watched: series (provinces and the country),
        false_alarms_per_week (expected over all of them when nothing has risen).

    Source:
        mart_tip_budget (etl/signals/budget.py).
    """
    return con.execute("select series, false_alarms_per_week from mart_tip_budget").df()


def hints(con: duckdb.DuckDBPyConnection, known_week: date) -> pd.DataFrame:
    """What was held before the alarms that a week raised and may have brought tips.

    Args:
        con: An open version.
        known_week: The Monday of the week that raised them, by whose end it was held.

    Returns:
        One row per alarm_id and batch or promotion of channels, the latest first: kind
        ("batch", "promotion"), place (province_code; "national": media of the whole
        country), is_own (false of what went on in the whole country), on_day (of a
        batch its last), fiscal_year_be and batch_no (of a batch), channels_promoted
        (codes, ";" between them).

    Source:
        mart_tip_alarm_hint (etl/sql/mart_tip_alarm_hint.sql).
    """
    return con.execute(
        """
        select hint.alarm_id, hint.kind, hint.place, hint.is_own, hint.on_day,
            hint.fiscal_year_be, hint.batch_no, hint.channels_promoted
        from mart_tip_alarm_hint as hint
        inner join mart_tip_alarm as alarm on hint.alarm_id = alarm.alarm_id
        where alarm.raised_week_start = $known_week
            and hint.known_week_start <= $known_week
            and hint.kind in ('batch', 'promotion')
        order by hint.on_day desc, hint.alarm_id, hint.kind, hint.batch_no, hint.place
        """,
        {"known_week": known_week},
    ).df()
