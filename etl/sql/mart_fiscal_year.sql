-- mart_fiscal_year: the fiscal years the data speak of, and the day each is taken at.
--
-- grain    one row per fiscal year (B.E.), from 2563 or the first with data up to "now"
-- sources  now_on, training_batch, province_risk, province_grade
-- rules    contract.md 7: a year's date is its last day; in the current one the end of
--          "now". 1 October to 30 September, named by the year it ends in
-- used by  dashboard.queries.fiscal_years and the marts by year
create or replace table mart_fiscal_year as

with named as (

    select fiscal_year_be from training_batch
    where status = 'held'
    union
    select fiscal_year_be from province_risk
    union
    select fiscal_year_be from province_grade
    union
    select 2563 as fiscal_year_be

),

current_year as (

    select
        now_ends_on,
        year(now_ends_on) + 543 + case when month(now_ends_on) >= 10 then 1 else 0 end
            as fiscal_year_be
    from now_on

),

bounds as (

    select
        min(named.fiscal_year_be) as first_year,
        coalesce(min(current_year.fiscal_year_be), max(named.fiscal_year_be))
            as last_year
    from named
    cross join current_year

),

years as (

    select unnest(range(first_year, last_year + 1)) as fiscal_year_be
    from bounds

),

joined as (

    select
        years.fiscal_year_be,
        make_date(years.fiscal_year_be - 544, 10, 1) as starts_on,
        make_date(years.fiscal_year_be - 543, 9, 30) as ends_on,
        coalesce(years.fiscal_year_be = current_year.fiscal_year_be, false)
            as is_current,
        case
            when years.fiscal_year_be = current_year.fiscal_year_be
                then current_year.now_ends_on
            else make_date(years.fiscal_year_be - 543, 9, 30)
        end as as_on
    from years
    cross join current_year

)

select
    fiscal_year_be,
    starts_on,
    ends_on,
    as_on,
    is_current
from joined
order by fiscal_year_be;
