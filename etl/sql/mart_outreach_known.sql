-- mart_outreach_known: of which days the data on activities can speak.
--
-- grain    one row per fiscal year, also where there is no activity in the data
-- sources  outreach, mart_fiscal_year, mart_outreach_rule
-- rules    contract.md 3: nothing is zero of which no file speaks. A fiscal year is
--          known when any row, of media too, was held in it up to its day. The time
--          that the data cover begins (begins_on) with the fiscal year of the first
--          row, or after the last fiscal year without any, and ends with the last row
--          up to the day (last_on). is_current: the last row is no more than
--          current_months before the day; only then is silence up to the day taken for
--          no activity, and that of the months before it (is_recent_known) only where
--          the data do not begin in them. has_real: there are rows that may belong to a
--          batch that is not made up; has_synthetic: to one that is
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
        any_value(fiscal_year.starts_on) as starts_on,
        count(outreach.activity_id) filter (
            where outreach.held_on >= fiscal_year.starts_on
        ) as activities_in_year,
        max(outreach.held_on) as last_on
    from mart_fiscal_year as fiscal_year
    left join outreach on fiscal_year.as_on >= outreach.held_on
    group by fiscal_year.fiscal_year_be

),

gap as (

    select
        counted.fiscal_year_be,
        max(silent.starts_on) + to_years(1) as ends_on
    from counted
    inner join counted as silent
        on
            counted.last_on >= silent.starts_on
            and silent.activities_in_year = 0
    group by counted.fiscal_year_be

),

joined as (

    select
        fiscal_year.fiscal_year_be,
        fiscal_year.starts_on,
        fiscal_year.as_on,
        cast(
            greatest(
                make_date(
                    year(span.first_on)
                    - case when month(span.first_on) < 10 then 1 else 0 end,
                    10,
                    1
                ),
                gap.ends_on
            ) as date
        ) as begins_on,
        counted.last_on,
        counted.activities_in_year,
        cast(fiscal_year.as_on - to_months(rule.recent_months) as date) as recent_after,
        coalesce(
            counted.last_on >= fiscal_year.as_on - to_months(rule.current_months), false
        ) as is_current,
        span.has_real,
        span.has_synthetic,
        span.status_rank
    from mart_fiscal_year as fiscal_year
    inner join counted on fiscal_year.fiscal_year_be = counted.fiscal_year_be
    left join gap on fiscal_year.fiscal_year_be = gap.fiscal_year_be
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
    is_current and begins_on <= recent_after + 1 as is_recent_known,
    is_current,
    has_real,
    has_synthetic,
    status_rank,
    case status_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        else 'official'
    end as data_status
from joined;
