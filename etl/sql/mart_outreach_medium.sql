-- mart_outreach_medium: activities in media, of which nobody counts the people.
--
-- grain    one row per fiscal year, area (region6_ngc or "all") and medium (ONLINE,
--          IN_FLIGHT, BROADCAST)
-- sources  outreach, code_list, mart_area, mart_outreach_known
-- rules    those of the whole country ("national") count for "all" only, apart from
--          those in provinces; null where the data do not speak of the year
-- used by  mart_outreach_total, dashboard.queries.training_outreach.media
create or replace table mart_outreach_medium as

with areas as (

    select distinct area from mart_area

),

medium as (

    select
        code,
        label_th,
        label_en,
        source_line
    from code_list
    where list = 'medium' and code not in ('EVENT', 'SCHOOL')

),

placed as (

    select
        area.area,
        outreach.medium,
        outreach.held_on,
        false as is_national
    from outreach
    inner join mart_area as area on outreach.province_code = area.province_code
    union all
    select
        'all' as area,
        medium,
        held_on,
        true as is_national
    from outreach
    where province_code = 'national'

),

counted as (

    select
        known.fiscal_year_be,
        placed.area,
        placed.medium,
        count(*) filter (where not placed.is_national) as in_provinces,
        count(*) filter (where placed.is_national) as in_whole_country
    from mart_outreach_known as known
    inner join placed
        on known.starts_on <= placed.held_on and known.as_on >= placed.held_on
    group by known.fiscal_year_be, placed.area, placed.medium

),

joined as (

    select
        known.fiscal_year_be,
        areas.area,
        medium.code as medium,
        medium.label_th,
        medium.label_en,
        medium.source_line as place,
        case when known.is_year_known then coalesce(counted.in_provinces, 0) end
            as in_provinces,
        case
            when known.is_year_known and areas.area = 'all'
                then coalesce(counted.in_whole_country, 0)
        end as in_whole_country,
        known.data_status
    from mart_outreach_known as known
    cross join areas
    cross join medium
    left join counted
        on
            known.fiscal_year_be = counted.fiscal_year_be
            and areas.area = counted.area
            and medium.code = counted.medium

)

select
    fiscal_year_be,
    area,
    medium,
    label_th,
    label_en,
    place,
    in_provinces,
    in_whole_country,
    data_status
from joined;
