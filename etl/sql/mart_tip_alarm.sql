-- mart_tip_alarm: weeks with more tips than their history explains, and what was found.
--
-- grain    one row per alarm: a series (province, or "TH" for their sum) and a week
-- sources  mart_tip_signal, alarm_outcome
-- rules    an alarm exists where one of the looks at a week, when it ended or one to
--          three weeks later, alarmed; it keeps what the first one said, whatever comes
--          later. As known now are tips_now, is_alarm_now, outcome, decided_on and note
--          (these three null while the alarm is open)
-- used by  mart_cross_file_flag, dashboard.queries.tip_alarms,
--          dashboard.queries.tip_week
create or replace table mart_tip_alarm as

with raised as (

    select
        area_code,
        week_start,
        min(weeks_after) as weeks_after
    from mart_tip_signal
    where is_alarm and weeks_after < 4
    group by area_code, week_start

),

joined as (

    select
        'ALARM-' || strftime(raised.week_start, '%G-W%V') || '-'
        || replace(raised.area_code, '-', '') as alarm_id,
        raised.area_code,
        raised.week_start,
        raised.week_start + cast(7 * raised.weeks_after as integer)
            as raised_week_start,
        first_look.tips as tips_raised,
        first_look.expected as expected_raised,
        first_look.high as high_raised,
        first_look.alarm_from as alarm_from_raised,
        first_look.score as score_raised,
        first_look.method as method_raised,
        now.tips as tips_now,
        now.is_alarm as is_alarm_now
    from raised
    inner join mart_tip_signal as first_look
        on
            raised.area_code = first_look.area_code
            and raised.week_start = first_look.week_start
            and raised.weeks_after = first_look.weeks_after
    inner join mart_tip_signal as now
        on
            raised.area_code = now.area_code
            and raised.week_start = now.week_start
            and now.weeks_after = 4

)

select
    joined.alarm_id,
    joined.area_code,
    joined.week_start,
    joined.raised_week_start,
    joined.tips_raised,
    joined.expected_raised,
    joined.high_raised,
    joined.alarm_from_raised,
    joined.score_raised,
    joined.method_raised,
    joined.tips_now,
    joined.is_alarm_now,
    cast(alarm_outcome.outcome as varchar) as outcome,
    alarm_outcome.decided_on,
    alarm_outcome.note
from joined
left join alarm_outcome on joined.alarm_id = alarm_outcome.alarm_id
order by joined.week_start, joined.area_code;
