-- mart_tip_known: what was added to, and taken from, the tips of a week, and when.
--
-- grain    one row per province, week and quarter of receipt, channel and week of
--          knowledge (Mondays), where anything was added or taken away
-- sources  tip_report_change (etl/changes.py): all tips, or what is new in them since
--          the version before, whose mart this one begins with
-- rules    contract.md 5: a row holds from known_from up to, not including, known_to.
--          The tips of week w as known at the end of week k are the sum over
--          known_week_start <= k of tips_added - tips_removed; a corrected tip is taken
--          away and added again. The second reading touches replaced rows alone.
--          Weeks are counted from Monday, 6 January 1800 (before any date that is
--          read); the days of one week may lie in two quarters
-- used by  mart_week_report, etl.why, dashboard.queries.counts
create table if not exists mart_tip_known (
    province_code varchar,
    channel varchar,
    received_week_start date,
    received_quarter_start date,
    known_week_start date,
    tips_added bigint,
    tips_removed bigint
);

merge into mart_tip_known as mart
using (

    with changes as (

        select
            province_code,
            channel,
            (received_on - date '1800-01-06') // 7 as received_week,
            year(received_on) * 4 + quarter(received_on) - 1 as received_quarter,
            (cast(known_from as date) - date '1800-01-06') // 7 as known_week,
            change as tips_added,
            0 as tips_removed
        from tip_report_change
        where row_state <> 'duplicate'
        union all
        select
            province_code,
            channel,
            (received_on - date '1800-01-06') // 7 as received_week,
            year(received_on) * 4 + quarter(received_on) - 1 as received_quarter,
            (cast(known_to as date) - date '1800-01-06') // 7 as known_week,
            0 as tips_added,
            change as tips_removed
        from tip_report_change
        where known_to is not null

    ),

    joined as (

        select
            province_code,
            channel,
            received_week,
            received_quarter,
            known_week,
            sum(tips_added) as tips_added,
            sum(tips_removed) as tips_removed
        from changes
        group by province_code, channel, received_week, received_quarter, known_week

    )

    select
        cast(province_code as varchar) as province_code,
        cast(channel as varchar) as channel,
        date '1800-01-06' + cast(7 * received_week as integer) as received_week_start,
        make_date(received_quarter // 4, received_quarter % 4 * 3 + 1, 1)
            as received_quarter_start,
        date '1800-01-06' + cast(7 * known_week as integer) as known_week_start,
        cast(tips_added as bigint) as tips_added,
        cast(tips_removed as bigint) as tips_removed
    from joined
    where tips_added <> 0 or tips_removed <> 0

) as change
    on
        mart.province_code = change.province_code
        and mart.channel = change.channel
        and mart.received_week_start = change.received_week_start
        and mart.received_quarter_start = change.received_quarter_start
        and mart.known_week_start = change.known_week_start
when matched
and mart.tips_added + change.tips_added = 0
and mart.tips_removed + change.tips_removed = 0
then delete
when matched then
    update
        set
            tips_added = mart.tips_added + change.tips_added,
            tips_removed = mart.tips_removed + change.tips_removed
when not matched then insert (
    province_code,
    channel,
    received_week_start,
    received_quarter_start,
    known_week_start,
    tips_added,
    tips_removed
) values (
    change.province_code,
    change.channel,
    change.received_week_start,
    change.received_quarter_start,
    change.known_week_start,
    change.tips_added,
    change.tips_removed
);
