"""The tiers of the TIP Report, and Thailand's 3P figures."""

import duckdb
import pandas as pd


def tip_tiers(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The tier of every country in every report, missing ones included.

    Returns:
        One row per country and report year, by country_iso3 and report_year (C.E.):
        country_th, country_en, tier ("1", "2", "2WL", "3"; missing where no source was
        found), tier_rank (1 best to 4), is_verified, confidence, confidence_kind
        (mart_confidence), source (several parted by " | "), source_count, data_status.
        The last year is open for every country. Empty without any tier.

    Source:
        mart_tip_tier (etl/sql/mart_tip_tier.sql).
    """
    return con.execute(
        """
        select report_year, country_iso3, country_th, country_en, tier, tier_rank,
            is_verified, confidence, confidence_kind, source, source_count, data_status
        from mart_tip_tier
        order by country_iso3, report_year
        """
    ).df()


def pillar_series(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Thailand's prosecution, protection and prevention figures, preferred values.

    Returns:
        One row per indicator, data year and period type, in that order: year (C.E., the
        year described, not that of the report), period_type ("calendar", "fiscal",
        "reporting"), period_th, period_en, pillar, indicator_code, name_th, name_en,
        value (in unit), unit, unit_th, unit_en, source, source_count, confidence,
        confidence_kind, is_verified, note, data_status. Empty without 3P figures.

    Source:
        mart_pillar_series (etl/sql/mart_pillar_series.sql).
    """
    return con.execute(
        """
        select year, period_type, period_th, period_en, pillar, indicator_code,
            name_th, name_en, value, unit, unit_th, unit_en, source, source_count,
            confidence, confidence_kind, is_verified, note, data_status
        from mart_pillar_series
        order by indicator_code, year, period_type
        """
    ).df()
