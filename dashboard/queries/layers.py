"""The layers of the coverage map: one figure by province, and its classes."""

import duckdb
import pandas as pd


def province_layer(
    con: duckdb.DuckDBPyConnection, layer: str, fiscal_year_be: int
) -> pd.DataFrame:
    """One layer of the coverage map in one fiscal year.

    Returns:
        One row per province, by code: province_code, value (in the layer's unit; null
        where state says so), at_least, counted and counted_of (what the value is made
        of), as_of (the day they hold on), state ("value", "zero", "not_reported",
        "no_data"), layer_class (0 counted none, 1 lowest; null without a value),
        data_status. Empty when the year or the layer is not in the data.

    Source:
        mart_province_layer (etl/sql/mart_province_layer.sql).
    """
    return con.execute(
        """
        select province_code, value, at_least, counted, counted_of, as_of, state,
            layer_class, data_status
        from mart_province_layer
        where layer = $layer and fiscal_year_be = $fiscal_year_be
        order by province_code
        """,
        {"layer": layer, "fiscal_year_be": fiscal_year_be},
    ).df()


def layer_scale(
    con: duckdb.DuckDBPyConnection, layer: str, fiscal_year_be: int
) -> pd.DataFrame:
    """Where the classes of a layer begin in a fiscal year.

    Returns:
        One row: break_1, break_2, break_3 (in the layer's unit; classes are half-open;
        missing where there are fewer classes), method (of trained volunteers "policy"
        or "tercile"; else the same in all fiscal years: "quartile" of all of them,
        "quartile_ended" of those that have ended), is_partial (the figure adds up
        over a fiscal year that has not ended), highest (the highest value of any
        province and year; missing without any above 0).
        Empty when the year or the layer is not in the data.

    Source:
        mart_layer_scale (etl/sql/mart_layer_scale.sql).
    """
    return con.execute(
        """
        select break_1, break_2, break_3, method, is_partial, highest
        from mart_layer_scale
        where layer = $layer and fiscal_year_be = $fiscal_year_be
        """,
        {"layer": layer, "fiscal_year_be": fiscal_year_be},
    ).df()
