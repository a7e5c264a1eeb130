"""Volunteers against risk: the figures of the coverage map."""

import duckdb
import pandas as pd


def fiscal_years(con: duckdb.DuckDBPyConnection) -> list[int]:
    """The fiscal years (B.E.) the data speak of, the latest first.

    Source:
        mart_fiscal_year (etl/sql/mart_fiscal_year.sql).
    """
    rows = con.execute(
        "select fiscal_year_be from mart_fiscal_year order by fiscal_year_be desc"
    ).fetchall()
    return [int(year) for (year,) in rows]


def province_coverage(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """Volunteers against risk, by province, in one fiscal year.

    Returns:
        One row per province, the largest gap first, those without one last by code:
        province_code, name_th, name_en, region4_nso, region6_ngc, region7_nesdc,
        is_border, is_coastal, as_on (the day K is taken at), population (persons),
        population_year_be, volunteers_trained (persons), volunteers_source ("roster",
        "batches"), volunteers_at_least, volunteers_as_of, batches_held (count),
        batches_not_reporting (count), volunteers_trained_per_100k (K),
        full_coverage_per_100k (K*), full_coverage_source, coverage_class (1 thin to 3),
        exposure_score and vulnerability_score and risk_score (R, 1 to 10),
        completeness (share of weight), computed_level and ministry_level and risk_level
        (1 to 5), risk_level_source, risk_band and computed_risk_band (1 to 3),
        coverage_gap (G, 0 to 10), gap_rank (1 largest), data_status. Empty when the
        year is not in the data.

    Source:
        mart_province_coverage (etl/sql/mart_province_coverage.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, region4_nso, region6_ngc, region7_nesdc,
            is_border, is_coastal, as_on, population, population_year_be,
            volunteers_trained, volunteers_source, volunteers_at_least,
            volunteers_as_of, batches_held, batches_not_reporting,
            volunteers_trained_per_100k, full_coverage_per_100k, full_coverage_source,
            coverage_class, exposure_score, vulnerability_score, risk_score,
            completeness, computed_level, ministry_level, risk_level, risk_level_source,
            risk_band, computed_risk_band, coverage_gap, gap_rank, data_status
        from mart_province_coverage
        where fiscal_year_be = $fiscal_year_be
        order by gap_rank nulls last, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def coverage_breaks(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """Where the coverage classes begin in one fiscal year.

    Returns:
        One row: lower_break and upper_break (per 100,000; classes are half-open;
        missing when no province has a volunteer), method ("policy" or "tercile").

    Source:
        mart_coverage_break (etl/sql/mart_coverage_break.sql).
    """
    return con.execute(
        """
        select lower_break, upper_break, method
        from mart_coverage_break
        where fiscal_year_be = $fiscal_year_be
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def risk_thresholds(con: duckdb.DuckDBPyConnection) -> tuple[float, float]:
    """R from which the bands 2 (level 3) and 3 (levels 4 and 5) begin.

    Source:
        risk_model (data/risk_model.toml).
    """
    row = con.execute("select level_3_from, level_4_from from risk_model").fetchone()
    if row is None:
        raise LookupError("the version holds no risk model")
    return float(row[0]), float(row[1])


def regions(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The regions of the three groupings.

    Returns:
        One row per region, in the order of the list: grouping ("region4_nso",
        "region6_ngc", "region7_nesdc"), code, label_th, label_en.

    Source:
        code_list (data/reference/code_list.csv).
    """
    return con.execute(
        """
        select list as grouping, code, label_th, label_en
        from code_list
        where list in ('region4_nso', 'region6_ngc', 'region7_nesdc')
        order by source_line
        """
    ).df()


def risk_indicators(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, province_code: str
) -> pd.DataFrame:
    """What one province's risk score is made of in one fiscal year.

    Returns:
        One row per indicator with a value, the highest score first within a dimension:
        dimension, indicator_code, name_th, name_en, unit_th, unit_en, value (in
        unit), score
        (1 to 10), weight, source, data_status.

    Source:
        mart_risk_indicator (etl/sql/mart_risk_indicator.sql).
    """
    return con.execute(
        """
        select dimension, indicator_code, name_th, name_en, unit_th, unit_en, value,
            score, weight, source, data_status
        from mart_risk_indicator
        where fiscal_year_be = $fiscal_year_be and province_code = $province_code
        order by dimension, score desc, indicator_code
        """,
        {"fiscal_year_be": fiscal_year_be, "province_code": province_code},
    ).df()
