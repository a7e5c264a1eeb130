-- mart_programme_week: batches held and batches due, week by week of a fiscal year.
--
-- grain    one row per fiscal year and ISO week that touches it
-- sources  mart_fiscal_year, mart_batch
-- rules    domain-model.md: a week may straddle fiscal years, so batches belong to a
--          fiscal year by their own, and to a week by their day. Cumulative: held by
--          the last day of the batch, due by the day in the plan (mart_batch); held is
--          null in weeks that begin after the day up to which data go. Batches whose
--          day lies outside their fiscal year count in its first or last week
-- used by  dashboard.queries.training_progress
create or replace table mart_programme_week as

with week as (

    select
        fiscal_year_be,
        as_on,
        unnest(
            generate_series(
                cast(date_trunc('week', starts_on) as date),
                ends_on,
                interval 7 day
            )
        ) as week_starts_at
    from mart_fiscal_year

),

dated as (

    select
        fiscal_year_be,
        as_on,
        cast(week_starts_at as date) as week_start,
        row_number() over (
            partition by fiscal_year_be
            order by week_starts_at
        ) as week_no,
        count(*) over (partition by fiscal_year_be) as weeks
    from week

),

joined as (

    select
        dated.fiscal_year_be,
        dated.week_no,
        dated.week_start,
        strftime(dated.week_start, '%G-W%V') as iso_week,
        count(batch.batch_no) filter (
            where batch.due_on <= dated.week_start + 6 or dated.week_no = dated.weeks
        ) as batches_due,
        case
            when dated.week_start <= dated.as_on
                then count(batch.batch_no) filter (
                    where batch.is_counted
                    and batch.ended_on <= dated.week_start + 6
                )
        end as batches_held
    from dated
    left join mart_batch as batch
        on dated.fiscal_year_be = batch.fiscal_year_be
    group by
        dated.fiscal_year_be,
        dated.week_no,
        dated.weeks,
        dated.week_start,
        dated.as_on

)

select
    fiscal_year_be,
    week_no,
    week_start,
    iso_week,
    batches_due,
    batches_held
from joined
order by fiscal_year_be, week_no;
