-- mart_population_day: the registered population that stands for a province on a day.
--
-- grain    one row per province and day of mart_coverage_day
-- sources  province, population, mart_coverage_day
-- rules    contract.md 7: the latest year on or before the date; year Y stands for
--          31 December Y; before the first one, the first
-- used by  mart_population, mart_volunteer_coverage
create or replace table mart_population_day as

with dated as (

    select
        province_code,
        population,
        year_be,
        data_status,
        make_date(year_be - 543, 12, 31) as stands_from,
        lag(year_be) over by_year is null as is_first,
        lead(make_date(year_be - 543, 12, 31)) over by_year as stands_to
    from population
    window by_year as (
        partition by province_code
        order by year_be
    )

),

spans as (

    select
        province_code,
        population,
        year_be,
        data_status,
        case when is_first then date '0001-01-01' else stands_from end as stands_from,
        coalesce(stands_to, date '9999-12-31') as stands_to
    from dated

)

select
    coverage_day.on_day,
    spans.province_code,
    spans.population,
    spans.year_be as population_year_be,
    spans.data_status
from mart_coverage_day as coverage_day
inner join spans
    on
        coverage_day.on_day >= spans.stands_from
        and coverage_day.on_day < spans.stands_to;
