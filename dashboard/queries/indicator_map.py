"""The figures that analysts put on a map, and where they cluster."""

import duckdb
import pandas as pd


def measures(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What can be put on the map.

    Returns:
        One row per measure: measure, kind ("flag", "count", "share", "rate", "ratio",
        "score"); of a risk indicator also name_th, name_en, unit_th, unit_en and
        direction (1: more is worse), else missing. Risk indicators by dimension and
        code, then the others by name.

    Source:
        mart_map_measure (etl/sql/mart_map_measure.sql).
    """
    return con.execute(
        """
        select measure, kind, name_th, name_en, unit_th, unit_en, direction
        from mart_map_measure
        order by dimension nulls last, measure
        """
    ).df()


def map_values(con: duckdb.DuckDBPyConnection, measure: str) -> pd.DataFrame:
    """One measure of all provinces in all fiscal years.

    Returns:
        One row per fiscal_year_be and province_code, in this order: value (in the
        measure's unit; null where state says so), numerator and denominator (what it is
        made of, where that is counted), at_least and at_most (it is only a bound),
        is_partial (it adds up over a fiscal year that has not ended), as_of (day, where
        known), state ("value", "zero", "not_reported", "not_computed", "no_data"),
        data_status; of rates from small counts smoothed_value and own_weight (0 to 1),
        else missing.
        Empty when the measure is not in the data.

    Source:
        mart_map_value (etl/sql/mart_map_value.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, province_code, value, numerator, denominator, at_least,
            at_most, is_partial, as_of, state, data_status, smoothed_value, own_weight
        from mart_map_value
        where measure = $measure
        order by fiscal_year_be, province_code
        """,
        {"measure": measure},
    ).df()


def map_clusters(
    con: duckdb.DuckDBPyConnection, measure: str, fiscal_year_be: int
) -> pd.DataFrame:
    """Where a measure is high among high neighbours, in one fiscal year.

    Returns:
        One row per province with a value, by code: province_code, cluster ("high_high",
        "low_low", "high_low", "low_high", "chance", "not_computed"), score and
        neighbour_score (standard deviations from the mean), neighbours (with a value),
        p_value and adjusted_p_value. Empty for measures that are no rate, share, ratio
        or score.

    Source:
        mart_map_cluster (etl/clusters.py).
    """
    return con.execute(
        """
        select province_code, cluster, score, neighbour_score, neighbours, p_value,
            adjusted_p_value
        from mart_map_cluster
        where measure = $measure and fiscal_year_be = $fiscal_year_be
        order by province_code
        """,
        {"measure": measure, "fiscal_year_be": fiscal_year_be},
    ).df()


def level_thresholds(con: duckdb.DuckDBPyConnection) -> tuple[float, ...]:
    """R from which the risk levels 2 to 5 begin.

    Source:
        risk_model (data/risk_model.toml).
    """
    row = con.execute(
        "select level_2_from, level_3_from, level_4_from, level_5_from from risk_model"
    ).fetchone()
    if row is None:
        raise LookupError("the version holds no risk model")
    return tuple(float(each) for each in row)


def index_changes(
    con: duckdb.DuckDBPyConnection,
    measure: str,
    fiscal_year_be: int,
    since_fiscal_year_be: int,
) -> pd.DataFrame:
    """A measure of the index in two years, over the indicators that both have.

    Returns:
        One row per province, by code: province_code, before and after (in the measure's
        unit; null where state says so), before_at_most and after_at_most (it is only a
        maximum), common (indicators that both years have), other (that one of them
        has), state ("compared", "only_bound", "not_comparable", "no_figure").
        Empty for other measures, and unless the second year is earlier.

    Source:
        mart_map_change (etl/sql/mart_map_change.sql).
    """
    return con.execute(
        """
        select province_code, before_value as before, after_value as after,
            before_at_most, after_at_most, common_indicators as common,
            other_indicators as other, state
        from mart_map_change
        where measure = $measure and fiscal_year_be = $fiscal_year_be
            and since_fiscal_year_be = $since_fiscal_year_be
        order by province_code
        """,
        {
            "measure": measure,
            "fiscal_year_be": fiscal_year_be,
            "since_fiscal_year_be": since_fiscal_year_be,
        },
    ).df()


def minimum_completeness(con: duckdb.DuckDBPyConnection) -> float:
    """Share of a dimension's weight that must be there.

    Source:
        risk_model (data/risk_model.toml).
    """
    row = con.execute("select minimum_completeness from risk_model").fetchone()
    if row is None:
        raise LookupError("the version holds no risk model")
    return float(row[0])


def last_whole_year(con: duckdb.DuckDBPyConnection) -> int | None:
    """The latest fiscal year (B.E.) that has ended; none in data of one year alone.

    Source:
        mart_fiscal_year (etl/sql/mart_fiscal_year.sql).
    """
    row = con.execute(
        "select max(fiscal_year_be) from mart_fiscal_year where not is_current"
    ).fetchone()
    return None if row is None or row[0] is None else int(row[0])
