-- mart_week_figure: the open figures of the weekly page, week by week.
--
-- grain    one row per figure and week: batches_held, volunteers_trained,
--          provinces_priority, provinces_reported, partners
-- sources  mart_week, mart_week_batch, mart_week_priority, mart_week_report, target,
--          partner_network
-- rules    value is null where nobody has a figure; whole is what it is a part of. n is
--          the number of units, until the last day that the figure speaks of.
--          batches_held: in the fiscal year so far, of its target. volunteers_trained:
--          the sum of provinces, each of its latest roster, until the oldest of them;
--          is_at_least where a batch has not reported. provinces_priority: of
--          those whose class and risk are known. provinces_reported: of all, by Sunday.
--          partners: the latest count of each province and type
-- used by  dashboard.queries.weekly
create or replace table mart_week_figure as

with held as (

    select
        week.week_end,
        week.fiscal_year_be,
        count(batch.batch_no) as batches,
        count(batch.batch_no) filter (where batch.is_counted) as batches_held,
        max(batch.ended_on) filter (where batch.is_counted) as last_on
    from mart_week as week
    left join mart_week_batch as batch on week.week_end = batch.week_end
    group by week.week_end, week.fiscal_year_be

),

goal as (

    select
        fiscal_year_be,
        max(value) as value
    from target
    where metric = 'batches_held' and province_code is null
    group by fiscal_year_be

),

trained as (

    select
        week_end,
        -- of nobody but batches that have not reported, nothing is known
        case
            when max(volunteers_as_of) is not null
                then nullif(
                    sum(volunteers_trained),
                    case when count(*) filter (where is_missing) > 0 then 0 end
                )
        end as volunteers,
        coalesce(
            min(volunteers_as_of) filter (where volunteers_source = 'roster'),
            max(volunteers_as_of)
        ) as until,
        count(*) filter (where is_missing) > 0 as is_at_least
    from (
        select
            *,
            volunteers_at_least or volunteers_trained is null as is_missing
        from mart_week_priority
    ) as covered
    group by week_end

),

partner_ranked as (

    select
        week.week_end,
        partner.partners,
        partner.as_of,
        row_number() over (
            partition by week.week_end, partner.province_code, partner.partner_type
            order by partner.as_of desc
        ) as choice
    from mart_week as week
    inner join partner_network as partner
        on week.week_end >= partner.as_of and partner.partners is not null

),

partner_sum as (

    select
        week_end,
        sum(partners) as partners,
        max(as_of) as as_of
    from partner_ranked
    where choice = 1
    group by week_end

),

joined as (

    select
        'batches_held' as figure,
        held.week_end,
        case when held.batches > 0 or goal.value is not null then held.batches_held end
            as value,
        goal.value as whole,
        held.batches_held as n,
        held.week_end as until,
        false as is_at_least
    from held
    left join goal on held.fiscal_year_be = goal.fiscal_year_be
    union all
    select
        'volunteers_trained' as figure,
        week_end,
        volunteers as value,
        null as whole,
        volunteers as n,
        until,
        is_at_least
    from trained
    union all
    select
        'provinces_priority' as figure,
        week_end,
        case
            when count(is_priority) > 0 then count(*) filter (where is_priority)
        end as value,
        count(is_priority) as whole,
        count(is_priority) as n,
        week_end as until,
        false as is_at_least
    from mart_week_priority
    group by week_end
    union all
    select
        'provinces_reported' as figure,
        week_end,
        count(*) filter (where is_reported) as value,
        count(*) as whole,
        count(*) as n,
        week_end as until,
        false as is_at_least
    from mart_week_report
    group by week_end
    union all
    select
        'partners' as figure,
        week_end,
        partners as value,
        null as whole,
        partners as n,
        as_of as until,
        false as is_at_least
    from partner_sum

)

select
    figure,
    week_end,
    cast(value as double) as value,
    cast(whole as double) as whole,
    cast(n as bigint) as n,
    until,
    is_at_least
from joined
order by figure, week_end;
