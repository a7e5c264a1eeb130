-- mart_load_reject: every reason against every rejected row, in words.
--
-- grain    one row per reason against a row; a row may have several
-- sources  load_reject, mart_load_file, dataset_field, reject_reason
-- rules    contract.md 4: what is personal has no value here. The words of a reason
--          such as received_on.invalid_date are its own, else those of the same problem
--          in any field (value.invalid_date)
-- used by  dashboard.queries.data_quality.load_rejects, mart_load_reason
create or replace table mart_load_reject as

with kind as (

    select distinct
        file.dataset,
        reject.field,
        reject.reason
    from load_reject as reject
    inner join mart_load_file as file on reject.file_id = file.file_id

),

part as (

    select
        dataset,
        field,
        reason,
        unnest(string_split(field, ', ')) as field_part
    from kind

),

titled as (

    select
        part.dataset,
        part.field,
        part.reason,
        string_agg(dataset_field.title_th, ' · ' order by dataset_field.position)
            as field_th,
        string_agg(dataset_field.title_en, ' · ' order by dataset_field.position)
            as field_en
    from part
    inner join dataset_field
        on
            part.dataset = dataset_field.dataset
            and part.field_part = dataset_field.field
    group by part.dataset, part.field, part.reason

),

joined as (

    select
        reject.file_id,
        file.file_key,
        file.path,
        file.dataset,
        file.title_th,
        file.title_en,
        file.data_status,
        reject.sheet,
        reject.line,
        reject.field,
        titled.field_th,
        titled.field_en,
        reject.reason,
        coalesce(own.text_th, general.text_th, reject.reason) as text_th,
        coalesce(own.text_en, general.text_en, reject.reason) as text_en,
        coalesce(own.action_th, general.action_th) as action_th,
        coalesce(own.action_en, general.action_en) as action_en,
        reject.is_personal,
        case when not reject.is_personal then reject.value end as value,
        case when not reject.is_personal then reject.suggestion end as suggestion
    from load_reject as reject
    inner join mart_load_file as file on reject.file_id = file.file_id
    left join titled
        on
            file.dataset = titled.dataset
            and reject.field = titled.field
            and reject.reason = titled.reason
    left join reject_reason as own on reject.reason = own.reason
    left join reject_reason as general
        on
            concat('value.', split_part(reject.reason, '.', 2)) = general.reason

)

select
    file_id,
    file_key,
    path,
    dataset,
    title_th,
    title_en,
    data_status,
    sheet,
    line,
    field,
    field_th,
    field_en,
    reason,
    text_th,
    text_en,
    action_th,
    action_en,
    is_personal,
    value,
    suggestion
from joined
order by file_id, sheet, line, field, reason;
