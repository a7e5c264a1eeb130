"""What became of tips, exact, as known at any week's end: for analysts on screen alone.

No frame holds a tip: rows are counts.
"""

from datetime import date

import duckdb
import pandas as pd

from dashboard.queries.tips import ALL, Narrowed


def flow_cohorts(
    con: duckdb.DuckDBPyConnection,
    known_week: date,
    since: date,
    narrowed: Narrowed = ALL,
    time_days: int = 45,
) -> pd.DataFrame:
    """How far the tips of each month and province had come by the end of a week.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked.
        since: The Monday of the first week of receipt that counts.
        narrowed: Which tips are counted.
        time_days: A tip that was received so many days before the Sunday has had time.

    Returns:
        One row per province_code, month_start (of receipt) and has_had_time, in order.
        In tips, each once: tips, screened, referred, handed_over (to a suppression
        agency), accepted (any referral of it), decided. In units of their own:
        referrals, hand_overs, referrals_accepted (steps), decisions,
        victims_identified (people; missing where no decision tells them).

    Source:
        mart_flow_history, mart_form_line (etl/sql).
    """
    return con.execute(
        """
        with tip as (
            select province_code, received_on,
                bool_or(is_screened) as is_screened,
                count(*) filter (unit = 'referral') as referrals,
                count(*) filter (is_suppression) as hand_overs,
                count(*) filter (accepted_on <= $known_week + 6) as referrals_accepted,
                count(*) filter (unit = 'decision') as decisions,
                sum(victims_identified) as victims_identified
            from mart_flow_history
            where known_week_start <= $known_week
                and (left_week_start is null or left_week_start > $known_week)
                and week_start between $since and $known_week
                and on_day <= $known_week + 6
                and ($region = '' or region = $region)
                and ($channel = '' or channel = $channel)
                and ($case_status = '' or case_status = $case_status)
                and ($form = '' or exploitation_forms in (
                    select exploitation_forms from mart_form_line where form = $form
                ))
            group by tip_id, province_code, received_on
        )
        select cast(province_code as varchar) as province_code,
            cast(date_trunc('month', received_on) as date) as month_start,
            received_on <= $known_week + 6 - $time_days as has_had_time,
            count(*) as tips,
            count(*) filter (is_screened) as screened,
            count(*) filter (referrals > 0) as referred,
            count(*) filter (hand_overs > 0) as handed_over,
            count(*) filter (referrals_accepted > 0) as accepted,
            count(*) filter (decisions > 0) as decided,
            cast(sum(referrals) as bigint) as referrals,
            cast(sum(hand_overs) as bigint) as hand_overs,
            cast(sum(referrals_accepted) as bigint) as referrals_accepted,
            cast(sum(decisions) as bigint) as decisions,
            cast(sum(victims_identified) as bigint) as victims_identified
        from tip
        group by province_code, month_start, has_had_time
        order by province_code, month_start, has_had_time
        """,
        {
            "known_week": known_week,
            "since": since,
            "time_days": time_days,
            **narrowed._asdict(),
        },
    ).df()


def flow_kinds(
    con: duckdb.DuckDBPyConnection,
    known_week: date,
    since: date,
    narrowed: Narrowed = ALL,
) -> pd.DataFrame:
    """To which agencies tips were referred, and what was found, by a week's end.

    Returns:
        One row per unit ("referral", "decision") and kind (agency; finding), the most
        first: units (steps; decisions), accepted (steps; 0 of decisions), tips (tips
        with one or more of them), is_suppression, victims_identified (people; missing
        of referrals, and where no decision tells them).

    Source:
        mart_flow_history, mart_form_line (etl/sql).
    """
    return con.execute(
        """
        select unit, kind, count(*) as units,
            count(*) filter (accepted_on <= $known_week + 6) as accepted,
            count(distinct tip_id) as tips,
            bool_or(is_suppression) as is_suppression,
            cast(sum(victims_identified) as bigint) as victims_identified
        from mart_flow_history
        where unit <> 'tip'
            and on_day <= $known_week + 6
            and known_week_start <= $known_week
            and (left_week_start is null or left_week_start > $known_week)
            and week_start between $since and $known_week
            and ($region = '' or region = $region)
            and ($channel = '' or channel = $channel)
            and ($case_status = '' or case_status = $case_status)
            and ($form = '' or exploitation_forms in (
                select exploitation_forms from mart_form_line where form = $form
            ))
        group by unit, kind
        order by unit, units desc, kind
        """,
        {"known_week": known_week, "since": since, **narrowed._asdict()},
    ).df()


