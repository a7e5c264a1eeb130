-- mart_profile_week: the exact tips of each week and province, as they are known now.
--
-- grain    one row per province and week, from the first that anyone reported up to
--          "now"
-- sources  mart_report_state, mart_tip_known
-- rules    tips is null where the week is not reported, 0 where a report says so. For
--          analysts on screen: nothing of it leaves (data/disclosure.toml)
-- used by  dashboard.queries.profile_weeks
create or replace table mart_profile_week as

with counted as (

    select
        province_code,
        received_week_start as week_start,
        sum(tips_added - tips_removed) as tips
    from mart_tip_known
    group by province_code, received_week_start

),

begun as (

    select min(period_start) as begins_on
    from mart_report_state
    where dataset = 'tip_report' and state in ('rows', 'counted_zero')

)

select
    state.province_code,
    state.period_start as week_start,
    case
        when state.state in ('rows', 'counted_zero')
            then cast(coalesce(counted.tips, 0) as bigint)
    end as tips,
    state.state as report_state
from mart_report_state as state
inner join begun on state.period_start >= begun.begins_on
left join counted
    on
        state.province_code = counted.province_code
        and state.period_start = counted.week_start
where state.dataset = 'tip_report';
