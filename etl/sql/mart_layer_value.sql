-- mart_layer_value: what each layer of the coverage map says of a province.
--
-- grain    one row per layer, fiscal year and province; a further layer is a select
-- sources  mart_volunteer_coverage, mart_fiscal_year
-- rules    state: "value" is above 0, "zero" counted none, "not_reported" who was to
--          report did not, "no_data" nothing is known, or no population. counted and
--          counted_of are what the value is made of; as_of the day they hold on. A
--          figure computed from any synthetic input is synthetic
-- used by  mart_layer_scale, mart_province_layer
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
        coverage.volunteers_status as counted_status,
        coverage.population_status as counted_of_status
    from mart_fiscal_year as fiscal_year
    inner join mart_volunteer_coverage as coverage
        on fiscal_year.fiscal_year_be = coverage.fiscal_year_be

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
        counted_status,
        counted_of_status
    from trained

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
    case
        when 'synthetic' in (counted_status, counted_of_status) then 'synthetic'
        when 'ministry' in (counted_status, counted_of_status) then 'ministry'
        else 'official'
    end as data_status
from joined;
