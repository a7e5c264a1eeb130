-- mart_population: the registered population that stands for a province in a year.
--
-- grain    one row per province and fiscal year
-- sources  province, population, mart_fiscal_year
-- rules    contract.md 7: the latest year on or before the date; year Y stands for
--          31 December Y; before the first one, the first
-- used by  mart_volunteer_coverage
create or replace table mart_population as

with candidates as (

    select
        fiscal_year.fiscal_year_be,
        population.province_code,
        population.population,
        population.year_be,
        population.data_status,
        make_date(population.year_be - 543, 12, 31) <= fiscal_year.as_on as is_past
    from mart_fiscal_year as fiscal_year
    cross join population

),

ranked as (

    select
        fiscal_year_be,
        province_code,
        population,
        year_be,
        data_status,
        row_number() over (
            partition by fiscal_year_be, province_code
            order by
                is_past desc,
                case when is_past then -year_be else year_be end
        ) as choice
    from candidates

)

select
    fiscal_year_be,
    province_code,
    population,
    year_be as population_year_be,
    data_status
from ranked
where choice = 1;
