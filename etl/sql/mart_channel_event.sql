-- mart_channel_event: what makes channels for reporting known, where, and since when we
-- know of it.
--
-- grain    one row per version of a batch that is held, and per version of an awareness
--          activity and channel that it made known
-- sources  training_batch_loaded, outreach_loaded, province
-- rules    contract.md 5: known at the end of week k are the rows with known_week_start
--          <= k and (left_week_start is null or left_week_start > k). Of a batch it is
--          the week in which it ended, in the province that hosted it. Media of the
--          whole country have no province. Activities that name no channel are not here
-- used by  dashboard.queries.tip_marks
create or replace table mart_channel_event as

with event as (

    select
        'batch' as kind,
        cast(province_code as varchar) as province_code,
        ended_on as on_day,
        known_from,
        known_to
    from training_batch_loaded
    where status = 'held' and row_state <> 'duplicate'
    union all
    select
        unnest(string_split(channels_promoted, ';')) as kind,
        nullif(cast(province_code as varchar), 'national') as province_code,
        held_on as on_day,
        known_from,
        known_to
    from outreach_loaded
    where channels_promoted is not null and row_state <> 'duplicate'

)

select
    event.kind,
    event.province_code,
    province.region6_ngc as region,
    event.on_day,
    cast(date_trunc('week', event.on_day) as date) as week_start,
    cast(date_trunc('week', event.known_from) as date) as known_week_start,
    cast(date_trunc('week', event.known_to) as date) as left_week_start
from event
left join province on event.province_code = province.province_code;
