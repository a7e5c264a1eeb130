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
        weight, goalpost_min and goalpost_max (in the indicator's unit), is_derived,
        smoothed_years (of a rate that is smoothed: how many it is the mean of).

    Source:
        risk_model_indicator (data/risk_model.toml).
    """
    return con.execute(
        """
        select indicator_code, dimension, direction, weight, goalpost_min,
            goalpost_max, is_derived, smoothed_years
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


def ranks(con: duckdb.DuckDBPyConnection, fiscal_year_be: int) -> pd.DataFrame:
    """How sure the rank and the level of each province are in one fiscal year.

    Returns:
        One row per province, the highest risk first, those without an index last by
        code: province_code, ranked (provinces with an index), risk_rank (1 is the
        highest), draws (count), rank_median, rank_p05, rank_p95 (places), top_10_share
        and top_20_share (0 to 1, of the draws), level_draws (count), level_1_share to
        level_5_share (0 to 1, of level_draws), rank_group ("certain", "probable",
        "open", "outside"), certain_level (1 to 5, the one that came up most). All but
        the code are missing where there is no index; empty when the year is not in
        the data.

    Source:
        mart_risk_rank (etl/risk_rank.py).
    """
    return con.execute(
        """
        select province_code, ranked, risk_rank, draws, rank_median, rank_p05,
            rank_p95, top_10_share, top_20_share, level_draws, level_1_share,
            level_2_share, level_3_share, level_4_share, level_5_share, rank_group,
            certain_level
        from mart_risk_rank
        where fiscal_year_be = $fiscal_year_be
        order by risk_rank nulls last, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def uncertainty(con: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """How the index is drawn again, and where the groups of ranks begin.

    Returns:
        draws (count), seed, weight_spread (0 to 1), exposure_weight_low and
        exposure_weight_high; certain_from, probable_from, open_from (share of draws
        among the first twenty, 0 to 1).

    Source:
        risk_model_uncertainty (data/risk_model.toml).
    """
    found = con.execute(
        """
        select draws, seed, weight_spread, exposure_weight_low, exposure_weight_high,
            certain_from, probable_from, open_from
        from risk_model_uncertainty
        """
    )
    return _only(found)


def treatment(con: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """When outliers of an indicator are treated.

    Returns:
        skewness, kurtosis (both above these), winsorised_at_most (values; with more of
        them the scale is logarithmic), provinces_at_least (that have a value in the
        year in which it is decided).

    Source:
        risk_model_treatment (data/risk_model.toml).
    """
    found = con.execute(
        """
        select skewness, kurtosis, winsorised_at_most, provinces_at_least
        from risk_model_treatment
        """
    )
    return _only(found)


def _only(found: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The only row, by name."""
    row = found.fetchone()
    if row is None:
        raise LookupError("the version holds no risk model")
    names = [column[0] for column in found.description or ()]
    return dict(zip(names, row, strict=True))


def robustness(con: duckdb.DuckDBPyConnection, fiscal_year_be: int) -> pd.DataFrame:
    """How much of the index of one fiscal year is an accident of method.

    Returns:
        One row: ranked (provinces), draws, certain, probable and open_count
        (provinces), interval_width_median and interval_width_most (places); of each
        scenario (arithmetic, without_case_rate, rank_normalised, untreated) the most
        and the mean shift of a rank, `<scenario>_most` and `<scenario>_mean` (places);
        compared, same_level and two_levels_apart (provinces with the ministry's
        grade), kappa (weighted; missing without grades) with kappa_low and kappa_high
        (95 %); data_status, the worst of the year's indices and of the grades they are
        compared with. Empty when nothing is computed in the year.

    Source:
        mart_risk_robustness (etl/risk_robustness.py).
    """
    return con.execute(
        """
        select ranked, draws, certain, probable, open_count, interval_width_median,
            interval_width_most, arithmetic_most, arithmetic_mean,
            without_case_rate_most, without_case_rate_mean, rank_normalised_most,
            rank_normalised_mean, untreated_most, untreated_mean, compared, same_level,
            two_levels_apart, kappa, kappa_low, kappa_high, data_status
        from mart_risk_robustness
        where fiscal_year_be = $fiscal_year_be
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def disagreements(con: duckdb.DuckDBPyConnection, fiscal_year_be: int) -> pd.DataFrame:
    """The provinces with the ministry's grade and a computed level, in one fiscal year.

    Returns:
        One row per province, by how far both are apart, then by code: province_code,
        ministry_level, computed_level (1 to 5), levels_apart (computed less the other).

    Source:
        mart_risk_disagreement (etl/sql/mart_risk_disagreement.sql).
    """
    return con.execute(
        """
        select province_code, ministry_level, computed_level, levels_apart
        from mart_risk_disagreement
        where fiscal_year_be = $fiscal_year_be
        order by abs(levels_apart) desc, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def method_versions(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What each version of the risk method changed, the latest first.

    Returns:
        One row per version: version, since (day), text_th, text_en.

    Source:
        risk_method_version (data/risk_model.toml).
    """
    return con.execute(
        """
        select version, since, text_th, text_en
        from risk_method_version
        order by since desc, version desc
        """
    ).df()


def ceilings(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How far the score of an indicator can go whose extreme values are set to a limit.

    Returns:
        One row per winsorised indicator, by code: indicator_code, name_th, name_en,
        decided_on_fiscal_year_be (whose values gave the limit), lowest_score and
        highest_score (1 to 10). Empty when none is winsorised.

    Source:
        mart_risk_ceiling (etl/sql/mart_risk_ceiling.sql).
    """
    return con.execute(
        """
        select indicator_code, name_th, name_en, decided_on_fiscal_year_be,
            lowest_score, highest_score
        from mart_risk_ceiling
        order by indicator_code
        """
    ).df()


def parts(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, province_code: str
) -> pd.DataFrame:
    """What one province's index is made of in one fiscal year.

    Returns:
        One row per indicator with a value, by code: indicator_code, name_th, name_en,
        unit (code), unit_th, unit_en, dimension, value (of the fiscal year, as handed
        over), smoothed_value (of rates from small counts, else missing), treated_value
        (what was normalised; in the unit, or a logarithm), treatment ("none",
        "winsorised", "log"), score (1 to 10), weight, national_median (of value),
        national_median_score, as_of (day on which the value was received), source,
        data_status.

    Source:
        mart_risk_indicator (etl/sql/mart_risk_indicator.sql).
    """
    return con.execute(
        """
        select indicator_code, name_th, name_en, unit, unit_th, unit_en, dimension,
            value, smoothed_value, treated_value, treatment, score, weight,
            national_median, national_median_score, as_of, source, data_status
        from mart_risk_indicator
        where fiscal_year_be = $fiscal_year_be and province_code = $province_code
        order by indicator_code
        """,
        {"fiscal_year_be": fiscal_year_be, "province_code": province_code},
    ).df()


def national_medians(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """The median of all provinces for each indicator in one fiscal year.

    Returns:
        One row per indicator that any province has, by code: indicator_code, unit
        (code), unit_th, unit_en, national_median (of value, in the unit),
        national_median_score (1 to 10).

    Source:
        mart_risk_indicator (etl/sql/mart_risk_indicator.sql).
    """
    return con.execute(
        """
        select distinct indicator_code, unit, unit_th, unit_en, national_median,
            national_median_score
        from mart_risk_indicator
        where fiscal_year_be = $fiscal_year_be
        order by indicator_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def completeness(con: duckdb.DuckDBPyConnection, fiscal_year_be: int) -> pd.DataFrame:
    """How much of the index's weight each province has in one fiscal year.

    Returns:
        One row per province with an indicator, by code: province_code, completeness
        (0 to 1). Empty when the year is not in the data.

    Source:
        mart_risk_score (etl/sql/mart_risk_score.sql).
    """
    return con.execute(
        """
        select province_code, completeness
        from mart_risk_score
        where fiscal_year_be = $fiscal_year_be
        order by province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def scenario_ranks(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, scenario: str
) -> pd.DataFrame:
    """Rank and level of provinces as published and in one scenario, in a fiscal year.

    Returns:
        Up to two rows per province, by code: province_code, scenario ("published" or
        the one asked for), risk_rank (1 is the highest), computed_level (1 to 5;
        missing where the scenario has none). Empty when the year is not in the data.

    Source:
        mart_risk_scenario (etl/sql/mart_risk_scenario.sql).
    """
    return con.execute(
        """
        select province_code, scenario, risk_rank, computed_level
        from mart_risk_scenario
        where fiscal_year_be = $fiscal_year_be
            and scenario in ('published', $scenario)
        order by province_code, scenario
        """,
        {"fiscal_year_be": fiscal_year_be, "scenario": scenario},
    ).df()


def indicator_states(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, province_code: str
) -> pd.DataFrame:
    """What is known of each indicator of a province in one fiscal year.

    Returns:
        One row per indicator of the model, by code: indicator_code, state ("value",
        "zero", "not_reported": no value while other provinces have one, "no_data":
        nobody has one). Empty when the year is not in the data.

    Source:
        mart_map_value (etl/sql/mart_map_value.sql).
    """
    return con.execute(
        """
        select known.measure as indicator_code, known.state
        from mart_map_value as known
        inner join risk_indicator on known.measure = risk_indicator.indicator_code
        where known.fiscal_year_be = $fiscal_year_be
            and known.province_code = $province_code
        order by known.measure
        """,
        {"fiscal_year_be": fiscal_year_be, "province_code": province_code},
    ).df()
