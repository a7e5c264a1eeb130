-- mart_risk_shift: how far each scenario moves the ranks of the published index.
--
-- grain    one row per fiscal year and scenario but the published one
-- sources  mart_risk_scenario
-- rules    places are counted up or down alike; top_20_left are provinces of the
--          published first twenty that are not among them in the scenario
-- used by  mart_risk_stability
create or replace table mart_risk_shift as

with paired as (

    select
        other.fiscal_year_be,
        other.scenario,
        abs(other.risk_rank - published.risk_rank) as places,
        published.risk_rank <= 20 and other.risk_rank > 20 as has_left,
        other.computed_level <> published.computed_level as has_other_level
    from mart_risk_scenario as other
    inner join mart_risk_scenario as published
        on
            other.fiscal_year_be = published.fiscal_year_be
            and other.province_code = published.province_code
            and published.scenario = 'published'
    where other.scenario <> 'published' and other.risk_rank is not null

)

select
    fiscal_year_be,
    scenario,
    count(*) as provinces,
    max(places) as places_most,
    avg(places) as places_mean,
    count(*) filter (where has_left) as top_20_left,
    -- null, not 0, where the scenario has no levels
    case
        when count(has_other_level) > 0 then count(*) filter (where has_other_level)
    end as levels_changed
from paired
group by fiscal_year_be, scenario;
