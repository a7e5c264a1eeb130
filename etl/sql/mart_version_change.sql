-- mart_version_change: what differs in rows and key figures from the version before.
--
-- grain    one row per version and dataset (kind 'rows') or key figure (kind 'figure')
--          that differs; none for the first version
-- sources  mart_version, version_dataset, version_figure, mart_key_figure,
--          version_info, dataset_info
-- rules    rows are those in force, with those kept of a refused file; a dataset that
--          one of the two lacks has 0 rows in it; a figure that one lacks is null
-- used by  dashboard.queries.history.version_changes
create or replace table mart_version_change as

with rows_in_force as (

    select
        version,
        'rows' as kind,
        dataset as name,
        'row' as unit,
        cast(sum(accepted + kept_rows) as double) as value
    from version_dataset
    where dataset is not null
    group by version, dataset

),

figures as (

    select
        version,
        'figure' as kind,
        figure as name,
        unit,
        value
    from version_figure
    union all
    select
        version_info.version,
        'figure' as kind,
        mart_key_figure.figure as name,
        mart_key_figure.unit,
        mart_key_figure.value
    from mart_key_figure
    cross join version_info

),

measured as (

    select * from rows_in_force
    union all
    select * from figures

),

named as (

    select
        version.version_number,
        version.version,
        version.version_before,
        measured.kind,
        measured.name,
        any_value(measured.unit) as unit
    from mart_version as version
    inner join measured
        on measured.version in (version.version, version.version_before)
    where not version.is_first
    group by
        version.version_number, version.version, version.version_before,
        measured.kind, measured.name

),

joined as (

    select
        named.version_number,
        named.version,
        named.version_before,
        named.kind,
        named.name,
        info.title_th,
        info.title_en,
        named.unit,
        case
            when named.kind = 'rows' then coalesce(earlier.value, 0)
            else earlier.value
        end as value_before,
        case
            when named.kind = 'rows' then coalesce(present.value, 0)
            else present.value
        end as value
    from named
    left join measured as earlier
        on
            named.version_before = earlier.version
            and named.kind = earlier.kind
            and named.name = earlier.name
    left join measured as present
        on
            named.version = present.version
            and named.kind = present.kind
            and named.name = present.name
    left join dataset_info as info
        on named.kind = 'rows' and named.name = info.dataset

)

select
    version_number,
    version,
    version_before,
    kind,
    name,
    title_th,
    title_en,
    unit,
    value_before,
    value
from joined
where value_before is distinct from value
order by version_number desc, kind asc, name asc;
