-- mart_refresher: how fresh what was taught still is, and for whom a refresher is due.
--
-- grain    one row per province and fiscal year, at the year's day
-- sources  mart_fiscal_year, mart_batch_volunteers, mart_volunteer_coverage, risk_model
-- rules    data/risk_model.toml [training]: half of what was taught is gone after
--          refresher_half_life_months, a working value. A batch's refresher is due on
--          due_on, so many calendar months after its last day; volunteers_fresh = sum
--          of volunteers_trained * 0.5 ^ (days since / days until due_on), so that it
--          is the half on due_on; refresher_due = volunteers of batches whose due_on is
--          not after the day. By home province (mart_batch_volunteers). No held batch
--          (none due) is 0; only batches that do not report is no data; some that do
--          not is "at least". Volunteers whom only a roster counts have no day of
--          training: volunteers_undated, those by which the roster's figure exceeds
--          that of the batches up to the roster's day, never due; no batch tells of
--          refreshers that were given, so that nobody is taken off
-- used by  mart_volunteer_total, dashboard.queries.training_volunteers
create or replace table mart_refresher as

with dated as (

    select
        fiscal_year.fiscal_year_be,
        fiscal_year.as_on,
        batch.province_code,
        batch.volunteers_trained,
        batch.ended_on,
        cast(
            batch.ended_on + to_months(risk_model.refresher_half_life_months) as date
        ) as due_on,
        case batch.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end as status_rank
    from mart_fiscal_year as fiscal_year
    inner join mart_batch_volunteers as batch
        on fiscal_year.as_on >= batch.ended_on
    cross join risk_model

),

summed as (

    select
        fiscal_year_be,
        province_code,
        count(*) as batches,
        count(*) - count(volunteers_trained) as batches_not_reporting,
        sum(volunteers_trained) as volunteers_dated,
        -- as decimals the sum is the same in any order
        sum(cast(
            volunteers_trained
            * power(0.5, (as_on - ended_on) / cast(due_on - ended_on as double))
            as decimal(18, 6)
        )) as volunteers_fresh,
        count(*) filter (where due_on <= as_on) as batches_due,
        count(*) filter (where due_on <= as_on and volunteers_trained is null)
            as batches_due_not_reporting,
        sum(volunteers_trained) filter (where due_on <= as_on) as refresher_due,
        max(ended_on) as last_batch_on,
        min(status_rank) as status_rank
    from dated
    group by fiscal_year_be, province_code

),

up_to_roster as (

    select
        dated.fiscal_year_be,
        dated.province_code,
        sum(dated.volunteers_trained) as volunteers_dated
    from dated
    inner join mart_volunteer_coverage as coverage
        on
            dated.fiscal_year_be = coverage.fiscal_year_be
            and dated.province_code = coverage.province_code
            and dated.ended_on <= coverage.volunteers_as_of
            and coverage.is_year_day
            and coverage.volunteers_source = 'roster'
    group by dated.fiscal_year_be, dated.province_code

),

joined as (

    select
        coverage.fiscal_year_be,
        coverage.on_day as as_on,
        coverage.province_code,
        coverage.volunteers_trained,
        coverage.volunteers_source,
        coverage.volunteers_at_least,
        coalesce(summed.batches, 0) as batches,
        coalesce(summed.batches_not_reporting, 0) as batches_not_reporting,
        coalesce(summed.batches_due, 0) as batches_due,
        coalesce(summed.batches_due_not_reporting, 0) as batches_due_not_reporting,
        summed.last_batch_on,
        case when summed.batches is null then 0 else summed.volunteers_dated end
            as volunteers_dated,
        case when summed.batches is null then 0 else summed.volunteers_fresh end
            as volunteers_fresh,
        case
            when coalesce(summed.batches_due, 0) = 0 then 0
            else summed.refresher_due
        end as refresher_due,
        case
            when coverage.volunteers_status = 'synthetic' then 'synthetic'
            when summed.status_rank = 1 then 'synthetic'
            when coverage.volunteers_status = 'ministry' then 'ministry'
            when summed.status_rank = 2 then 'ministry'
            else 'official'
        end as data_status,
        up_to_roster.volunteers_dated as dated_up_to_roster,
        risk_model.refresher_half_life_months
    from mart_volunteer_coverage as coverage
    cross join risk_model
    left join up_to_roster
        on
            coverage.fiscal_year_be = up_to_roster.fiscal_year_be
            and coverage.province_code = up_to_roster.province_code
    left join summed
        on
            coverage.fiscal_year_be = summed.fiscal_year_be
            and coverage.province_code = summed.province_code
    where coverage.is_year_day

)

select
    fiscal_year_be,
    as_on,
    province_code,
    refresher_half_life_months,
    batches,
    batches_not_reporting,
    last_batch_on,
    cast(volunteers_dated as bigint) as volunteers_dated,
    volunteers_dated is not null and batches_not_reporting > 0 as dated_at_least,
    cast(volunteers_fresh as double) as volunteers_fresh,
    cast(volunteers_fresh as double) / nullif(volunteers_dated, 0) as fresh_share,
    batches_due,
    batches_due_not_reporting,
    cast(refresher_due as bigint) as refresher_due,
    refresher_due is not null and batches_due_not_reporting > 0 as due_at_least,
    case
        when refresher_due > 0
            then rank() over (
                partition by fiscal_year_be order by refresher_due desc nulls last
            )
    end as due_rank,
    volunteers_trained,
    volunteers_source,
    cast(
        case volunteers_source
            when 'roster'
                then greatest(0, volunteers_trained - coalesce(dated_up_to_roster, 0))
            when 'batches' then 0
        end as bigint
    ) as volunteers_undated,
    data_status
from joined;
