-- mart_province_outreach: what was held in a province in a fiscal year, for how many.
--
-- grain    one row per province and fiscal year
-- sources  province, outreach, mart_outreach_known, mart_volunteer_coverage,
--          mart_fiscal_year
-- rules    activities are those held face to face (EVENT, SCHOOL) in the fiscal year up
--          to its day; media are counted apart, those of the whole country
--          ("national") not here. people_reached is the sum of attendees: null when
--          none of the activities reports them, "at least" when some do not, 0 when
--          none was held although the data speak of the year, else null. activities_12m
--          are those of the twelve months up to the day; not known, not 0, where the
--          data do not cover them. per_volunteer divides by all volunteers trained up
--          to the day (contract.md 7), null where that is 0 or not known
-- used by  dashboard.queries.training_outreach, mart_outreach_gap,
--          mart_outreach_total, mart_layer_value
create or replace table mart_province_outreach as

with activity as (

    select
        province_code,
        held_on,
        attendees,
        medium in ('EVENT', 'SCHOOL') as is_face_to_face,
        case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end as status_rank
    from outreach

),

in_year as (

    select
        known.fiscal_year_be,
        activity.province_code,
        count(*) filter (where activity.is_face_to_face) as activities,
        count(*) filter (
            where activity.is_face_to_face and activity.attendees is null
        ) as activities_not_reporting,
        cast(
            sum(activity.attendees) filter (where activity.is_face_to_face) as bigint
        ) as people_reached,
        count(*) filter (where not activity.is_face_to_face) as media_activities
    from mart_outreach_known as known
    inner join activity
        on
            known.starts_on <= activity.held_on
            and known.as_on >= activity.held_on
    group by known.fiscal_year_be, activity.province_code

),

up_to as (

    select
        known.fiscal_year_be,
        activity.province_code,
        max(activity.held_on) filter (where activity.is_face_to_face)
            as last_activity_on,
        count(*) filter (
            where activity.is_face_to_face and activity.held_on > known.recent_after
        ) as activities_12m,
        min(activity.status_rank) as status_rank
    from mart_outreach_known as known
    inner join activity on known.as_on >= activity.held_on
    group by known.fiscal_year_be, activity.province_code

),

joined as (

    select
        known.fiscal_year_be,
        province.province_code,
        province.name_th,
        province.name_en,
        province.region6_ngc,
        known.as_on,
        case when known.is_year_known then coalesce(in_year.activities, 0) end
            as activities,
        case
            when known.is_year_known then coalesce(in_year.activities_not_reporting, 0)
        end as activities_not_reporting,
        case
            when in_year.activities > 0 then in_year.people_reached
            when known.is_year_known then 0
        end as people_reached,
        case when known.is_year_known then coalesce(in_year.media_activities, 0) end
            as media_activities,
        up_to.last_activity_on,
        case
            when up_to.activities_12m > 0 then up_to.activities_12m
            when known.is_recent_known then 0
        end as activities_12m,
        coverage.population,
        coverage.population_year_be,
        coverage.volunteers_trained,
        coverage.volunteers_at_least,
        case
            when
                coalesce(up_to.status_rank, known.status_rank) = 1
                or 'synthetic' in (
                    coverage.volunteers_status, coverage.population_status
                ) then 'synthetic'
            when
                coalesce(up_to.status_rank, known.status_rank) = 2
                or 'ministry' in (
                    coverage.volunteers_status, coverage.population_status
                ) then 'ministry'
            else 'official'
        end as data_status
    from mart_outreach_known as known
    cross join province
    inner join mart_volunteer_coverage as coverage
        on
            known.as_on = coverage.on_day
            and known.fiscal_year_be = coverage.fiscal_year_be
            and province.province_code = coverage.province_code
    left join in_year
        on
            known.fiscal_year_be = in_year.fiscal_year_be
            and province.province_code = in_year.province_code
    left join up_to
        on
            known.fiscal_year_be = up_to.fiscal_year_be
            and province.province_code = up_to.province_code

)

select
    fiscal_year_be,
    province_code,
    name_th,
    name_en,
    region6_ngc,
    as_on,
    activities,
    activities_not_reporting,
    people_reached,
    coalesce(people_reached is not null and activities_not_reporting > 0, false)
        as people_reached_at_least,
    people_reached * 100000.0 / population as people_reached_per_100k,
    media_activities,
    last_activity_on,
    activities_12m,
    population,
    population_year_be,
    volunteers_trained,
    volunteers_at_least,
    people_reached * 1.0 / nullif(volunteers_trained, 0)
        as people_reached_per_volunteer,
    data_status
from joined;
