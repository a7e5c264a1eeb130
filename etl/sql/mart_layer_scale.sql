-- mart_layer_scale: where the classes of a layer of the coverage map begin.
--
-- grain    one row per layer and fiscal year; classes above 0 are half-open
--          [break, next break)
-- sources  mart_layer_value, mart_coverage_break, mart_fiscal_year
-- rules    trained volunteers: the coverage classes of that year (contract.md 7), so
--          that the layer and the risk layer call the same provinces thin. All other
--          layers: quartiles of all values above 0, over all fiscal years together, so
--          that a colour means the same in every year; rounded to two significant
--          digits. A break that falls on the one before is left out (null), and all
--          are null when no province has a value above 0. People reached add up over
--          the fiscal year: is_partial while it has not ended, and a partial year
--          moves no break. highest: over all fiscal years
-- used by  mart_province_layer, dashboard.queries.layers
create or replace table mart_layer_scale as

with layers as (

    select
        figure.layer,
        figure.fiscal_year_be,
        figure.layer = 'outreach' as is_flow,
        figure.layer = 'outreach'
        and any_value(fiscal_year.as_on < fiscal_year.ends_on) as is_partial,
        max(max(figure.value) filter (where figure.value > 0)) over (
            partition by figure.layer
        ) as highest
    from mart_layer_value as figure
    inner join mart_fiscal_year as fiscal_year
        on figure.fiscal_year_be = fiscal_year.fiscal_year_be
    group by figure.layer, figure.fiscal_year_be

),

quartiles as (

    select
        figure.layer,
        percentile_cont(0.25) within group (order by figure.value) as first_quarter,
        percentile_cont(0.50) within group (order by figure.value) as middle,
        percentile_cont(0.75) within group (order by figure.value) as last_quarter
    from mart_layer_value as figure
    inner join layers
        on
            figure.layer = layers.layer
            and figure.fiscal_year_be = layers.fiscal_year_be
    where figure.value > 0 and not layers.is_partial
    group by figure.layer

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
        case
            when layers.layer = 'trained' then coverage.method
            when layers.is_flow then 'quartile_ended'
            else 'quartile'
        end as method,
        layers.is_partial,
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
    is_partial,
    highest
from joined;
