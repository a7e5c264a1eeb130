-- mart_risk_indicator: every indicator value of a province, normalised to 1-10.
--
-- grain    one row per fiscal year, province and indicator with a value
-- sources  province_risk, province, risk_model_indicator, risk_indicator,
--          code_list (unit), mart_fiscal_year
-- rules    reference/risk-index.md step 2: z = 1 + 9 * clip((x - lo) / (hi - lo), 0, 1)
--          with goalposts fixed in the model, inverted where less is worse; land border
--          and sea coast come from the province table for every year (contract.md 7)
-- used by  mart_risk_score, dashboard.queries.risk_indicators
create or replace table mart_risk_indicator as

with given as (

    select
        province_risk.fiscal_year_be,
        province_risk.province_code,
        province_risk.indicator_code,
        province_risk.value,
        province_risk.source,
        province_risk.data_status
    from province_risk
    union all
    select
        fiscal_year.fiscal_year_be,
        province.province_code,
        'E_LAND_BORDER' as indicator_code,
        case when province.is_border then 1.0 else 0.0 end as value,
        province.source,
        province.data_status
    from mart_fiscal_year as fiscal_year
    cross join province
    union all
    select
        fiscal_year.fiscal_year_be,
        province.province_code,
        'E_COAST' as indicator_code,
        case when province.is_coastal then 1.0 else 0.0 end as value,
        province.source,
        province.data_status
    from mart_fiscal_year as fiscal_year
    cross join province

),

placed as (

    select
        given.fiscal_year_be,
        given.province_code,
        given.indicator_code,
        given.value,
        given.source,
        given.data_status,
        indicator.dimension,
        indicator.weight,
        indicator.direction,
        least(
            1.0,
            greatest(
                0.0,
                (given.value - indicator.goalpost_min)
                / (indicator.goalpost_max - indicator.goalpost_min)
            )
        ) as share
    from given
    inner join risk_model_indicator as indicator
        on given.indicator_code = indicator.indicator_code

)

select
    placed.fiscal_year_be,
    placed.province_code,
    placed.indicator_code,
    risk_indicator.name_th,
    risk_indicator.name_en,
    coalesce(unit.label_th, risk_indicator.unit) as unit_th,
    coalesce(unit.label_en, risk_indicator.unit) as unit_en,
    placed.dimension,
    placed.value,
    1.0
    + 9.0 * case when placed.direction = 1 then placed.share else 1.0 - placed.share end
        as score,
    placed.weight,
    placed.source,
    placed.data_status
from placed
left join risk_indicator on placed.indicator_code = risk_indicator.indicator_code
left join code_list as unit
    on risk_indicator.unit = unit.code and unit.list = 'unit';
