-- mart_risk_value: every indicator value of a province as it was given, with its rules.
--
-- grain    one row per fiscal year, province and indicator with a value
-- sources  province_risk_loaded, province_loaded, risk_model_indicator,
--          mart_population, mart_fiscal_year
-- rules    contract.md 7: land border and sea coast come from the province table for
--          every year; as_of is the day on which the value became known. A rate that
--          is smoothed is made of all provinces' rates and people: it is synthetic when
--          any of them is (contract.md 6)
-- used by  etl.risk_smoothing, etl.risk_treatment, mart_risk_indicator, mart_map_value
create or replace table mart_risk_value as

with areas as (

    select
        province_code::varchar as province_code,
        is_border,
        is_coastal,
        source,
        data_status::varchar as data_status,
        known_from::date as as_of
    from province_loaded
    where row_state = 'accepted'

),

given as (

    select
        fiscal_year_be,
        province_code::varchar as province_code,
        indicator_code::varchar as indicator_code,
        value,
        source,
        known_from::date as as_of,
        data_status::varchar as data_status
    from province_risk_loaded
    where row_state = 'accepted'
    union all
    select
        fiscal_year.fiscal_year_be,
        areas.province_code,
        'E_LAND_BORDER' as indicator_code,
        case when areas.is_border then 1.0 else 0.0 end as value,
        areas.source,
        areas.as_of,
        areas.data_status
    from mart_fiscal_year as fiscal_year
    cross join areas
    union all
    select
        fiscal_year.fiscal_year_be,
        areas.province_code,
        'E_COAST' as indicator_code,
        case when areas.is_coastal then 1.0 else 0.0 end as value,
        areas.source,
        areas.as_of,
        areas.data_status
    from mart_fiscal_year as fiscal_year
    cross join areas

),

joined as (

    select
        given.fiscal_year_be,
        given.province_code,
        given.indicator_code,
        given.value,
        given.source,
        given.as_of,
        given.data_status,
        indicator.dimension,
        indicator.weight,
        indicator.direction,
        indicator.goalpost_min,
        indicator.goalpost_max,
        indicator.is_derived,
        indicator.smoothed_years,
        population.population,
        min(case
            when 'synthetic' in (given.data_status, population.data_status) then 1
            when 'ministry' in (given.data_status, population.data_status) then 2
            else 3
        end) over (partition by given.fiscal_year_be, given.indicator_code)
            as worst_of_all
    from given
    inner join risk_model_indicator as indicator
        on given.indicator_code = indicator.indicator_code
    left join mart_population as population
        on
            given.fiscal_year_be = population.fiscal_year_be
            and given.province_code = population.province_code

)

select
    fiscal_year_be,
    province_code,
    indicator_code,
    value,
    source,
    as_of,
    case
        when smoothed_years is null then data_status
        when worst_of_all = 1 then 'synthetic'
        when worst_of_all = 2 then 'ministry'
        else 'official'
    end as data_status,
    dimension,
    weight,
    direction,
    goalpost_min,
    goalpost_max,
    is_derived,
    smoothed_years,
    population
from joined;
