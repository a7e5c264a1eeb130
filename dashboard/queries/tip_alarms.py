"""Alarms of tips, what became of them and what they are judged by: for analysts."""

from datetime import date

import duckdb
import pandas as pd

COUNTRY = "TH"


def alarms(
    con: duckdb.DuckDBPyConnection, known_week: date, region: str = ""
) -> pd.DataFrame:
    """Every alarm raised by the end of a week, beside what was known of it then.

    Of a week that ended more than three weeks before, what is known now stands for what
    was known then.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked.
        region: Of the provinces of this region alone; "": of all series.

    Returns:
        One row per alarm, the latest week first, in a week the one furthest above its
        threshold: alarm_id, area_code ("TH" or a province), week_start (Monday),
        raised_week_start (the week at whose end it was first raised), tips_raised,
        expected_raised, high_raised, alarm_from_raised (tips per week), score_raised
        (above 1 alarms), method_raised ("ears", "cusum", "farrington"),
        as known at that end outcome (code of the list alarm_outcome; missing: open),
        decided_on, note, tips_now (missing: not reported), expected_now, high_now,
        alarm_from_now, score_now, method_now ("none": not judged). Empty without any.

    Source:
        mart_tip_alarm, mart_alarm_outcome_history, mart_tip_signal (etl/sql,
        etl/signals).
    """
    return con.execute(
        """
        select alarm.alarm_id, alarm.area_code, alarm.week_start,
            alarm.raised_week_start, alarm.tips_raised, alarm.expected_raised,
            alarm.high_raised, alarm.alarm_from_raised, alarm.score_raised,
            alarm.method_raised, found.outcome, found.decided_on, found.note,
            now.tips as tips_now, now.expected as expected_now, now.high as high_now,
            now.alarm_from as alarm_from_now, now.score as score_now,
            now.method as method_now
        from mart_tip_alarm as alarm
        left join mart_alarm_outcome_history as found
            on alarm.alarm_id = found.alarm_id
                and found.known_week_start <= $known_week
                and (found.left_week_start is null
                    or found.left_week_start > $known_week)
        left join mart_tip_signal as now
            on alarm.area_code = now.area_code
                and alarm.week_start = now.week_start
                and now.weeks_after
                    = least(datediff('week', alarm.week_start, $known_week), 4)
        where alarm.raised_week_start <= $known_week
            and ($region = '' or alarm.area_code in (
                select province_code from province where region6_ngc = $region
            ))
        order by alarm.week_start desc, alarm.score_raised desc, alarm.alarm_id
        """,
        {"known_week": known_week, "region": region},
    ).df()


def run_starts(con: duckdb.DuckDBPyConnection, known_week: date) -> pd.DataFrame:
    """With which week the run of each alarm began, of those raised by a week's end.

    A run is the alarms of one series of which each is at most four weeks after the one
    before: at most three weeks without any lie between them.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked.

    Returns:
        One row per alarm_id: began_week_start (Monday). Empty without any.

    Source:
        mart_tip_alarm (etl/sql/mart_tip_alarm.sql).
    """
    return con.execute(
        """
        with raised as (
            select alarm_id, area_code, week_start,
                case
                    when week_start - lag(week_start) over (
                        partition by area_code order by week_start
                    ) <= 28 then null
                    else week_start
                end as begins
            from mart_tip_alarm
            where raised_week_start <= $known_week
        )
        select alarm_id, max(begins) over (
            partition by area_code order by week_start
        ) as began_week_start
        from raised
        order by alarm_id
        """,
        {"known_week": known_week},
    ).df()


