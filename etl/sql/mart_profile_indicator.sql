-- mart_profile_indicator: each indicator of a province beside peers, region, country.
--
-- grain    one row per fiscal year, province and indicator of the risk model
-- sources  province, mart_fiscal_year, risk_model_indicator, risk_indicator, code_list
--          (unit), mart_risk_indicator, mart_province_peer, mart_population
-- rules    value is raw, in its unit; null where the province has none. lowest to
--          highest, and the quarter marks between, are over all provinces with a value
--          in the year; means are unweighted, over those of them with a value.
--          region_mean has the province itself among them, means of peers have not.
--          people_per: what a rate is per, where its count of one year follows from
--          value and population; null for shares and ratios, of which only the value
--          is known, and where is_pooled: each year's value is of several, so that
--          the periods of following ones overlap
-- used by  dashboard.queries.profile
create or replace table mart_profile_indicator as

with every as (

    select
        fiscal_year.fiscal_year_be,
        province.province_code,
        province.region6_ngc,
        indicator.indicator_code,
        indicator.dimension,
        indicator.direction,
        indicator.weight,
        indicator.is_derived,
        coalesce(indicator.smoothed_years > 1, false) as is_pooled
    from mart_fiscal_year as fiscal_year
    cross join province
    cross join risk_model_indicator as indicator

),

country as (

    select
        fiscal_year_be,
        indicator_code,
        count(*) as provinces,
        min(value) as lowest,
        percentile_cont(0.25) within group (order by value) as quarter_low,
        percentile_cont(0.5) within group (order by value) as national_median,
        percentile_cont(0.75) within group (order by value) as quarter_high,
        max(value) as highest
    from mart_risk_indicator
    group by fiscal_year_be, indicator_code

),

region as (

    select
        placed.fiscal_year_be,
        placed.indicator_code,
        province.region6_ngc,
        count(*) as provinces,
        avg(placed.value) as mean
    from mart_risk_indicator as placed
    inner join province on placed.province_code = province.province_code
    group by placed.fiscal_year_be, placed.indicator_code, province.region6_ngc

),

peers as (

    select
        peer.fiscal_year_be,
        peer.province_code,
        placed.indicator_code,
        avg(placed.value) filter (where peer.kind = 'statistical')
            as statistical_mean,
        count(*) filter (where peer.kind = 'statistical') as statistical_peers,
        avg(placed.value) filter (where peer.kind = 'neighbour') as neighbour_mean,
        count(*) filter (where peer.kind = 'neighbour') as neighbour_peers
    from mart_province_peer as peer
    inner join mart_risk_indicator as placed
        on
            peer.fiscal_year_be = placed.fiscal_year_be
            and peer.peer_code = placed.province_code
    group by peer.fiscal_year_be, peer.province_code, placed.indicator_code

)

select
    every.fiscal_year_be,
    every.province_code,
    every.indicator_code,
    risk_indicator.name_th,
    risk_indicator.name_en,
    risk_indicator.unit,
    coalesce(unit.label_th, risk_indicator.unit) as unit_th,
    coalesce(unit.label_en, risk_indicator.unit) as unit_en,
    every.dimension,
    every.direction,
    every.weight,
    every.is_derived,
    every.is_pooled,
    placed.value,
    placed.source,
    placed.data_status,
    case
        when every.is_pooled then null
        when risk_indicator.unit = 'per 1000 people' then 1000
        when risk_indicator.unit = 'per 100000 people' then 100000
    end as people_per,
    population.population,
    coalesce(country.provinces, 0) as provinces,
    country.lowest,
    country.quarter_low,
    country.national_median,
    country.quarter_high,
    country.highest,
    region.mean as region_mean,
    coalesce(region.provinces, 0) as region_provinces,
    peers.statistical_mean,
    coalesce(peers.statistical_peers, 0) as statistical_peers,
    peers.neighbour_mean,
    coalesce(peers.neighbour_peers, 0) as neighbour_peers
from every
left join mart_risk_indicator as placed
    on
        every.fiscal_year_be = placed.fiscal_year_be
        and every.province_code = placed.province_code
        and every.indicator_code = placed.indicator_code
left join country
    on
        every.fiscal_year_be = country.fiscal_year_be
        and every.indicator_code = country.indicator_code
left join region
    on
        every.fiscal_year_be = region.fiscal_year_be
        and every.indicator_code = region.indicator_code
        and every.region6_ngc = region.region6_ngc
left join peers
    on
        every.fiscal_year_be = peers.fiscal_year_be
        and every.province_code = peers.province_code
        and every.indicator_code = peers.indicator_code
left join mart_population as population
    on
        every.fiscal_year_be = population.fiscal_year_be
        and every.province_code = population.province_code
left join risk_indicator on every.indicator_code = risk_indicator.indicator_code
left join code_list as unit
    on risk_indicator.unit = unit.code and unit.list = 'unit';
