-- mart_volunteer_total: the country's volunteers in a fiscal year: refreshers, losses.
--
-- grain    one row per fiscal year
-- sources  mart_refresher, mart_volunteer_change
-- rules    a sum is that of the provinces with a figure, and how many those are stands
--          beside it (due_provinces, dated_provinces, undated_provinces, compared of
--          provinces); where a batch does not report, due_at_least and dated_at_least
--          say so. Losses are the changes below 0, gains not set against them; those
--          without a comparison are counted by reason
-- used by  dashboard.queries.training_volunteers
create or replace table mart_volunteer_total as

with refresher as (

    select
        fiscal_year_be,
        as_on,
        refresher_half_life_months,
        count(*) as provinces,
        sum(refresher_due) as refresher_due,
        count(refresher_due) as due_provinces,
        sum(batches_due_not_reporting) as batches_due_not_reporting,
        sum(batches_not_reporting) as batches_not_reporting,
        sum(volunteers_dated) as volunteers_dated,
        sum(cast(volunteers_fresh as decimal(18, 6))) as volunteers_fresh,
        count(volunteers_dated) as dated_provinces,
        sum(volunteers_undated) as volunteers_undated,
        count(volunteers_undated) as undated_provinces,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_refresher
    group by fiscal_year_be, as_on, refresher_half_life_months

),

changes as (

    select
        fiscal_year_be,
        min(before_on) as before_on,
        count(change) as compared,
        count(*) filter (where change < 0) as provinces_lost,
        count(*) filter (where change = 0) as provinces_same,
        count(*) filter (where change > 0) as provinces_gained,
        sum(change) filter (where change < 0) as volunteers_lost,
        sum(change) as change,
        count(*) filter (where comparison = 'no_roster') as no_roster,
        count(*) filter (where comparison = 'no_earlier_roster') as no_earlier_roster,
        count(*) filter (where comparison = 'same_roster') as same_roster,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            when 'official' then 3
        end) as status_rank
    from mart_volunteer_change
    group by fiscal_year_be

),

joined as (

    select
        refresher.*,
        refresher.batches_due_not_reporting > 0 as due_at_least,
        changes.before_on,
        changes.compared,
        changes.provinces_lost,
        changes.provinces_same,
        changes.provinces_gained,
        changes.volunteers_lost,
        changes.change,
        changes.no_roster,
        changes.no_earlier_roster,
        changes.same_roster,
        least(refresher.status_rank, changes.status_rank) as worst_rank
    from refresher
    inner join changes on refresher.fiscal_year_be = changes.fiscal_year_be

)

select
    fiscal_year_be,
    as_on,
    provinces,
    refresher_half_life_months,
    cast(refresher_due as bigint) as refresher_due,
    due_at_least,
    due_provinces,
    cast(batches_due_not_reporting as bigint) as batches_due_not_reporting,
    cast(volunteers_dated as bigint) as volunteers_dated,
    batches_not_reporting > 0 as dated_at_least,
    dated_provinces,
    cast(batches_not_reporting as bigint) as batches_not_reporting,
    cast(volunteers_fresh as double) as volunteers_fresh,
    cast(volunteers_fresh as double) / nullif(volunteers_dated, 0) as fresh_share,
    cast(volunteers_undated as bigint) as volunteers_undated,
    undated_provinces,
    before_on,
    compared,
    provinces_lost,
    provinces_same,
    provinces_gained,
    cast(volunteers_lost as bigint) as volunteers_lost,
    cast(change as bigint) as change,
    no_roster,
    no_earlier_roster,
    same_roster,
    case worst_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        else 'official'
    end as data_status
from joined;
