-- mart_week_report: who had reported tips by the end of each week, who is silent, and
-- whose report is incomplete.
--
-- grain    one row per week and province, from the first week that was reported
-- sources  mart_week, mart_tip_told, mart_tip_known, province
-- rules    contract.md 3: rows or a report of the whole week. It is heard in the week
--          in which its first rows were known or its report came in, if earlier; one
--          whose report announces rows that were not handed over is heard when that
--          came in. weeks_silent is the unbroken run of weeks up to this one of which
--          nothing had been heard by its Sunday, 26 at most: announced weeks are not
--          silent, as in dashboard.queries.tips.reported_weeks. They are not reported
--          either: is_reported and is_announced are of the week itself, by its Sunday.
--          weeks_unreported is the run of weeks that were not reported, silent or
--          announced, 26 at most; last_heard_on is the last day of the week before it
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

spoken as (

    select
        told.province_code,
        told.week_start as period_start,
        told.announced_week_start,
        least(known.known_week_start, told.told_week_start) as reported_week_start
    from mart_tip_told as told
    left join known
        on
            told.province_code = known.province_code
            and told.week_start = known.week_start

),

heard as (

    select
        province_code,
        period_start,
        reported_week_start,
        announced_week_start,
        least(reported_week_start, announced_week_start) as heard_week_start
    from spoken
    where coalesce(reported_week_start, announced_week_start) is not null

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
        false as is_report,
        greatest(
            heard.period_start, heard.heard_week_start, first_week.week_start
        ) as week_start
    from heard
    cross join first_week
    union all
    select
        heard.province_code,
        heard.period_start,
        true as is_report,
        greatest(
            heard.period_start, heard.reported_week_start, first_week.week_start
        ) as week_start
    from heard
    cross join first_week
    where heard.reported_week_start is not null

),

newly_heard as (

    select
        province_code,
        week_start,
        max(period_start) as period_start,
        max(case when is_report then period_start end) as reported_start
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
        ) as last_start,
        max(newly_heard.reported_start) over (
            partition by province.province_code
            order by week.week_start
        ) as last_reported_start
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
            case when last_start > week_start - 182 then last_start end as last_start,
            case
                when last_reported_start > week_start - 182 then last_reported_start
            end as last_reported_start
        )
    from last_heard

),

joined as (

    select
        recent.week_end,
        recent.province_code,
        recent.name_th,
        recent.name_en,
        recent.last_reported_start + 6 as last_heard_on,
        coalesce(
            (recent.week_start - recent.last_start) // 7,
            least(26, (recent.week_start - recent.begins_on) // 7 + 1)
        ) as weeks_silent,
        coalesce(
            (recent.week_start - recent.last_reported_start) // 7,
            least(26, (recent.week_start - recent.begins_on) // 7 + 1)
        ) as weeks_unreported,
        coalesce(heard.reported_week_start <= recent.week_start, false)
            as is_reported,
        coalesce(heard.announced_week_start <= recent.week_start, false)
            as was_announced
    from recent
    left join heard
        on
            recent.province_code = heard.province_code
            and recent.week_start = heard.period_start

)

select
    week_end,
    province_code,
    name_th,
    name_en,
    last_heard_on,
    cast(weeks_silent as integer) as weeks_silent,
    cast(weeks_unreported as integer) as weeks_unreported,
    is_reported,
    was_announced and not is_reported as is_announced
from joined
order by week_end, province_code;