def hand_overs(
    con: duckdb.DuckDBPyConnection,
    known_week: date,
    since: date,
    narrowed: Narrowed = ALL,
) -> pd.DataFrame:
    """Referrals to suppression agencies, by how long they took and wait.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked.
        since: The Monday of the first week of receipt that counts.
        narrowed: Which tips are counted.

    Returns:
        One row per province_code, agency, is_first (the tip's first hand-over, by day
        and step), days_to_referral (from the tip's receipt; below 0: dated before it),
        days_waited (from the referral until accepted, else until the week's Sunday)
        and is_accepted (by then), in order: hand_overs (steps).

    Source:
        mart_referral_history, mart_form_line (etl/sql).
    """
    return con.execute(
        """
        with step as (
            select province_code, agency, received_on, referred_on,
                case when accepted_on <= $known_week + 6 then accepted_on end
                    as accepted_on,
                row_number() over (
                    partition by tip_id order by referred_on, step
                ) = 1 as is_first
            from mart_referral_history
            where is_suppression
                and known_week_start <= $known_week
                and (left_week_start is null or left_week_start > $known_week)
                and week_start between $since and $known_week
                and referred_on <= $known_week + 6
                and ($region = '' or region = $region)
                and ($channel = '' or channel = $channel)
                and ($case_status = '' or case_status = $case_status)
                and ($form = '' or exploitation_forms in (
                    select exploitation_forms from mart_form_line where form = $form
                ))
        )
        select cast(province_code as varchar) as province_code, agency, is_first,
            referred_on - received_on as days_to_referral,
            coalesce(accepted_on, $known_week + 6) - referred_on as days_waited,
            accepted_on is not null as is_accepted,
            count(*) as hand_overs
        from step
        group by all
        order by all
        """,
        {"known_week": known_week, "since": since, **narrowed._asdict()},
    ).df()


def open_referrals(
    con: duckdb.DuckDBPyConnection, known_week: date, narrowed: Narrowed = ALL
) -> pd.DataFrame:
    """Referrals that no agency had accepted by the end of a week, however old.

    Returns:
        One row per province_code, agency (that has not accepted), is_suppression,
        is_closed (the tip's status is one of those that close it) and days_open (on the
        week's Sunday), in order: referrals (steps).

    Source:
        mart_referral_history, mart_form_line (etl/sql).
    """
    return con.execute(
        """
        select cast(province_code as varchar) as province_code, agency, is_suppression,
            starts_with(case_status, 'CLOSED') as is_closed,
            $known_week + 6 - referred_on as days_open, count(*) as referrals
        from mart_referral_history
        where known_week_start <= $known_week
            and (left_week_start is null or left_week_start > $known_week)
            and referred_on <= $known_week + 6
            and (accepted_on is null or accepted_on > $known_week + 6)
            and ($region = '' or region = $region)
            and ($channel = '' or channel = $channel)
            and ($case_status = '' or case_status = $case_status)
            and ($form = '' or exploitation_forms in (
                select exploitation_forms from mart_form_line where form = $form
            ))
        group by all
        order by all
        """,
        {"known_week": known_week, **narrowed._asdict()},
    ).df()


def referrals_without_tip(con: duckdb.DuckDBPyConnection, known_week: date) -> int:
    """How many referrals (steps) known at a week's end are of a tip that was not.

    Source:
        referral_as_known (etl/known.py), mart_referral_history.
    """
    row = con.execute(
        """
        select (select count(*) from referral_as_known($known_week)) - count(*)
        from mart_referral_history
        where known_week_start <= $known_week
            and (left_week_start is null or left_week_start > $known_week)
        """,
        {"known_week": known_week},
    ).fetchone()
    return int(row[0]) if row else 0


def suppression_agencies(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The codes of the agencies that have the flag "suppression", in their order.

    Source:
        code_list (data/reference/code_list.csv), list referral_agency.
    """
    rows = con.execute(
        """
        select code
        from code_list
        where list = 'referral_agency' and flag = 'suppression'
        order by source_line
        """
    ).fetchall()
    return [code for (code,) in rows]
