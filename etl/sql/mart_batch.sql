-- mart_batch: every batch with its day in the plan, what it reports and how.
--
-- grain    one row per batch (fiscal year and number)
-- sources  training_batch, training_batch_loaded (all versions of a row),
--          mart_batch_volunteers, province, now_on
-- rules    contract.md 3 and 7: volunteers by home province where the batch has such
--          rows, else its own figure; null is "not reported", never 0. A batch is due
--          on the day that its first version with the status "planned" names, else its
--          first version: has_plan tells which. A planned batch whose day has passed,
--          by "now", is overdue; a held one counts from the first complete week on that
--          it ended by (is_counted; contract.md 6)
-- used by  mart_missing_batch, mart_programme_year, mart_programme_week,
--          mart_programme_province, mart_profile_batch,
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

trained as (

    select
        fiscal_year_be,
        batch_no,
        sum(volunteers_trained) as volunteers_trained,
        bool_or(is_by_home) as is_by_home,
        count(*) as provinces,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_batch_volunteers
    group by fiscal_year_be, batch_no

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
        batch.status = 'held'
        and batch.ended_on <= now_on.now_ends_on as is_counted,
        version_ranked.due_on,
        version_ranked.has_plan,
        batch.ended_on - version_ranked.due_on as days_late,
        case when batch.status = 'held' then batch.participants end
            as participants,
        case when batch.status = 'held' then batch.participants_at_least end
            as participants_at_least,
        trained.volunteers_trained,
        case
            when batch.status <> 'held' then 'not_held'
            when trained.volunteers_trained is null then 'not_reported'
            when trained.is_by_home then 'by_home'
            else 'by_batch'
        end as volunteers_state,
        case when trained.is_by_home then trained.provinces end as home_provinces,
        batch.source_file_id,
        case
            when batch.data_status = 'synthetic' or trained.status_rank = 1
                then 'synthetic'
            when batch.data_status = 'ministry' or trained.status_rank = 2
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
    left join trained
        on
            batch.fiscal_year_be = trained.fiscal_year_be
            and batch.batch_no = trained.batch_no

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
    is_counted,
    due_on,
    has_plan,
    days_late,
    participants,
    participants_at_least,
    cast(volunteers_trained as bigint) as volunteers_trained,
    volunteers_state,
    home_provinces,
    source_file_id,
    data_status
from joined
order by fiscal_year_be, batch_no;
