-- mart_missing_batch: batches about which something that is due was not handed over.
--
-- grain    one row per batch: held without a count of volunteers trained
--          ('not_reported'), or still planned although its day has passed ('overdue')
-- sources  training_batch, training_participant, province, load_file, now_on
-- rules    contract.md 3: null is "not reported", never 0; a batch whose volunteers are
--          reported by home province has reported, but made-up participants report
--          for made-up batches only. "Passed" is measured by "now"
-- used by  dashboard.queries.data_quality.missing_batches
create or replace table mart_missing_batch as

with reported_by_home as (

    select distinct
        batch.fiscal_year_be,
        batch.batch_no
    from training_batch as batch
    inner join training_participant as participant
        on
            batch.fiscal_year_be = participant.fiscal_year_be
            and batch.batch_no = participant.batch_no
            -- a batch that was handed over has only the number of a made-up one
            and (
                participant.data_status <> 'synthetic'
                or batch.data_status = 'synthetic'
            )

),

judged as (

    select
        batch.fiscal_year_be,
        batch.batch_no,
        batch.province_code,
        batch.venue,
        batch.started_on,
        batch.ended_on,
        batch.participants,
        batch.participants_at_least,
        batch.data_status,
        batch.source_file_id,
        case
            when
                batch.status = 'held'
                and batch.volunteers_trained is null
                and reported_by_home.batch_no is null
                then 'not_reported'
            when
                batch.status = 'planned'
                and batch.ended_on <= now_on.now_ends_on
                then 'overdue'
        end as missing
    from training_batch as batch
    cross join now_on
    left join reported_by_home
        on
            batch.fiscal_year_be = reported_by_home.fiscal_year_be
            and batch.batch_no = reported_by_home.batch_no

),

joined as (

    select
        judged.missing,
        judged.fiscal_year_be,
        judged.batch_no,
        judged.province_code,
        province.name_th,
        province.name_en,
        judged.started_on,
        judged.ended_on,
        judged.participants,
        judged.participants_at_least,
        judged.data_status,
        load_file.path
    from judged
    inner join province on judged.province_code = province.province_code
    left join load_file on judged.source_file_id = load_file.file_id
    where judged.missing is not null

)

select
    missing,
    fiscal_year_be,
    batch_no,
    province_code,
    name_th,
    name_en,
    started_on,
    ended_on,
    participants,
    participants_at_least,
    data_status,
    path
from joined
order by missing asc, fiscal_year_be desc, batch_no asc;
