-- mart_tip_known: what was added to, and taken from, the tips of a week, and when.
--
-- grain    one row per province, week and quarter of receipt, channel and week of
--          knowledge (Mondays), where anything was added or taken away
-- sources  tip_report_loaded
-- rules    contract.md 5: a row holds from known_from up to, not including, known_to.
--          The tips of week w as known at the end of week k are the sum over
--          known_week_start <= k of tips_added - tips_removed; a corrected tip is taken
--          away and added again. The second reading touches replaced rows alone.
--          Weeks are counted from Monday, 6 January 1800 (before any date that is
--          read); the days of one week may lie in two quarters
-- used by  etl.why, dashboard.queries.counts
create or replace table mart_tip_known as

with added as (

    select
        province_code,
        channel,
        (received_on - date '1800-01-06') // 7 as received_week,
        year(received_on) * 4 + quarter(received_on) - 1 as received_quarter,
        (cast(known_from as date) - date '1800-01-06') // 7 as known_week,
        count(*) as tips
    from tip_report_loaded
    where row_state <> 'duplicate'
    group by province_code, channel, received_week, received_quarter, known_week

),

removed as (

    select
        province_code,
        channel,
        (received_on - date '1800-01-06') // 7 as received_week,
        year(received_on) * 4 + quarter(received_on) - 1 as received_quarter,
        (cast(known_to as date) - date '1800-01-06') // 7 as known_week,
        count(*) as tips
    from tip_report_loaded
    where known_to is not null
    group by province_code, channel, received_week, received_quarter, known_week

),

changes as (

    select
        province_code,
        channel,
        received_week,
        received_quarter,
        known_week,
        tips as tips_added,
        0 as tips_removed
    from added
    union all
    select
        province_code,
        channel,
        received_week,
        received_quarter,
        known_week,
        0 as tips_added,
        tips as tips_removed
    from removed

),

joined as (

    select
        cast(province_code as varchar) as province_code,
        cast(channel as varchar) as channel,
        date '1800-01-06' + cast(7 * received_week as integer) as received_week_start,
        make_date(received_quarter // 4, received_quarter % 4 * 3 + 1, 1)
            as received_quarter_start,
        date '1800-01-06' + cast(7 * known_week as integer) as known_week_start,
        cast(sum(tips_added) as bigint) as tips_added,
        cast(sum(tips_removed) as bigint) as tips_removed
    from changes
    group by province_code, channel, received_week, received_quarter, known_week

)

select
    province_code,
    channel,
    received_week_start,
    received_quarter_start,
    known_week_start,
    tips_added,
    tips_removed
from joined
order by
    province_code,
    received_week_start,
    received_quarter_start,
    channel,
    known_week_start;
