-- mart_load_file: each file that was handed over, what became of it and why.
--
-- grain    one row per file; file_key is its path, numbered where a path comes twice
-- sources  load_file, load_dropped_column, dataset_info
-- rules    contract.md 1, 2: a refused file has no rows of its own; what an earlier
--          content of the same path gave stays (status 'kept' in load_file), and
--          kept_rows are those of its rows that are in force
-- used by  dashboard.queries.data_quality.load_files and the marts of rejected rows
create or replace table mart_load_file as

with numbered as (

    select
        file_id,
        row_number() over (partition by path order by file_id) as path_number
    from load_file
    where status <> 'kept'

),

dropped as (

    select
        file_id,
        count(distinct column_name) as columns_dropped,
        string_agg(distinct column_name, ', ' order by column_name) as column_names
    from load_dropped_column
    group by file_id

),

kept as (

    select
        path,
        cast(sum(accepted) as bigint) as kept_rows
    from load_file
    where status = 'kept'
    group by path

),

joined as (

    select
        load_file.file_id,
        case
            when numbered.path_number = 1 then load_file.path
            else concat(load_file.path, ' (', numbered.path_number, ')')
        end as file_key,
        load_file.path,
        load_file.dataset,
        dataset_info.title_th,
        dataset_info.title_en,
        load_file.origin,
        load_file.data_status,
        load_file.status,
        load_file.reason,
        load_file.reason_th,
        load_file.reason_en,
        load_file.rows_in,
        load_file.accepted,
        load_file.rejected,
        load_file.duplicate,
        load_file.superseded,
        coalesce(kept.kept_rows, 0) as kept_rows,
        load_file.converted_years,
        coalesce(dropped.columns_dropped, 0) as columns_dropped,
        dropped.column_names as dropped_columns,
        load_file.first_loaded_at,
        load_file.sha256
    from load_file
    inner join numbered on load_file.file_id = numbered.file_id
    left join dropped on load_file.file_id = dropped.file_id
    left join kept
        on load_file.path = kept.path and load_file.status = 'refused'
    left join dataset_info on load_file.dataset = dataset_info.dataset

)

select
    file_id,
    file_key,
    path,
    dataset,
    title_th,
    title_en,
    origin,
    data_status,
    status,
    reason,
    reason_th,
    reason_en,
    rows_in,
    accepted,
    rejected,
    duplicate,
    superseded,
    kept_rows,
    converted_years,
    columns_dropped,
    dropped_columns,
    first_loaded_at,
    sha256
from joined
order by file_id;
