-- mart_pillar_conflict: official figures that other sources give otherwise.
--
-- grain    one row per figure that is not charted and each charted one of the same
--          indicator and year; null where there is none
-- sources  pillar_indicator, mart_pillar_series, mart_confidence, code_list
--          (unit)
-- rules    conflicting figures are kept with their vintage; charts read
--          mart_pillar_series
-- used by  dashboard.queries.data_quality.pillar_conflicts
create or replace table mart_pillar_conflict as

with unit as (

    select
        code,
        label_th,
        label_en
    from code_list
    where list = 'unit'

),

joined as (

    select
        other.year,
        other.period_type,
        other.indicator_code,
        other.indicator_name_th as name_th,
        other.indicator_name_en as name_en,
        coalesce(unit.label_th, other.unit) as unit_th,
        coalesce(unit.label_en, other.unit) as unit_en,
        shown.period_type as shown_period_type,
        shown.value as shown_value,
        shown.source as shown_source,
        shown.confidence as shown_confidence,
        other.value as other_value,
        other.source as other_source,
        len(string_split(other.source, ' | ')) as other_source_count,
        other.confidence as other_confidence,
        mart_confidence.confidence_kind as other_confidence_kind,
        other.note
    from pillar_indicator as other
    left join mart_pillar_series as shown
        on
            other.indicator_code = shown.indicator_code
            and other.year = shown.year
    left join mart_pillar_series as itself
        on
            other.indicator_code = itself.indicator_code
            and other.year = itself.year
            and other.period_type = itself.period_type
            and other.source = itself.source
    left join unit on other.unit = unit.code
    left join mart_confidence on other.confidence = mart_confidence.confidence
    where itself.year is null

)

select
    year,
    period_type,
    indicator_code,
    name_th,
    name_en,
    unit_th,
    unit_en,
    shown_period_type,
    shown_value,
    shown_source,
    shown_confidence,
    other_value,
    other_source,
    other_source_count,
    other_confidence,
    other_confidence_kind,
    note
from joined
order by indicator_code, year, period_type;
