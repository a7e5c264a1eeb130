-- mart_coverage_day: the days at which volunteers and their coverage are taken.
--
-- grain    one row per day
-- sources  mart_fiscal_year, volunteer_roster, training_batch, now_on, mart_week
-- rules    contract.md 7: every fiscal year's day (its last; the end of "now" in the
--          current one), and the day a year before it, for comparisons; beside them the
--          end of every calendar quarter from the first roster or held batch up to
--          "now", and every Sunday of mart_week. fiscal_year_be is the year the day
--          lies in
-- used by  mart_population_day, mart_volunteer_coverage, mart_province_volunteers,
--          mart_volunteer_series
create or replace table mart_coverage_day as

with begun as (

    select as_of as on_day from volunteer_roster
    union all
    select ended_on as on_day from training_batch
    where status = 'held'

),

bounds as (

    select
        now_on.now_ends_on,
        year(min(begun.on_day)) * 4 + quarter(min(begun.on_day)) as first_quarter,
        year(now_on.now_ends_on) * 4 + quarter(now_on.now_ends_on) as last_quarter
    from now_on
    cross join begun
    group by now_on.now_ends_on

),

quarters as (

    select
        now_ends_on,
        unnest(range(first_quarter, last_quarter + 1)) as next_quarter
    from bounds

),

quarter_ends as (

    select
        now_ends_on,
        make_date(next_quarter // 4, next_quarter % 4 * 3 + 1, 1) - 1 as on_day
    from quarters

),

days as (

    select as_on as on_day from mart_fiscal_year
    union
    select cast(as_on - to_years(1) as date) as on_day from mart_fiscal_year
    union
    select on_day from quarter_ends
    where on_day <= now_ends_on
    union
    select week_end as on_day from mart_week

),

joined as (

    select
        days.on_day,
        year(days.on_day) + 543 + case when month(days.on_day) >= 10 then 1 else 0 end
            as fiscal_year_be,
        fiscal_year.as_on is not null as is_year_day,
        coalesce(quarter_ends.on_day <= quarter_ends.now_ends_on, false)
            as is_quarter_end
    from days
    left join mart_fiscal_year as fiscal_year on days.on_day = fiscal_year.as_on
    left join quarter_ends on days.on_day = quarter_ends.on_day

)

select
    on_day,
    fiscal_year_be,
    is_year_day,
    is_quarter_end
from joined
order by on_day;
