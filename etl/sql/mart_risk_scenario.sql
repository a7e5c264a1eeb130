-- mart_risk_scenario: the index as it would be with one choice of the method otherwise.
--
-- grain    one row per fiscal year, scenario and province
-- sources  mart_risk_indicator, mart_risk_score, risk_model, risk_model_indicator
-- rules    reference/risk-index.md steps 3-5 and 7. published: as in mart_risk_score;
--          arithmetic: between the dimensions too; without_case_rate: without the rates
--          that are smoothed; rank_normalised: indicators by their rank in the year;
--          untreated: no winsorising and no logarithm. Only provinces that have a
--          published index, so that ranks are of the same ones. The level thresholds
--          are frozen on goalposts, so ranks have none: their level is null
-- used by  mart_risk_rank, mart_risk_shift
create or replace table mart_risk_scenario as

with scenarios as (

    select unnest([
        'published', 'arithmetic', 'without_case_rate', 'rank_normalised', 'untreated'
    ]) as scenario

),

means as (

    select
        indicator.fiscal_year_be,
        indicator.province_code,
        scenarios.scenario,
        indicator.dimension,
        sum(
            indicator.weight * case scenarios.scenario
                when 'rank_normalised' then indicator.rank_score
                when 'untreated' then indicator.untreated_score
                else indicator.score
            end
        ) / sum(indicator.weight) as mean
    from mart_risk_indicator as indicator
    inner join risk_model_indicator as model
        on indicator.indicator_code = model.indicator_code
    inner join scenarios
        on
            scenarios.scenario <> 'without_case_rate'
            or model.smoothed_years is null
    group by all

),

dimensions as (

    select
        means.fiscal_year_be,
        means.province_code,
        means.scenario,
        max(means.mean) filter (where means.dimension = 'exposure') as exposure_score,
        max(means.mean) filter (where means.dimension = 'vulnerability')
            as vulnerability_score
    from means
    inner join mart_risk_score as score
        on
            means.fiscal_year_be = score.fiscal_year_be
            and means.province_code = score.province_code
            and score.risk_score is not null
    group by means.fiscal_year_be, means.province_code, means.scenario

),

scored as (

    select
        dimensions.fiscal_year_be,
        dimensions.province_code,
        dimensions.scenario,
        dimensions.exposure_score,
        dimensions.vulnerability_score,
        round(
            case dimensions.scenario
                when 'arithmetic'
                    then
                        risk_model.exposure_weight * dimensions.exposure_score
                        + risk_model.vulnerability_weight
                        * dimensions.vulnerability_score
                else
                    power(dimensions.exposure_score, risk_model.exposure_weight)
                    * power(
                        dimensions.vulnerability_score, risk_model.vulnerability_weight
                    )
            end,
            9
        ) as risk_score
    from dimensions
    cross join risk_model

),

joined as (

    select
        scored.fiscal_year_be,
        scored.scenario,
        scored.province_code,
        scored.exposure_score,
        scored.vulnerability_score,
        scored.risk_score,
        case
            when scored.risk_score is null or scored.scenario = 'rank_normalised'
                then null
            when scored.risk_score < risk_model.level_2_from then 1
            when scored.risk_score < risk_model.level_3_from then 2
            when scored.risk_score < risk_model.level_4_from then 3
            when scored.risk_score < risk_model.level_5_from then 4
            else 5
        end as computed_level
    from scored
    cross join risk_model

)

select
    fiscal_year_be,
    scenario,
    province_code,
    exposure_score,
    vulnerability_score,
    risk_score,
    case
        when risk_score is not null
            then rank() over (
                partition by fiscal_year_be, scenario, risk_score is null
                order by risk_score desc
            )
    end as risk_rank,
    computed_level
from joined;
