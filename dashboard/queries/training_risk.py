"""Training against risk: how volunteers are spread, whom the programme has reached."""

import duckdb
import pandas as pd


def concentration(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How trained volunteers are spread over people in the order of risk, year by year.

    Returns:
        One row per fiscal year, in order: fiscal_year_be, provinces (count on the
        curve), provinces_left_out (count without risk score, volunteers or population),
        provinces_at_least (count on the curve whose volunteers are "at least"),
        concentration_index (-1 to 1; negative: volunteers where risk is high; missing
        when it cannot be computed), low_95 and high_95 (its interval; missing without),
        replicates (count), data_status. Empty when the version knows no province.

    Source:
        mart_concentration (etl/concentration.py).
    """
    return con.execute(
        """
        select fiscal_year_be, provinces, provinces_left_out, provinces_at_least,
            concentration_index, low_95, high_95, replicates, data_status
        from mart_concentration
        order by fiscal_year_be
        """
    ).df()


def concentration_curve(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """The provinces of one fiscal year in the order of risk, with cumulative shares.

    Returns:
        One row per province that has a risk score, volunteers and population, the
        highest risk first: step (1 is the highest risk; equal risks share one),
        province_code, name_th, name_en, as_on, risk_score (R, 1 to 10), population
        (persons), volunteers_trained (persons), volunteers_at_least, population_share
        and volunteers_share (0 to 1, up to and with this step; the latter missing when
        nobody is trained), data_status. Empty when no province has all three.

    Source:
        mart_concentration_curve (etl/sql/mart_concentration_curve.sql).
    """
    return con.execute(
        """
        select step, province_code, name_th, name_en, as_on, risk_score, population,
            volunteers_trained, volunteers_at_least, population_share,
            volunteers_share, data_status
        from mart_concentration_curve
        where fiscal_year_be = $fiscal_year_be
        order by step, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def programme_reach(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """Whom the programme has reached by one fiscal year, and what provinces lack.

    Returns:
        One row per province, the largest gap first, those without one last by code:
        province_code, name_th, name_en, as_on, batches_hosted (count), last_batch_on
        (hosted), volunteers_home (persons by the batches that say home provinces;
        missing when none does), last_home_on, batches_without_home (count, whole
        country), is_reached, volunteers_trained (persons), volunteers_source
        ("roster", "batches"), volunteers_at_least, volunteers_as_of, next_planned_on,
        next_planned_year_be, next_planned_batch_no, next_held_on, next_held_year_be,
        next_held_batch_no (the first after as_on), risk_score (R, 1 to 10), risk_level
        (1 to 5), risk_level_source ("ministry", "computed"), risk_band (1 to 3),
        coverage_gap (G, 0 to 10), gap_rank (1 largest), population (persons),
        volunteers_trained_per_100k (K), full_coverage_per_100k (K*),
        full_coverage_source, volunteers_needed (persons to reach K*; at most that many
        where volunteers are "at least"), is_on_curve, data_status. Empty when the year
        is not in the data.

    Source:
        mart_programme_reach (etl/sql/mart_programme_reach.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, as_on, batches_hosted, last_batch_on,
            volunteers_home, last_home_on, batches_without_home, is_reached,
            volunteers_trained, volunteers_source, volunteers_at_least,
            volunteers_as_of, next_planned_on, next_planned_year_be,
            next_planned_batch_no, next_held_on, next_held_year_be,
            next_held_batch_no, risk_score, risk_level, risk_level_source,
            risk_band, coverage_gap, gap_rank, population,
            volunteers_trained_per_100k, full_coverage_per_100k,
            full_coverage_source, volunteers_needed, is_on_curve, data_status
        from mart_programme_reach
        where fiscal_year_be = $fiscal_year_be
        order by gap_rank nulls last, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()
