-- mart_flow_history: tips, referrals and decisions in one list, and in which weeks each
-- was known: how far tips had come.
--
-- grain    one row per version of a tip; of a referral beside its tip's; of a decision
--          beside its tip's
-- sources  mart_tip_history, mart_referral_history, mart_outcome_history
-- rules    unit: "tip", "referral" (a step; kind is the agency that it went to) or
--          "decision" (kind is the finding, trafficking_status; victims_identified
--          counts people). Stages are counted in tips, as distinct tip_id over rows:
--          received     unit = 'tip'
--          screened     is_screened: the tip's status is another than NEW, or it was
--                       referred or decided
--          referred     unit = 'referral'
--          handed over  is_suppression: referred to a suppression agency
--          accepted     accepted_on: when the agency accepted the referral
--          decided      unit = 'decision'
--          on_day is the day of receipt, referral or decision: what is dated after the
--          end of a week, though known in it, had not happened by then
--          A tip may skip a stage: each is counted for itself. known_week_start and
--          left_week_start as in mart_tip_history. A view
-- used by  dashboard.queries.tip_flow
create or replace view mart_flow_history as

with joined as (

    select
        *,
        'tip' as unit,
        '' as kind,
        case_status <> 'NEW' as is_screened,
        false as is_suppression,
        received_on as on_day
    from mart_tip_history
    union all by name
    select
        *,
        'referral' as unit,
        agency as kind,
        true as is_screened,
        referred_on as on_day
    from mart_referral_history
    union all by name
    select
        *,
        'decision' as unit,
        finding as kind,
        true as is_screened,
        false as is_suppression,
        decided_on as on_day
    from mart_outcome_history

)

select
    unit,
    kind,
    is_screened,
    is_suppression,
    on_day,
    accepted_on,
    victims_identified,
    tip_id,
    province_code,
    region,
    channel,
    exploitation_forms,
    case_status,
    received_on,
    week_start,
    known_week_start,
    left_week_start
from joined;
