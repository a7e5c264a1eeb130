-- mart_map_change: the index in two fiscal years, over the indicators that both have.
--
-- grain    one row per measure ("risk", "exposure", "vulnerability", "gap"), fiscal
--          year, earlier fiscal year and province
-- sources  mart_risk_indicator, mart_province_coverage, risk_model,
--          risk_model_indicator
-- rules    reference/risk-index.md steps 3, 4 and 6 on the indicators of a province
--          that have a score in both years, their weights made 1 again; null where
--          these are under 60 % of a dimension's weight. Scores of victims are those of
--          counts as they may be disclosed, as in the index. The gap has the share that
--          is not covered of each year's own K and K*.
--          common_indicators both years have, other_indicators only one of them.
--          state "compared"; "only_bound": it could be, but the gap of a year is only
--          a maximum (before_at_most, after_at_most), as its K is a minimum;
--          "not_comparable": both years have a figure, but too few indicators are the
--          same; "no_figure": a year has none
-- used by  dashboard.queries.indicator_map
create or replace table mart_map_change as

with weights as (

    select
        dimension,
        sum(weight) as weight
    from risk_model_indicator
    group by dimension

),

held as (

    select
        fiscal_year_be,
        province_code,
        dimension,
        count(*) as indicators
    from mart_risk_indicator
    group by fiscal_year_be, province_code, dimension

),

common as (

    select
        later.fiscal_year_be,
        earlier.fiscal_year_be as since_fiscal_year_be,
        later.province_code,
        later.dimension,
        count(*) as indicators,
        sum(later.weight) as weight,
        sum(later.weight * earlier.score) / sum(later.weight) as before_score,
        sum(later.weight * later.score) / sum(later.weight) as after_score
    from mart_risk_indicator as later
    inner join mart_risk_indicator as earlier
        on
            later.province_code = earlier.province_code
            and later.indicator_code = earlier.indicator_code
            and later.fiscal_year_be > earlier.fiscal_year_be
    group by
        later.fiscal_year_be, earlier.fiscal_year_be, later.province_code,
        later.dimension

),

published as (

    select
        later.fiscal_year_be,
        earlier.fiscal_year_be as since_fiscal_year_be,
        later.province_code,
        later.exposure_score + earlier.exposure_score as exposure_both,
        later.vulnerability_score + earlier.vulnerability_score as vulnerability_both,
        later.risk_score + earlier.risk_score as risk_both,
        later.coverage_gap + earlier.coverage_gap as gap_both,
        earlier.coverage_gap / earlier.risk_score as before_uncovered,
        later.coverage_gap / later.risk_score as after_uncovered,
        coalesce(earlier.volunteers_at_least and earlier.coverage_gap > 0, false)
            as before_at_most,
        coalesce(later.volunteers_at_least and later.coverage_gap > 0, false)
            as after_at_most
    from mart_province_coverage as later
    inner join mart_province_coverage as earlier
        on
            later.province_code = earlier.province_code
            and later.fiscal_year_be > earlier.fiscal_year_be

),

dimensions as (

    select
        published.fiscal_year_be,
        published.since_fiscal_year_be,
        published.province_code,
        weights.dimension,
        coalesce(common.indicators, 0) as common_indicators,
        coalesce(later.indicators, 0) + coalesce(earlier.indicators, 0)
        - 2 * coalesce(common.indicators, 0) as other_indicators,
        coalesce(
            common.weight >= risk_model.minimum_completeness * weights.weight - 1e-9,
            false
        ) as is_enough,
        common.before_score,
        common.after_score
    from published
    cross join weights
    cross join risk_model
    left join common
        on
            published.fiscal_year_be = common.fiscal_year_be
            and published.since_fiscal_year_be = common.since_fiscal_year_be
            and published.province_code = common.province_code
            and weights.dimension = common.dimension
    left join held as later
        on
            published.fiscal_year_be = later.fiscal_year_be
            and published.province_code = later.province_code
            and weights.dimension = later.dimension
    left join held as earlier
        on
            published.since_fiscal_year_be = earlier.fiscal_year_be
            and published.province_code = earlier.province_code
            and weights.dimension = earlier.dimension

),

of_dimension as (

    select
        dimension as measure,
        fiscal_year_be,
        since_fiscal_year_be,
        province_code,
        common_indicators,
        other_indicators,
        case when is_enough then before_score end as before_value,
        case when is_enough then after_score end as after_value
    from dimensions

),

of_risk as (

    select
        'risk' as measure,
        exposure.fiscal_year_be,
        exposure.since_fiscal_year_be,
        exposure.province_code,
        exposure.common_indicators + vulnerability.common_indicators
            as common_indicators,
        exposure.other_indicators + vulnerability.other_indicators as other_indicators,
        round(
            power(exposure.before_value, risk_model.exposure_weight)
            * power(vulnerability.before_value, risk_model.vulnerability_weight),
            9
        ) as before_value,
        round(
            power(exposure.after_value, risk_model.exposure_weight)
            * power(vulnerability.after_value, risk_model.vulnerability_weight),
            9
        ) as after_value
    from of_dimension as exposure
    inner join of_dimension as vulnerability
        on
            exposure.fiscal_year_be = vulnerability.fiscal_year_be
            and exposure.since_fiscal_year_be = vulnerability.since_fiscal_year_be
            and exposure.province_code = vulnerability.province_code
    cross join risk_model
    where exposure.measure = 'exposure' and vulnerability.measure = 'vulnerability'

),

of_gap as (

    select
        'gap' as measure,
        of_risk.fiscal_year_be,
        of_risk.since_fiscal_year_be,
        of_risk.province_code,
        of_risk.common_indicators,
        of_risk.other_indicators,
        of_risk.before_value * published.before_uncovered as before_value,
        of_risk.after_value * published.after_uncovered as after_value,
        published.before_at_most,
        published.after_at_most
    from of_risk
    inner join published
        on
            of_risk.fiscal_year_be = published.fiscal_year_be
            and of_risk.since_fiscal_year_be = published.since_fiscal_year_be
            and of_risk.province_code = published.province_code

),

joined as (

    select * from of_dimension
    union all by name
    select * from of_risk
    union all by name
    select * from of_gap

)

select
    joined.measure,
    joined.fiscal_year_be,
    joined.since_fiscal_year_be,
    joined.province_code,
    joined.common_indicators,
    joined.other_indicators,
    case
        when joined.after_value is not null then joined.before_value
    end as before_value,
    case
        when joined.before_value is not null then joined.after_value
    end as after_value,
    coalesce(joined.before_at_most, false) as before_at_most,
    coalesce(joined.after_at_most, false) as after_at_most,
    case
        when
            joined.before_value + joined.after_value is not null
            and (joined.before_at_most or joined.after_at_most)
            then 'only_bound'
        when joined.before_value + joined.after_value is not null then 'compared'
        when joined.measure = 'exposure' and published.exposure_both is null
            then 'no_figure'
        when joined.measure = 'vulnerability' and published.vulnerability_both is null
            then 'no_figure'
        when joined.measure = 'risk' and published.risk_both is null then 'no_figure'
        when joined.measure = 'gap' and published.gap_both is null then 'no_figure'
        else 'not_comparable'
    end as state
from joined
inner join published
    on
        joined.fiscal_year_be = published.fiscal_year_be
        and joined.since_fiscal_year_be = published.since_fiscal_year_be
        and joined.province_code = published.province_code
order by
    joined.measure, joined.fiscal_year_be, joined.since_fiscal_year_be,
    joined.province_code;
