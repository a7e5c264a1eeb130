-- mart_first_activity: how soon batches hold their first activity, as a curve.
--
-- grain    one row per fiscal year, area (region6_ngc or "all") and month after the
--          batch, 1 to followed_months
-- sources  mart_batch_outreach, mart_area, mart_fiscal_year, mart_outreach_rule
-- rules    of the batches that the data on activities observe, only those observed for
--          at least so many months (months_observed) are in the denominator: of the
--          others it cannot be known yet. Each month has its own denominator, so the
--          curve may fall. median_months is that of the batches observed for
--          followed_months, null when half of them had none by then; months as days /
--          days_per_month
-- used by  dashboard.queries.training_outreach.first_activities
create or replace table mart_first_activity as

with months as (

    select unnest(range(1, followed_months + 1)) as month
    from mart_outreach_rule

),

areas as (

    select distinct area from mart_area

),

batch as (

    select
        outreach.fiscal_year_be,
        area.area,
        outreach.months_observed,
        outreach.months_to_first,
        case outreach.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end as status_rank
    from mart_batch_outreach as outreach
    inner join mart_area as area on outreach.province_code = area.province_code
    where outreach.months_observed is not null

),

counted as (

    select
        fiscal_year.fiscal_year_be,
        areas.area,
        months.month,
        count(batch.months_observed) as batches_observed,
        count(batch.months_to_first) filter (
            where batch.months_to_first <= months.month
        ) as batches_begun,
        min(batch.status_rank) as status_rank
    from mart_fiscal_year as fiscal_year
    cross join areas
    cross join months
    left join batch
        on
            fiscal_year.fiscal_year_be = batch.fiscal_year_be
            and areas.area = batch.area
            and months.month <= batch.months_observed
    group by fiscal_year.fiscal_year_be, areas.area, months.month

),

followed as (

    select
        batch.fiscal_year_be,
        batch.area,
        count(*) as batches_followed,
        any_value(rule.followed_months) as followed_months,
        percentile_disc(0.5) within group (
            -- one without an activity comes after all others
            order by coalesce(batch.months_to_first, 1e9)
        ) as median_months
    from batch
    cross join mart_outreach_rule as rule
    where batch.months_observed >= rule.followed_months
    group by batch.fiscal_year_be, batch.area

),

joined as (

    select
        counted.fiscal_year_be,
        counted.area,
        counted.month,
        counted.batches_observed,
        counted.batches_begun,
        counted.status_rank,
        coalesce(followed.batches_followed, 0) as batches_followed,
        case
            when followed.median_months <= followed.followed_months
                then followed.median_months
        end as median_months
    from counted
    left join followed
        on
            counted.fiscal_year_be = followed.fiscal_year_be
            and counted.area = followed.area

)

select
    fiscal_year_be,
    area,
    month,
    batches_observed,
    batches_begun,
    batches_begun * 1.0 / nullif(batches_observed, 0) as begun_share,
    batches_followed,
    median_months,
    case status_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        else 'official'
    end as data_status
from joined;
