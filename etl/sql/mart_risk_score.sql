-- mart_risk_score: the two dimensions, the composite R and its level.
--
-- grain    one row per province and fiscal year
-- sources  mart_risk_indicator, risk_model, risk_model_indicator
-- rules    reference/risk-index.md steps 3-5: weighted arithmetic mean within a
--          dimension, not computed under 60 % of its weight; R = E^wE * V^wV; levels by
--          frozen thresholds. Completeness over both dimensions (contract.md 7)
-- used by  mart_province_coverage, mart_risk_disagreement, mart_risk_rank,
--          mart_risk_scenario, mart_concentration_curve,
--          mart_map_value
create or replace table mart_risk_score as

with weights as (

    select
        sum(weight) filter (where dimension = 'exposure') as exposure_weight,
        sum(weight) filter (where dimension = 'vulnerability') as vulnerability_weight,
        sum(weight) as all_weight
    from risk_model_indicator

),

means as (

    select
        fiscal_year_be,
        province_code,
        sum(weight * score) filter (where dimension = 'exposure')
        / sum(weight) filter (where dimension = 'exposure') as exposure_mean,
        coalesce(sum(weight) filter (where dimension = 'exposure'), 0)
            as exposure_present,
        sum(weight * score) filter (where dimension = 'vulnerability')
        / sum(weight) filter (where dimension = 'vulnerability') as vulnerability_mean,
        coalesce(sum(weight) filter (where dimension = 'vulnerability'), 0)
            as vulnerability_present,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_risk_indicator
    group by fiscal_year_be, province_code

),

dimensions as (

    select
        means.fiscal_year_be,
        means.province_code,
        case
            when
                means.exposure_present
                >= risk_model.minimum_completeness * weights.exposure_weight - 1e-9
                then means.exposure_mean
        end as exposure_score,
        case
            when
                means.vulnerability_present
                >= risk_model.minimum_completeness * weights.vulnerability_weight - 1e-9
                then means.vulnerability_mean
        end as vulnerability_score,
        (means.exposure_present + means.vulnerability_present) / weights.all_weight
            as completeness,
        means.status_rank
    from means
    cross join weights
    cross join risk_model

),

scored as (

    select
        dimensions.fiscal_year_be,
        dimensions.province_code,
        dimensions.exposure_score,
        dimensions.vulnerability_score,
        dimensions.completeness,
        dimensions.status_rank,
        -- 4^0.3 * 4^0.7 is a hair below 4: rounded, so that it reaches its level
        round(
            power(dimensions.exposure_score, risk_model.exposure_weight)
            * power(dimensions.vulnerability_score, risk_model.vulnerability_weight),
            9
        ) as risk_score
    from dimensions
    cross join risk_model

),

joined as (

    select
        scored.fiscal_year_be,
        scored.province_code,
        scored.exposure_score,
        scored.vulnerability_score,
        scored.completeness,
        scored.risk_score,
        case
            when scored.risk_score is null then null
            when scored.risk_score < risk_model.level_2_from then 1
            when scored.risk_score < risk_model.level_3_from then 2
            when scored.risk_score < risk_model.level_4_from then 3
            when scored.risk_score < risk_model.level_5_from then 4
            else 5
        end as computed_level,
        case scored.status_rank
            when 1 then 'synthetic'
            when 2 then 'ministry'
            else 'official'
        end as data_status
    from scored
    cross join risk_model

)

select
    fiscal_year_be,
    province_code,
    exposure_score,
    vulnerability_score,
    completeness,
    risk_score,
    computed_level,
    data_status
from joined;
