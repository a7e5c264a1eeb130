-- mart_missing_province: provinces without rows, by dataset and year.
--
-- grain    one row per dataset and year, from the dataset's first year to "now":
--          fiscal years, for population calendar years that have ended (all B.E.)
-- sources  population, province_grade, province_risk, volunteer_roster,
--          partner_network, province, now_on
-- rules    one row in the year is enough; of a year nobody reported, all are missing;
--          is_running marks the fiscal year that has not ended. Tips and batches
--          are left out: a province without any may have had none
-- used by  dashboard.queries.data_quality.missing_provinces
create or replace table mart_missing_province as

with given as (

    select distinct
        'population' as dataset,
        year_be,
        province_code
    from population
    union
    select
        'province_grade' as dataset,
        fiscal_year_be as year_be,
        province_code
    from province_grade
    union
    select
        'province_risk' as dataset,
        fiscal_year_be as year_be,
        province_code
    from province_risk
    union
    select
        'volunteer_roster' as dataset,
        year(as_of) + 543 + case when month(as_of) >= 10 then 1 else 0 end as year_be,
        province_code
    from volunteer_roster
    union
    select
        'partner_network' as dataset,
        year(as_of) + 543 + case when month(as_of) >= 10 then 1 else 0 end as year_be,
        province_code
    from partner_network

),

span as (

    select
        given.dataset,
        min(given.year_be) as first_year_be,
        max(
            case
                when given.dataset = 'population'
                    then year(now_on.now_ends_on) + 542
                else
                    year(now_on.now_ends_on) + 543
                    + case when month(now_on.now_ends_on) >= 10 then 1 else 0 end
            end
        ) as last_year_be
    from given
    cross join now_on
    group by given.dataset

),

expected as (

    select
        span.dataset,
        period.year_be,
        span.dataset <> 'population' and period.year_be = span.last_year_be
            as is_running,
        province.province_code,
        province.name_th,
        province.name_en
    from span
    cross join
        unnest(generate_series(span.first_year_be, span.last_year_be))
            as period (year_be)
    cross join province

),

joined as (

    select
        expected.dataset,
        expected.year_be,
        expected.name_th,
        expected.name_en,
        expected.province_code,
        given.province_code is null as is_missing,
        expected.is_running
    from expected
    left join given
        on
            expected.dataset = given.dataset
            and expected.year_be = given.year_be
            and expected.province_code = given.province_code

)

select
    dataset,
    year_be,
    bool_or(is_running) as is_running,
    count(*) as provinces,
    count(*) filter (where is_missing) as provinces_missing,
    string_agg(name_th, ' ' order by province_code) filter (where is_missing)
        as missing_th,
    string_agg(name_en, ', ' order by province_code) filter (where is_missing)
        as missing_en
from joined
group by dataset, year_be
order by dataset asc, year_be desc;
