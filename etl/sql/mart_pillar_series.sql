-- mart_pillar_series: Thailand's prosecution, protection and prevention figures.
--
-- grain    one row per indicator, year and period type, preferred values only
-- sources  pillar_indicator, code_list (unit, period_type), mart_confidence
-- rules    design.md decision 12: conflicting figures stay side by side in
--          pillar_indicator; charts read preferred = 1. Where a definition changes is
--          in data/indicators.toml
-- used by  dashboard.queries.tip_tier
create or replace table mart_pillar_series as

select
    indicator.year,
    indicator.period_type,
    coalesce(period_type.label_th, indicator.period_type) as period_th,
    coalesce(period_type.label_en, indicator.period_type) as period_en,
    indicator.pillar,
    indicator.indicator_code,
    coalesce(indicator.indicator_name_th, indicator.indicator_code) as name_th,
    coalesce(indicator.indicator_name_en, indicator.indicator_code) as name_en,
    indicator.value,
    indicator.unit,
    coalesce(unit.label_th, indicator.unit) as unit_th,
    coalesce(unit.label_en, indicator.unit) as unit_en,
    indicator.source,
    len(string_split(indicator.source, ' | ')) as source_count,
    indicator.confidence,
    confidence.confidence_kind,
    confidence.is_verified,
    indicator.note,
    indicator.data_status
from pillar_indicator as indicator
left join code_list as unit on indicator.unit = unit.code and unit.list = 'unit'
left join code_list as period_type
    on
        indicator.period_type = period_type.code
        and period_type.list = 'period_type'
left join mart_confidence as confidence
    on indicator.confidence = confidence.confidence
where indicator.preferred = 1
order by indicator.pillar, indicator.indicator_code, indicator.year;
