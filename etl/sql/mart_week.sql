-- mart_week: the complete weeks of which a weekly page can be made.
--
-- grain    one row per ISO week, from the first one that lies wholly in a fiscal year
--          of the data up to "now"
-- sources  mart_fiscal_year, now_on
-- rules    contract.md 6: "now" is the last complete ISO week of the data. A week
--          belongs to the fiscal year in which its Sunday lies
-- used by  mart_coverage_day, mart_week_batch, mart_week_priority, mart_week_report,
--          mart_week_figure, dashboard.queries.weekly
create or replace table mart_week as

with bounds as (

    select
        cast(date_trunc('week', min(fiscal_year.starts_on) + 6) as date) as first_start,
        now_on.now_ends_on
    from mart_fiscal_year as fiscal_year
    cross join now_on
    group by now_on.now_ends_on

),

weeks as (

    select
        unnest(
            generate_series(first_start, now_ends_on - 6, interval 7 day)
        ) as starts_at
    from bounds

),

joined as (

    select
        cast(starts_at as date) as week_start,
        cast(starts_at + interval 6 day as date) as week_end
    from weeks

)

select
    week_start,
    week_end,
    strftime(week_start, '%G-W%V') as iso_week,
    year(week_end) + 543 + case when month(week_end) >= 10 then 1 else 0 end
        as fiscal_year_be
from joined
order by week_start;
