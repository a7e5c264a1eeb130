-- mart_missing_batch: batches about which something that is due was not handed over.
--
-- grain    one row per batch: held without a count of volunteers trained
--          ('not_reported'), or still planned although its day has passed ('overdue')
-- sources  mart_batch, load_file
-- rules    contract.md 3: null is "not reported", never 0; a batch whose volunteers are
--          reported by home province has reported. "Passed" is measured by "now"
-- used by  dashboard.queries.data_quality.missing_batches
create or replace table mart_missing_batch as

with joined as (

    select
        case
            when batch.volunteers_state = 'not_reported' then 'not_reported'
            else 'overdue'
        end as missing,
        batch.fiscal_year_be,
        batch.batch_no,
        batch.province_code,
        batch.name_th,
        batch.name_en,
        batch.started_on,
        batch.ended_on,
        batch.participants,
        batch.participants_at_least,
        batch.data_status,
        load_file.path
    from mart_batch as batch
    left join load_file on batch.source_file_id = load_file.file_id
    where batch.volunteers_state = 'not_reported' or batch.is_overdue

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
