-- mart_map_count: exact counts of provinces by fiscal year, for analysts on the screen.
--
-- grain    one row per measure ("tips", "referrals", "outcomes", "victims"), fiscal
--          year with any of the measure, and province
-- sources  mart_tip_known, mart_follow_up_known, mart_report_state, mart_population,
--          mart_fiscal_year, province
-- rules    all years, as they are known now; of a year that has not ended (is_partial)
--          up to "now". count is null where none is known and nobody said that there
--          were none. A week counts for a year that any of its days lies in, as in the
--          gate's tables. at_least: a week of tips is not reported, or nothing of it
--          can be known. state as in mart_map_value
-- used by  dashboard.queries.indicator_map_counts
create or replace table mart_map_count as

with changes as (

    select
        'tips' as measure,
        province_code,
        received_quarter_start as quarter_start,
        tips_added - tips_removed as change
    from mart_tip_known
    union all
    select
        measure,
        province_code,
        quarter_start,
        units_added - units_removed as change
    from mart_follow_up_known

),

counted as (

    select
        changes.measure,
        fiscal_year.fiscal_year_be,
        changes.province_code,
        sum(changes.change) as units
    from changes
    inner join mart_fiscal_year as fiscal_year
        on changes.quarter_start between fiscal_year.starts_on and fiscal_year.ends_on
    group by changes.measure, fiscal_year.fiscal_year_be, changes.province_code

),

measured as (

    select
        measure,
        fiscal_year_be
    from counted
    group by measure, fiscal_year_be
    having sum(units) > 0

),

reported as (

    select
        'tips' as measure,
        fiscal_year.fiscal_year_be,
        state.province_code,
        bool_and(state.state in ('rows', 'counted_zero')) as is_whole,
        bool_or(state.state <> 'no_data') as is_expected
    from mart_fiscal_year as fiscal_year
    inner join mart_report_state as state
        on
            state.period_start <= fiscal_year.ends_on
            and state.period_start > fiscal_year.starts_on - 7
    where state.dataset = 'tip_report'
    group by fiscal_year.fiscal_year_be, state.province_code

),

joined as (

    select
        measured.measure,
        measured.fiscal_year_be,
        province.province_code,
        case
            when counted.units > 0 then counted.units
            when reported.is_whole then 0
        end as units,
        population.population as people,
        not coalesce(reported.is_whole, measured.measure <> 'tips') as has_gaps,
        coalesce(reported.is_expected, false) as is_expected,
        fiscal_year.is_current as is_partial
    from measured
    inner join mart_fiscal_year as fiscal_year
        on measured.fiscal_year_be = fiscal_year.fiscal_year_be
    cross join province
    left join counted
        on
            measured.measure = counted.measure
            and measured.fiscal_year_be = counted.fiscal_year_be
            and province.province_code = counted.province_code
    left join reported
        on
            measured.measure = reported.measure
            and measured.fiscal_year_be = reported.fiscal_year_be
            and province.province_code = reported.province_code
    left join mart_population as population
        on
            measured.fiscal_year_be = population.fiscal_year_be
            and province.province_code = population.province_code

)

select
    measure,
    fiscal_year_be,
    province_code,
    units,
    people,
    units > 0 and has_gaps as at_least,
    is_partial,
    case
        when units is null and is_expected then 'not_reported'
        when units is null then 'no_data'
        when units = 0 then 'zero'
        else 'value'
    end as state
from joined
order by measure, fiscal_year_be, province_code;
