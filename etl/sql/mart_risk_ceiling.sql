-- mart_risk_ceiling: how far a score can go where extreme values are set to a limit.
--
-- grain    one row per indicator that is winsorised
-- sources  mart_risk_treatment, risk_model_indicator, risk_indicator
-- rules    the limits are frozen and lie inside the goalposts: a value beyond one gets
--          the limit's score, so lowest_score or highest_score is within 1 to 10; a
--          limit that is null limits nothing. z as in mart_risk_indicator
-- used by  dashboard.queries.risk.ceilings
create or replace table mart_risk_ceiling as

with limited as (

    select
        treatment.indicator_code,
        treatment.decided_on_fiscal_year_be,
        treatment.points,
        indicator.direction,
        least(1.0, greatest(0.0, coalesce(
            (treatment.low_limit - indicator.goalpost_min)
            / (indicator.goalpost_max - indicator.goalpost_min), 0.0
        ))) as low_share,
        least(1.0, greatest(0.0, coalesce(
            (treatment.high_limit - indicator.goalpost_min)
            / (indicator.goalpost_max - indicator.goalpost_min), 1.0
        ))) as high_share
    from mart_risk_treatment as treatment
    inner join risk_model_indicator as indicator
        on treatment.indicator_code = indicator.indicator_code
    where treatment.treatment = 'winsorised'

)

select
    limited.indicator_code,
    risk_indicator.name_th,
    risk_indicator.name_en,
    limited.decided_on_fiscal_year_be,
    limited.points,
    1.0 + 9.0 * case
        when limited.direction = 1 then limited.low_share
        else 1.0 - limited.high_share
    end as lowest_score,
    1.0 + 9.0 * case
        when limited.direction = 1 then limited.high_share
        else 1.0 - limited.low_share
    end as highest_score
from limited
left join risk_indicator
    on limited.indicator_code = risk_indicator.indicator_code;
