-- mart_week_batch: every batch as it was known at the end of each week.
--
-- grain    one row per week and batch (fiscal year and number) of the fiscal year that
--          the week ends in
-- sources  mart_week, training_batch_loaded (all versions of a row), training_batch,
--          province
-- rules    contract.md 5: the version that held at the end of Sunday. The first one, if
--          the file does not say when it was recorded, is taken as known by its day:
--          held from its last day on, and planned before, else from the first day of
--          its fiscal year, as a plan is. is_counted: held, and its last day has
--          passed; is_overdue: planned, and its day has passed, by the end of the week
-- used by  mart_week_figure, dashboard.queries.weekly
create or replace table mart_week_batch as

with first_version as (

    select
        fiscal_year_be,
        batch_no,
        min(known_from) as known_from
    from training_batch_loaded
    where row_state <> 'duplicate'
    group by fiscal_year_be, batch_no

),

dated as (

    select
        loaded.fiscal_year_be,
        loaded.batch_no,
        loaded.province_code,
        loaded.started_on,
        loaded.ended_on,
        loaded.status,
        loaded.volunteers_trained,
        loaded.known_to,
        case
            when
                loaded.recorded_at is not null
                or loaded.known_from > first_version.known_from
                then loaded.known_from
            when loaded.status = 'held'
                then least(loaded.known_from, loaded.ended_on)
            else
                least(
                    loaded.known_from, make_date(loaded.fiscal_year_be - 544, 10, 1)
                )
        end as known_from,
        loaded.recorded_at is null
        and loaded.known_from = first_version.known_from
        and loaded.status = 'held' as is_held_by_its_day
    from training_batch_loaded as loaded
    inner join training_batch as batch
        on
            loaded.fiscal_year_be = batch.fiscal_year_be
            and loaded.batch_no = batch.batch_no
            -- a batch that was handed over was not planned by a made-up one
            and (
                loaded.data_status <> 'synthetic'
                or batch.data_status = 'synthetic'
            )
    inner join first_version
        on
            loaded.fiscal_year_be = first_version.fiscal_year_be
            and loaded.batch_no = first_version.batch_no
    where loaded.row_state <> 'duplicate'

),

planned as (

    select
        * replace (
            'planned' as status,
            null as volunteers_trained,
            make_date(fiscal_year_be - 544, 10, 1) as known_from
        )
    from dated
    where is_held_by_its_day

),

told as (

    select * from dated
    union all
    select * from planned

),

ranked as (

    select
        week.week_end,
        told.fiscal_year_be,
        told.batch_no,
        told.province_code,
        told.started_on,
        told.ended_on,
        told.status,
        told.volunteers_trained,
        row_number() over (
            partition by week.week_end, told.batch_no
            order by told.known_from desc, told.known_to asc nulls last
        ) as choice
    from mart_week as week
    inner join told
        on
            week.fiscal_year_be = told.fiscal_year_be
            and week.week_end + 1 > told.known_from
            and (told.known_to is null or week.week_end + 1 <= told.known_to)

),

joined as (

    select
        ranked.week_end,
        ranked.fiscal_year_be,
        ranked.batch_no,
        cast(ranked.province_code as varchar) as province_code,
        province.name_th,
        province.name_en,
        ranked.started_on,
        ranked.ended_on,
        cast(ranked.status as varchar) as status,
        ranked.volunteers_trained,
        ranked.status = 'held' and ranked.ended_on <= ranked.week_end as is_counted,
        ranked.status = 'planned'
        and ranked.ended_on <= ranked.week_end as is_overdue
    from ranked
    inner join province
        on cast(ranked.province_code as varchar) = province.province_code
    where ranked.choice = 1

)

select
    week_end,
    fiscal_year_be,
    batch_no,
    province_code,
    name_th,
    name_en,
    started_on,
    ended_on,
    status,
    volunteers_trained,
    is_counted,
    is_overdue
from joined
order by week_end, batch_no;
