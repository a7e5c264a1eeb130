"""The table `mart_risk_treatment`: what is done about an indicator's outliers.

Decided on one year and frozen for all others, as the goalposts are: else a province's
score would change because another one's value did.
"""

from collections.abc import Sequence

import duckdb

from etl import workspace

TABLE = "mart_risk_treatment"
READS = ("mart_risk_value", "mart_risk_smoothed")


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table, a row per indicator with a year to decide on.

    That year is the base fiscal year, or the first later one in which enough provinces
    have a value. skewness and kurtosis (excess) are those of the year's values, rates
    smoothed; treatment is none, winsorised (values are set to low_limit and high_limit,
    points of the year were) or log, tail where the outliers are. Indicators from the
    province table are facts of two values and have none.
    """
    con.execute(
        f"create or replace table {TABLE} (indicator_code varchar, "
        "decided_on_fiscal_year_be bigint, provinces bigint, skewness double, "
        "kurtosis double, treatment varchar, tail varchar, low_limit double, "
        "high_limit double, points bigint)"
    )
    groups = con.execute(
        """
        with enough as (
            select given.indicator_code, given.fiscal_year_be, count(*) as provinces,
                list(coalesce(smooth.smoothed_value, given.value)
                    order by given.province_code) as smooth_values
            from mart_risk_value as given
            cross join risk_model
            left join mart_risk_smoothed as smooth
                on given.fiscal_year_be = smooth.fiscal_year_be
                and given.province_code = smooth.province_code
                and given.indicator_code = smooth.indicator_code
            where not given.is_derived
                and given.fiscal_year_be >= risk_model.base_fiscal_year_be
            group by given.indicator_code, given.fiscal_year_be
            having count(*)
                >= (select any_value(provinces_at_least) from risk_model_treatment)
        )
        select indicator_code, min(fiscal_year_be), arg_min(provinces, fiscal_year_be),
            arg_min(smooth_values, fiscal_year_be)
        from enough
        group by indicator_code
        order by indicator_code
        """
    ).fetchall()
    if groups:
        limits = con.execute(
            "select skewness, kurtosis, winsorised_at_most from risk_model_treatment"
        ).fetchall()[0]
        rows = [[*group, *_decided(values, limits)] for *group, values in groups]
        workspace.insert(con, TABLE, rows)


def _decided(values: list[float], limits: Sequence[float]) -> list[object]:
    """Skewness, kurtosis and the treatment of one indicator's values."""
    import numpy as np  # a build without indicators needs no numpy

    from methods import outliers

    given = np.array(values)
    rule = outliers.Rule(limits[0], limits[1], int(limits[2]))
    found = outliers.treatment(given, rule)
    return [outliers.skewness(given), outliers.kurtosis(given), *found]
