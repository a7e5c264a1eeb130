"""The tips of one province week by week: exact, for analysts on screen alone."""

import duckdb
import pandas as pd


def tip_weeks(con: duckdb.DuckDBPyConnection, province_code: str) -> pd.DataFrame:
    """The tips of each week of a province, as they are known now.

    Returns:
        One row per week since anybody reported, in order: week_start (Monday), tips
        (count; missing: not reported), report_state ("rows", "counted_zero",
        "not_reported", "no_data").

    Source:
        mart_profile_week (etl/sql/mart_profile_week.sql).
    """
    return con.execute(
        """
        select week_start, tips, report_state
        from mart_profile_week
        where province_code = $province_code
        order by week_start
        """,
        {"province_code": province_code},
    ).df()
