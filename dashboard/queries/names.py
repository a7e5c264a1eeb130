"""What places and codes are called, and how many people live in them."""

import duckdb
import pandas as pd


def provinces(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The provinces and the regions of the ministry's area statistics.

    Returns:
        One row per province, by code: province_code, name_th, name_en, region (code of
        the list region6_ngc).

    Source:
        province (etl/schema/province.json).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, region6_ngc as region
        from province
        order by province_code
        """
    ).df()


def populations(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The registered population that stands for each province in a fiscal year.

    Returns:
        One row per fiscal_year_be and province_code: population (persons),
        population_year_be (whose it is).

    Source:
        mart_population (etl/sql/mart_population.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, province_code, population, population_year_be
        from mart_population
        order by fiscal_year_be, province_code
        """
    ).df()


def kind_names(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What the codes of channels, forms, agencies, findings and regions are called.

    Returns:
        One row per kind_of ("channel", "form", "agency", "finding", "status",
        "region") and kind (code): label_th, label_en.

    Source:
        tip_channel, exploitation_form, code_list (etl/schema).
    """
    return con.execute(
        """
        select 'channel' as kind_of, channel_code as kind, name_th as label_th,
            name_en as label_en
        from tip_channel
        union all
        select 'form' as kind_of, code as kind, form_th as label_th,
            form_en as label_en
        from exploitation_form
        union all
        select case list when 'referral_agency' then 'agency'
                when 'trafficking_status' then 'finding'
                when 'case_status' then 'status' else 'region' end as kind_of,
            code as kind, label_th, label_en
        from code_list
        where list in ('referral_agency', 'trafficking_status', 'case_status',
            'region6_ngc')
        """
    ).df()