def signals(
    con: duckdb.DuckDBPyConnection, known_week: date, since: date, area: str = ""
) -> pd.DataFrame:
    """Each week of each series as judged with what was known at the end of a week.

    A week that ended three weeks before or less stands as known then; an older one as
    known now.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked, the last one given.
        since: The Monday of the first week given.
        area: Of this series alone; "": of all.

    Returns:
        One row per area_code and week_start, in order: tips (count; missing: not
        reported), report_state, tells_zeros (whether weeks without tips are reported;
        a province is not judged else), known_share (0 to 1, of the week's tips usually
        known by then), method ("none", "ears", "cusum", "farrington"), history_weeks,
        expected, high (19 weeks of 20 lie at or below), alarm_from (the fewest tips
        that alarm), score (above 1 alarms), is_alarm, total, total_low, total_high
        (tips in the end, 95 % interval), expected_whole, high_whole (of the whole week,
        where the three before are of what is known; all five missing of settled weeks).

    Source:
        mart_tip_signal (etl/signals/watched.py).
    """
    return con.execute(
        """
        select area_code, week_start, tips, report_state, tells_zeros, known_share,
            method, history_weeks, expected, high, alarm_from, score, is_alarm, total,
            total_low, total_high, expected_whole, high_whole
        from mart_tip_signal
        where week_start between $since and $known_week
            and weeks_after = least(datediff('week', week_start, $known_week), 4)
            and ($area = '' or area_code = $area)
        order by area_code, week_start
        """,
        {"known_week": known_week, "since": since, "area": area},
    ).df()


