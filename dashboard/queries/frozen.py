"""What is frozen with a week besides its figures, and the rows they rest on.

Rows are exact: only dashboard.snapshots may ask for them (pyproject.toml).
"""

from datetime import date

import duckdb
import pandas as pd


def classes(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Where the coverage classes begin.

    Returns:
        One row per fiscal_year_be, in order: lower_break and upper_break (per 100,000;
        classes are half-open; missing when no province has a volunteer), method
        ("policy" or "tercile").

    Source:
        mart_coverage_break (etl/sql/mart_coverage_break.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, lower_break, upper_break, method
        from mart_coverage_break
        order by fiscal_year_be
        """
    ).df()


def risk_model(con: duckdb.DuckDBPyConnection) -> dict[str, float | None]:
    """The numbers of the risk model that the version was made by, by name.

    Source:
        risk_model (data/risk_model.toml).
    """
    row = con.execute("select * from risk_model").df().iloc[0]
    return {str(name): None if pd.isna(v) else float(v) for name, v in row.items()}


def code_version(con: duckdb.DuckDBPyConnection) -> str:
    """The version of the code that built the data.

    Source:
        version_info (etl/sql/version.sql).
    """
    row = con.execute("select code_version from version_info").fetchone()
    return str(row[0]) if row else ""


def withdrawn(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The rows that were taken back.

    Returns:
        One row per withdrawal: dataset, record_key (its key's values joined by "|").

    Source:
        withdrawal (etl/schema/withdrawal.json).
    """
    return con.execute(
        "select dataset, record_key from withdrawal order by dataset, record_key"
    ).df()


def rows_counted(con: duckdb.DuckDBPyConnection, ends_on: date) -> pd.DataFrame:
    """The rows that the figures of a week rest on, as a digest of what is counted.

    Tips and what became of them as they were known at the week's end; the others as the
    version has them, up to that day. Columns that no figure counts are not looked at.

    Returns:
        One row per dataset and record_key: on_day (the day that it counts in; of a
        fiscal year the first), print (changes with what is counted). Of `reporting`,
        the rows on tips alone.

    Source:
        <dataset>_as_known (etl/known.py) and the views of the datasets.
    """
    return con.execute(
        """
        select 'tip_report' as dataset, tip_id as record_key, received_on as on_day,
            hash(province_code, received_on, channel, exploitation_form,
                victims_reported) as print
        from tip_report_as_known($ends_on)
        union all
        select 'referral', concat_ws('|', tip_id, step), referred_on,
            hash(referred_on, accepted_on, from_agency, to_agency)
        from referral_as_known($ends_on)
        union all
        select 'tip_outcome', concat_ws('|', tip_id, decided_on), decided_on,
            hash(trafficking_status, decision_body, victims_identified, case_opened)
        from tip_outcome_as_known($ends_on)
        union all
        select 'training_batch', concat_ws('|', fiscal_year_be, batch_no), ended_on,
            hash(province_code, started_on, ended_on, status, volunteers_trained,
                participants)
        from training_batch
        where ended_on <= $ends_on
        union all
        select 'training_participant',
            concat_ws('|', fiscal_year_be, batch_no, province_code),
            make_date(fiscal_year_be - 544, 10, 1),
            hash(volunteers_trained)
        from training_participant
        where make_date(fiscal_year_be - 544, 10, 1) <= $ends_on
        union all
        select 'volunteer_roster', concat_ws('|', as_of, province_code), as_of,
            hash(volunteers_registered, volunteers_active, volunteers_trained,
                tambons_covered, tambons_total)
        from volunteer_roster
        where as_of <= $ends_on
        union all
        select 'partner_network', concat_ws('|', as_of, province_code, partner_type),
            as_of, hash(partners, active_partners)
        from partner_network
        where as_of <= $ends_on
        union all
        select 'outreach', activity_id, held_on,
            hash(held_on, province_code, audience, medium, attendees, fiscal_year_be,
                batch_no)
        from outreach
        where held_on <= $ends_on
        union all
        select 'reporting', concat_ws('|', dataset, province_code, period_start),
            period_end, hash(period_end, received_on, rows)
        from reporting
        where dataset = 'tip_report' and period_end <= $ends_on
        union all
        select 'population', concat_ws('|', year_be, province_code),
            make_date(year_be - 543, 12, 31), hash(population)
        from population
        where make_date(year_be - 543, 12, 31) <= $ends_on
        union all
        select 'province_grade', concat_ws('|', fiscal_year_be, province_code),
            make_date(fiscal_year_be - 544, 10, 1),
            hash(risk_level, ministry_score)
        from province_grade
        where make_date(fiscal_year_be - 544, 10, 1) <= $ends_on
        union all
        select 'province_risk',
            concat_ws('|', fiscal_year_be, province_code, indicator_code),
            make_date(fiscal_year_be - 544, 10, 1), hash(value)
        from province_risk
        where make_date(fiscal_year_be - 544, 10, 1) <= $ends_on
        union all
        select 'target', concat_ws('|', fiscal_year_be, metric, province_code),
            make_date(fiscal_year_be - 544, 10, 1), hash(value, unit)
        from target
        where make_date(fiscal_year_be - 544, 10, 1) <= $ends_on
        order by all
        """,
        {"ends_on": ends_on},
    ).df()
