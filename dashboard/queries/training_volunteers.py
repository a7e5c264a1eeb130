"""Volunteers over time: registered, active, trained, their refreshers and losses."""

import duckdb
import pandas as pd


def volunteer_series(con: duckdb.DuckDBPyConnection, area_code: str) -> pd.DataFrame:
    """Volunteers of the country ("TH") or one province, quarter by quarter.

    Returns:
        One row per figure and on_day (ends of quarters, and the days of fiscal years,
        the last of which is the end of "now"), in this order: figure
        ("registered_per_100k", "active_per_100k", "volunteers_trained_per_100k",
        "tambon_share", "active_share"), value (per 100,000 people, or a share of 0 to
        1; missing: no data), total (persons or tambons), base (people, tambons or
        volunteers), oldest_as_of (the oldest roster behind it), days_old, provinces
        (with the figure), provinces_total, provinces_from_batches (counted from
        batches, not from a roster), provinces_at_least, data_status. Empty when the
        data speak of no day or the area is not known.

    Source:
        mart_volunteer_series (etl/sql/mart_volunteer_series.sql).
    """
    return con.execute(
        """
        select figure, on_day, value, total, base, oldest_as_of, days_old, provinces,
            provinces_total, provinces_from_batches, provinces_at_least, data_status
        from mart_volunteer_series
        where area_code = $area_code
        order by figure, on_day
        """,
        {"area_code": area_code},
    ).df()


def province_volunteers(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """The volunteers of each province at the day of a fiscal year.

    Returns:
        One row per province, the most trained per 100,000 first, those without a figure
        last by code: province_code, on_day, trained_rank, volunteers_registered
        (persons), roster_as_of, days_old, volunteers_active (persons), active_as_of,
        active_share (0 to 1), volunteers_trained (persons), volunteers_at_least,
        volunteers_source ("roster", "batches"), trained_roster_as_of,
        volunteers_trained_per_100k, registered_per_100k, active_per_100k,
        share_tambons_covered and share_tambons_total (tambons, both of
        tambon_share_as_of), tambon_share (0 to 1), population (persons),
        population_year_be, data_status. Empty when the year is not in the data.

    Source:
        mart_province_volunteers (etl/sql/mart_province_volunteers.sql).
    """
    return con.execute(
        """
        select province_code, on_day, trained_rank, volunteers_registered, roster_as_of,
            days_old, volunteers_active, active_as_of, active_share, volunteers_trained,
            volunteers_at_least, volunteers_source, trained_roster_as_of,
            volunteers_trained_per_100k, registered_per_100k, active_per_100k,
            share_tambons_covered, share_tambons_total, tambon_share_as_of,
            tambon_share, population, population_year_be, data_status
        from mart_province_volunteers
        where fiscal_year_be = $fiscal_year_be and is_year_day
        order by trained_rank nulls last, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def refreshers(con: duckdb.DuckDBPyConnection, fiscal_year_be: int) -> pd.DataFrame:
    """For whom a refresher is due in each province, at the day of a fiscal year.

    Returns:
        One row per province, the most due first, then those of whom none is due, and
        those without a figure last, by code: province_code, as_on, refresher_due
        (persons), due_at_least, due_rank (missing where none is due), volunteers_dated
        (persons whose batch is known), dated_at_least, volunteers_fresh (persons, as
        many as would know it all), fresh_share (0 to 1), volunteers_undated (persons
        whom only the roster counts), batches, batches_due and
        batches_due_not_reporting (count), last_batch_on, data_status. Empty when the
        year is not in the data.

    Source:
        mart_refresher (etl/sql/mart_refresher.sql).
    """
    return con.execute(
        """
        select province_code, as_on, refresher_due, due_at_least, due_rank,
            volunteers_dated, dated_at_least, volunteers_fresh, fresh_share,
            volunteers_undated, batches, batches_due, batches_due_not_reporting,
            last_batch_on, data_status
        from mart_refresher
        where fiscal_year_be = $fiscal_year_be
        order by due_rank nulls last, refresher_due nulls last, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def volunteer_losses(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """The provinces that have fewer registered volunteers than a year before.

    Returns:
        One row per province that lost some, the most first: province_code, loss_rank,
        before_registered and volunteers_registered (persons), before_as_of and
        roster_as_of (whose they are: the change is of the time after the one, up to and
        including the other), change (persons, below 0), change_share, data_status.
        Empty when none lost any or the year is not in the data.

    Source:
        mart_volunteer_change (etl/sql/mart_volunteer_change.sql).
    """
    return con.execute(
        """
        select province_code, loss_rank, before_registered, before_as_of,
            volunteers_registered, roster_as_of, change, change_share, data_status
        from mart_volunteer_change
        where fiscal_year_be = $fiscal_year_be and change < 0
        order by loss_rank, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def national_full_coverage(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """K* of the provinces that have no target of their own.

    Returns:
        One row: full_coverage_per_100k (per 100,000 people), full_coverage_source
        ("target_national" or "working_value"). Empty when nothing gives it.

    Source:
        mart_full_coverage (etl/sql/mart_full_coverage.sql).
    """
    return con.execute(
        """
        select distinct full_coverage_per_100k, full_coverage_source
        from mart_full_coverage
        where
            fiscal_year_be = $fiscal_year_be
            and full_coverage_source <> 'target_province'
            and full_coverage_per_100k is not null
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def volunteer_totals(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """The country's refreshers and losses at the day of a fiscal year.

    Returns:
        One row, or none when the year is not in the data: as_on, provinces (count),
        refresher_half_life_months, refresher_due (persons; missing: no province
        reports), due_at_least, due_provinces (with a figure), volunteers_dated,
        dated_at_least, volunteers_fresh (persons), fresh_share (0 to 1),
        dated_provinces, volunteers_undated (persons), undated_provinces,
        batches_not_reporting and batches_due_not_reporting (count), before_on, compared
        (provinces), provinces_lost, provinces_same, provinces_gained, volunteers_lost
        (persons, below 0; missing: none), change (persons), no_roster,
        no_earlier_roster and same_roster (provinces without a comparison), data_status.

    Source:
        mart_volunteer_total (etl/sql/mart_volunteer_total.sql).
    """
    return con.execute(
        """
        select as_on, provinces, refresher_half_life_months, refresher_due,
            due_at_least, due_provinces, volunteers_dated, dated_at_least,
            volunteers_fresh, fresh_share, dated_provinces, volunteers_undated,
            undated_provinces, batches_not_reporting, batches_due_not_reporting,
            before_on, compared, provinces_lost, provinces_same, provinces_gained,
            volunteers_lost, change, no_roster, no_earlier_roster, same_roster,
            data_status
        from mart_volunteer_total
        where fiscal_year_be = $fiscal_year_be
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()
