-- mart_outreach_break: where the classes of people reached begin on the map.
--
-- grain    one row
-- sources  mart_province_outreach, mart_fiscal_year
-- rules    quartiles of people reached per 100,000 above 0 over all provinces and all
--          fiscal years that have ended, rounded to two digits: a working value, the
--          same in every year; 0 is a class of its own. Null while no year has one
-- used by  dashboard.queries.training_outreach.reach_breaks
create or replace table mart_outreach_break as

with reached as (

    select outreach.people_reached_per_100k as reach
    from mart_province_outreach as outreach
    inner join mart_fiscal_year as fiscal_year
        on outreach.fiscal_year_be = fiscal_year.fiscal_year_be
    where outreach.people_reached_per_100k > 0 and not fiscal_year.is_current

),

joined as (

    select
        percentile_cont(0.25) within group (order by reach) as lower_quartile,
        percentile_cont(0.5) within group (order by reach) as median,
        percentile_cont(0.75) within group (order by reach) as upper_quartile
    from reached

)

select
    round(lower_quartile, cast(1 - floor(log10(lower_quartile)) as integer))
        as lower_break,
    round(median, cast(1 - floor(log10(median)) as integer)) as middle_break,
    round(upper_quartile, cast(1 - floor(log10(upper_quartile)) as integer))
        as upper_break
from joined;
