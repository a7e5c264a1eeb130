-- mart_outreach_total: knowledge passed on, for the country and each region.
--
-- grain    one row per fiscal year and area (region6_ngc or "all")
-- sources  mart_province_outreach, mart_batch_outreach, mart_outreach_medium,
--          mart_area, mart_outreach_known
-- rules    sums over provinces in the fiscal year, "at least" where some activities do
--          not report, null where none of those held does; those of batches (batch_…)
--          run from the programme's beginning to the year's day, over batches of which
--          activities are known. A ratio per volunteer takes only batches of which both
--          figures are known, and says how many volunteers and people those are. A
--          ratio is "at least" where a batch in it has activities that do not report
-- used by  dashboard.queries.training_outreach.outreach_totals
create or replace table mart_outreach_total as

with province_sum as (

    select
        outreach.fiscal_year_be,
        area.area,
        any_value(outreach.as_on) as as_on,
        count(*) as provinces,
        count(*) filter (where outreach.activities > 0) as provinces_with_activity,
        sum(outreach.activities) as activities,
        sum(outreach.activities_not_reporting) as activities_not_reporting,
        case
            when
                sum(outreach.activities) = 0
                or sum(outreach.activities) > sum(outreach.activities_not_reporting)
                then sum(outreach.people_reached)
        end as people_reached,
        count(*) - count(outreach.people_reached) as provinces_not_reporting,
        sum(outreach.population) as population,
        count(*) - count(outreach.population) as provinces_without_population,
        min(case outreach.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_province_outreach as outreach
    inner join mart_area as area on outreach.province_code = area.province_code
    group by outreach.fiscal_year_be, area.area

),

media_sum as (

    select
        fiscal_year_be,
        area,
        sum(in_provinces) as media_in_provinces,
        sum(in_whole_country) as media_in_whole_country
    from mart_outreach_medium
    group by fiscal_year_be, area

),

batch_sum as (

    select
        batch.fiscal_year_be,
        area.area,
        count(*) as batches_held,
        count(*) filter (where not batch.is_known) as batches_not_known,
        count(*) filter (where batch.activities > 0) as batches_begun,
        count(*) filter (where batch.is_overdue) as batches_overdue,
        count(*) - count(batch.is_overdue) as batches_overdue_unknown,
        sum(batch.activities) as batch_activities,
        sum(batch.activities_not_reporting) as batch_activities_not_reporting,
        bool_or(batch.people_reached_at_least) as per_batch_at_least,
        bool_or(batch.people_reached_at_least) filter (
            where batch.volunteers_trained is not null
        ) as per_volunteer_at_least,
        bool_and(batch.activities = batch.activities_not_reporting) filter (
            where batch.activities > 0
        ) as is_silent,
        bool_and(batch.activities = batch.activities_not_reporting) filter (
            where batch.activities > 0 and batch.volunteers_trained is not null
        ) as is_silent_of_both,
        sum(batch.activities_before_end) as activities_before_end,
        sum(batch.people_reached) as batch_people_reached,
        count(batch.people_reached) as batches_counted,
        count(*) filter (
            where batch.people_reached is not null and batch.volunteers_trained is null
        ) as batches_without_volunteers,
        count(*) filter (
            where
            batch.people_reached is not null and batch.volunteers_trained is not null
        ) as batches_with_both,
        sum(batch.people_reached) filter (
            where batch.volunteers_trained is not null
        ) as people_of_both,
        sum(batch.volunteers_trained) filter (
            where batch.people_reached is not null
        ) as volunteers_of_both,
        min(case batch.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_batch_outreach as batch
    inner join mart_area as area on batch.province_code = area.province_code
    group by batch.fiscal_year_be, area.area

),

joined as (

    select
        province_sum.fiscal_year_be,
        province_sum.area,
        province_sum.as_on,
        known.last_on,
        known.is_year_known,
        known.is_current,
        province_sum.provinces,
        province_sum.provinces_with_activity,
        province_sum.activities,
        province_sum.activities_not_reporting,
        province_sum.people_reached,
        province_sum.provinces_not_reporting,
        case
            when province_sum.provinces_without_population = 0
                then province_sum.people_reached * 100000.0 / province_sum.population
        end as people_reached_per_100k,
        media_sum.media_in_provinces,
        media_sum.media_in_whole_country,
        coalesce(batch_sum.batches_held, 0) as batches_held,
        coalesce(batch_sum.batches_not_known, 0) as batches_not_known,
        coalesce(batch_sum.batches_begun, 0) as batches_begun,
        coalesce(batch_sum.batches_overdue, 0) as batches_overdue,
        coalesce(batch_sum.batches_overdue_unknown, 0) as batches_overdue_unknown,
        batch_sum.batch_activities,
        batch_sum.batch_activities_not_reporting,
        coalesce(batch_sum.activities_before_end, 0) as activities_before_end,
        coalesce(batch_sum.per_batch_at_least, false) as per_batch_at_least,
        coalesce(batch_sum.per_volunteer_at_least, false) as per_volunteer_at_least,
        case
            when not coalesce(batch_sum.is_silent, false)
                then batch_sum.batch_people_reached
        end as batch_people_reached,
        batch_sum.batches_counted,
        coalesce(batch_sum.batches_without_volunteers, 0) as batches_without_volunteers,
        coalesce(batch_sum.batches_with_both, 0) as batches_with_both,
        batch_sum.volunteers_of_both,
        case
            when not coalesce(batch_sum.is_silent_of_both, false)
                then batch_sum.people_of_both
        end as people_of_both,
        least(province_sum.status_rank, batch_sum.status_rank) as status_rank
    from province_sum
    inner join mart_outreach_known as known
        on province_sum.fiscal_year_be = known.fiscal_year_be
    inner join media_sum
        on
            province_sum.fiscal_year_be = media_sum.fiscal_year_be
            and province_sum.area = media_sum.area
    left join batch_sum
        on
            province_sum.fiscal_year_be = batch_sum.fiscal_year_be
            and province_sum.area = batch_sum.area

)

select
    fiscal_year_be,
    area,
    as_on,
    last_on,
    is_year_known,
    is_current,
    provinces,
    provinces_with_activity,
    activities,
    activities_not_reporting,
    people_reached,
    coalesce(people_reached is not null and activities_not_reporting > 0, false)
        as people_reached_at_least,
    provinces_not_reporting,
    people_reached_per_100k,
    media_in_provinces,
    media_in_whole_country,
    batches_held,
    batches_not_known,
    batches_begun,
    batches_overdue,
    batches_overdue_unknown,
    batch_activities,
    batch_activities_not_reporting,
    activities_before_end,
    batch_people_reached,
    batches_counted,
    batch_people_reached * 1.0 / nullif(batches_counted, 0) as people_reached_per_batch,
    per_batch_at_least as people_reached_per_batch_at_least,
    batches_without_volunteers,
    batches_with_both,
    volunteers_of_both,
    people_of_both * 1.0 / nullif(volunteers_of_both, 0)
        as people_reached_per_volunteer,
    per_volunteer_at_least as people_reached_per_volunteer_at_least,
    case status_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        else 'official'
    end as data_status
from joined;
