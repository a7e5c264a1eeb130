-- mart_pillar_series: Thailand's prosecution, protection and prevention figures to show.
--
-- grain    one row per indicator, year and period type, preferred values only
-- sources  pillar_indicator, code_list (unit, period_type)
-- rules    design.md decision 12: conflicting figures stay side by side in
--          pillar_indicator; charts read preferred = 1
-- used by  dashboard.queries.pillar_series
create or replace table mart_pillar_series as

select
    indicator.year,
    indicator.period_type,
    indicator.pillar,
    indicator.indicator_code,
    indicator.indicator_name_th as name_th,
    indicator.indicator_name_en as name_en,
    indicator.value,
    indicator.unit,
    coalesce(unit.label_th, indicator.unit) as unit_th,
    coalesce(unit.label_en, indicator.unit) as unit_en,
    indicator.source,
    indicator.confidence,
    indicator.note,
    indicator.data_status
from pillar_indicator as indicator
left join code_list as unit on indicator.unit = unit.code and unit.list = 'unit'
where indicator.preferred = 1
order by indicator.pillar, indicator.indicator_code, indicator.year;
