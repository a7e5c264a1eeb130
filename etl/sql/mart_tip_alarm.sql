-- mart_tip_alarm: weeks with more tips than their history explains, and what was found.
--
-- grain    one row per alarm: a series (province, or "TH" for their sum) and a week
-- sources  mart_tip_signal, alarm_outcome
-- rules    an alarm exists where one of the looks at a week, when it ended or one to
--          three weeks later, alarmed; it keeps what the first one said, whatever comes
--          later. A run is the alarms of one series of which each is at most four weeks
--          after the one before: at most three weeks without any lie between them.
--          began_week_start is the first week of the alarm's run. As known now are the
--          run, tips_now, is_alarm_now, outcome, decided_on and note (these three null
--          while the alarm is open)
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

apart as (

    select
        area_code,
        week_start,
        weeks_after,
        coalesce(
            lag(week_start) over (
                partition by area_code
                order by week_start
            ) < week_start - 28,
            true
        ) as begins_run
    from raised

),

begun as (

    select
        area_code,
        week_start,
        weeks_after,
        max(case when begins_run then week_start end) over (
            partition by area_code
            order by week_start
        ) as began_week_start
    from apart

),

joined as (

    select
        'ALARM-' || strftime(begun.week_start, '%G-W%V') || '-'
        || replace(begun.area_code, '-', '') as alarm_id,
        begun.area_code,
        begun.week_start,
        begun.week_start + cast(7 * begun.weeks_after as integer) as raised_week_start,
        first_look.tips as tips_raised,
        first_look.expected as expected_raised,
        first_look.high as high_raised,
        first_look.alarm_from as alarm_from_raised,
        first_look.score as score_raised,
        first_look.method as method_raised,
        now.tips as tips_now,
        now.is_alarm as is_alarm_now,
        begun.began_week_start
    from begun
    inner join mart_tip_signal as first_look
        on
            begun.area_code = first_look.area_code
            and begun.week_start = first_look.week_start
            and begun.weeks_after = first_look.weeks_after
    inner join mart_tip_signal as now
        on
            begun.area_code = now.area_code
            and begun.week_start = now.week_start
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
    joined.began_week_start,
    cast(alarm_outcome.outcome as varchar) as outcome,
    alarm_outcome.decided_on,
    alarm_outcome.note
from joined
left join alarm_outcome on joined.alarm_id = alarm_outcome.alarm_id
order by joined.week_start, joined.area_code;
