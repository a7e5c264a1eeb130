-- mart_channel_promoted: which channels for reporting were made known, and where.
--
-- grain    one row per fiscal year, province or "national", and channel
-- sources  outreach, tip_channel, province, mart_outreach_known
-- rules    an activity that names several channels counts for each of them. Activities
--          that name none do not report it: not_reporting, the same for each channel of
--          a province. Face to face and media apart; media of the whole country are
--          "national". In the twelve months up to the day (…_12m) both together, null
--          where the data do not cover them; null where they do not speak of the year
-- used by  mart_channel_region, mart_outreach_gap
create or replace table mart_channel_promoted as

with named as (

    select
        activity_id,
        unnest(string_split(channels_promoted, ';')) as channel_code
    from outreach
    where channels_promoted is not null

),

place as (

    select
        province_code,
        region6_ngc
    from province
    union all
    select
        'national' as province_code,
        'national' as region6_ngc

),

in_time as (

    select
        known.fiscal_year_be,
        outreach.activity_id,
        outreach.province_code,
        outreach.channels_promoted is null as is_silent,
        outreach.medium in ('EVENT', 'SCHOOL') as is_face_to_face,
        outreach.held_on >= known.starts_on as is_in_year,
        outreach.held_on > known.recent_after as is_recent
    from mart_outreach_known as known
    inner join outreach
        on
            known.as_on >= outreach.held_on
            and least(known.starts_on, known.recent_after) <= outreach.held_on

),

promoted as (

    select
        in_time.fiscal_year_be,
        in_time.province_code,
        named.channel_code,
        count(*) filter (where in_time.is_in_year and in_time.is_face_to_face)
            as activities,
        count(*) filter (where in_time.is_in_year and not in_time.is_face_to_face)
            as media_activities,
        count(*) filter (where in_time.is_recent) as promoted_12m
    from in_time
    inner join named on in_time.activity_id = named.activity_id
    group by in_time.fiscal_year_be, in_time.province_code, named.channel_code

),

silent as (

    select
        fiscal_year_be,
        province_code,
        count(*) filter (where is_in_year) as held,
        count(*) filter (where is_in_year and is_silent) as not_reporting,
        count(*) filter (where is_recent and is_silent) as not_reporting_12m
    from in_time
    group by fiscal_year_be, province_code

),

joined as (

    select
        known.fiscal_year_be,
        place.province_code,
        place.region6_ngc,
        channel.channel_code,
        channel.name_th,
        channel.name_en,
        channel.contact,
        channel.source_line as place,
        known.is_year_known,
        known.is_recent_known,
        promoted.activities,
        promoted.media_activities,
        promoted.promoted_12m,
        silent.held,
        silent.not_reporting,
        silent.not_reporting_12m,
        known.data_status
    from mart_outreach_known as known
    cross join place
    cross join tip_channel as channel
    left join promoted
        on
            known.fiscal_year_be = promoted.fiscal_year_be
            and place.province_code = promoted.province_code
            and channel.channel_code = promoted.channel_code
    left join silent
        on
            known.fiscal_year_be = silent.fiscal_year_be
            and place.province_code = silent.province_code

)

select
    fiscal_year_be,
    province_code,
    region6_ngc,
    channel_code,
    name_th,
    name_en,
    contact,
    place,
    case when is_year_known then coalesce(activities, 0) end as activities,
    case when is_year_known then coalesce(media_activities, 0) end as media_activities,
    case when is_year_known then coalesce(held, 0) end as held,
    case when is_year_known then coalesce(not_reporting, 0) end as not_reporting,
    case
        when promoted_12m > 0 then promoted_12m
        when is_recent_known then 0
    end as promoted_12m,
    coalesce(not_reporting_12m, 0) as not_reporting_12m,
    data_status
from joined;
