-- mart_population_day: the registered population that stands for a province on a day.
--
-- grain    one row per province and day of mart_coverage_day
-- sources  province, population, mart_coverage_day
-- rules    contract.md 7: the latest year on or before the date; year Y stands for
--          31 December Y; before the first one, the first
-- used by  mart_population, mart_volunteer_coverage
create or replace table mart_population_day as

with candidates as (

    select
        coverage_day.on_day,
        population.province_code,
        population.population,
        population.year_be,
        population.data_status,
        make_date(population.year_be - 543, 12, 31) <= coverage_day.on_day as is_past
    from mart_coverage_day as coverage_day
    cross join population

),

ranked as (

    select
        on_day,
        province_code,
        population,
        year_be,
        data_status,
        row_number() over (
            partition by on_day, province_code
            order by
                is_past desc,
                case when is_past then -year_be else year_be end
        ) as choice
    from candidates

)

select
    on_day,
    province_code,
    population,
    year_be as population_year_be,
    data_status
from ranked
where choice = 1;
