-- mart_layer_scale: where the classes of a layer of the coverage map begin.
--
-- grain    one row per layer; classes above 0 are half-open [break, next break)
-- sources  mart_layer_value, risk_model
-- rules    policy: coverage_breaks of the risk model for trained volunteers; else
--          quartiles of all values above 0, over all fiscal years together, so that a
--          colour means the same in every year. Rounded to two significant digits;
--          a break that falls on the one before is left out (null), and all are null
--          when no province has a value above 0. highest: over all fiscal years
-- used by  mart_province_layer, dashboard.queries.layers
create or replace table mart_layer_scale as

with quartiles as (

    select
        layer,
        percentile_cont(0.25) within group (order by value) as first_quarter,
        percentile_cont(0.50) within group (order by value) as middle,
        percentile_cont(0.75) within group (order by value) as last_quarter,
        max(value) as highest
    from mart_layer_value
    where value > 0
    group by layer

),

rounded as (

    select
        layer,
        highest,
        round(first_quarter, cast(1 - floor(log10(first_quarter)) as integer))
            as first_quarter,
        round(middle, cast(1 - floor(log10(middle)) as integer)) as middle,
        round(last_quarter, cast(1 - floor(log10(last_quarter)) as integer))
            as last_quarter
    from quartiles

),

layers as (

    select distinct layer
    from mart_layer_value

),

joined as (

    select
        layers.layer,
        layers.layer = 'trained' and risk_model.lower_break is not null as is_policy,
        risk_model.lower_break,
        risk_model.upper_break,
        rounded.first_quarter,
        nullif(rounded.middle, rounded.first_quarter) as middle,
        case
            when rounded.last_quarter > rounded.middle then rounded.last_quarter
        end as last_quarter,
        rounded.highest
    from layers
    cross join risk_model
    left join rounded on layers.layer = rounded.layer

)

select
    layer,
    case when is_policy then lower_break else first_quarter end as break_1,
    case when is_policy then upper_break else middle end as break_2,
    case when not is_policy then last_quarter end as break_3,
    case when is_policy then 'policy' else 'quartile' end as method,
    highest
from joined;
