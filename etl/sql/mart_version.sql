-- mart_version: the versions up to this one, each beside the one before.
--
-- grain    one row per version, the last 200
-- sources  version_history, version_dataset
-- rules    version_number is the order in which they were built, whatever the clock
--          said; counts are of files that were handed over, not of our own; is_first
--          has no version before it, then nothing is said to have changed
-- used by  dashboard.queries.history.versions, mart_version_change
create or replace table mart_version as

with handed as (

    select
        version,
        sum(files) as files,
        sum(files_refused) as files_refused,
        sum(rows_in) as rows_in,
        sum(rejected) as rejected
    from version_dataset
    where data_status <> 'official'
    group by version

),

joined as (

    select
        history.version_number,
        history.version,
        lag(history.version) over in_time as version_before,
        history.built_at,
        history.code_version,
        history.risk_model_version,
        history.now_iso_week,
        history.data_status,
        lag(history.version) over in_time is null as is_first,
        coalesce(history.code_version <> lag(history.code_version) over in_time, false)
            as is_code_changed,
        coalesce(
            history.risk_model_version
            <> lag(history.risk_model_version) over in_time,
            false
        ) as is_model_changed,
        coalesce(handed.files, 0) as files,
        coalesce(handed.files_refused, 0) as files_refused,
        coalesce(handed.rows_in, 0) as rows_in,
        coalesce(handed.rejected, 0) as rejected
    from version_history as history
    left join handed on history.version = handed.version
    window in_time as (order by history.version_number)

)

select
    version_number,
    version,
    version_before,
    built_at,
    code_version,
    risk_model_version,
    now_iso_week,
    data_status,
    is_first,
    is_code_changed,
    is_model_changed,
    cast(files as bigint) as files,
    cast(files_refused as bigint) as files_refused,
    cast(rows_in as bigint) as rows_in,
    cast(rejected as bigint) as rejected
from joined
order by version_number;
