"""What is known of each province's rows, period by period: the states of reporting."""

from datetime import date

import duckdb
import pandas as pd


def report_years(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The years in which something is known of a dataset that is reported by period.

    Returns:
        One row per dataset and year (B.E.; fiscal, of datasets reported by year the
        calendar year), latest first: dataset, reported_by ("week", "fiscal_year",
        "year"), year_be, first_on and last_on (of its periods).

    Source:
        mart_report_state (etl/sql/mart_report_state.sql).
    """
    return con.execute(
        """
        select dataset, reported_by, year_be, min(period_start) as first_on,
            max(period_end) as last_on
        from mart_report_state
        group by dataset, reported_by, year_be
        having bool_or(state <> 'no_data')
        order by dataset, year_be desc
        """
    ).df()


def report_states(
    con: duckdb.DuckDBPyConnection, dataset: str, first_on: date, last_on: date
) -> pd.DataFrame:
    """The state of each province and period that begins in a span of days.

    Returns:
        One row per province and period, by period and province code: province_code,
        name_th, name_en, region6_ngc, period_start, period_end, year_be, is_running
        (the year has not ended), rows_loaded (rows in force), rows_reported (null: no
        figure for this period), report_received_on (null: no report), state ("rows",
        "counted_zero", "not_reported", "no_data"), data_status. Empty when no period
        begins in the span.

    Source:
        mart_report_state (etl/sql/mart_report_state.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, region6_ngc, period_start, period_end,
            year_be, is_running, rows_loaded, rows_reported, report_received_on, state,
            data_status
        from mart_report_state
        where dataset = $dataset and period_start between $first_on and $last_on
        order by period_start, province_code
        """,
        {"dataset": dataset, "first_on": first_on, "last_on": last_on},
    ).df()


def latest_states(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The state of each province in the last period of each dataset that has ended.

    Returns:
        One row per dataset and province, those reported by week first: as
        report_states, and dataset, reported_by.

    Source:
        mart_report_state (etl/sql/mart_report_state.sql).
    """
    return con.execute(
        """
        select dataset, reported_by, province_code, name_th, name_en, region6_ngc,
            period_start, period_end, year_be, is_running, rows_loaded, rows_reported,
            report_received_on, state, data_status
        from mart_report_state
        where is_latest
        order by reported_by <> 'week', dataset, province_code
        """
    ).df()
