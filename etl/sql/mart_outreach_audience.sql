-- mart_outreach_audience: the people reached face to face, by whom they are.
--
-- grain    one row per fiscal year, area (region6_ngc or "all") and audience
-- sources  outreach, code_list, mart_area, mart_outreach_known
-- rules    as in mart_province_outreach, also where people are null, not 0
-- used by  dashboard.queries.training_outreach.audiences
create or replace table mart_outreach_audience as

with areas as (

    select distinct area from mart_area

),

audience as (

    select
        code,
        label_th,
        label_en,
        source_line
    from code_list
    where list = 'audience'

),

counted as (

    select
        known.fiscal_year_be,
        area.area,
        outreach.audience,
        count(*) as activities,
        count(*) - count(outreach.attendees) as activities_not_reporting,
        sum(outreach.attendees) as people_reached
    from mart_outreach_known as known
    inner join outreach
        on
            known.starts_on <= outreach.held_on
            and known.as_on >= outreach.held_on
            and outreach.medium in ('EVENT', 'SCHOOL')
    inner join mart_area as area on outreach.province_code = area.province_code
    group by known.fiscal_year_be, area.area, outreach.audience

),

joined as (

    select
        known.fiscal_year_be,
        areas.area,
        audience.code as audience,
        audience.label_th,
        audience.label_en,
        audience.source_line as place,
        case when known.is_year_known then coalesce(counted.activities, 0) end
            as activities,
        case
            when known.is_year_known then coalesce(counted.activities_not_reporting, 0)
        end as activities_not_reporting,
        cast(
            case
                when counted.activities > 0 then counted.people_reached
                when known.is_year_known then 0
            end as bigint
        ) as people_reached,
        known.data_status
    from mart_outreach_known as known
    cross join areas
    cross join audience
    left join counted
        on
            known.fiscal_year_be = counted.fiscal_year_be
            and areas.area = counted.area
            and audience.code = counted.audience

)

select
    fiscal_year_be,
    area,
    audience,
    label_th,
    label_en,
    place,
    activities,
    activities_not_reporting,
    people_reached,
    data_status
from joined;
