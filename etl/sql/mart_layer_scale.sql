-- mart_layer_scale: where the classes of a layer of the coverage map begin.
--
-- grain    one row per layer and fiscal year; classes above 0 are half-open
--          [break, next break)
-- sources  mart_layer_value, mart_coverage_break
-- rules    trained volunteers: the coverage classes of that year (contract.md 7), so
--          that the layer and the risk layer call the same provinces thin. All other
--          layers: quartiles of all values above 0, over all fiscal years together, so
--          that a colour means the same in every year; rounded to two significant
--          digits. A break that falls on the one before is left out (null), and all
--          are null when no province has a value above 0. highest: over all fiscal
--          years
-- used by  mart_province_layer, dashboard.queries.layers
create or replace table mart_layer_scale as

with quartiles as (

    select
        layer,
        percentile_cont(0.25) within group (order by value) as first_quarter,
        percentile_cont(0.50) within group (order by value) as middle,
        percentile_cont(0.75) within group (order by value) as last_quarter
    from mart_layer_value
    where value > 0
    group by layer

),

rounded as (

    select
        layer,
        round(first_quarter, cast(1 - floor(log10(first_quarter)) as integer))
            as first_quarter,
        round(middle, cast(1 - floor(log10(middle)) as integer)) as middle,
        round(last_quarter, cast(1 - floor(log10(last_quarter)) as integer))
            as last_quarter
    from quartiles

),

layers as (

    select
        layer,
        fiscal_year_be,
        max(max(value) filter (where value > 0)) over (partition by layer) as highest
    from mart_layer_value
    group by layer, fiscal_year_be

),

joined as (

    select
        layers.layer,
        layers.fiscal_year_be,
        case
            when layers.layer = 'trained' then coverage.lower_break
            else rounded.first_quarter
        end as first_break,
        case
            when layers.layer = 'trained' then coverage.upper_break
            else rounded.middle
        end as second_break,
        case when layers.layer <> 'trained' then rounded.last_quarter end
            as third_break,
        case when layers.layer = 'trained' then coverage.method else 'quartile' end
            as method,
        layers.highest
    from layers
    inner join mart_coverage_break as coverage
        on layers.fiscal_year_be = coverage.fiscal_year_be
    left join rounded on layers.layer = rounded.layer

)

select
    layer,
    fiscal_year_be,
    first_break as break_1,
    nullif(second_break, first_break) as break_2,
    nullif(third_break, second_break) as break_3,
    method,
    highest
from joined;
