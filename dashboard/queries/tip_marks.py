"""What was done to make channels known, and the shares of tips before and after.

As known at the end of a week; batches and activities are open figures.
"""

from datetime import date

import duckdb
import pandas as pd

from dashboard.queries.tips import ALL, Narrowed


def launches(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The dated launches of the app Protect-U.

    Returns:
        One row per launch, in order: fact_key, on_day, text_th, text_en, source,
        confidence.

    Source:
        programme_fact (data/reference/programme_fact.csv).
    """
    return con.execute(
        """
        select fact_key, cast(fact_on as date) as on_day, text_th, text_en, source,
            confidence
        from programme_fact
        where record_type = 'app' and fact_on is not null
        order by on_day
        """
    ).df()


def events(
    con: duckdb.DuckDBPyConnection, known_week: date, since: date, region: str = ""
) -> pd.DataFrame:
    """Batches held and promotions of channels, week by week.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked, the last one given.
        since: The Monday of the first week given.
        region: Code of region6_ngc; "" is the whole country and its media.

    Returns:
        One row per kind ("batch" or the code of a channel) and week_start (Monday) with
        events, in order: events (batches that ended in it as held; activities held in
        it that made the channel known).

    Source:
        mart_channel_event (etl/sql/mart_channel_event.sql).
    """
    return con.execute(
        """
        select kind, week_start, count(*) as events
        from mart_channel_event
        where known_week_start <= $known_week
            and (left_week_start is null or left_week_start > $known_week)
            and week_start between $since and $known_week
            and ($region = '' or region = $region)
        group by kind, week_start
        order by kind, week_start
        """,
        {"known_week": known_week, "since": since, "region": region},
    ).df()


def shares_around(
    con: duckdb.DuckDBPyConnection,
    known_week: date,
    since: date,
    weeks: int,
    narrowed: Narrowed = ALL,
) -> pd.DataFrame:
    """Tips of provinces before and after something that makes a channel known.

    Events of a province and kind that lie at most twice as many weeks apart are one
    run, so that no tip counts on both sides. A run counts where its first event is not
    before since and so many weeks of the data lie on both sides of it; the weeks of its
    events are on neither side.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked.
        since: The Monday of the first week in which runs begin.
        weeks: On each side.
        narrowed: Which tips are counted; its region says whose events, its channel is
            not looked at.

    Returns:
        One row per kind ("batch" or the code of VOLUNTEER, APP_PROTECT_U or
        HOTLINE_1300) with a run: channel (whose share is looked at), runs, events,
        provinces, runs_open (not counted, as too few weeks lie around), and for the two
        sides tips_before, of_channel_before, elsewhere_before (the tips that the
        channel would have had by its share, week by week, of the tips of all other
        provinces), compared_before (the tips of weeks in which those had any: what
        elsewhere_before is of), and the four of after. Sums are 0 where no run counts.

    Source:
        mart_channel_event, mart_tip_history, mart_form_line, mart_week (etl/sql).
    """
    return con.execute(
        """
        with event as (
            select kind, if(kind = 'batch', 'VOLUNTEER', kind) as channel,
                province_code, week_start
            from mart_channel_event
            where known_week_start <= $known_week
                and (left_week_start is null or left_week_start > $known_week)
                and week_start <= $known_week
                and province_code is not null
                and kind in ('batch', 'VOLUNTEER', 'APP_PROTECT_U', 'HOTLINE_1300')
                and ($region = '' or region = $region)
        ),
        begun as (
            select *,
                coalesce(
                    week_start - lag(week_start) over events > 14 * $weeks, true
                ) as begins
            from event
            window events as (partition by kind, province_code order by week_start)
        ),
        numbered as (
            select *,
                count(*) filter (where begins) over (
                    partition by kind, province_code order by week_start
                    rows unbounded preceding
                ) as run
            from begun
        ),
        run as (
            select kind, channel, province_code, run, count(*) as events,
                min(week_start) as first_week, max(week_start) as last_week
            from numbered
            group by kind, channel, province_code, run
            having min(week_start) >= $since
        ),
        judged as (
            select *,
                last_week + cast(7 * $weeks as integer) <= $known_week
                    and first_week - cast(7 * $weeks as integer)
                        >= (select min(week_start) from mart_week) as is_whole
            from run
        ),
        weekly as (
            select cast(province_code as varchar) as province_code, week_start, channel,
                count(*) as tips
            from mart_tip_history
            where known_week_start <= $known_week
                and (left_week_start is null or left_week_start > $known_week)
                and week_start <= $known_week
                and ($case_status = '' or case_status = $case_status)
                and ($form = '' or exploitation_forms in (
                    select exploitation_forms from mart_form_line where form = $form
                ))
            group by province_code, week_start, channel
        ),
        place as (
            select province_code, week_start, kind_channel.channel,
                sum(tips) as tips,
                coalesce(
                    sum(tips) filter (where weekly.channel = kind_channel.channel), 0
                ) as of_channel
            from weekly
            cross join (select distinct channel from event) as kind_channel
            group by province_code, week_start, kind_channel.channel
        ),
        compared as (
            select *,
                sum(tips) over whole - tips as tips_elsewhere,
                sum(of_channel) over whole - of_channel as of_channel_elsewhere
            from place
            window whole as (partition by week_start, channel)
        ),
        sided as (
            select judged.kind,
                compared.week_start > judged.last_week as is_after, compared.tips,
                compared.of_channel,
                compared.tips * compared.of_channel_elsewhere
                    / nullif(compared.tips_elsewhere, 0) as elsewhere,
                if(compared.tips_elsewhere > 0, compared.tips, 0) as tips_compared
            from judged
            inner join compared
                on judged.province_code = compared.province_code
                    and judged.channel = compared.channel
                    and (
                        compared.week_start between
                            judged.first_week - cast(7 * $weeks as integer)
                            and judged.first_week - 7
                        or compared.week_start between judged.last_week + 7
                            and judged.last_week + cast(7 * $weeks as integer)
                    )
            where judged.is_whole
        ),
        summed as (
            select kind,
                sum(tips) filter (where not is_after) as tips_before,
                sum(of_channel) filter (where not is_after) as of_channel_before,
                sum(elsewhere) filter (where not is_after) as elsewhere_before,
                sum(tips_compared) filter (where not is_after) as compared_before,
                sum(tips) filter (where is_after) as tips_after,
                sum(of_channel) filter (where is_after) as of_channel_after,
                sum(elsewhere) filter (where is_after) as elsewhere_after,
                sum(tips_compared) filter (where is_after) as compared_after
            from sided
            group by kind
        )
        select judged.kind, judged.channel,
            count(*) filter (where is_whole) as runs,
            cast(coalesce(sum(events) filter (where is_whole), 0) as bigint) as events,
            count(distinct province_code) filter (where is_whole) as provinces,
            count(*) filter (where not is_whole) as runs_open,
            cast(coalesce(any_value(tips_before), 0) as bigint) as tips_before,
            cast(coalesce(any_value(of_channel_before), 0) as bigint)
                as of_channel_before,
            coalesce(any_value(elsewhere_before), 0) as elsewhere_before,
            cast(coalesce(any_value(compared_before), 0) as bigint)
                as compared_before,
            cast(coalesce(any_value(tips_after), 0) as bigint) as tips_after,
            cast(coalesce(any_value(of_channel_after), 0) as bigint)
                as of_channel_after,
            coalesce(any_value(elsewhere_after), 0) as elsewhere_after,
            cast(coalesce(any_value(compared_after), 0) as bigint)
                as compared_after
        from judged
        left join summed on judged.kind = summed.kind
        group by judged.kind, judged.channel
        order by judged.kind
        """,
        {
            "known_week": known_week,
            "since": since,
            "weeks": weeks,
            "region": narrowed.region,
            "form": narrowed.form,
            "case_status": narrowed.case_status,
        },
    ).df()
