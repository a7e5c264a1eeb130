-- mart_week_report: who had reported tips by the end of each week, who is silent.
--
-- grain    one row per week and province, from the first week that was reported
-- sources  mart_week, mart_report_state, mart_tip_known, province
-- rules    contract.md 3: rows or a report of the whole week. It is heard in the week
--          in which its first rows were known or its report came in, if earlier.
--          weeks_silent is the unbroken run of weeks up to this one of which nothing
--          had been heard by its Sunday, 26 at most
-- used by  mart_week_figure, dashboard.queries.weekly
create or replace table mart_week_report as

with known as (

    select
        province_code,
        received_week_start as week_start,
        min(known_week_start) as known_week_start
    from mart_tip_known
    where tips_added > 0
    group by province_code, received_week_start

),

heard as (

    select
        state.province_code,
        state.period_start,
        least(
            known.known_week_start,
            cast(date_trunc('week', state.report_received_on) as date)
        ) as heard_week_start
    from mart_report_state as state
    left join known
        on
            state.province_code = known.province_code
            and state.period_start = known.week_start
    where
        state.dataset = 'tip_report'
        and state.state in ('rows', 'counted_zero')

),

begun as (

    select min(period_start) as begins_on from heard

),

first_week as (

    select min(week_start) as week_start from mart_week

),

-- a week counts from its own on, or from the later one in which it was heard
counting as (

    select
        heard.province_code,
        heard.period_start,
        greatest(
            heard.period_start, heard.heard_week_start, first_week.week_start
        ) as week_start
    from heard
    cross join first_week
    where heard.heard_week_start is not null

),

newly_heard as (

    select
        province_code,
        week_start,
        max(period_start) as period_start
    from counting
    group by province_code, week_start

),

last_heard as (

    select
        week.week_start,
        week.week_end,
        province.province_code,
        province.name_th,
        province.name_en,
        begun.begins_on,
        max(newly_heard.period_start) over (
            partition by province.province_code
            order by week.week_start
        ) as last_start
    from mart_week as week
    cross join province
    inner join begun on week.week_start >= begun.begins_on
    left join newly_heard
        on
            week.week_start = newly_heard.week_start
            and province.province_code = newly_heard.province_code

),

recent as (

    select
        * replace (
            case when last_start > week_start - 182 then last_start end as last_start
        )
    from last_heard

),

joined as (

    select
        week_end,
        province_code,
        name_th,
        name_en,
        last_start + 6 as last_heard_on,
        coalesce(
            (week_start - last_start) // 7,
            least(26, (week_start - begins_on) // 7 + 1)
        ) as weeks_silent
    from recent

)

select
    week_end,
    province_code,
    name_th,
    name_en,
    last_heard_on,
    cast(weeks_silent as integer) as weeks_silent
from joined
order by week_end, province_code;
