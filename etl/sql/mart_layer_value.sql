-- mart_layer_value: what each layer of the coverage map says of a province.
--
-- grain    one row per layer, fiscal year and province; a further layer is a select
-- sources  mart_volunteer_coverage, mart_province_volunteers, mart_province_outreach,
--          mart_province_partner, mart_fiscal_year
-- rules    at the fiscal year's day. state: "value" is above 0, "zero" counted none
--          (of outreach, which nobody reports by period: no attendance in the files),
--          "not_reported" no figure although there are batches or activities that
--          should have one, or although other provinces have one; "no_data" nobody has
--          one, or no population. counted and counted_of are what the value is made
--          of; as_of the day they hold on, of partners that of the earliest count in
--          the sum. data_status is that of the mart, which may have further inputs
-- used by  mart_layer_scale, mart_province_layer, mart_map_value, mart_province_profile
create or replace table mart_layer_value as

with trained as (

    select
        'trained' as layer,
        coverage.fiscal_year_be,
        coverage.province_code,
        coverage.volunteers_trained_per_100k as value,
        coverage.volunteers_at_least as at_least,
        coverage.volunteers_trained as counted,
        coverage.population as counted_of,
        coverage.volunteers_as_of as as_of,
        coverage.volunteers_trained is null as is_not_reported,
        case
            when
                'synthetic' in (coverage.volunteers_status, coverage.population_status)
                then 'synthetic'
            when
                'ministry' in (coverage.volunteers_status, coverage.population_status)
                then 'ministry'
            else 'official'
        end as data_status
    from mart_fiscal_year as fiscal_year
    inner join mart_volunteer_coverage as coverage
        on
            fiscal_year.as_on = coverage.on_day
            and fiscal_year.fiscal_year_be = coverage.fiscal_year_be

),

tambons as (

    select
        'tambons' as layer,
        volunteers.fiscal_year_be,
        volunteers.province_code,
        volunteers.tambon_share as value,
        false as at_least,
        volunteers.share_tambons_covered as counted,
        volunteers.share_tambons_total as counted_of,
        volunteers.tambon_share_as_of as as_of,
        volunteers.tambon_share is null
        and count(volunteers.tambon_share) over (
            partition by volunteers.fiscal_year_be
        ) > 0 as is_not_reported,
        volunteers.data_status
    from mart_fiscal_year as fiscal_year
    inner join mart_province_volunteers as volunteers
        on
            fiscal_year.as_on = volunteers.on_day
            and fiscal_year.fiscal_year_be = volunteers.fiscal_year_be

),

reached as (

    select
        'outreach' as layer,
        fiscal_year_be,
        province_code,
        people_reached_per_100k as value,
        people_reached_at_least as at_least,
        people_reached as counted,
        population as counted_of,
        as_on as as_of,
        people_reached is null and coalesce(activities > 0, false) as is_not_reported,
        data_status
    from mart_province_outreach

),

partners as (

    select
        'partners' as layer,
        fiscal_year_be,
        province_code,
        active_partners_per_100k as value,
        active_partners_at_least as at_least,
        active_partners as counted,
        population as counted_of,
        oldest_as_of as as_of,
        active_partners is null
        and count(as_of) over (partition by fiscal_year_be) > 0 as is_not_reported,
        data_status
    from mart_province_partner

),

joined as (

    select
        layer,
        fiscal_year_be,
        province_code,
        value,
        at_least,
        counted,
        counted_of,
        as_of,
        is_not_reported,
        data_status
    from trained
    union all
    select
        layer,
        fiscal_year_be,
        province_code,
        value,
        at_least,
        counted,
        counted_of,
        as_of,
        is_not_reported,
        data_status
    from tambons
    union all
    select
        layer,
        fiscal_year_be,
        province_code,
        value,
        at_least,
        counted,
        counted_of,
        as_of,
        is_not_reported,
        data_status
    from reached
    union all
    select
        layer,
        fiscal_year_be,
        province_code,
        value,
        at_least,
        counted,
        counted_of,
        as_of,
        is_not_reported,
        data_status
    from partners

)

select
    layer,
    fiscal_year_be,
    province_code,
    value,
    coalesce(at_least, false) as at_least,
    cast(counted as bigint) as counted,
    cast(counted_of as bigint) as counted_of,
    as_of,
    case
        when value > 0 then 'value'
        when value = 0 then 'zero'
        when is_not_reported then 'not_reported'
        else 'no_data'
    end as state,
    data_status
from joined;
