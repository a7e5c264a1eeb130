-- mart_tip_taken: the last week that was told before rows were taken out of the tips.
--
-- grain    one row
-- sources  mart_version, version_dataset
-- rules    contract.md 5, 6: a withdrawn row, and those of a file that is gone, leave
--          every count at the next build. That they did shows in what versions held:
--          more withdrawals than the one before, or fewer rows handed over of tips.
--          told_week_start is the Monday of "now" in the version before; null where
--          nothing was ever taken out. A file of which others make up for the rows that
--          it lacks is not seen
-- used by  dashboard.queries.counts
create or replace table mart_tip_taken as

with held as (

    select
        version,
        coalesce(sum(rows_in) filter (where dataset = 'tip_report'), 0) as tips_in,
        coalesce(sum(accepted) filter (where dataset = 'withdrawal'), 0)
            as withdrawals
    from version_dataset
    group by version

),

joined as (

    select
        cast(strptime(earlier.now_iso_week || '-1', '%G-W%V-%u') as date)
            as told_week_start,
        present.withdrawals > held.withdrawals or present.tips_in < held.tips_in
            as is_taken
    from mart_version as version
    inner join mart_version as earlier on version.version_before = earlier.version
    inner join held on earlier.version = held.version
    inner join held as present on version.version = present.version

)

select max(told_week_start) as told_week_start
from joined
where is_taken;
