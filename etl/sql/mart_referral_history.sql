-- mart_referral_history: every version of every referral beside its tip's, and in which
-- weeks both were known.
--
-- grain    one row per version of a step and version of its tip that were ever known
--          at the same time
-- sources  referral_loaded, code_list, mart_tip_history
-- rules    as mart_tip_history: at the end of week k those with known_week_start <= k
--          and (left_week_start is null or left_week_start > k), so one row per step.
--          A step counts where its tip was known, with the tip's province, channel,
--          forms and status as then known. is_suppression: the agency that it went to
--          has the flag "suppression" in the list referral_agency. A view
-- used by  mart_flow_history, dashboard.queries.tip_flow
create or replace view mart_referral_history as

with step as (

    select
        tip_id,
        step,
        cast(to_agency as varchar) as agency,
        referred_on,
        accepted_on,
        cast(date_trunc('week', known_from) as date) as known_week_start,
        cast(date_trunc('week', known_to) as date) as left_week_start
    from referral_loaded
    where row_state <> 'duplicate'

),

agencies as (

    select
        code as agency,
        coalesce(flag = 'suppression', false) as is_suppression
    from code_list
    where list = 'referral_agency'

),

joined as (

    select
        step.tip_id,
        step.step,
        step.agency,
        agencies.is_suppression,
        step.referred_on,
        step.accepted_on,
        tip.province_code,
        tip.region,
        tip.channel,
        tip.exploitation_forms,
        tip.case_status,
        tip.received_on,
        tip.week_start,
        greatest(step.known_week_start, tip.known_week_start) as known_week_start,
        least(step.left_week_start, tip.left_week_start) as left_week_start
    from step
    inner join agencies on step.agency = agencies.agency
    inner join mart_tip_history as tip
        on
            step.tip_id = tip.tip_id
            and (
                tip.left_week_start is null
                or step.known_week_start < tip.left_week_start
            )
            and (
                step.left_week_start is null
                or tip.known_week_start < step.left_week_start
            )

)

select
    tip_id,
    step,
    agency,
    is_suppression,
    referred_on,
    accepted_on,
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
