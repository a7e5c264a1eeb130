-- mart_confidence: what each wording of an official fact's confidence amounts to.
--
-- grain    one row per wording found in tip_tier and pillar_indicator
-- sources  tip_tier, pillar_indicator
-- rules    unverified comes first: it is never shown without a mark; a wording of an
--          office that is none of ours stays as it is ("other")
-- used by  mart_tip_tier, mart_pillar_series, mart_pillar_conflict
create or replace table mart_confidence as

with wordings as (

    select confidence from tip_tier
    union
    select confidence from pillar_indicator

)

select
    confidence,
    case
        when confidence like '%unverified%' then 'unverified'
        when confidence like '%tertiary%' then 'tertiary'
        when confidence like '%implied%' then 'implied'
        when confidence like '%inferred%' then 'inferred'
        when confidence like 'verified in % sources' then 'verified'
        when confidence = 'single source' then 'single'
        else 'other'
    end as confidence_kind,
    confidence not like '%unverified%' as is_verified
from wordings
where confidence is not null
order by confidence;
