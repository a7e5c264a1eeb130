"""The risk index: its model, its parts, how sure it is."""

import duckdb
import pandas as pd


def model(con: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """The risk model of the version.

    Returns:
        version, base_fiscal_year_be, minimum_completeness (share of a dimension's
        weight), level_2_from to level_5_from (R, 1 to 10), lower_break and upper_break
        (K per 100,000; None: terciles), exposure_weight and vulnerability_weight (sum
        1), refresher_half_life_months.

    Source:
        risk_model (data/risk_model.toml).
    """
    found = con.execute(
        """
        select version, base_fiscal_year_be, minimum_completeness,
            level_2_from, level_3_from, level_4_from, level_5_from,
            lower_break, upper_break, exposure_weight, vulnerability_weight,
            refresher_half_life_months
        from risk_model
        """
    )
    row = found.fetchone()
    if row is None:
        raise LookupError("the version holds no risk model")
    names = [column[0] for column in found.description or ()]
    return dict(zip(names, row, strict=True))


def model_indicators(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The indicators of the risk model.

    Returns:
        One row per indicator, by dimension and in the order of the model file:
        indicator_code, dimension ("exposure", "vulnerability"), direction (1, -1),
        weight, goalpost_min and goalpost_max (in the indicator's unit), is_derived.

    Source:
        risk_model_indicator (data/risk_model.toml).
    """
    return con.execute(
        """
        select indicator_code, dimension, direction, weight, goalpost_min,
            goalpost_max, is_derived
        from risk_model_indicator
        order by dimension, rowid
        """
    ).df()


def indicator_names(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What the risk indicators are called.

    Returns:
        One row per indicator, by code: indicator_code, name_th, name_en.

    Source:
        risk_indicator (data/reference/risk_indicator.csv).
    """
    return con.execute(
        """
        select indicator_code, name_th, name_en
        from risk_indicator
        order by indicator_code
        """
    ).df()


def indicator_scores(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """The score of every indicator of every province in one fiscal year.

    Returns:
        One row per province and indicator with a value, by code: province_code,
        indicator_code, score (1 to 10). Empty when the year is not in the data.

    Source:
        mart_risk_indicator (etl/sql/mart_risk_indicator.sql).
    """
    return con.execute(
        """
        select province_code, indicator_code, score
        from mart_risk_indicator
        where fiscal_year_be = $fiscal_year_be
        order by province_code, indicator_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()
