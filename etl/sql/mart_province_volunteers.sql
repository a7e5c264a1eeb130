-- mart_province_volunteers: a province's volunteers on a day: registered, active,
-- trained, and the share of its tambons that they cover.
--
-- grain    one row per province and day of mart_coverage_day; null is "no data"
-- sources  mart_volunteer_coverage, volunteer_roster
-- rules    each figure is that of the latest roster row on or before the day in which
--          it is not null, so that each may come from another roster: its ..._as_of
--          says which. A share takes both its figures from one row: active_share that
--          of active_as_of, tambon_share that of tambon_share_as_of, with the figures
--          active_of_registered, share_tambons_covered, share_tambons_total; a share
--          of nothing is null. roster_as_of is that of volunteers_registered, which no
--          roster row lacks. Trained is K's figure (contract.md 7), and its
--          trained_roster_as_of is null where it is counted from batches, up to the
--          day itself; trained_rank 1 has the most per 100,000. data_status is of all
--          figures, roster_status of those that only the roster gives; made of any
--          synthetic row, it is synthetic
-- used by  mart_volunteer_series, mart_volunteer_change, mart_layer_value,
--          dashboard.queries.training_volunteers
create or replace table mart_province_volunteers as

with roster as (

    select
        province_code,
        as_of,
        volunteers_registered,
        volunteers_active,
        tambons_covered,
        tambons_total,
        volunteers_active is not null as has_active,
        tambons_covered is not null as has_covered,
        tambons_total is not null as has_total,
        tambons_covered is not null and coalesce(tambons_total, 0) > 0 as has_share,
        case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end as status_rank
    from volunteer_roster

),

latest as (

    -- max_by: the figure of the latest row; one roster has one row for a province
    select
        province_code,
        volunteers_registered,
        as_of as roster_as_of,
        lead(as_of, 1, date '9999-12-31') over so_far as until,
        max_by(volunteers_active, as_of) filter (where has_active) over so_far
            as volunteers_active,
        max_by(volunteers_registered, as_of) filter (where has_active) over so_far
            as active_of_registered,
        max(as_of) filter (where has_active) over so_far as active_as_of,
        max_by(tambons_covered, as_of) filter (where has_covered) over so_far
            as tambons_covered,
        max(as_of) filter (where has_covered) over so_far as tambons_covered_as_of,
        max_by(tambons_total, as_of) filter (where has_total) over so_far
            as tambons_total,
        max(as_of) filter (where has_total) over so_far as tambons_total_as_of,
        max_by(tambons_covered, as_of) filter (where has_share) over so_far
            as share_tambons_covered,
        max_by(tambons_total, as_of) filter (where has_share) over so_far
            as share_tambons_total,
        max(as_of) filter (where has_share) over so_far as tambon_share_as_of,
        least(
            status_rank,
            max_by(status_rank, as_of) filter (where has_active) over so_far,
            max_by(status_rank, as_of) filter (where has_covered) over so_far,
            max_by(status_rank, as_of) filter (where has_total) over so_far,
            max_by(status_rank, as_of) filter (where has_share) over so_far
        ) as status_rank
    from roster
    window so_far as (
        partition by province_code
        order by as_of
    )

),

joined as (

    select
        coverage.on_day,
        coverage.fiscal_year_be,
        coverage.is_year_day,
        coverage.province_code,
        latest.volunteers_registered,
        latest.roster_as_of,
        latest.volunteers_active,
        latest.active_of_registered,
        latest.active_as_of,
        latest.tambons_covered,
        latest.tambons_covered_as_of,
        latest.tambons_total,
        latest.tambons_total_as_of,
        latest.share_tambons_covered,
        latest.share_tambons_total,
        latest.tambon_share_as_of,
        coverage.volunteers_trained,
        coverage.volunteers_trained_per_100k,
        coverage.volunteers_at_least,
        coverage.volunteers_source,
        coverage.volunteers_as_of,
        case
            when coverage.volunteers_source = 'roster' then coverage.volunteers_as_of
        end as trained_roster_as_of,
        coverage.population,
        coverage.population_year_be,
        case latest.status_rank
            when 1 then 'synthetic'
            when 2 then 'ministry'
            when 3 then 'official'
        end as roster_status,
        case
            when latest.status_rank = 1 then 'synthetic'
            when
                'synthetic' in (coverage.volunteers_status, coverage.population_status)
                then 'synthetic'
            when latest.status_rank = 2 then 'ministry'
            when
                'ministry' in (coverage.volunteers_status, coverage.population_status)
                then 'ministry'
            else 'official'
        end as data_status
    from mart_volunteer_coverage as coverage
    left join latest
        on
            coverage.province_code = latest.province_code
            and coverage.on_day >= latest.roster_as_of
            and coverage.on_day < latest.until

)

select
    on_day,
    fiscal_year_be,
    is_year_day,
    province_code,
    volunteers_registered,
    roster_as_of,
    on_day - roster_as_of as days_old,
    volunteers_active,
    active_of_registered,
    active_as_of,
    volunteers_active / nullif(active_of_registered, 0) as active_share,
    tambons_covered,
    tambons_covered_as_of,
    tambons_total,
    tambons_total_as_of,
    share_tambons_covered,
    share_tambons_total,
    tambon_share_as_of,
    share_tambons_covered / share_tambons_total as tambon_share,
    volunteers_registered * 100000.0 / population as registered_per_100k,
    volunteers_active * 100000.0 / population as active_per_100k,
    volunteers_trained,
    volunteers_trained_per_100k,
    case
        when volunteers_trained_per_100k is not null
            then rank() over (
                partition by on_day, volunteers_trained_per_100k is null
                order by volunteers_trained_per_100k desc
            )
    end as trained_rank,
    volunteers_at_least,
    volunteers_source,
    volunteers_as_of,
    trained_roster_as_of,
    population,
    population_year_be,
    roster_status,
    data_status
from joined;
