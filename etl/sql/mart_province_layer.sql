-- mart_province_layer: the layers of the coverage map, with the class of each province.
--
-- grain    one row per layer, fiscal year and province
-- sources  mart_layer_value, mart_layer_scale
-- rules    layer_class: 0 counted none; 1 above 0 and below the first break; then one
--          more for each break that is reached; null where there is no value
-- used by  dashboard.queries.layers
create or replace table mart_province_layer as

with joined as (

    select
        figure.layer,
        figure.fiscal_year_be,
        figure.province_code,
        figure.value,
        figure.at_least,
        figure.counted,
        figure.counted_of,
        figure.as_of,
        figure.state,
        figure.data_status,
        case
            when figure.value = 0 then 0
            when figure.value > 0
                then
                    1
                    + case when figure.value >= scale.break_1 then 1 else 0 end
                    + case when figure.value >= scale.break_2 then 1 else 0 end
                    + case when figure.value >= scale.break_3 then 1 else 0 end
        end as layer_class
    from mart_layer_value as figure
    inner join mart_layer_scale as scale
        on
            figure.layer = scale.layer
            and figure.fiscal_year_be = scale.fiscal_year_be

)

select
    layer,
    fiscal_year_be,
    province_code,
    value,
    at_least,
    counted,
    counted_of,
    as_of,
    state,
    data_status,
    layer_class
from joined
order by layer, fiscal_year_be, province_code;
