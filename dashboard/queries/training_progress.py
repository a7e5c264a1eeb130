"""How far the programme is: batches held, due, missing, and who came."""

import duckdb
import pandas as pd


def programme_years(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The programme in every fiscal year.

    Returns:
        One row per fiscal year, the latest first: fiscal_year_be, starts_on, ends_on,
        as_on (the day up to which data go), is_current, same_point_on (as many days
        into the year as "now" is into its own), batches_target (missing without one),
        batches (numbers with a row), batches_held, batches_held_later (in the week that
        is not complete), batches_planned, batches_overdue (planned, their day has
        passed), batches_postponed, batches_cancelled, batches_missing (no row though
        due), batches_not_announced (no row yet), batches_held_same_point,
        batches_due (by the plan, up to as_on), batches_with_plan, host_provinces,
        participants (persons; missing where none reports), participants_at_least,
        participants_not_reported (batches),
        volunteers_trained (persons), volunteers_at_least, volunteers_not_reported
        (batches), data_status (missing without batch and target). Counts of a year
        without any row are missing, but for batches and those without a row.

    Source:
        mart_programme_year (etl/sql/mart_programme_year.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, starts_on, ends_on, as_on, is_current, same_point_on,
            batches_target, batches, batches_held, batches_held_later, batches_planned,
            batches_overdue, batches_postponed, batches_cancelled, batches_missing,
            batches_not_announced, batches_held_same_point, batches_due,
            batches_with_plan,
            host_provinces, participants, participants_at_least,
            participants_not_reported, volunteers_trained, volunteers_at_least,
            volunteers_not_reported, data_status
        from mart_programme_year
        order by fiscal_year_be desc
        """
    ).df()


def missing_numbers(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """The numbers of batches of which no row was handed over.

    Returns:
        One row per run of numbers, in order: is_due (false: not announced yet),
        first_no, last_no. Empty when none is missing.

    Source:
        mart_batch_missing (etl/sql/mart_batch_missing.sql).
    """
    return con.execute(
        """
        select is_due, first_no, last_no
        from mart_batch_missing
        where fiscal_year_be = $fiscal_year_be
        order by first_no
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def batches(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every batch of all fiscal years.

    Returns:
        One row per batch, by fiscal year and number: fiscal_year_be, batch_no,
        province_code (host), name_th, name_en, venue, started_on, ended_on, status
        ("planned", "held", "postponed", "cancelled"), is_overdue, is_counted (held by
        "now"), due_on (the day in the plan), has_plan, days_late (against due_on),
        participants (persons), participants_at_least, volunteers_trained (persons),
        volunteers_state ("by_home", "by_batch", "not_reported", "not_held"),
        home_provinces (number), data_status.

    Source:
        mart_batch (etl/sql/mart_batch.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, batch_no, province_code, name_th, name_en, venue,
            started_on, ended_on, status, is_overdue, is_counted, due_on, has_plan,
            days_late,
            participants, participants_at_least, volunteers_trained, volunteers_state,
            home_provinces, data_status
        from mart_batch
        order by fiscal_year_be, batch_no
        """
    ).df()


def programme_weeks(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """Batches held and due so far, week by week of a fiscal year.

    Returns:
        One row per ISO week that touches the fiscal year, in order: week_no (from 1),
        week_start (Monday), iso_week ("2020-W33"), batches_due and batches_held
        (cumulative counts; held is missing after the data end).

    Source:
        mart_programme_week (etl/sql/mart_programme_week.sql).
    """
    return con.execute(
        """
        select week_no, week_start, iso_week, batches_due, batches_held
        from mart_programme_week
        where fiscal_year_be = $fiscal_year_be
        order by week_no
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def host_provinces(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, scope: str
) -> pd.DataFrame:
    """Batches that each province held, and the volunteers it sent.

    Args:
        con: The version.
        fiscal_year_be: The fiscal year.
        scope: "year" for that year alone, "so_far" for all years up to it.

    Returns:
        One row per province, by code: province_code, name_th, name_en, batches_held,
        batches_planned, batches_not_held (postponed or cancelled), last_held_on,
        volunteers_home (trained, of this home province), volunteers_host (trained here,
        home not known), batches_attended (with volunteers from here),
        batches_not_reporting, volunteers_trained (both sums; missing where batches were
        held and none reports, 0 where none was), volunteers_at_least.

    Source:
        mart_programme_province (etl/sql/mart_programme_province.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, batches_held, batches_planned,
            batches_not_held, last_held_on, volunteers_home, volunteers_host,
            batches_attended, batches_not_reporting, volunteers_trained,
            volunteers_at_least
        from mart_programme_province
        where fiscal_year_be = $fiscal_year_be and scope = $scope
        order by province_code
        """,
        {"fiscal_year_be": fiscal_year_be, "scope": scope},
    ).df()
