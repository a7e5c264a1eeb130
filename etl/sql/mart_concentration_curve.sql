-- mart_concentration_curve: who has the trained volunteers when people are in the order
-- of their province's risk.
--
-- grain    one row per fiscal year and province that has a risk score, volunteers and
--          population; provinces of equal risk are one step and have the same shares
-- sources  mart_province_coverage, mart_volunteer_coverage, mart_risk_score
-- rules    the highest risk first; cumulative shares of population and of volunteers
--          (Kakwani, Wagstaff & van Doorslaer 1997); the curve begins at 0, 0, which is
--          no row. Without any volunteer their share is null. Scores that differ by
--          rounding only are equal
-- used by  etl.concentration, mart_programme_reach,
--          dashboard.queries.training_risk.concentration_curve
create or replace table mart_concentration_curve as

with usable as (

    select
        coverage.fiscal_year_be,
        coverage.province_code,
        coverage.name_th,
        coverage.name_en,
        coverage.as_on,
        round(coverage.risk_score, 9) as risk_score,
        coverage.population,
        coverage.volunteers_trained,
        coverage.volunteers_at_least,
        case
            when
                'synthetic' in (
                    volunteers.volunteers_status, volunteers.population_status,
                    score.data_status
                ) then 'synthetic'
            when
                'ministry' in (
                    volunteers.volunteers_status, volunteers.population_status,
                    score.data_status
                ) then 'ministry'
            else 'official'
        end as data_status
    from mart_province_coverage as coverage
    inner join mart_volunteer_coverage as volunteers
        on
            coverage.as_on = volunteers.on_day
            and coverage.fiscal_year_be = volunteers.fiscal_year_be
            and coverage.province_code = volunteers.province_code
    inner join mart_risk_score as score
        on
            coverage.fiscal_year_be = score.fiscal_year_be
            and coverage.province_code = score.province_code
    where
        coverage.risk_score is not null
        and coverage.volunteers_trained is not null
        and coverage.population > 0

),

added as (

    select
        *,
        dense_rank() over (
            partition by fiscal_year_be
            order by risk_score desc
        ) as step,
        -- `range` takes all provinces of equal risk together
        sum(population) over (
            partition by fiscal_year_be
            order by risk_score desc
            range between unbounded preceding and current row
        ) as population_before,
        sum(volunteers_trained) over (
            partition by fiscal_year_be
            order by risk_score desc
            range between unbounded preceding and current row
        ) as volunteers_before,
        sum(population) over (partition by fiscal_year_be) as population_all,
        sum(volunteers_trained) over (partition by fiscal_year_be) as volunteers_all
    from usable

),

joined as (

    select
        *,
        cast(population_before as double) / population_all as population_share,
        cast(volunteers_before as double) / nullif(volunteers_all, 0)
            as volunteers_share
    from added

)

select
    fiscal_year_be,
    cast(step as integer) as step,
    province_code,
    name_th,
    name_en,
    as_on,
    risk_score,
    population,
    volunteers_trained,
    volunteers_at_least,
    population_share,
    volunteers_share,
    data_status
from joined
order by fiscal_year_be, step, province_code;
