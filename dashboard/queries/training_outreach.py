"""Knowledge passed on: activities after batches, in media, and what they promoted."""

import duckdb
import pandas as pd


def outreach_rule(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The working values by which activities after a batch are judged.

    Returns:
        One row: overdue_months, recent_months, followed_months, current_months.

    Source:
        mart_outreach_rule (etl/sql/mart_outreach_rule.sql).
    """
    return con.execute(
        "select overdue_months, recent_months, followed_months, current_months "
        "from mart_outreach_rule"
    ).df()


def outreach_totals(con: duckdb.DuckDBPyConnection, area: str) -> pd.DataFrame:
    """Knowledge passed on in an area, year by year.

    Returns:
        One row per fiscal year, the earliest first: fiscal_year_be, area, as_on,
        last_on (day of the latest activity in the data), is_year_known, is_current
        (last_on is recent), provinces, provinces_with_activity, activities (face to
        face), activities_not_reporting, people_reached (attendances),
        people_reached_at_least, provinces_not_reporting, people_reached_per_100k,
        media_in_provinces and media_in_whole_country (activities; the latter for "all"
        only). From the programme's beginning to as_on: batches_held, batches_not_known,
        batches_begun, batches_overdue, batches_overdue_unknown, activities_before_end
        (a fault of the data), batches_counted, people_reached_per_batch,
        people_reached_per_batch_at_least, batches_without_volunteers,
        batches_with_both, people_reached_per_volunteer,
        people_reached_per_volunteer_at_least, data_status. Figures are missing where no
        file speaks of the year, people also where no activity held reports them.

    Source:
        mart_outreach_total (etl/sql/mart_outreach_total.sql).
    """
    return con.execute(
        """
        select fiscal_year_be, area, as_on, last_on, is_year_known, is_current,
            provinces, provinces_with_activity, activities, activities_not_reporting,
            people_reached, people_reached_at_least, provinces_not_reporting,
            people_reached_per_100k, media_in_provinces, media_in_whole_country,
            batches_held, batches_not_known, batches_begun, batches_overdue,
            batches_overdue_unknown, activities_before_end, batches_counted,
            people_reached_per_batch, people_reached_per_batch_at_least,
            batches_without_volunteers, batches_with_both, people_reached_per_volunteer,
            people_reached_per_volunteer_at_least, data_status
        from mart_outreach_total
        where area = $area
        order by fiscal_year_be
        """,
        {"area": area},
    ).df()


def audiences(con: duckdb.DuckDBPyConnection, area: str) -> pd.DataFrame:
    """People reached face to face in an area, by audience, year by year.

    Returns:
        One row per audience and fiscal year, in the order of the code list: audience
        (code), label_th, label_en, fiscal_year_be, activities (count),
        activities_not_reporting, people_reached (attendances; missing where none of the
        activities reports them, or no file speaks of the year), data_status.

    Source:
        mart_outreach_audience (etl/sql/mart_outreach_audience.sql).
    """
    return con.execute(
        """
        select audience, label_th, label_en, fiscal_year_be, activities,
            activities_not_reporting, people_reached, data_status
        from mart_outreach_audience
        where area = $area
        order by place, fiscal_year_be
        """,
        {"area": area},
    ).df()


def media(con: duckdb.DuckDBPyConnection, area: str) -> pd.DataFrame:
    """Activities in media in an area, by medium, year by year.

    Returns:
        One row per medium and fiscal year, in the order of the code list: medium
        (code), label_th, label_en, fiscal_year_be, in_provinces and in_whole_country
        (counts; the latter for "all" only), data_status. Counts are missing where no
        file speaks of the year.

    Source:
        mart_outreach_medium (etl/sql/mart_outreach_medium.sql).
    """
    return con.execute(
        """
        select medium, label_th, label_en, fiscal_year_be, in_provinces,
            in_whole_country, data_status
        from mart_outreach_medium
        where area = $area
        order by place, fiscal_year_be
        """,
        {"area": area},
    ).df()


def province_outreach(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int
) -> pd.DataFrame:
    """What was held in each province in a fiscal year, for how many people.

    Returns:
        One row per province, the fewest people per 100,000 first, unknown ones last, by
        code: province_code, name_th, name_en, region6_ngc, as_on, activities (face to
        face), activities_not_reporting, people_reached (attendances),
        people_reached_at_least, people_reached_per_100k, media_activities (counts),
        last_activity_on, activities_12m, population, population_year_be,
        volunteers_trained, volunteers_at_least, people_reached_per_volunteer,
        data_status. Figures are missing where they are not reported or not known.

    Source:
        mart_province_outreach (etl/sql/mart_province_outreach.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, region6_ngc, as_on, activities,
            activities_not_reporting, people_reached, people_reached_at_least,
            people_reached_per_100k, media_activities, last_activity_on, activities_12m,
            population, population_year_be, volunteers_trained, volunteers_at_least,
            people_reached_per_volunteer, data_status
        from mart_province_outreach
        where fiscal_year_be = $fiscal_year_be
        order by people_reached_per_100k nulls last, province_code
        """,
        {"fiscal_year_be": fiscal_year_be},
    ).df()


def first_activities(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, area: str
) -> pd.DataFrame:
    """How soon batches of an area held their first activity, up to a year's day.

    Returns:
        One row per month after the batch, in order: month, batches_observed (for so
        long), batches_begun, begun_share (0 to 1; missing when none is observed so
        long), batches_followed and median_months (of those observed for
        followed_months; missing when half of them had none by then), data_status.

    Source:
        mart_first_activity (etl/sql/mart_first_activity.sql).
    """
    return con.execute(
        """
        select month, batches_observed, batches_begun, begun_share, batches_followed,
            median_months, data_status
        from mart_first_activity
        where fiscal_year_be = $fiscal_year_be and area = $area
        order by month
        """,
        {"fiscal_year_be": fiscal_year_be, "area": area},
    ).df()


def batches_followed(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, area: str
) -> pd.DataFrame:
    """The batches of an area held up to a year's day, and what followed them.

    Returns:
        One row per batch, the earliest first: batch_fiscal_year_be, batch_no,
        province_code, name_th, name_en (of the host), ended_on, is_known, activities
        (face to face), activities_not_reporting, people_reached (attendances),
        people_reached_at_least, media_activities, activities_before_end,
        volunteers_trained, people_reached_per_volunteer, first_activity_on,
        days_to_first, months_to_first, months_since, is_overdue, data_status. Figures
        are missing where nothing is known or reported.

    Source:
        mart_batch_outreach (etl/sql/mart_batch_outreach.sql).
    """
    return con.execute(
        """
        select batch_fiscal_year_be, batch_no, province_code, name_th, name_en,
            ended_on, is_known, activities, activities_not_reporting, people_reached,
            people_reached_at_least, media_activities, activities_before_end,
            volunteers_trained, people_reached_per_volunteer, first_activity_on,
            days_to_first, months_to_first, months_since, is_overdue, data_status
        from mart_batch_outreach
        where fiscal_year_be = $fiscal_year_be and $area in ('all', region6_ngc)
        order by ended_on, batch_no
        """,
        {"fiscal_year_be": fiscal_year_be, "area": area},
    ).df()


def followed_provinces(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, area: str
) -> pd.DataFrame:
    """Whether anything follows and anybody helps, by province of an area.

    Returns:
        One row per province, the highest risk first: province_code, name_th, name_en,
        as_on, risk_level (1 to 5), risk_level_source, is_high_risk, batches_held,
        last_batch_on, months_since_batch, activities_since_batch, is_overdue,
        last_activity_on, activities_12m, has_recent_outreach, active_partners,
        active_partners_at_least, partners_as_of, has_active_partner,
        is_partner_outdated (not known, as a count is too old), is_unhelped,
        is_channel_promoted, silent_12m (activities that name no channel), data_status.
        A judgement is missing where it is not known.

    Source:
        mart_outreach_gap (etl/sql/mart_outreach_gap.sql).
    """
    return con.execute(
        """
        select province_code, name_th, name_en, as_on, risk_level, risk_level_source,
            is_high_risk, batches_held, last_batch_on, months_since_batch,
            activities_since_batch, is_overdue, last_activity_on, activities_12m,
            has_recent_outreach, active_partners, active_partners_at_least,
            partners_as_of, has_active_partner, is_partner_outdated, is_unhelped,
            is_channel_promoted, silent_12m, data_status
        from mart_outreach_gap
        where fiscal_year_be = $fiscal_year_be and $area in ('all', region6_ngc)
        order by risk_level desc nulls last, last_batch_on nulls last, province_code
        """,
        {"fiscal_year_be": fiscal_year_be, "area": area},
    ).df()


def channels(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, area: str
) -> pd.DataFrame:
    """Which channels were made known in a fiscal year, by region.

    Returns:
        One row per channel and region, channels in the order of their list: region
        (code of region6_ngc; "national" for media of the whole country, with area "all"
        only), channel_code, name_th, name_en, contact, activities (face to face),
        media_activities, promoted (both), held (all that were held there),
        not_reporting (those that name no channel), data_status. Counts are missing
        where no file speaks of the year.

    Source:
        mart_channel_region (etl/sql/mart_channel_region.sql).
    """
    return con.execute(
        """
        select region, channel_code, name_th, name_en, contact, activities,
            media_activities, promoted, held, not_reporting, data_status
        from mart_channel_region
        where fiscal_year_be = $fiscal_year_be and $area in ('all', region)
        order by place, region
        """,
        {"fiscal_year_be": fiscal_year_be, "area": area},
    ).df()


def channel_provinces(
    con: duckdb.DuckDBPyConnection, fiscal_year_be: int, area: str
) -> pd.DataFrame:
    """How often each province made the ministry's two channels known in a fiscal year.

    Returns:
        One row per province and channel (HOTLINE_1300, APP_PROTECT_U), by code:
        province_code, channel_code, promoted (activities face to face and media), held
        (all that were held there), not_reporting (those that name no channel). Counts
        are missing where no file speaks of the year.

    Source:
        mart_channel_promoted (etl/sql/mart_channel_promoted.sql).
    """
    return con.execute(
        """
        select province_code, channel_code, activities + media_activities as promoted,
            held, not_reporting
        from mart_channel_promoted
        where fiscal_year_be = $fiscal_year_be
            and channel_code in ('HOTLINE_1300', 'APP_PROTECT_U')
            and province_code <> 'national' and $area in ('all', region6_ngc)
        order by province_code, channel_code
        """,
        {"fiscal_year_be": fiscal_year_be, "area": area},
    ).df()
