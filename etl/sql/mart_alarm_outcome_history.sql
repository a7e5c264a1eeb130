-- mart_alarm_outcome_history: every version of what was found behind an alarm, and in
-- which weeks it was known.
--
-- grain    one row per alarm_id and version of its outcome that was ever in force
-- sources  alarm_outcome_loaded
-- rules    as mart_tip_history: known at the end of week k are those with
--          known_week_start <= k and (left_week_start is null or left_week_start > k),
--          at most one of each alarm_id. A corrected outcome stays what it was until
--          the week of its correction. A view: nothing is stored twice
-- used by  dashboard.queries.tip_alarms
create or replace view mart_alarm_outcome_history as

select
    alarm_id,
    cast(outcome as varchar) as outcome,
    decided_on,
    note,
    cast(date_trunc('week', known_from) as date) as known_week_start,
    cast(date_trunc('week', known_to) as date) as left_week_start
from alarm_outcome_loaded
where row_state <> 'duplicate';
