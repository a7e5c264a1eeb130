-- mart_outreach_known: of which days the data on activities can speak.
--
-- grain    one row per fiscal year, also where there is no activity in the data
-- sources  outreach, mart_fiscal_year, mart_outreach_rule
-- rules    contract.md 3: nothing is zero of which no file speaks. A fiscal year is
--          known when any row, of media too, was held in it up to its day; the months
--          before it when any was held in them and the data begin no later. They begin
--          with the fiscal year of the first row. has_real: there are rows that may
--          belong to a batch that is not made up; has_synthetic: to one that is
-- used by  mart_province_outreach, mart_batch_outreach, mart_channel_promoted,
--          mart_outreach_gap, mart_outreach_total, mart_outreach_audience,
--          mart_outreach_medium
create or replace table mart_outreach_known as

with span as (

    select
        min(held_on) as first_on,
        count(*) filter (where data_status <> 'synthetic') > 0 as has_real,
        count(*) filter (where data_status = 'synthetic') > 0 as has_synthetic,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from outreach

),

counted as (

    select
        fiscal_year.fiscal_year_be,
        count(outreach.activity_id) as activities_ever,
        count(outreach.activity_id) filter (
            where outreach.held_on >= fiscal_year.starts_on
        ) as activities_in_year,
        count(outreach.activity_id) filter (
            where
            outreach.held_on
            > fiscal_year.as_on - to_months(rule.recent_months)
        ) as activities_recent,
        max(outreach.held_on) as last_on
    from mart_fiscal_year as fiscal_year
    cross join mart_outreach_rule as rule
    left join outreach on fiscal_year.as_on >= outreach.held_on
    group by fiscal_year.fiscal_year_be

),

joined as (

    select
        fiscal_year.fiscal_year_be,
        fiscal_year.starts_on,
        fiscal_year.as_on,
        make_date(
            year(span.first_on) - case when month(span.first_on) < 10 then 1 else 0 end,
            10,
            1
        ) as begins_on,
        counted.last_on,
        counted.activities_ever,
        counted.activities_in_year,
        counted.activities_recent,
        cast(fiscal_year.as_on - to_months(rule.recent_months) as date) as recent_after,
        span.has_real,
        span.has_synthetic,
        span.status_rank
    from mart_fiscal_year as fiscal_year
    inner join counted on fiscal_year.fiscal_year_be = counted.fiscal_year_be
    cross join span
    cross join mart_outreach_rule as rule

)

select
    fiscal_year_be,
    starts_on,
    as_on,
    begins_on,
    last_on,
    recent_after,
    activities_in_year > 0 as is_year_known,
    coalesce(activities_recent > 0 and begins_on <= recent_after + 1, false)
        as is_recent_known,
    activities_ever > 0 as is_any_known,
    has_real,
    has_synthetic,
    status_rank,
    case status_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        else 'official'
    end as data_status
from joined;
