"""Accepted rows that do not fit the rows of another file."""

import duckdb
import pandas as pd


def flag_files(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How many flags of each kind there are in each file.

    Returns:
        One row per kind and file: kind, text_th, text_en (what was found), action_th,
        action_en (what to do), dataset, path (the file), flags (count). Empty when all
        files fit each other.

    Source:
        mart_cross_file_flag (etl/sql/mart_cross_file_flag.sql).
    """
    return con.execute(
        """
        select kind, text_th, text_en, action_th, action_en, dataset, path,
            count(*) as flags
        from mart_cross_file_flag
        group by all
        order by kind, path
        """
    ).df()


def cross_file_flags(
    con: duckdb.DuckDBPyConnection, kind: str | None, path: str | None, limit: int
) -> pd.DataFrame:
    """The flags of one kind and file, or of all, kind by kind and file by file.

    Returns:
        At most `limit` rows, one per flag: kind, text_th, text_en (what was found),
        action_th, action_en (what to do), dataset, record_key (the key values joined by
        |, none personal), province_code, name_th, name_en (null: of no province),
        found_on and expected_on (days), found_rows and expected_rows (numbers; which,
        the kind says), data_status, path (the file), sheet ("" in text files), line.

    Source:
        mart_cross_file_flag (etl/sql/mart_cross_file_flag.sql).
    """
    return con.execute(
        """
        select kind, text_th, text_en, action_th, action_en, dataset, record_key,
            province_code, name_th, name_en, found_on, expected_on, found_rows,
            expected_rows, data_status, path, sheet, line
        from mart_cross_file_flag
        where ($kind is null or kind = $kind) and ($path is null or path = $path)
        order by kind, path, sheet, line
        limit $limit
        """,
        {"kind": kind, "path": path, "limit": limit},
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
