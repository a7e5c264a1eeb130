-- mart_tip_tier: the tier of each country in each report, with the missing ones open.
--
-- grain    one row per report year and country of the list; tier is null where unknown.
--          The year after the last known report is there and open: that its report is
--          not among the sources does not say that there is none
-- sources  tip_tier, code_list (country), mart_confidence
-- rules    rank 1 (best) to 4: tiers 1, 2, 2 Watch List, 3; "unverified" is kept as a
--          mark and never shown without it
-- used by  dashboard.queries.tip_tier
create or replace table mart_tip_tier as

with years as (

    select unnest(range(min(report_year), max(report_year) + 2)) as report_year
    from tip_tier

),

countries as (

    select
        code as country_iso3,
        label_th as country_th,
        label_en as country_en
    from code_list
    where list = 'country'

),

joined as (

    select
        years.report_year,
        countries.country_iso3,
        countries.country_th,
        countries.country_en,
        tip_tier.tier,
        case tip_tier.tier
            when '1' then 1
            when '2' then 2
            when '2WL' then 3
            when '3' then 4
        end as tier_rank,
        confidence.is_verified,
        tip_tier.confidence,
        confidence.confidence_kind,
        tip_tier.source,
        len(string_split(tip_tier.source, ' | ')) as source_count,
        tip_tier.data_status
    from years
    cross join countries
    left join tip_tier
        on
            years.report_year = tip_tier.report_year
            and countries.country_iso3 = tip_tier.country_iso3
    left join mart_confidence as confidence
        on tip_tier.confidence = confidence.confidence

)

select
    report_year,
    country_iso3,
    country_th,
    country_en,
    tier,
    tier_rank,
    is_verified,
    confidence,
    confidence_kind,
    source,
    source_count,
    data_status
from joined
order by country_iso3, report_year;
