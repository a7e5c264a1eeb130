-- mart_outcome_history: every version of every decision on a tip beside the tip's, and
-- in which weeks both were known.
--
-- grain    one row per version of a decision and version of its tip that were ever
--          known at the same time
-- sources  tip_outcome_loaded, mart_tip_history
-- rules    as mart_referral_history. victims_identified counts people, the rows count
--          decisions
-- used by  mart_flow_history
create or replace view mart_outcome_history as

with decision as (

    select
        tip_id,
        decided_on,
        cast(trafficking_status as varchar) as finding,
        victims_identified,
        cast(date_trunc('week', known_from) as date) as known_week_start,
        cast(date_trunc('week', known_to) as date) as left_week_start
    from tip_outcome_loaded
    where row_state <> 'duplicate'

),

joined as (

    select
        decision.tip_id,
        decision.decided_on,
        decision.finding,
        decision.victims_identified,
        tip.province_code,
        tip.region,
        tip.channel,
        tip.exploitation_forms,
        tip.case_status,
        tip.received_on,
        tip.week_start,
        greatest(decision.known_week_start, tip.known_week_start)
            as known_week_start,
        least(decision.left_week_start, tip.left_week_start) as left_week_start
    from decision
    inner join mart_tip_history as tip
        on
            decision.tip_id = tip.tip_id
            and (
                tip.left_week_start is null
                or decision.known_week_start < tip.left_week_start
            )
            and (
                decision.left_week_start is null
                or tip.known_week_start < decision.left_week_start
            )

)

select
    tip_id,
    decided_on,
    finding,
    victims_identified,
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
