-- mart_tip_alarm_hint: what went on around an alarm that may explain it.
--
-- grain    one row per alarm and thing that is near it
-- sources  mart_tip_alarm, mart_batch, training_participant, outreach,
--          province_neighbour
-- rules    kind 'batch': held, of volunteers of the province or in it, and ended on a
--          day of the alarm's week or of the 180 days before its Sunday, within which
--          training shows in tips. 'promotion': an activity that made channels known,
--          there or in the whole country, in the week or the four before it.
--          'neighbour': a province that touches it alarms of a week at most two away.
--          Of the country's alarms (area 'TH'): promotions in the whole country, and
--          'province': one that alarms of the same week. place is the province, or
--          'national'; is_own is false of what went on in the whole country, beside a
--          province's alarm. None of these is a cause. known_week_start: the week at
--          whose end it had happened, or the other alarm had been raised
-- used by  dashboard.queries.tip_alarms, dashboard.queries.tip_week
create or replace table mart_tip_alarm_hint as

with alarm as (

    select
        alarm_id,
        area_code,
        week_start,
        week_start + 6 as week_end,
        raised_week_start
    from mart_tip_alarm

),

batch_place as (

    select
        fiscal_year_be,
        batch_no,
        province_code
    from mart_batch
    union
    select
        fiscal_year_be,
        batch_no,
        province_code
    from training_participant

),

batch as (

    select
        alarm.alarm_id,
        'batch' as kind,
        held.ended_on as on_day,
        held.province_code as place,
        true as is_own,
        held.fiscal_year_be,
        held.batch_no,
        cast(null as varchar) as channels_promoted,
        cast(null as varchar) as other_alarm_id,
        cast(date_trunc('week', held.ended_on) as date) as known_week_start
    from alarm
    inner join batch_place on alarm.area_code = batch_place.province_code
    inner join mart_batch as held
        on
            batch_place.fiscal_year_be = held.fiscal_year_be
            and batch_place.batch_no = held.batch_no
    where
        held.is_counted
        and held.ended_on between alarm.week_end - 180 and alarm.week_end

),

promotion as (

    select
        alarm.alarm_id,
        'promotion' as kind,
        activity.held_on as on_day,
        activity.province_code as place,
        activity.province_code <> 'national' or alarm.area_code = 'TH' as is_own,
        cast(null as bigint) as fiscal_year_be,
        cast(null as bigint) as batch_no,
        activity.channels_promoted,
        cast(null as varchar) as other_alarm_id,
        cast(date_trunc('week', activity.held_on) as date) as known_week_start
    from alarm
    inner join outreach as activity
        on
            activity.province_code in (alarm.area_code, 'national')
            and activity.held_on between alarm.week_start - 28 and alarm.week_end
    where activity.channels_promoted is not null

),

other as (

    select
        alarm.alarm_id,
        case alarm.area_code when 'TH' then 'province' else 'neighbour' end as kind,
        near.week_start as on_day,
        near.area_code as place,
        true as is_own,
        cast(null as bigint) as fiscal_year_be,
        cast(null as bigint) as batch_no,
        cast(null as varchar) as channels_promoted,
        near.alarm_id as other_alarm_id,
        near.raised_week_start as known_week_start
    from alarm
    inner join alarm as near
        on near.week_start between alarm.week_start - 14 and alarm.week_start + 14
    left join province_neighbour as pair
        on
            alarm.area_code = pair.province_code
            and near.area_code = pair.neighbour_code
    where
        pair.province_code is not null
        or (
            alarm.area_code = 'TH'
            and near.area_code <> 'TH'
            and near.week_start = alarm.week_start
        )

),

joined as (

    select * from batch
    union all
    select * from promotion
    union all
    select * from other

)

select
    alarm_id,
    kind,
    on_day,
    place,
    is_own,
    fiscal_year_be,
    batch_no,
    channels_promoted,
    other_alarm_id,
    known_week_start
from joined
order by alarm_id asc, kind asc, on_day desc, place asc;
