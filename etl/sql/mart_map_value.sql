-- mart_map_value: every figure that analysts put on a map, whatever it is of.
--
-- grain    one row per measure, fiscal year and province; a further figure is a select
-- sources  mart_risk_value, mart_risk_smoothed, risk_model_indicator, risk_indicator,
--          mart_risk_score, mart_province_coverage, mart_layer_value, mart_layer_scale,
--          mart_population, mart_fiscal_year, province
-- rules    measure is the code of a risk indicator; "risk", "exposure",
--          "vulnerability" (1 to 10); "gap" (0 to 10); a layer of the coverage map;
--          "volunteers" or "population" (persons). kind is what may be done with it:
--          "flag" (0 or 1), "count", "share" (0 to 1), "rate", "ratio", "score".
--          numerator and denominator are what the value is made of, where that is
--          counted: of a rate from small counts, which is the mean of some years, the
--          events of all of them, and the people times the years; its smoothed_value is
--          that of the risk index, own_weight how much of it is the province's own.
--          state as in mart_layer_value: "not_reported" has no figure while other
--          provinces have one in that year; nobody has one: "no_data". A score has
--          "not_computed" where too few of its indicators are there.
--          at_least, at_most: it is only a bound, as a part is not reported; the gap
--          is at most so large where its K is at least so high.
--          is_partial: it adds up over a fiscal year that has not ended
-- used by  mart_map_measure, etl.clusters, dashboard.queries.indicator_map
create or replace table mart_map_value as

with every_province as (

    select
        fiscal_year.fiscal_year_be,
        fiscal_year.as_on,
        province.province_code,
        population.population,
        population.data_status as population_status
    from mart_fiscal_year as fiscal_year
    cross join province
    left join mart_population as population
        on
            fiscal_year.fiscal_year_be = population.fiscal_year_be
            and province.province_code = population.province_code

),

indicators as (

    select
        indicator.indicator_code as measure,
        case
            when described.unit = '0/1' then 'flag'
            when described.unit in ('count', 'share', 'ratio') then described.unit
            else 'rate'
        end as kind,
        every_province.fiscal_year_be,
        every_province.province_code,
        figure.value,
        smooth.smoothed_value,
        smooth.own_weight,
        round(figure.value * figure.population * figure.smoothed_years / 100000.0)
            as numerator,
        figure.population * figure.smoothed_years as denominator,
        false as at_least,
        figure.as_of,
        case
            when figure.value is null and count(figure.value) over (
                partition by indicator.indicator_code, every_province.fiscal_year_be
            ) > 0 then 'not_reported'
        end as reason,
        figure.data_status
    from every_province
    cross join risk_model_indicator as indicator
    left join risk_indicator as described
        on indicator.indicator_code = described.indicator_code
    left join mart_risk_value as figure
        on
            every_province.fiscal_year_be = figure.fiscal_year_be
            and every_province.province_code = figure.province_code
            and indicator.indicator_code = figure.indicator_code
    left join mart_risk_smoothed as smooth
        on
            every_province.fiscal_year_be = smooth.fiscal_year_be
            and every_province.province_code = smooth.province_code
            and indicator.indicator_code = smooth.indicator_code

),

scored as (

    select
        every_province.fiscal_year_be,
        every_province.province_code,
        score.risk_score as risk,
        score.exposure_score as exposure,
        score.vulnerability_score as vulnerability,
        coverage.coverage_gap as gap,
        coverage.volunteers_at_least and coverage.coverage_gap > 0 as gap_at_most,
        score.data_status as score_status,
        coverage.data_status as gap_status,
        score.province_code is not null as has_indicators
    from every_province
    left join mart_risk_score as score
        on
            every_province.fiscal_year_be = score.fiscal_year_be
            and every_province.province_code = score.province_code
    left join mart_province_coverage as coverage
        on
            every_province.fiscal_year_be = coverage.fiscal_year_be
            and every_province.province_code = coverage.province_code

),

scores as (

    select
        named.measure,
        'score' as kind,
        scored.fiscal_year_be,
        scored.province_code,
        case named.measure
            when 'risk' then scored.risk
            when 'exposure' then scored.exposure
            when 'vulnerability' then scored.vulnerability
            else scored.gap
        end as value,
        cast(null as double) as smoothed_value,
        cast(null as double) as own_weight,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        false as at_least,
        cast(null as date) as as_of,
        named.measure = 'gap' and coalesce(scored.gap_at_most, false) as at_most,
        case when scored.has_indicators then 'not_computed' end as reason,
        case when named.measure = 'gap' then scored.gap_status else scored.score_status
        end as data_status
    from scored
    cross join (
        values ('risk'), ('exposure'), ('vulnerability'), ('gap')
    ) as named (measure)

),

layers as (

    select
        layer as measure,
        case when layer = 'tambons' then 'share' else 'rate' end as kind,
        fiscal_year_be,
        province_code,
        value,
        cast(null as double) as smoothed_value,
        cast(null as double) as own_weight,
        counted as numerator,
        counted_of as denominator,
        at_least,
        as_of,
        state as reason,
        data_status
    from mart_layer_value

),

counts as (

    select
        'volunteers' as measure,
        'count' as kind,
        fiscal_year_be,
        province_code,
        counted as value,
        cast(null as double) as smoothed_value,
        cast(null as double) as own_weight,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        at_least,
        as_of,
        case when counted is null then 'not_reported' end as reason,
        data_status
    from mart_layer_value
    where layer = 'trained'
    union all
    select
        'population' as measure,
        'count' as kind,
        fiscal_year_be,
        province_code,
        population as value,
        cast(null as double) as smoothed_value,
        cast(null as double) as own_weight,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        false as at_least,
        cast(null as date) as as_of,
        cast(null as varchar) as reason,
        population_status as data_status
    from every_province

),

joined as (

    select * from indicators
    union all by name
    select * from scores
    union all by name
    select * from layers
    union all by name
    select * from counts

)

select
    joined.measure,
    joined.kind,
    joined.fiscal_year_be,
    joined.province_code,
    cast(joined.value as double) as value,
    joined.smoothed_value,
    joined.own_weight,
    cast(joined.numerator as bigint) as numerator,
    cast(joined.denominator as bigint) as denominator,
    joined.at_least,
    coalesce(joined.at_most, false) as at_most,
    coalesce(scale.is_partial, false) as is_partial,
    joined.as_of,
    case
        when joined.value <> 0 then 'value'
        when joined.value = 0 then 'zero'
        else coalesce(joined.reason, 'no_data')
    end as state,
    joined.data_status
from joined
left join mart_layer_scale as scale
    on
        joined.measure = scale.layer
        and joined.fiscal_year_be = scale.fiscal_year_be
order by joined.measure, joined.fiscal_year_be, joined.province_code;
