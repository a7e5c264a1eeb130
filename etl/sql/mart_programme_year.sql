-- mart_programme_year: how far the programme is in each fiscal year.
--
-- grain    one row per fiscal year
-- sources  mart_fiscal_year, mart_batch, mart_batch_missing, target, now_on
-- rules    contract.md 7: the programme's target is the metric batches_held, the whole
--          country's. Sums are over held batches that report; how many do not is told,
--          and where some do not, or say "more than", the sum is "at least". Of a year
--          without any row nothing is known: null, not 0. A batch held in the week that
--          is not complete counts later (batches_held_later; contract.md 6). The same
--          point of every fiscal year is as many days after its first as "now" is
--          after that of its own, 30 September at the latest
-- used by  dashboard.queries.training_progress
create or replace table mart_programme_year as

with same_point as (

    select
        fiscal_year.fiscal_year_be,
        fiscal_year.starts_on,
        fiscal_year.ends_on,
        fiscal_year.as_on,
        fiscal_year.is_current,
        least(
            fiscal_year.starts_on
            + cast(now_on.now_ends_on - running.starts_on as integer),
            fiscal_year.ends_on
        ) as same_point_on
    from mart_fiscal_year as fiscal_year
    left join mart_fiscal_year as running on running.is_current
    cross join now_on

),

counted as (

    select
        batch.fiscal_year_be,
        count(*) as batches,
        count(*) filter (where batch.is_counted) as batches_held,
        count(*) filter (
            where batch.status = 'held' and not batch.is_counted
        ) as batches_held_later,
        count(*) filter (where batch.status = 'planned') as batches_planned,
        count(*) filter (where batch.is_overdue) as batches_overdue,
        count(*) filter (where batch.status = 'postponed') as batches_postponed,
        count(*) filter (where batch.status = 'cancelled') as batches_cancelled,
        count(*) filter (
            where batch.is_counted and batch.ended_on <= same_point.same_point_on
        ) as batches_held_same_point,
        count(*) filter (where batch.due_on <= same_point.as_on) as batches_due,
        count(*) filter (where batch.has_plan) as batches_with_plan,
        count(distinct batch.province_code) filter (
            where batch.is_counted
        ) as host_provinces,
        sum(batch.participants) filter (where batch.is_counted) as participants,
        count(*) filter (
            where batch.is_counted and batch.participants is null
        ) as participants_not_reported,
        coalesce(
            bool_or(batch.participants_at_least) filter (where batch.is_counted), false
        ) as participants_more_than,
        sum(batch.volunteers_trained) filter (where batch.is_counted)
            as volunteers_trained,
        count(*) filter (
            where batch.is_counted and batch.volunteers_state = 'not_reported'
        ) as volunteers_not_reported,
        min(case batch.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_batch as batch
    inner join same_point on batch.fiscal_year_be = same_point.fiscal_year_be
    group by batch.fiscal_year_be

),

missing as (

    select
        fiscal_year_be,
        sum(last_no - first_no + 1) filter (where is_due) as batches_missing,
        sum(last_no - first_no + 1) filter (where not is_due)
            as batches_not_announced
    from mart_batch_missing
    group by fiscal_year_be

),

national as (

    select
        fiscal_year_be,
        value,
        data_status
    from target
    where metric = 'batches_held' and province_code is null

),

joined as (

    select
        same_point.fiscal_year_be,
        same_point.starts_on,
        same_point.ends_on,
        same_point.as_on,
        same_point.is_current,
        same_point.same_point_on,
        national.value as batches_target,
        coalesce(counted.batches, 0) as batches,
        counted.batches_held,
        counted.batches_held_later,
        counted.batches_planned,
        counted.batches_overdue,
        counted.batches_postponed,
        counted.batches_cancelled,
        coalesce(missing.batches_missing, 0) as batches_missing,
        coalesce(missing.batches_not_announced, 0) as batches_not_announced,
        counted.batches_held_same_point,
        counted.batches_due,
        counted.batches_with_plan,
        counted.host_provinces,
        case
            when counted.batches_held = 0 then 0
            else counted.participants
        end as participants,
        coalesce(
            counted.participants is not null
            and (
                counted.participants_more_than
                or counted.participants_not_reported > 0
            ),
            false
        ) as participants_at_least,
        counted.participants_not_reported,
        case
            when counted.batches_held = 0 then 0
            else counted.volunteers_trained
        end as volunteers_trained,
        coalesce(
            counted.volunteers_trained is not null
            and counted.volunteers_not_reported > 0,
            false
        ) as volunteers_at_least,
        counted.volunteers_not_reported,
        case
            when counted.status_rank = 1 or national.data_status = 'synthetic'
                then 'synthetic'
            when counted.status_rank = 2 or national.data_status = 'ministry'
                then 'ministry'
            when counted.status_rank = 3 or national.data_status is not null
                then 'official'
        end as data_status
    from same_point
    left join counted on same_point.fiscal_year_be = counted.fiscal_year_be
    left join missing on same_point.fiscal_year_be = missing.fiscal_year_be
    left join national on same_point.fiscal_year_be = national.fiscal_year_be

)

select
    fiscal_year_be,
    starts_on,
    ends_on,
    as_on,
    is_current,
    cast(same_point_on as date) as same_point_on,
    batches_target,
    batches,
    batches_held,
    batches_held_later,
    batches_planned,
    batches_overdue,
    batches_postponed,
    batches_cancelled,
    cast(batches_missing as bigint) as batches_missing,
    cast(batches_not_announced as bigint) as batches_not_announced,
    batches_held_same_point,
    batches_due,
    batches_with_plan,
    host_provinces,
    cast(participants as bigint) as participants,
    participants_at_least,
    participants_not_reported,
    cast(volunteers_trained as bigint) as volunteers_trained,
    volunteers_at_least,
    volunteers_not_reported,
    data_status
from joined
order by fiscal_year_be;
