"""The versions up to the one that is read: what changed, how quality moved."""

import duckdb
import pandas as pd


def versions(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The versions up to this one.

    Returns:
        One row per version, the latest first, at most 200: version, version_before
        (null for the first), built_at (UTC), code_version, risk_model_version,
        now_iso_week, data_status, is_first, is_code_changed, is_model_changed, files,
        files_refused, rows_in, rejected (counts of what was handed over).

    Source:
        mart_version (etl/sql/mart_version.sql).
    """
    return con.execute(
        """
        select version, version_before, built_at, code_version, risk_model_version,
            now_iso_week, data_status, is_first, is_code_changed, is_model_changed,
            files, files_refused, rows_in, rejected
        from mart_version
        order by version_number desc
        """
    ).df()


def version_changes(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What differs between each version and the one before it.

    Returns:
        One row per version and dataset (kind "rows": rows in force) or key figure (kind
        "figure") that differs, the latest version first: version, kind, name, title_th,
        title_en (null for figures), unit, value_before, value (null: no data). Empty
        with one version.

    Source:
        mart_version_change (etl/sql/mart_version_change.sql).
    """
    return con.execute(
        """
        select version, kind, name, title_th, title_en, unit, value_before,
            value
        from mart_version_change
        order by version_number desc, kind desc, name
        """
    ).df()


def quality_trend(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How much of each dataset was rejected or refused, version by version.

    Returns:
        One row per version and dataset that was handed over, the earliest version
        first: version, built_at (UTC), dataset (null: files of no known one), title_th,
        title_en, files, files_refused, rows_in, rejected (counts), rejected_share (0
        to 1; null without rows). Empty when no office has handed over a file.

    Source:
        mart_quality_trend (etl/sql/mart_quality_trend.sql).
    """
    return con.execute(
        """
        select version, built_at, dataset, title_th, title_en, files, files_refused,
            rows_in, rejected, rejected_share
        from mart_quality_trend
        order by version_number, dataset nulls last
        """
    ).df()
