-- mart_population: the registered population that stands for a province in a year.
--
-- grain    one row per province and fiscal year
-- sources  mart_population_day, mart_fiscal_year
-- rules    that of the fiscal year's day
-- used by  mart_map_value, mart_profile_indicator, mart_province_partner,
--          mart_risk_value, dashboard.queries.names
create or replace table mart_population as

select
    fiscal_year.fiscal_year_be,
    population.province_code,
    population.population,
    population.population_year_be,
    population.data_status
from mart_fiscal_year as fiscal_year
inner join mart_population_day as population
    on fiscal_year.as_on = population.on_day;
