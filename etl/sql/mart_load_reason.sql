-- mart_load_reason: why rows were rejected, with a few examples.
--
-- grain    one row per dataset, field and reason over all its files (file_key null),
--          and one per file, field and reason
-- sources  mart_load_reject
-- rules    rows are counted once for each reason against them; examples are the first
--          three values by text, none of them personal; a suggestion names the example
--          that it is for where there are several
-- used by  dashboard.queries.data_quality.load_reasons
create or replace table mart_load_reason as

with counted as (

    select
        dataset,
        title_th,
        title_en,
        file_key,
        field,
        field_th,
        field_en,
        reason,
        text_th,
        text_en,
        action_th,
        action_en,
        count(distinct file_id) as files,
        count(distinct concat_ws('|', file_id, sheet, line)) as rows_rejected,
        min(line) as first_line,
        list_sort(list(distinct value) filter (where value is not null)) as given,
        max(suggestion) as suggestion,
        list_sort(
            list(
                distinct
                struct_pack(value := value, near := value || ' → ' || suggestion)
            ) filter (where value is not null)
        ) as nearest
    from mart_load_reject
    group by
        grouping sets (
            (
                dataset, title_th, title_en, field, field_th, field_en, reason,
                text_th, text_en, action_th, action_en
            ),
            (
                dataset, title_th, title_en, file_key, field, field_th, field_en,
                reason, text_th, text_en, action_th, action_en
            )
        )

)

select
    dataset,
    title_th,
    title_en,
    file_key,
    field,
    field_th,
    field_en,
    reason,
    text_th,
    text_en,
    action_th,
    action_en,
    files,
    rows_rejected,
    first_line,
    len(given) as values_given,
    array_to_string(given[1:3], ' · ') as examples,
    case
        when len(given) = 1 then suggestion
        else
            nullif(
                concat_ws(' · ', nearest[1].near, nearest[2].near, nearest[3].near), ''
            )
    end as suggestion
from counted
order by
    dataset asc, file_key asc nulls first, rows_rejected desc, field asc, reason asc;
