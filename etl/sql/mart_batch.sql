-- mart_batch: every batch with its day in the plan, what it reports and how.
--
-- grain    one row per batch (fiscal year and number)
-- sources  training_batch, training_batch_loaded (all versions of a row),
--          training_participant, province, mart_fiscal_year, now_on
-- rules    contract.md 3 and 7: volunteers by home province where the batch has such
--          rows, else its own figure; null is "not reported", never 0; made-up rows
--          report for made-up batches only. A batch is due on the day that its first
--          version with the status "planned" names, else its first version:
--          has_plan tells which. A planned batch whose day has passed is overdue
-- used by  mart_programme_year, mart_programme_week, mart_programme_province,
--          dashboard.queries.training_progress
create or replace table mart_batch as

with version_ranked as (

    select
        loaded.fiscal_year_be,
        loaded.batch_no,
        loaded.ended_on as due_on,
        loaded.status = 'planned' as has_plan,
        row_number() over (
            partition by loaded.fiscal_year_be, loaded.batch_no
            order by
                loaded.status = 'planned' desc,
                loaded.known_from asc,
                loaded.source_file_id asc,
                loaded.source_line asc
        ) as choice
    from training_batch_loaded as loaded
    inner join training_batch as batch
        on
            loaded.fiscal_year_be = batch.fiscal_year_be
            and loaded.batch_no = batch.batch_no
            -- a batch that was handed over was not planned by a made-up one
            and (
                loaded.data_status <> 'synthetic'
                or batch.data_status = 'synthetic'
            )
    where loaded.row_state <> 'duplicate'

),

home as (

    select
        batch.fiscal_year_be,
        batch.batch_no,
        sum(participant.volunteers_trained) as volunteers_trained,
        count(*) as home_provinces,
        min(case participant.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from training_batch as batch
    inner join training_participant as participant
        on
            batch.fiscal_year_be = participant.fiscal_year_be
            and batch.batch_no = participant.batch_no
            and (
                participant.data_status <> 'synthetic'
                or batch.data_status = 'synthetic'
            )
    where batch.status = 'held'
    group by batch.fiscal_year_be, batch.batch_no

),

joined as (

    select
        batch.fiscal_year_be,
        batch.batch_no,
        batch.province_code,
        province.name_th,
        province.name_en,
        batch.venue,
        batch.started_on,
        batch.ended_on,
        batch.status,
        batch.status = 'planned'
        and batch.ended_on <= now_on.now_ends_on as is_overdue,
        version_ranked.due_on,
        version_ranked.has_plan,
        batch.ended_on - version_ranked.due_on as days_late,
        case when batch.status = 'held' then batch.participants end
            as participants,
        case when batch.status = 'held' then batch.participants_at_least end
            as participants_at_least,
        case
            when batch.status = 'held'
                then coalesce(home.volunteers_trained, batch.volunteers_trained)
        end as volunteers_trained,
        case
            when batch.status <> 'held' then 'not_held'
            when home.batch_no is not null then 'by_home'
            when batch.volunteers_trained is not null then 'by_batch'
            else 'not_reported'
        end as volunteers_state,
        home.home_provinces,
        case
            when batch.data_status = 'synthetic' or home.status_rank = 1
                then 'synthetic'
            when batch.data_status = 'ministry' or home.status_rank = 2
                then 'ministry'
            else 'official'
        end as data_status
    from training_batch as batch
    inner join province on batch.province_code = province.province_code
    cross join now_on
    left join version_ranked
        on
            batch.fiscal_year_be = version_ranked.fiscal_year_be
            and batch.batch_no = version_ranked.batch_no
            and version_ranked.choice = 1
    left join home
        on
            batch.fiscal_year_be = home.fiscal_year_be
            and batch.batch_no = home.batch_no

)

select
    fiscal_year_be,
    batch_no,
    province_code,
    name_th,
    name_en,
    venue,
    started_on,
    ended_on,
    status,
    is_overdue,
    due_on,
    has_plan,
    days_late,
    participants,
    participants_at_least,
    cast(volunteers_trained as bigint) as volunteers_trained,
    volunteers_state,
    home_provinces,
    data_status
from joined
order by fiscal_year_be, batch_no;
