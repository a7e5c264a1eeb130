-- mart_pillar_series: Thailand's prosecution, protection and prevention figures.
--
-- grain    one row per indicator, year and period type
-- sources  pillar_indicator, code_list (unit, period_type), mart_confidence
-- rules    conflicting figures stay side by side in pillar_indicator; charts read
--          preferred = 1. Of several, the ministry's goes before the official, the
--          official before the made-up; then the better confirmed. Where a definition
--          changes is in data/indicators.toml
-- used by  dashboard.queries.tip_tier, mart_pillar_conflict
create or replace table mart_pillar_series as

with ranked as (

    select
        indicator.*,
        confidence.confidence_kind,
        confidence.is_verified,
        row_number() over (
            partition by
                indicator.indicator_code, indicator.year, indicator.period_type
            order by
                case indicator.data_status
                    when 'ministry' then 1
                    when 'official' then 2
                    else 3
                end asc,
                case confidence.confidence_kind
                    when 'verified' then 1
                    when 'unverified' then 3
                    else 2
                end asc,
                indicator.confidence desc,
                indicator.source asc
        ) as choice
    from pillar_indicator as indicator
    left join mart_confidence as confidence
        on indicator.confidence = confidence.confidence
    where indicator.preferred = 1

)

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
    indicator.confidence_kind,
    indicator.is_verified,
    indicator.note,
    indicator.data_status
from ranked as indicator
left join code_list as unit on indicator.unit = unit.code and unit.list = 'unit'
left join code_list as period_type
    on
        indicator.period_type = period_type.code
        and period_type.list = 'period_type'
where indicator.choice = 1
order by indicator.pillar, indicator.indicator_code, indicator.year;
