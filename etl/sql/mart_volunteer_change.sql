-- mart_volunteer_change: registered volunteers of a province against a year before.
--
-- grain    one row per province and fiscal year
-- sources  mart_fiscal_year, mart_province_volunteers, province
-- rules    the latest roster row on or before the fiscal year's day, against that on or
--          before the day a year earlier: the change is of the time after
--          before_as_of, up to and including roster_as_of. There is a comparison only
--          where both are known and are not one and the same row ('no_roster',
--          'no_earlier_roster', 'same_roster'); without one the change is null, not 0.
--          loss_rank 1 lost most
-- used by  mart_volunteer_total, dashboard.queries.training_volunteers
create or replace table mart_volunteer_change as

with pairs as (

    select
        fiscal_year.fiscal_year_be,
        fiscal_year.as_on,
        latest.province_code,
        latest.volunteers_registered,
        latest.roster_as_of,
        latest.roster_status,
        earlier.on_day as before_on,
        earlier.volunteers_registered as before_registered,
        earlier.roster_as_of as before_as_of,
        earlier.roster_status as before_status,
        case
            when latest.roster_as_of is null then 'no_roster'
            when earlier.roster_as_of is null then 'no_earlier_roster'
            when earlier.roster_as_of = latest.roster_as_of then 'same_roster'
            else 'known'
        end as comparison
    from mart_fiscal_year as fiscal_year
    inner join mart_province_volunteers as latest
        on fiscal_year.as_on = latest.on_day
    inner join mart_province_volunteers as earlier
        on
            latest.province_code = earlier.province_code
            and cast(fiscal_year.as_on - to_years(1) as date) = earlier.on_day

),

joined as (

    select
        *,
        case when comparison = 'known' then volunteers_registered - before_registered
        end as change
    from pairs

)

select
    fiscal_year_be,
    as_on,
    before_on,
    province_code,
    comparison,
    volunteers_registered,
    roster_as_of,
    before_registered,
    before_as_of,
    change,
    change / nullif(before_registered, 0) as change_share,
    case
        when change < 0
            then rank() over (
                partition by fiscal_year_be order by change asc nulls last
            )
    end as loss_rank,
    case
        when 'synthetic' in (roster_status, before_status) then 'synthetic'
        when 'ministry' in (roster_status, before_status) then 'ministry'
        when 'official' in (roster_status, before_status) then 'official'
    end as data_status
from joined;
