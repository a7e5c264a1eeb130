-- mart_week_priority: where risk is high and coverage thinnest, week by week.
--
-- grain    one row per week and province
-- sources  mart_week, mart_volunteer_coverage, mart_province_coverage, risk_model
-- rules    contract.md 7: coverage classes of the risk model, else terciles of K > 0 at
--          the same day; K = 0 is in the lowest. coverage_class_before is the class of
--          the week before by the breaks of this one: who crosses did so by its own
--          figure. Risk is that of the fiscal year in which the week ends. is_priority
--          (high risk, level 4 or 5, in the thinnest class) is null where either is not
--          known; was_priority is what the week before said, by its own breaks
-- used by  mart_week_figure, dashboard.queries.weekly, dashboard.queries.tips_beside
create or replace table mart_week_priority as

with covered as (

    select
        week.week_end,
        week.fiscal_year_be,
        coverage.province_code,
        coverage.volunteers_trained,
        coverage.volunteers_source,
        coverage.volunteers_at_least,
        coverage.volunteers_as_of,
        coverage.population,
        coverage.population_year_be,
        coverage.volunteers_trained_per_100k
    from mart_week as week
    inner join mart_volunteer_coverage as coverage on week.week_end = coverage.on_day

),

terciles as (

    select
        week_end,
        percentile_cont(1.0 / 3) within group (order by volunteers_trained_per_100k)
            as lower_break,
        percentile_cont(2.0 / 3) within group (order by volunteers_trained_per_100k)
            as upper_break
    from covered
    where volunteers_trained_per_100k > 0
    group by week_end

),

breaks as (

    select
        week.week_end,
        coalesce(risk_model.lower_break, terciles.lower_break) as lower_break,
        coalesce(risk_model.upper_break, terciles.upper_break) as upper_break
    from mart_week as week
    cross join risk_model
    left join terciles on week.week_end = terciles.week_end

),

compared as (

    select
        covered.week_end,
        covered.province_code,
        covered.volunteers_trained,
        covered.volunteers_source,
        covered.volunteers_at_least,
        covered.volunteers_as_of,
        covered.population,
        covered.population_year_be,
        covered.volunteers_trained_per_100k,
        earlier.volunteers_trained_per_100k as per_100k_before,
        risk.risk_level,
        risk.risk_level_source,
        risk_before.risk_level as risk_level_before,
        breaks.lower_break,
        breaks.upper_break
    from covered
    inner join breaks on covered.week_end = breaks.week_end
    left join covered as earlier
        on
            covered.week_end = earlier.week_end + 7
            and covered.province_code = earlier.province_code
    left join mart_province_coverage as risk
        on
            covered.fiscal_year_be = risk.fiscal_year_be
            and covered.province_code = risk.province_code
    left join mart_province_coverage as risk_before
        on
            earlier.fiscal_year_be = risk_before.fiscal_year_be
            and earlier.province_code = risk_before.province_code

),

by_class as (

    select
        *,
        case
            when volunteers_trained_per_100k is null then null
            when volunteers_trained_per_100k = 0 then 1
            when volunteers_trained_per_100k < lower_break then 1
            when volunteers_trained_per_100k < upper_break then 2
            else 3
        end as coverage_class,
        case
            when per_100k_before is null then null
            when per_100k_before = 0 then 1
            when per_100k_before < lower_break then 1
            when per_100k_before < upper_break then 2
            else 3
        end as coverage_class_before
    from compared

),

joined as (

    select
        *,
        case
            when coverage_class is not null and risk_level is not null
                then coverage_class = 1 and risk_level >= 4
        end as is_priority
    from by_class

)

select
    joined.week_end,
    joined.province_code,
    province.name_th,
    province.name_en,
    province.region6_ngc as region,
    joined.volunteers_trained,
    joined.volunteers_source,
    joined.volunteers_at_least,
    joined.volunteers_as_of,
    joined.population,
    joined.population_year_be,
    joined.volunteers_trained_per_100k,
    joined.coverage_class,
    joined.coverage_class_before,
    joined.risk_level,
    joined.risk_level_source,
    joined.risk_level_before,
    joined.is_priority,
    lag(joined.is_priority) over (
        partition by joined.province_code
        order by joined.week_end
    ) as was_priority
from joined
inner join province on joined.province_code = province.province_code
order by joined.week_end, joined.province_code;
