-- mart_load_dataset: what was handed over for each dataset and what became of it.
--
-- grain    one row per dataset and data status
-- sources  load_file, dataset_info
-- rules    contract.md 1: rows_in = accepted + rejected + duplicate + superseded
-- used by  dashboard.queries.load_datasets
create or replace table mart_load_dataset as

select
    load_file.dataset,
    dataset_info.title_th,
    dataset_info.title_en,
    dataset_info.is_reference,
    load_file.data_status,
    count(*) as files,
    count(*) filter (where load_file.status = 'refused') as files_refused,
    sum(load_file.rows_in) as rows_in,
    sum(load_file.accepted) as accepted,
    sum(load_file.rejected) as rejected,
    sum(load_file.duplicate) as duplicate,
    sum(load_file.superseded) as superseded
from load_file
left join dataset_info on load_file.dataset = dataset_info.dataset
group by
    load_file.dataset, dataset_info.title_th, dataset_info.title_en,
    dataset_info.is_reference, load_file.data_status
order by load_file.dataset, load_file.data_status;
