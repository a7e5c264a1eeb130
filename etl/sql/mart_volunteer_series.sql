-- mart_volunteer_series: volunteers over time, of each province and of the country.
--
-- grain    one row per area ('TH' or a province), day and figure (registered_per_100k,
--          active_per_100k, volunteers_trained_per_100k, tambon_share, active_share);
--          the days are the ends of quarters and the fiscal years' days
-- sources  mart_province_volunteers, mart_coverage_day
-- rules    value = total / base, in 100,000 people for ..._per_100k. The country's is
--          that of the provinces which have the figure (provinces of provinces_total),
--          each as of its own roster: oldest_as_of is the first of them, days_old how
--          long before the day it lies. Provinces counted from batches have no roster
--          (provinces_from_batches); those "at least" are provinces_at_least
-- used by  dashboard.queries.training_volunteers
create or replace table mart_volunteer_series as

with shown as (

    select volunteers.*
    from mart_province_volunteers as volunteers
    inner join mart_coverage_day as coverage_day
        on volunteers.on_day = coverage_day.on_day
    where coverage_day.is_quarter_end or coverage_day.is_year_day

),

figures as (

    select
        on_day,
        province_code,
        'registered_per_100k' as figure,
        registered_per_100k as value,
        volunteers_registered as total,
        population as base,
        roster_as_of as as_of,
        false as is_from_batches,
        false as is_at_least,
        data_status
    from shown
    union all
    select
        on_day,
        province_code,
        'active_per_100k' as figure,
        active_per_100k as value,
        volunteers_active as total,
        population as base,
        active_as_of as as_of,
        false as is_from_batches,
        false as is_at_least,
        data_status
    from shown
    union all
    select
        on_day,
        province_code,
        'volunteers_trained_per_100k' as figure,
        volunteers_trained_per_100k as value,
        volunteers_trained as total,
        population as base,
        trained_roster_as_of as as_of,
        coalesce(volunteers_source = 'batches', false) as is_from_batches,
        volunteers_at_least as is_at_least,
        data_status
    from shown
    union all
    select
        on_day,
        province_code,
        'tambon_share' as figure,
        tambon_share as value,
        share_tambons_covered as total,
        share_tambons_total as base,
        tambon_share_as_of as as_of,
        false as is_from_batches,
        false as is_at_least,
        coalesce(roster_status, data_status) as data_status
    from shown
    union all
    select
        on_day,
        province_code,
        'active_share' as figure,
        active_share as value,
        volunteers_active as total,
        active_of_registered as base,
        active_as_of as as_of,
        false as is_from_batches,
        false as is_at_least,
        coalesce(roster_status, data_status) as data_status
    from shown

),

joined as (

    select
        coalesce(province_code, 'TH') as area_code,
        on_day,
        figure,
        sum(total) filter (where value is not null) as total,
        sum(base) filter (where value is not null) as base,
        min(as_of) filter (where value is not null) as oldest_as_of,
        count(value) as provinces,
        count(*) as provinces_total,
        count(*) filter (where value is not null and is_from_batches)
            as provinces_from_batches,
        count(*) filter (where value is not null and is_at_least)
            as provinces_at_least,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) filter (where value is not null) as status_rank
    from figures
    group by grouping sets ((on_day, figure), (province_code, on_day, figure))

)

select
    area_code,
    on_day,
    figure,
    total * case when figure like '%_per_100k' then 100000.0 else 1.0 end / base
        as value,
    cast(total as bigint) as total,
    cast(base as bigint) as base,
    oldest_as_of,
    on_day - oldest_as_of as days_old,
    provinces,
    provinces_total,
    provinces_from_batches,
    provinces_at_least,
    case status_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        when 3 then 'official'
    end as data_status
from joined;
