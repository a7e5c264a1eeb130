-- mart_tip_history: every version of every tip, and in which weeks it was known.
--
-- grain    one row per tip and version of it that was ever in force
-- sources  tip_report_loaded, province
-- rules    contract.md 5: the tips as known at the end of week k are those with
--          known_week_start <= k and (left_week_start is null or left_week_start > k).
--          A view: nothing is stored twice
-- used by  dashboard.queries.tips, mart_referral_history, mart_outcome_history,
--          mart_flow_history
create or replace view mart_tip_history as

select
    tip.tip_id,
    tip.province_code,
    province.region6_ngc as region,
    cast(tip.channel as varchar) as channel,
    tip.exploitation_form as exploitation_forms,
    cast(tip.status as varchar) as case_status,
    tip.received_on,
    cast(date_trunc('week', tip.received_on) as date) as week_start,
    cast(date_trunc('week', tip.known_from) as date) as known_week_start,
    cast(date_trunc('week', tip.known_to) as date) as left_week_start
from tip_report_loaded as tip
inner join province on cast(tip.province_code as varchar) = province.province_code
where tip.row_state <> 'duplicate';
