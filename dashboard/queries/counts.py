"""Exact counts of tips and of what became of them, as known week by week.

For dashboard.known alone: what shows such a count takes it from the disclosure gate.
"""

from datetime import date

import duckdb
import pandas as pd


def count_changes(con: duckdb.DuckDBPyConnection, first_on: date) -> pd.DataFrame:
    """What was added to and taken from the counts of weeks, and when it was known.

    Args:
        con: An open version.
        first_on: The first Monday that is wanted.

    Returns:
        One row per measure ("tips", "referrals", "outcomes", "victims"), province_code
        (null: the tip was not handed over), week_start, quarter_start, kind (the code
        of a channel, receiving agency or trafficking_status) and known_week_start:
        change (units added less units taken away).

    Source:
        mart_tip_known, mart_follow_up_known (etl/sql).
    """
    return con.execute(
        """
        select 'tips' as measure, province_code, received_week_start as week_start,
            received_quarter_start as quarter_start, channel as kind, known_week_start,
            tips_added - tips_removed as change
        from mart_tip_known
        where received_week_start >= $first_on and tips_added <> tips_removed
        union all
        select measure, province_code, week_start, quarter_start, kind,
            known_week_start, units_added - units_removed as change
        from mart_follow_up_known
        where week_start >= $first_on and units_added <> units_removed
        """,
        {"first_on": first_on},
    ).df()


def form_changes(con: duckdb.DuckDBPyConnection, first_on: date) -> pd.DataFrame:
    """What was added to and taken from the tips that state a form, and when.

    Args:
        con: An open version.
        first_on: The first day of the first quarter that is wanted.

    Returns:
        One row per province_code, quarter_start, kind (form of exploitation) and
        known_week_start: change (tips; one with several forms is in each).

    Source:
        mart_form_known (etl/sql/mart_form_known.sql).
    """
    return con.execute(
        """
        select province_code, received_quarter_start as quarter_start,
            exploitation_form as kind, known_week_start,
            tips_added - tips_removed as change
        from mart_form_known
        where received_quarter_start >= $first_on and tips_added <> tips_removed
        """,
        {"first_on": first_on},
    ).df()


def waits(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Referrals of known provinces by the days they were made and accepted.

    Returns:
        One row per province_code, referred_on, accepted_on (null: open) and
        known_week_start: change (referrals).

    Source:
        mart_referral_wait_known (etl/sql/mart_referral_wait_known.sql).
    """
    return con.execute(
        """
        select province_code, referred_on, accepted_on, known_week_start,
            referrals_added - referrals_removed as change
        from mart_referral_wait_known
        where province_code is not null and referrals_added <> referrals_removed
        """
    ).df()


def told_before_taken(con: duckdb.DuckDBPyConnection) -> date | None:
    """The Monday of the last week that was told before tips were taken out.

    None where none ever were, since there are versions.

    Source:
        mart_tip_taken (etl/sql/mart_tip_taken.sql).
    """
    row = con.execute("select told_week_start from mart_tip_taken").fetchone()
    return row[0] if row else None


def week_states(con: duckdb.DuckDBPyConnection, first_on: date) -> pd.DataFrame:
    """What is known of each province's tips, week by week.

    Returns:
        One row per province_code and week_start: state ("rows", "counted_zero",
        "not_reported", "no_data"), report_received_on (the day on which the last
        report of it came; missing without one).

    Source:
        mart_report_state (etl/sql/mart_report_state.sql).
    """
    return con.execute(
        """
        select province_code, period_start as week_start, state, report_received_on
        from mart_report_state
        where dataset = 'tip_report' and period_start >= $first_on
        order by period_start, province_code
        """,
        {"first_on": first_on},
    ).df()
