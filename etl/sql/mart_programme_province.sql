-- mart_programme_province: batches that a province held, and volunteers it sent.
--
-- grain    one row per province, fiscal year and scope: 'year' is that year alone,
--          'so_far' all years up to it
-- sources  mart_fiscal_year, province, mart_batch, mart_batch_volunteers, now_on
-- rules    held and planned batches belong to the host province; held are those that
--          mart_batch counts by "now". Volunteers belong to their home province where
--          the batch has such rows (volunteers_home), else to the host
--          (volunteers_host: where they come from is not known). Null where batches
--          were held and none reports; 0 where none was held
-- used by  dashboard.queries.training_progress
create or replace table mart_programme_province as

with hosted as (

    select
        fiscal_year_be,
        province_code,
        count(*) filter (where is_counted) as batches_held,
        count(*) filter (where status = 'planned') as batches_planned,
        count(*) filter (where status in ('postponed', 'cancelled'))
            as batches_not_held,
        max(ended_on) filter (where is_counted) as last_held_on,
        sum(volunteers_trained) filter (
            where is_counted and volunteers_state = 'by_batch'
        ) as volunteers_host,
        count(*) filter (where is_counted and volunteers_state = 'not_reported')
            as batches_not_reporting
    from mart_batch
    group by fiscal_year_be, province_code

),

sent as (

    select
        fiscal_year_be,
        province_code,
        sum(volunteers_trained) as volunteers_home,
        count(*) as batches_attended
    from mart_batch_volunteers
    cross join now_on
    where is_by_home and ended_on <= now_ends_on
    group by fiscal_year_be, province_code

),

by_year as (

    select
        fiscal_year.fiscal_year_be,
        province.province_code,
        hosted.batches_held,
        hosted.batches_planned,
        hosted.batches_not_held,
        hosted.last_held_on,
        sent.volunteers_home,
        hosted.volunteers_host,
        sent.batches_attended,
        hosted.batches_not_reporting
    from mart_fiscal_year as fiscal_year
    cross join province
    left join hosted
        on
            fiscal_year.fiscal_year_be = hosted.fiscal_year_be
            and province.province_code = hosted.province_code
    left join sent
        on
            fiscal_year.fiscal_year_be = sent.fiscal_year_be
            and province.province_code = sent.province_code

),

scoped as (

    select
        'year' as scope,
        fiscal_year_be,
        *
        exclude (fiscal_year_be)
    from by_year
    union all
    select
        'so_far' as scope,
        fiscal_year.fiscal_year_be,
        by_year.*
        exclude (fiscal_year_be)
    from mart_fiscal_year as fiscal_year
    inner join by_year on fiscal_year.fiscal_year_be >= by_year.fiscal_year_be

),

summed as (

    select
        scope,
        fiscal_year_be,
        province_code,
        coalesce(sum(batches_held), 0) as batches_held,
        coalesce(sum(batches_planned), 0) as batches_planned,
        coalesce(sum(batches_not_held), 0) as batches_not_held,
        max(last_held_on) as last_held_on,
        sum(volunteers_home) as volunteers_home,
        sum(volunteers_host) as volunteers_host,
        coalesce(sum(batches_attended), 0) as batches_attended,
        coalesce(sum(batches_not_reporting), 0) as batches_not_reporting
    from scoped
    group by scope, fiscal_year_be, province_code

),

joined as (

    select
        summed.*,
        province.name_th,
        province.name_en,
        case
            when
                summed.volunteers_home is not null
                or summed.volunteers_host is not null
                then
                    coalesce(summed.volunteers_home, 0)
                    + coalesce(summed.volunteers_host, 0)
            when summed.batches_not_reporting = 0 then 0
        end as volunteers_trained
    from summed
    inner join province on summed.province_code = province.province_code

)

select
    scope,
    fiscal_year_be,
    province_code,
    name_th,
    name_en,
    cast(batches_held as bigint) as batches_held,
    cast(batches_planned as bigint) as batches_planned,
    cast(batches_not_held as bigint) as batches_not_held,
    last_held_on,
    cast(volunteers_home as bigint) as volunteers_home,
    cast(volunteers_host as bigint) as volunteers_host,
    cast(batches_attended as bigint) as batches_attended,
    cast(batches_not_reporting as bigint) as batches_not_reporting,
    cast(volunteers_trained as bigint) as volunteers_trained,
    volunteers_trained is not null and batches_not_reporting > 0
        as volunteers_at_least
from joined
order by scope, fiscal_year_be, province_code;
