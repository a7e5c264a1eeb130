-- mart_missing_province: provinces without rows, by dataset and year.
--
-- grain    one row per dataset that is reported by year (fiscal years, of population
--          calendar years) and year, from the dataset's first to "now" (all B.E.)
-- sources  mart_report_state, province
-- rules    one row in the year is enough; of a year nobody reported, all are missing; a
--          counted zero is not missing. is_running marks the fiscal year that has not
--          ended. Tips and batches are left out: a province without any may have had
--          none
-- used by  dashboard.queries.data_quality.missing_provinces
create or replace table mart_missing_province as

with span as (

    select
        dataset,
        min(period_start) as begins_on
    from mart_report_state
    where state <> 'no_data' and reported_by <> 'week'
    group by dataset

),

joined as (

    select
        state.dataset,
        state.year_be,
        state.is_running,
        state.province_code,
        province.name_th,
        province.name_en,
        state.state in ('not_reported', 'no_data') as is_missing
    from mart_report_state as state
    inner join span
        on state.dataset = span.dataset and state.period_start >= span.begins_on
    inner join province on state.province_code = province.province_code

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
