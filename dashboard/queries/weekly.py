"""The open figures of the weekly page, as each week had them."""

from datetime import date

import duckdb
import pandas as pd


def weeks(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The complete weeks of which a page can be made.

    Returns:
        One row per ISO week, in order, the last one being "now": week_start (Monday),
        week_end (Sunday), iso_week ("2026-W46"), fiscal_year_be (that the Sunday lies
        in).

    Source:
        mart_week (etl/sql/mart_week.sql).
    """
    return con.execute(
        """
        select week_start, week_end, iso_week, fiscal_year_be
        from mart_week
        order by week_start
        """
    ).df()


def last_day(con: duckdb.DuckDBPyConnection) -> date:
    """The Sunday of the last complete week of the version.

    Source:
        version_info (etl/version.py).
    """
    found = con.execute("select now_ends_on from version_info").fetchone()
    if found is None or found[0] is None:
        raise ValueError("version_info has no row with now_ends_on: build it anew")
    day: date = found[0]
    return day


def week_figures(con: duckdb.DuckDBPyConnection, ends_on: date) -> pd.DataFrame:
    """The open figures of a week and of those before it.

    Args:
        con: The version.
        ends_on: The Sunday of the last week wanted.

    Returns:
        One row per figure ("batches_held", "volunteers_trained", "provinces_priority",
        "provinces_reported", "partners") and week_end, in order: value (missing where
        nobody has one), whole (of what it is a part; missing where it stands alone), n
        (units), until (the last day that all of it speaks of), is_at_least (whether
        some have not reported theirs).

    Source:
        mart_week_figure (etl/sql/mart_week_figure.sql).
    """
    return con.execute(
        """
        select figure, week_end, value, whole, n, until, is_at_least
        from mart_week_figure
        where week_end <= $ends_on
        order by figure, week_end
        """,
        {"ends_on": ends_on},
    ).df()


def week_batches(con: duckdb.DuckDBPyConnection, ends_on: date) -> pd.DataFrame:
    """The batches of a week's fiscal year as they were known at its end.

    Returns:
        One row per batch: fiscal_year_be, batch_no, province_code (host), name_th,
        name_en, started_on, ended_on, status ("planned", "held", "postponed",
        "cancelled"), volunteers_trained (persons, by the batch's own row; missing: not
        reported), is_counted (held by then), is_overdue (planned, its day has passed).

    Source:
        mart_week_batch (etl/sql/mart_week_batch.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, batch_no, province_code, name_th, name_en, started_on,
            ended_on, status, volunteers_trained, is_counted, is_overdue
        from mart_week_batch
        where week_end = $ends_on
        order by batch_no
        """,
        {"ends_on": ends_on},
    ).df()


def week_priority(con: duckdb.DuckDBPyConnection, ends_on: date) -> pd.DataFrame:
    """Each province's risk and coverage in a week, and in the one before.

    Returns:
        One row per province, by code: province_code, name_th, name_en, region,
        volunteers_trained (persons), volunteers_trained_per_100k (K),
        volunteers_at_least (both are a minimum), coverage_class (1 thin to 3),
        coverage_class_before (by the same breaks), risk_level (1 to 5),
        risk_level_before, is_priority (high risk in the thinnest class; missing: not
        known), was_priority (as the week before had it).

    Source:
        mart_week_priority (etl/sql/mart_week_priority.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, region, volunteers_trained,
            volunteers_trained_per_100k, volunteers_at_least, coverage_class,
            coverage_class_before,
            risk_level, risk_level_before, is_priority, was_priority
        from mart_week_priority
        where week_end = $ends_on
        order by province_code
        """,
        {"ends_on": ends_on},
    ).df()


def week_reports(con: duckdb.DuckDBPyConnection, ends_on: date) -> pd.DataFrame:
    """Who had reported tips by the end of a week.

    Returns:
        One row per province, the longest silence first: province_code, name_th,
        name_en, last_heard_on (the last day of the last week reported by then; missing:
        none in half a year), weeks_silent (of which nothing had been heard, neither a
        report nor that rows are to come; 0: something was of this one; 26 at most),
        weeks_unreported (that were not reported, silent or announced; 0: this one
        was; 26 at most), is_reported and is_announced (this week: reported, or rows
        were announced and not handed over; neither: silent). Empty before anybody
        reported.

    Source:
        mart_week_report (etl/sql/mart_week_report.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, last_heard_on, weeks_silent,
            weeks_unreported, is_reported, is_announced
        from mart_week_report
        where week_end = $ends_on
        order by weeks_silent desc, weeks_unreported desc, province_code
        """,
        {"ends_on": ends_on},
    ).df()


def agencies(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The agencies to which tips are referred.

    Returns:
        One row per agency, by code: agency (code), label_th, label_en, is_suppression
        (whether it is there to suppress trafficking, by its flag in the code list).

    Source:
        code_list (etl/schema/code_list.json).
    """
    return con.execute(
        """
        select code as agency, label_th, label_en,
            coalesce(flag = 'suppression', false) as is_suppression
        from code_list
        where list = 'referral_agency'
        order by code
        """
    ).df()


def datasets_status(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Of what kind the rows of each dataset are.

    Returns:
        One row per dataset and data_status ("official", "ministry", "synthetic").

    Source:
        dataset_status (etl/sql/version.sql).
    """
    return con.execute(
        """
        select dataset, cast(data_status as varchar) as data_status
        from dataset_status
        where data_status is not null
        order by dataset, data_status
        """
    ).df()


def version_name(con: duckdb.DuckDBPyConnection) -> str:
    """The name of the version that is open.

    Source:
        version_info (etl/sql/version.sql).
    """
    row = con.execute("select version from version_info").fetchone()
    if row is None:
        raise LookupError("the version does not say its name")
    return str(row[0])
