-- mart_batch_missing: the numbers of batches of which no row was handed over.
--
-- grain    one row per fiscal year and run of numbers without a gap
-- sources  training_batch, target, mart_fiscal_year
-- rules    the programme's target (contract.md 7, metric batches_held of the whole
--          country) says how many numbers a fiscal year has. Of a year that has ended
--          each of them is due (is_due); of the current one only those below a number
--          that was handed over: the others are not announced yet
-- used by  mart_programme_year, dashboard.queries.training_progress
create or replace table mart_batch_missing as

with last_number as (

    select
        fiscal_year.fiscal_year_be,
        fiscal_year.is_current,
        coalesce(max(batch.batch_no), 0) as handed_over,
        coalesce(max(goal.value), 0) as wanted
    from mart_fiscal_year as fiscal_year
    left join training_batch as batch
        on fiscal_year.fiscal_year_be = batch.fiscal_year_be
    left join target as goal
        on
            fiscal_year.fiscal_year_be = goal.fiscal_year_be
            and goal.metric = 'batches_held'
            and goal.province_code is null
    group by fiscal_year.fiscal_year_be, fiscal_year.is_current

),

number as (

    select
        fiscal_year_be,
        is_current,
        handed_over,
        unnest(
            generate_series(1, greatest(handed_over, cast(floor(wanted) as bigint)))
        ) as batch_no
    from last_number

),

absent as (

    select
        number.fiscal_year_be,
        number.batch_no,
        not number.is_current or number.batch_no < number.handed_over as is_due
    from number
    left join training_batch as batch
        on
            number.fiscal_year_be = batch.fiscal_year_be
            and number.batch_no = batch.batch_no
    where batch.batch_no is null

),

grouped as (

    select
        fiscal_year_be,
        is_due,
        batch_no,
        batch_no - row_number() over (
            partition by fiscal_year_be, is_due
            order by batch_no
        ) as run
    from absent

),

joined as (

    select
        fiscal_year_be,
        is_due,
        min(batch_no) as first_no,
        max(batch_no) as last_no
    from grouped
    group by fiscal_year_be, is_due, run

)

select
    fiscal_year_be,
    is_due,
    first_no,
    last_no
from joined
order by fiscal_year_be, first_no;
