"""How long reports take, and which provinces have fallen silent."""

import duckdb
import pandas as pd


def delays(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Days until reports come in, and until tips are recorded.

    Returns:
        One row per measure ("report": from the end of the period; "entry": from the day
        a tip was received), dataset and group: province_code, fiscal_year_be,
        fiscal_quarter (null where the group is not split by it), counted (reports or
        tips), median_days, p90_days (days within which half and nine tenths had come),
        longest_days, in_time_share (within 7 days, 0 to 1), data_status, name_th,
        name_en (of the province). Empty when nothing was reported.

    Source:
        mart_report_delay (etl/sql/mart_report_delay.sql).
    """
    return con.execute(
        """
        select measure, dataset, province_code, name_th, name_en, fiscal_year_be,
            fiscal_quarter, counted, median_days, p90_days, longest_days, in_time_share,
            data_status
        from mart_report_delay
        order by measure desc, dataset, fiscal_year_be nulls first,
            fiscal_quarter nulls first, province_code nulls first
        """
    ).df()


def overdue(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Provinces from which nothing has come for more than a week.

    Returns:
        One row per dataset and province, the longest silence first: dataset,
        reported_by, province_code, name_th, name_en, last_heard_on (null: never),
        periods_overdue, overdue_from (first day of the first of them), days_overdue
        (days since its end), data_status.

    Source:
        mart_report_overdue (etl/sql/mart_report_overdue.sql).
    """
    return con.execute(
        """
        select dataset, reported_by, province_code, name_th, name_en, last_heard_on,
            periods_overdue, overdue_from, days_overdue, data_status
        from mart_report_overdue
        where is_late
        order by days_overdue desc, dataset, province_code
        """
    ).df()
