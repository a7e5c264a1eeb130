-- mart_coverage_break: where the coverage classes begin.
--
-- grain    one row per fiscal year; per 100,000, classes half-open [lower, upper)
-- sources  mart_volunteer_coverage, risk_model, mart_fiscal_year
-- rules    contract.md 7: coverage_breaks of the risk model, else terciles of K > 0 at
--          the same date; null when no province has K > 0
-- used by  mart_province_coverage, mart_layer_scale,
--          dashboard.queries.coverage_breaks
create or replace table mart_coverage_break as

with terciles as (

    select
        fiscal_year_be,
        percentile_cont(1.0 / 3) within group (order by volunteers_trained_per_100k)
            as lower_break,
        percentile_cont(2.0 / 3) within group (order by volunteers_trained_per_100k)
            as upper_break
    from mart_volunteer_coverage
    where is_year_day and volunteers_trained_per_100k > 0
    group by fiscal_year_be

)

select
    fiscal_year.fiscal_year_be,
    coalesce(risk_model.lower_break, terciles.lower_break) as lower_break,
    coalesce(risk_model.upper_break, terciles.upper_break) as upper_break,
    case when risk_model.lower_break is null then 'tercile' else 'policy' end as method
from mart_fiscal_year as fiscal_year
cross join risk_model
left join terciles on fiscal_year.fiscal_year_be = terciles.fiscal_year_be;
