"""One province: what is known of it, and what it is compared with."""

import duckdb
import pandas as pd


def provinces_by_name(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """All that a province is called, so that any of it finds the province.

    Returns:
        One row per province, by code: province_code, dopa_code (two digits), name_th,
        name_en, name_en_iso, aliases_th and aliases_en (parted by "|"; missing where
        there is none), abbr_th, abbr_en.

    Source:
        province (data/reference/province.csv).
    """
    return con.execute(
        """
        select province_code, dopa_code, name_th, name_en, name_en_iso, aliases_th,
            aliases_en, abbr_th, abbr_en
        from province
        order by province_code
        """
    ).df()


def profiles(con: duckdb.DuckDBPyConnection, fiscal_year_be: int) -> pd.DataFrame:
    """What is known of each province in a fiscal year.

    Returns:
        One row per province, the largest gap first, those without one last by code:
        province_code, name_th, name_en, region6_ngc, region_th, region_en,
        countries_th and countries_en (bordered by land; missing for none), is_coastal,
        as_on (the year's day), population (persons), population_year_be,
        ministry_level, computed_level (1 to 5), risk_score (R, 1 to 10), completeness
        (share of weight), volunteers_trained (persons), volunteers_at_least,
        volunteers_source ("roster", "batches"), volunteers_as_of,
        volunteers_trained_per_100k (K), full_coverage_per_100k (K*),
        full_coverage_source, coverage_gap (G, 0 to 10), gap_rank, ranked (provinces
        with R), risk_rank (1 highest) with rank_p05 and rank_p95 over the draws,
        level_share (of level_draws, those by goalposts, with this computed level),
        tambon_share (0 to 1), tambons_covered, tambons_total, tambons_as_of,
        batches_hosted (count), last_batch_on (held here), last_home_on
        (with volunteers from here), data_status. Empty when the year is not in the
        data.

    Source:
        mart_province_profile (etl/sql/mart_province_profile.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, region6_ngc, region_th, region_en,
            countries_th, countries_en, is_coastal, as_on, population,
            population_year_be, ministry_level, computed_level, risk_score,
            completeness, volunteers_trained,
            volunteers_at_least, volunteers_source, volunteers_as_of,
            volunteers_trained_per_100k, full_coverage_per_100k,
            full_coverage_source, coverage_gap, gap_rank, ranked, risk_rank, rank_p05,
            rank_p95, level_draws, level_share, tambon_share, tambons_covered,
            tambons_total, tambons_as_of, batches_hosted, last_batch_on, last_home_on,
            data_status
        from mart_province_profile
        where fiscal_year_be = $fiscal_year_be
        order by gap_rank nulls last, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def last_reports(con: duckdb.DuckDBPyConnection, province_code: str) -> pd.DataFrame:
    """Up to when a province has reported what is reported by period.

    Returns:
        One row per dataset, by name: dataset, reported_by ("week", "fiscal_year",
        "year"), last_end (last day of the last period reported; missing: none ever),
        last_year_be (the year that it is of).

    Source:
        mart_province_reported (etl/sql/mart_province_reported.sql).
    """
    return con.execute(
        """
        select dataset, reported_by, last_end, last_year_be
        from mart_province_reported
        where province_code = $province_code
        order by dataset
        """,
        {"province_code": province_code},
    ).df()


def profile_indicators(
    con: duckdb.DuckDBPyConnection, province_code: str, until_year_be: int
) -> pd.DataFrame:
    """The indicators of a province beside peers, region and country, year by year.

    Returns:
        One row per indicator and fiscal year up to one, by dimension and code, the
        years in order: indicator_code, fiscal_year_be, name_th, name_en, unit (code),
        unit_th, unit_en, dimension, direction (1: more is more risk, -1: less),
        weight, is_derived (of the map: it does not change), is_pooled (of several
        years: periods overlap), value (in unit; missing:
        none), source, data_status, people_per (what the rate is per; missing where no
        count follows from it), population (persons), provinces (with a value), lowest,
        quarter_low, national_median, quarter_high, highest, region_mean,
        region_provinces, statistical_mean, statistical_peers, neighbour_mean,
        neighbour_peers.

    Source:
        mart_profile_indicator (etl/sql/mart_profile_indicator.sql).
    """
    return con.execute(
        """
        select indicator_code, fiscal_year_be, name_th, name_en, unit, unit_th, unit_en,
            dimension, direction, weight, is_derived, is_pooled, value, source,
            data_status, people_per, population, provinces, lowest, quarter_low,
            national_median, quarter_high, highest, region_mean, region_provinces,
            statistical_mean, statistical_peers, neighbour_mean, neighbour_peers
        from mart_profile_indicator
        where province_code = $province_code and fiscal_year_be <= $until_year_be
        order by dimension, indicator_code, fiscal_year_be
        """,
        {"province_code": province_code, "until_year_be": until_year_be},
    ).df()


def peers(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, province_code: str, kind: str
) -> pd.DataFrame:
    """Whom a province is compared with.

    Args:
        con: An open version.
        fiscal_year_be: Whose indicators say who is near.
        province_code: Of the province.
        kind: "statistical", "neighbour" or "region".

    Returns:
        One row per peer, the nearest first: peer_code, distance (standard deviations;
        missing for kinds that have none), weight_shared (share of the weight of the
        indicators that both have).

    Source:
        mart_province_peer (etl/sql/mart_province_peer.sql).
    """
    return con.execute(
        """
        select peer_code, distance, weight_shared
        from mart_province_peer
        where fiscal_year_be = $fiscal_year_be
            and province_code = $province_code and kind = $kind
        order by position
        """,
        {
            "fiscal_year_be": fiscal_year_be,
            "province_code": province_code,
            "kind": kind,
        },
    ).df()


def profile_batches(con: duckdb.DuckDBPyConnection, province_code: str) -> pd.DataFrame:
    """The batches that a province held or sent volunteers to.

    Returns:
        One row per batch held, by day: fiscal_year_be, batch_no, ended_on, is_host,
        volunteers_trained (persons from the province; missing: not reported, or none
        of its own).

    Source:
        mart_profile_batch (etl/sql/mart_profile_batch.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, batch_no, ended_on, is_host, volunteers_trained
        from mart_profile_batch
        where province_code = $province_code
        order by ended_on, batch_no
        """,
        {"province_code": province_code},
    ).df()


def profile_months(con: duckdb.DuckDBPyConnection, province_code: str) -> pd.DataFrame:
    """Awareness activities held face to face in a province, by month.

    Returns:
        One row per month with some, in order: month_start, activities (count),
        people_reached (persons; missing: not reported), people_at_least.

    Source:
        mart_profile_month (etl/sql/mart_profile_month.sql).
    """
    return con.execute(
        """
        select month_start, activities, people_reached, people_at_least
        from mart_profile_month
        where province_code = $province_code
        order by month_start
        """,
        {"province_code": province_code},
    ).df()


def profile_partners(
    con: duckdb.DuckDBPyConnection, province_code: str
) -> pd.DataFrame:
    """The active partners of a province, at each day on which they were counted.

    Returns:
        One row per fiscal year, in order: fiscal_year_be, as_on (the year's day),
        as_of (the day counted; missing: never), active_partners (number; missing: not
        reported), active_partners_at_least.

    Source:
        mart_province_partner (etl/sql/mart_province_partner.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, as_on, as_of, active_partners, active_partners_at_least
        from mart_province_partner
        where province_code = $province_code
        order by fiscal_year_be
        """,
        {"province_code": province_code},
    ).df()
