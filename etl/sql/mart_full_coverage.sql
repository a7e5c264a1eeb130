-- mart_full_coverage: K*, the coverage at which a province's gap closes.
--
-- grain    one row per province and fiscal year; K* is null when nothing gives it
-- sources  target, mart_volunteer_coverage, risk_model, mart_fiscal_year, province
-- rules    contract.md 7: the province's target, else the national one, of the latest
--          fiscal year not after; without one percentile_cont(0.75) of K over provinces
--          with K > 0 at the end of the base year (FY2563), the "working value"
-- used by  mart_province_coverage, mart_key_figure,
--          dashboard.queries.training_volunteers
create or replace table mart_full_coverage as

with targets as (

    select
        fiscal_year.fiscal_year_be,
        target.province_code,
        target.value,
        target.data_status,
        row_number() over (
            partition by fiscal_year.fiscal_year_be, target.province_code
            order by target.fiscal_year_be desc
        ) as choice
    from mart_fiscal_year as fiscal_year
    inner join target
        on
            fiscal_year.fiscal_year_be >= target.fiscal_year_be
            and target.metric = 'volunteers_trained_per_100k'
            and target.value > 0

),

working as (

    select
        percentile_cont(0.75) within group (
            order by coverage.volunteers_trained_per_100k
        ) as value
    from mart_volunteer_coverage as coverage
    inner join risk_model
        on coverage.fiscal_year_be = risk_model.base_fiscal_year_be
    where coverage.is_year_day and coverage.volunteers_trained_per_100k > 0

),

working_rank as (

    select
        min(
            case
                when coverage.volunteers_status = 'synthetic' then 1
                when coverage.population_status = 'synthetic' then 1
                when coverage.volunteers_status = 'ministry' then 2
                when coverage.population_status = 'ministry' then 2
                else 3
            end
        ) as status_rank
    from mart_volunteer_coverage as coverage
    inner join risk_model
        on coverage.fiscal_year_be = risk_model.base_fiscal_year_be
    where coverage.is_year_day and coverage.volunteers_trained_per_100k > 0

),

working_status as (

    select
        case status_rank
            when 1 then 'synthetic'
            when 2 then 'ministry'
            else 'official'
        end as data_status
    from working_rank

),

joined as (

    select
        fiscal_year.fiscal_year_be,
        province.province_code,
        coalesce(own.value, national.value, working.value) as full_coverage_per_100k,
        case
            when own.value is not null then 'target_province'
            when national.value is not null then 'target_national'
            when working.value is not null then 'working_value'
        end as full_coverage_source,
        coalesce(own.data_status, national.data_status, working_status.data_status)
            as full_coverage_status
    from mart_fiscal_year as fiscal_year
    cross join province
    cross join working
    cross join working_status
    left join targets as own
        on
            fiscal_year.fiscal_year_be = own.fiscal_year_be
            and province.province_code = own.province_code
            and own.choice = 1
    left join targets as national
        on
            fiscal_year.fiscal_year_be = national.fiscal_year_be
            and national.province_code is null
            and national.choice = 1

)

select
    fiscal_year_be,
    province_code,
    full_coverage_per_100k,
    full_coverage_source,
    full_coverage_status
from joined;
