-- mart_channel_region: how often each channel was made known, region by region.
--
-- grain    one row per fiscal year, region (region6_ngc, "national" for media of the
--          whole country) and channel that was ever promoted or is 1300 or Protect-U
-- sources  mart_channel_promoted
-- rules    activities and media together; held counts all that were held there, of
--          which not_reporting name no channel: where there are any, a count is a
--          minimum
-- used by  dashboard.queries.training_outreach.channels
create or replace table mart_channel_region as

with ever as (

    select channel_code
    from mart_channel_promoted
    group by channel_code
    having
        sum(activities + media_activities) > 0
        or channel_code in ('HOTLINE_1300', 'APP_PROTECT_U')

),

joined as (

    select
        promoted.fiscal_year_be,
        promoted.region6_ngc as region,
        promoted.channel_code,
        any_value(promoted.name_th) as name_th,
        any_value(promoted.name_en) as name_en,
        any_value(promoted.contact) as contact,
        any_value(promoted.place) as place,
        sum(promoted.activities) as activities,
        sum(promoted.media_activities) as media_activities,
        sum(promoted.held) as held,
        sum(promoted.not_reporting) as not_reporting,
        any_value(promoted.data_status) as data_status
    from mart_channel_promoted as promoted
    inner join ever on promoted.channel_code = ever.channel_code
    group by
        promoted.fiscal_year_be, promoted.region6_ngc, promoted.channel_code

)

select
    fiscal_year_be,
    region,
    channel_code,
    name_th,
    name_en,
    contact,
    place,
    cast(activities as bigint) as activities,
    cast(media_activities as bigint) as media_activities,
    cast(activities + media_activities as bigint) as promoted,
    cast(held as bigint) as held,
    cast(not_reporting as bigint) as not_reporting,
    data_status
from joined;