def alarm_budget(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How many false alarms the thresholds let through when nothing has risen.

    Returns:
        One row, or none where nothing is watched: series (the provinces and the
        country), false_alarms_per_week (expected over all of them), looks (at each
        week).

    Source:
        mart_tip_budget (etl/signals/budget.py).
    """
    return con.execute(
        "select series, false_alarms_per_week, looks from mart_tip_budget"
    ).df()


def judged_weeks(
    con: duckdb.DuckDBPyConnection, known_week: date, region: str = ""
) -> pd.DataFrame:
    """How many series could alarm of each week by the end of a week.

    Args:
        con: An open version.
        known_week: The Monday of the last week given, at whose end it is asked.
        region: Of the provinces of this region alone; "": of all series.

    Returns:
        One row per week_start, in order: judged (series of the region that were judged
        in one of the looks at the week so far), expected (false alarms: the budget by
        the part of all series that was judged).

    Source:
        mart_tip_signal, mart_tip_budget (etl/signals).
    """
    return con.execute(
        """
        select signal.week_start, count(distinct signal.area_code) as judged,
            count(distinct signal.area_code) * any_value(
                budget.false_alarms_per_week / budget.series
            ) as expected
        from mart_tip_signal as signal
        cross join mart_tip_budget as budget
        where signal.method <> 'none' and signal.weeks_after < budget.looks
            and signal.week_start + 7 * signal.weeks_after <= $known_week
            and ($region = '' or signal.area_code in (
                select province_code from province where region6_ngc = $region
            ))
        group by signal.week_start
        order by signal.week_start
        """,
        {"known_week": known_week, "region": region},
    ).df()


def hint_counts(con: duckdb.DuckDBPyConnection, known_week: date) -> pd.DataFrame:
    """How many things went on around each alarm by the end of a week.

    Returns:
        One row per alarm_id that has any: hint_batch, hint_promotion (in the province;
        of the country's alarms, in the whole country), hint_neighbour, hint_province
        (alarms). Empty without any.

    Source:
        mart_tip_alarm_hint (etl/sql/mart_tip_alarm_hint.sql).
    """
    return con.execute(
        """
        select alarm_id, count(*) filter (where kind = 'batch') as hint_batch,
            count(*) filter (where kind = 'promotion') as hint_promotion,
            count(*) filter (where kind = 'neighbour') as hint_neighbour,
            count(*) filter (where kind = 'province') as hint_province
        from mart_tip_alarm_hint
        where known_week_start <= $known_week and is_own
        group by alarm_id
        order by alarm_id
        """,
        {"known_week": known_week},
    ).df()


def alarm_hints(
    con: duckdb.DuckDBPyConnection, alarm_id: str, known_week: date
) -> pd.DataFrame:
    """What went on around an alarm, of what had happened by the end of a week.

    Returns:
        One row per thing, the latest of each kind first: kind ("batch", "promotion",
        "neighbour", "province"), on_day (its end, its day, the week of the other
        alarm), place (province_code or "national"), fiscal_year_be, batch_no,
        channels_promoted (codes, ";"), other_alarm_id. Empty without any.

    Source:
        mart_tip_alarm_hint (etl/sql/mart_tip_alarm_hint.sql).
    """
    return con.execute(
        """
        select kind, on_day, place, fiscal_year_be, batch_no, channels_promoted,
            other_alarm_id
        from mart_tip_alarm_hint
        where alarm_id = $alarm_id and known_week_start <= $known_week
        order by kind, on_day desc, place
        """,
        {"alarm_id": alarm_id, "known_week": known_week},
    ).df()


def delays(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How complete a week of tips is by how long ago it ended, as known now.

    Returns:
        One row per weeks_after (0: at its own end), in order: share_known, share_low,
        share_high (0 to 1, 95 % interval), tips (over which). Empty without tips.

    Source:
        mart_tip_delay (etl/signals/delays.py).
    """
    return con.execute(
        """
        select weeks_after, share_known, share_low, share_high, tips
        from mart_tip_delay
        order by weeks_after
        """
    ).df()


def clusters(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Where rates of the last weeks are high among high neighbours, as known now.

    Returns:
        One row per window_weeks (4, 13) and province_code, in order: tips (count;
        missing: not one week reported), population (persons), reported_weeks,
        tells_zeros (whether weeks without tips are reported; there is no rate else),
        rate_per_100k, smoothed_rate_per_100k (tips a reported week per 100,000 people),
        adjusted_p_value (false discovery rate), cluster ("high_high", "low_low",
        "high_low", "low_high", "chance", "not_computed").

    Source:
        mart_tip_cluster (etl/signals/clustered.py).
    """
    return con.execute(
        """
        select window_weeks, province_code, tips, population, reported_weeks,
            tells_zeros, rate_per_100k, smoothed_rate_per_100k, adjusted_p_value,
            cluster
        from mart_tip_cluster
        order by window_weeks, province_code
        """
    ).df()


def week_kinds(
    con: duckdb.DuckDBPyConnection, area: str, week: date, known_week: date
) -> pd.DataFrame:
    """By which channels and in which forms the tips of a week came, and of the year.

    Args:
        con: An open version.
        area: A province, or "TH".
        week: The Monday of the week.
        known_week: The Monday of the week at whose end it is asked.

    Returns:
        One row per kind_of ("channel", "form") and kind (code) that the week or the 52
        before it had, the most of the week first: tips (of the week), tips_before (of
        the 52 weeks), whole, whole_before (tips of which any is stated, what a share is
        of). A tip that states several forms counts in each; one of a sub-form in its
        legal form too.

    Source:
        mart_tip_history, mart_form_line (etl/sql).
    """
    return con.execute(
        """
        with tip as (
            select week_start = $week as is_week, channel, exploitation_forms
            from mart_tip_history
            where ($area = 'TH' or province_code = $area)
                and known_week_start <= $known_week
                and (left_week_start is null or left_week_start > $known_week)
                and week_start between $week - 364 and $week
        ),
        stated as (
            select exploitation_forms, is_week
            from tip
            where exploitation_forms not in (
                select exploitation_forms from mart_form_line where form = 'EX99'
            )
        ),
        each as (
            select 'channel' as kind_of, channel as kind, is_week from tip
            union all
            select 'form' as kind_of, line.form as kind, stated.is_week
            from stated
            inner join mart_form_line as line
                on stated.exploitation_forms = line.exploitation_forms
            where line.form <> ''
        ),
        whole as (
            select 'channel' as kind_of, count(*) filter (is_week) as whole,
                count(*) filter (not is_week) as whole_before
            from tip
            union all
            select 'form' as kind_of, count(*) filter (is_week) as whole,
                count(*) filter (not is_week) as whole_before
            from stated
        )
        select each.kind_of, each.kind,
            count(*) filter (each.is_week) as tips,
            count(*) filter (not each.is_week) as tips_before,
            whole.whole, whole.whole_before
        from each inner join whole on each.kind_of = whole.kind_of
        group by each.kind_of, each.kind, whole.whole, whole.whole_before
        order by each.kind_of, tips desc, tips_before desc, each.kind
        """,
        {"area": area, "week": week, "known_week": known_week},
    ).df()


def outcome_names(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What may be found behind an alarm.

    Returns:
        One row per code of the list alarm_outcome, in its order: code, label_th,
        label_en.

    Source:
        code_list (etl/schema/code_list.json).
    """
    return con.execute(
        """
        select code, label_th, label_en
        from code_list
        where list = 'alarm_outcome'
        order by source_line
        """
    ).df()
