-- mart_quality_trend: how much was rejected and refused, version by version.
--
-- grain    one row per version and dataset that was handed over; dataset is null for
--          files of no known one
-- sources  version_dataset, mart_version, dataset_info
-- rules    official files of our own are left out; rejected_share is null without rows
-- used by  dashboard.queries.history.quality_trend
create or replace table mart_quality_trend as

with joined as (

    select
        version.version_number,
        version.version,
        version.built_at,
        dataset.dataset,
        info.title_th,
        info.title_en,
        cast(sum(dataset.files) as bigint) as files,
        cast(sum(dataset.files_refused) as bigint) as files_refused,
        cast(sum(dataset.rows_in) as bigint) as rows_in,
        cast(sum(dataset.rejected) as bigint) as rejected,
        sum(dataset.rejected) / nullif(sum(dataset.rows_in), 0) as rejected_share
    from version_dataset as dataset
    inner join mart_version as version on dataset.version = version.version
    left join dataset_info as info on dataset.dataset = info.dataset
    where dataset.data_status <> 'official'
    group by
        version.version_number, version.version, version.built_at, dataset.dataset,
        info.title_th, info.title_en

)

select
    version_number,
    version,
    built_at,
    dataset,
    title_th,
    title_en,
    files,
    files_refused,
    rows_in,
    rejected,
    rejected_share
from joined
order by version_number, dataset;
