"""What tips stand beside: people, volunteers and risk of provinces by week."""

from datetime import date

import duckdb
import pandas as pd


def beside_provinces(con: duckdb.DuckDBPyConnection, week_end: date) -> pd.DataFrame:
    """People, trained volunteers and risk of each province at the end of a week.

    Returns:
        One row per province, by code: province_code, name_th, name_en, region (code of
        region6_ngc), population (people), population_year_be, volunteers_trained
        (people; missing: not reported), volunteers_source ("roster", else "batches";
        missing: no number), volunteers_at_least (some batches report none),
        volunteers_as_of (day), volunteers_trained_per_100k, coverage_class (1 thin to
        3), risk_level (1 to 5), risk_level_source ("ministry" or "computed"). Empty for
        a week that the data do not hold.

    Source:
        mart_week_priority (etl/sql/mart_week_priority.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, region, population, population_year_be,
            volunteers_trained, volunteers_source, volunteers_at_least,
            volunteers_as_of, volunteers_trained_per_100k, coverage_class, risk_level,
            risk_level_source
        from mart_week_priority
        where week_end = $week_end
        order by province_code
        """,
        {"week_end": week_end},
    ).df()


def beside_volunteers(con: duckdb.DuckDBPyConnection, on_day: date) -> pd.DataFrame:
    """The trained volunteers of each province at the end of a fiscal year.

    Returns:
        One row per province, by code: province_code, volunteers_trained (people;
        missing: not reported), volunteers_source ("roster", else "batches"; missing: no
        number), volunteers_at_least (some batches report none), volunteers_as_of (day).
        Empty for a day that is no year's end.

    Source:
        mart_volunteer_coverage (etl/sql/mart_volunteer_coverage.sql).
    """
    return con.execute(
        """
        select province_code, volunteers_trained, volunteers_source,
            volunteers_at_least, volunteers_as_of
        from mart_volunteer_coverage
        where on_day = $on_day
        order by province_code
        """,
        {"on_day": on_day},
    ).df()
