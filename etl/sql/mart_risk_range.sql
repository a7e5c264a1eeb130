-- mart_risk_range: what R could be if a small count of victims were another small one.
--
-- grain    one row per province and fiscal year
-- sources  mart_risk_score, mart_risk_indicator, mart_risk_value, mart_risk_treatment,
--          risk_model, risk_model_indicator
-- rules    a smoothed indicator is a rate of persons: y = value * exposure, exposure in
--          100,000 person-years. Where y is 1 to 9, a small count (rule small_count of
--          data/disclosure.toml), the smoothed rate is theta(y) = theta + own_weight *
--          (y / exposure - value), by the prior as it is; treated and placed as
--          mart_risk_indicator does. R is that of mart_risk_score with z(1) and z(9) in
--          place of z. Everywhere else least and most are R itself
-- used by  mart_province_coverage, mart_concentration_curve, mart_programme_reach
create or replace table mart_risk_range as

with counted as (

    select
        indicator.fiscal_year_be,
        indicator.province_code,
        indicator.dimension,
        indicator.weight,
        indicator.score,
        given.direction,
        given.goalpost_min,
        given.goalpost_max - given.goalpost_min as width,
        indicator.value,
        indicator.smoothed_value,
        indicator.own_weight,
        given.population * given.smoothed_years / 100000.0 as exposure,
        coalesce(treatment.treatment, 'none') as rule,
        treatment.tail,
        treatment.low_limit,
        treatment.high_limit
    from mart_risk_indicator as indicator
    inner join mart_risk_value as given
        on
            indicator.fiscal_year_be = given.fiscal_year_be
            and indicator.province_code = given.province_code
            and indicator.indicator_code = given.indicator_code
    left join mart_risk_treatment as treatment
        on indicator.indicator_code = treatment.indicator_code
    where indicator.smoothed_value is not null

),

small as (

    select
        counted.*,
        ends.persons,
        counted.smoothed_value
        + counted.own_weight * (ends.persons / counted.exposure - counted.value)
            as rate
    from counted
    cross join (values (1.0), (9.0)) as ends (persons)
    where round(counted.value * counted.exposure) between 1 and 9

),

shares as (

    select
        *,
        least(1.0, greatest(0.0, (rate - goalpost_min) / width)) as share,
        least(
            1.0,
            greatest(
                0.0,
                (least(high_limit, greatest(low_limit, rate)) - goalpost_min) / width
            )
        ) as winsorised_share
    from small

),

treated as (

    select
        *,
        case
            when rule = 'log' and tail = 'low'
                then 1.0 - ln(1.0 + 100.0 * (1.0 - share)) / ln(101.0)
            when rule = 'log' then ln(1.0 + 100.0 * share) / ln(101.0)
            when rule = 'winsorised' then winsorised_share
            else share
        end as treated_share
    from shares

),

moved as (

    select
        fiscal_year_be,
        province_code,
        persons,
        sum(weight * (
            1.0
            + 9.0
            * case when direction = 1 then treated_share else 1.0 - treated_share end
            - score
        )) filter (where dimension = 'exposure') as exposure_more,
        sum(weight * (
            1.0
            + 9.0
            * case when direction = 1 then treated_share else 1.0 - treated_share end
            - score
        )) filter (where dimension = 'vulnerability') as vulnerability_more
    from treated
    group by fiscal_year_be, province_code, persons

),

present as (

    select
        fiscal_year_be,
        province_code,
        sum(weight) filter (where dimension = 'exposure') as exposure_weight,
        sum(weight) filter (where dimension = 'vulnerability') as vulnerability_weight
    from mart_risk_indicator
    group by fiscal_year_be, province_code

),

ends as (

    select
        score.fiscal_year_be,
        score.province_code,
        score.risk_score as own_score,
        round(
            power(
                score.exposure_score
                + coalesce(moved.exposure_more, 0.0) / present.exposure_weight,
                risk_model.exposure_weight
            )
            * power(
                score.vulnerability_score
                + coalesce(moved.vulnerability_more, 0.0)
                / present.vulnerability_weight,
                risk_model.vulnerability_weight
            ),
            9
        ) as risk_score
    from mart_risk_score as score
    inner join present
        on
            score.fiscal_year_be = present.fiscal_year_be
            and score.province_code = present.province_code
    cross join risk_model
    left join moved
        on
            score.fiscal_year_be = moved.fiscal_year_be
            and score.province_code = moved.province_code

)

select
    fiscal_year_be,
    province_code,
    -- a count that was rounded may lie a hair outside
    least(min(risk_score), any_value(own_score)) as risk_score_least,
    greatest(max(risk_score), any_value(own_score)) as risk_score_most
from ends
group by fiscal_year_be, province_code;
