-- mart_map_measure: what analysts can put on a map, and what indicators are called.
--
-- grain    one row per measure of mart_map_value
-- sources  mart_map_value, risk_model_indicator, risk_indicator, code_list (unit)
-- rules    names, units and direction are those of risk indicators; of other measures
--          they are null, and the app has the words
-- used by  dashboard.queries.indicator_map
create or replace table mart_map_measure as

with found as (

    select
        measure,
        any_value(kind) as kind
    from mart_map_value
    group by measure

)

select
    found.measure,
    found.kind,
    model.dimension,
    model.direction,
    described.name_th,
    described.name_en,
    coalesce(unit.label_th, described.unit) as unit_th,
    coalesce(unit.label_en, described.unit) as unit_en
from found
left join risk_model_indicator as model on found.measure = model.indicator_code
left join risk_indicator as described on found.measure = described.indicator_code
left join code_list as unit
    on described.unit = unit.code and unit.list = 'unit';
