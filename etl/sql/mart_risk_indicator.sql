-- mart_risk_indicator: every indicator value of a province, treated, put on 1-10.
--
-- grain    one row per fiscal year, province and indicator with a value
-- sources  mart_risk_value, mart_risk_smoothed, mart_risk_treatment, risk_indicator,
--          code_list (unit)
-- rules    reference/risk-index.md steps 1-2: a rate from small counts is smoothed,
--          then outliers are treated as decided in the base year (methods/outliers.py);
--          z = 1 + 9 * clip((x - lo) / (hi - lo), 0, 1) with goalposts fixed in the
--          model, inverted where less is worse; on a logarithmic scale x, lo and hi are
--          taken as ln(x - lo + 0.01 (hi - lo)), mirrored where the outliers are low.
--          is_count_rate marks rates of victims: value is exact, for analysts on screen
--          alone; what is scored is made of counts as they may be disclosed, and is
--          missing without the population that tells the count;
--          untreated_score is without winsorising and logarithm; rank scores are
--          1 + 9 * (mean rank - 1) / (n - 1) of the same values within the year
-- used by  mart_risk_score, mart_risk_scenario, mart_risk_ceiling, etl.risk_rank,
--          mart_province_peer, mart_profile_indicator, dashboard.queries.risk
create or replace table mart_risk_indicator as

with smoothed as (

    select
        given.*,
        smooth.smoothed_value,
        smooth.own_weight,
        case
            when given.smoothed_years is null then given.value
            else smooth.smoothed_value
        end as smooth_value,
        coalesce(treatment.treatment, 'none') as rule,
        treatment.tail,
        treatment.low_limit,
        treatment.high_limit,
        given.goalpost_max - given.goalpost_min as width
    from mart_risk_value as given
    left join mart_risk_smoothed as smooth
        on
            given.fiscal_year_be = smooth.fiscal_year_be
            and given.province_code = smooth.province_code
            and given.indicator_code = smooth.indicator_code
    left join mart_risk_treatment as treatment
        on given.indicator_code = treatment.indicator_code
    where given.smoothed_years is null or smooth.smoothed_value is not null

),

shares as (

    select
        *,
        least(1.0, greatest(0.0, (smooth_value - goalpost_min) / width)) as share,
        case
            when rule = 'winsorised'
                -- of the two limits one is null, which both functions pass over
                then least(high_limit, greatest(low_limit, smooth_value))
            else smooth_value
        end as winsorised_value
    from smoothed

),

treated as (

    select
        *,
        case
            when rule = 'log' and tail = 'low'
                then -ln((1.01 - share) * width)
            when rule = 'log' then ln((share + 0.01) * width)
            else winsorised_value
        end as treated_value,
        case
            when rule = 'log' and tail = 'low'
                then 1.0 - ln(1.0 + 100.0 * (1.0 - share)) / ln(101.0)
            when rule = 'log' then ln(1.0 + 100.0 * share) / ln(101.0)
            else
                least(1.0, greatest(0.0, (winsorised_value - goalpost_min) / width))
        end as treated_share
    from shares

),

ranked as (

    select
        *,
        count(*) over of_year as provinces,
        median(value) over of_year as national_median,
        rank() over by_treated as first_treated_rank,
        count(*) over as_treated as as_treated,
        rank() over by_untreated as first_untreated_rank,
        count(*) over as_untreated as as_untreated
    from treated
    window
        of_year as (partition by fiscal_year_be, indicator_code),
        by_treated as (
            partition by fiscal_year_be, indicator_code
            order by direction * treated_value
        ),
        as_treated as (partition by fiscal_year_be, indicator_code, treated_value),
        by_untreated as (
            partition by fiscal_year_be, indicator_code
            order by direction * smooth_value
        ),
        as_untreated as (partition by fiscal_year_be, indicator_code, smooth_value)

),

placed as (

    select
        *,
        -- equal values share the mean of their ranks
        first_treated_rank + (as_treated - 1) / 2.0 as treated_rank,
        first_untreated_rank + (as_untreated - 1) / 2.0 as untreated_rank
    from ranked

),

scored as (

    select
        *,
        1.0 + 9.0
        * case when direction = 1 then treated_share else 1.0 - treated_share end
            as score,
        1.0 + 9.0 * case when direction = 1 then share else 1.0 - share end
            as untreated_score,
        case
            when provinces = 1 then 5.5
            else 1.0 + 9.0 * (treated_rank - 1.0) / (provinces - 1)
        end as rank_score,
        case
            when provinces = 1 then 5.5
            else 1.0 + 9.0 * (untreated_rank - 1.0) / (provinces - 1)
        end as untreated_rank_score
    from placed

)

select
    scored.fiscal_year_be,
    scored.province_code,
    scored.indicator_code,
    risk_indicator.name_th,
    risk_indicator.name_en,
    risk_indicator.unit,
    coalesce(unit.label_th, risk_indicator.unit) as unit_th,
    coalesce(unit.label_en, risk_indicator.unit) as unit_en,
    scored.dimension,
    scored.smoothed_years is not null as is_count_rate,
    scored.value,
    scored.smoothed_value,
    scored.own_weight,
    scored.treated_value,
    case
        when
            scored.rule = 'winsorised'
            and scored.winsorised_value = scored.smooth_value
            then 'none'
        else scored.rule
    end as treatment,
    scored.score,
    scored.untreated_score,
    scored.rank_score,
    scored.untreated_rank_score,
    scored.weight,
    scored.national_median,
    median(scored.score) over (
        partition by scored.fiscal_year_be, scored.indicator_code
    ) as national_median_score,
    scored.as_of,
    scored.source,
    scored.data_status
from scored
left join risk_indicator on scored.indicator_code = risk_indicator.indicator_code
left join code_list as unit
    on risk_indicator.unit = unit.code and unit.list = 'unit';
