-- mart_tip_hint: what was held in a province and may have brought tips.
--
-- grain    one row per held batch and home province of its volunteers, and one per
--          activity that promotes a channel
-- sources  mart_batch_volunteers, outreach
-- rules    contract.md 7: a batch counts where its volunteers come from, from its last
--          day on. An activity that names no channel promotes none that is known.
--          Media of the whole country are "national". As known now
-- used by  dashboard.queries.tip_week
create or replace table mart_tip_hint as

with held as (

    select
        'batch' as kind,
        cast(province_code as varchar) as province_code,
        ended_on as on_day,
        fiscal_year_be,
        batch_no,
        cast(null as varchar) as channels
    from mart_batch_volunteers

),

promoted as (

    select
        'outreach' as kind,
        cast(province_code as varchar) as province_code,
        held_on as on_day,
        cast(null as bigint) as fiscal_year_be,
        cast(null as bigint) as batch_no,
        channels_promoted as channels
    from outreach
    where channels_promoted is not null

),

joined as (

    select * from held
    union all
    select * from promoted

)

select
    kind,
    province_code,
    on_day,
    fiscal_year_be,
    batch_no,
    channels
from joined
order by on_day, kind, province_code, batch_no;
