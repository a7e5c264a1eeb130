"""Exact counts of provinces by fiscal year: for analysts on screen alone."""

import duckdb
import pandas as pd


def year_counts(con: duckdb.DuckDBPyConnection, measure: str) -> pd.DataFrame:
    """Tips or what became of them in every fiscal year, as they are known now.

    Returns:
        One row per fiscal_year_be and province_code, in this order: units (tips,
        referrals, outcomes or victims; missing where state says so), people
        (registered; missing where not known), at_least, is_partial (the year has not
        ended), state ("value", "zero", "not_reported", "no_data"). Years without any
        of the measure have no rows.

    Source:
        mart_map_count (etl/sql/mart_map_count.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, province_code, units, people, at_least, is_partial, state
        from mart_map_count
        where measure = $measure
        order by fiscal_year_be, province_code
        """,
        {"measure": measure},
    ).df()
