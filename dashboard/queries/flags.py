"""Accepted rows that do not fit the rows of another file."""

import duckdb
import pandas as pd


def cross_file_flags(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every flag, kind by kind and file by file.

    Returns:
        One row per flag: kind, text_th, text_en (what was found), action_th, action_en
        (what to do), dataset, record_key (the key values joined by |, none personal),
        province_code, name_th, name_en (null: of no province), found_on and expected_on
        (days), found_rows and expected_rows (numbers; which, the kind says),
        data_status, path (the file), sheet ("" in text files), line. Empty when all
        files fit each other.

    Source:
        mart_cross_file_flag (etl/sql/mart_cross_file_flag.sql).
    """
    return con.execute(
        """
        select kind, text_th, text_en, action_th, action_en, dataset, record_key,
            province_code, name_th, name_en, found_on, expected_on, found_rows,
            expected_rows, data_status, path, sheet, line
        from mart_cross_file_flag
        order by kind, path, sheet, line
        """
    ).df()


def open_points(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How much offices have still to answer: one row.

    Returns:
        flags (rows that do not fit another file), provinces_silent (from which nothing
        has come for more than a week, whatever the dataset).

    Source:
        mart_cross_file_flag, mart_report_overdue (etl/sql).
    """
    return con.execute(
        """
        select
            (select count(*) from mart_cross_file_flag) as flags,
            (
                select count(distinct province_code) from mart_report_overdue
                where is_late
            ) as provinces_silent
        """
    ).df()
