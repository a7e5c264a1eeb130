"""The partners of the programme, by type and province."""

import duckdb
import pandas as pd


def partner_types(con: duckdb.DuckDBPyConnection, area: str) -> pd.DataFrame:
    """Partners of an area by type, year by year.

    Returns:
        One row per type and fiscal year, in the order of the code list: partner_type
        (code), type_th, type_en, fiscal_year_be, partners and active_partners (counts
        of the latest reports; missing where no province reports), provinces (count),
        provinces_not_reporting, provinces_without_active, oldest_as_of and as_of (days
        of the counts), data_status.

    Source:
        mart_partner_type (etl/sql/mart_partner_type.sql).
    """
    return con.execute(
        """
        select partner_type, type_th, type_en, fiscal_year_be, partners,
            active_partners, provinces, provinces_not_reporting,
            provinces_without_active, oldest_as_of, as_of, data_status
        from mart_partner_type
        where area = $area
        order by place, fiscal_year_be
        """,
        {"area": area},
    ).df()


def province_partners(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, area: str
) -> pd.DataFrame:
    """Partners by province of an area, all types together.

    Returns:
        One row per province, the fewest active partners per 100,000 first, unknown ones
        last: province_code, name_th, name_en, partners, partners_at_least,
        active_partners, active_partners_at_least, types, types_reporting,
        types_reporting_active, as_of, oldest_as_of, latest_as_of (of any province),
        is_outdated (before it), partners_per_100k, active_partners_per_100k,
        data_status. Counts are missing where no type reports.

    Source:
        mart_province_partner (etl/sql/mart_province_partner.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, partners, partners_at_least,
            active_partners, active_partners_at_least, types, types_reporting,
            types_reporting_active, as_of, oldest_as_of, latest_as_of, is_outdated,
            partners_per_100k, active_partners_per_100k, data_status
        from mart_province_partner
        where fiscal_year_be = $fiscal_year_be and $area in ('all', region6_ngc)
        order by active_partners_per_100k nulls last, province_code
        """,
        {"fiscal_year_be": fiscal_year_be, "area": area},
    ).df()


def province_partner_types(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, area: str
) -> pd.DataFrame:
    """Partners by province of an area and type.

    Returns:
        One row per province and type, by code and in the order of the code list:
        province_code, name_th, name_en, partner_type (code), type_th, type_en, partners
        and active_partners (counts of the latest report; missing without one or where
        it does not say), as_of (day of the count), data_status.

    Source:
        mart_province_partner_type (etl/sql/mart_province_partner_type.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, partner_type, type_th, type_en,
            partners, active_partners, as_of, data_status
        from mart_province_partner_type
        where fiscal_year_be = $fiscal_year_be and $area in ('all', region6_ngc)
        order by province_code, place
        """,
        {"fiscal_year_be": fiscal_year_be, "area": area},
    ).df()
