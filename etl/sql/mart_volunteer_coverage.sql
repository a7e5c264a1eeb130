-- mart_volunteer_coverage: volunteers trained, and K per 100,000 people, on any day.
--
-- grain    one row per province and day of mart_coverage_day; that of a fiscal year is
--          the one of its as_on, is_year_day
-- sources  province, volunteer_roster, training_batch, mart_batch_volunteers,
--          mart_population_day, mart_coverage_day
-- rules    contract.md 7: the latest roster row with a figure; without one the sum over
--          held batches by home province (mart_batch_volunteers). No held batch
--          is 0; only batches that do not report is no data; some that do not is "at
--          least". K = volunteers_trained / population * 100000
-- used by  mart_province_coverage, mart_full_coverage, mart_coverage_break,
--          mart_key_figure, mart_province_volunteers, mart_refresher,
--          mart_week_priority, mart_concentration_curve, mart_layer_value,
--          mart_province_outreach, dashboard.queries.tips_beside
create or replace table mart_volunteer_coverage as

with roster as (

    select
        province_code,
        volunteers_trained,
        as_of,
        data_status,
        lead(as_of, 1, date '9999-12-31') over (
            partition by province_code
            order by as_of
        ) as until
    from volunteer_roster
    where volunteers_trained is not null

),

-- of each day on which batches of a province ended, and all days before it
batch_sum as (

    select
        province_code,
        ended_on as last_on,
        sum(sum(volunteers_trained)) over so_far as volunteers_trained,
        sum(count(*) - count(volunteers_trained)) over so_far as batches_not_reporting,
        min(min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end)) over so_far as status_rank,
        lead(ended_on, 1, date '9999-12-31') over so_far as until
    from mart_batch_volunteers
    group by province_code, ended_on
    window so_far as (
        partition by province_code
        order by ended_on
    )

),

hosted as (

    select
        host_province_code as province_code,
        ended_on as last_on,
        sum(count(distinct fiscal_year_be * 10000 + batch_no)) over so_far
            as batches_held,
        -- whose volunteers come from elsewhere counts for the host's figure, too
        min(min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end)) over so_far as status_rank,
        lead(ended_on, 1, date '9999-12-31') over so_far as until
    from mart_batch_volunteers
    group by host_province_code, ended_on
    window so_far as (
        partition by host_province_code
        order by ended_on
    )

),

any_batch as (

    select
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from training_batch

),

joined as (

    select
        coverage_day.on_day,
        coverage_day.fiscal_year_be,
        coverage_day.is_year_day,
        province.province_code,
        population.population,
        population.population_year_be,
        cast(coalesce(hosted.batches_held, 0) as bigint) as batches_held,
        cast(coalesce(batch_sum.batches_not_reporting, 0) as bigint)
            as batches_not_reporting,
        case
            when roster.province_code is not null then roster.volunteers_trained
            when batch_sum.province_code is null then 0
            else batch_sum.volunteers_trained
        end as volunteers_trained,
        case
            when roster.province_code is not null then 'roster'
            when
                batch_sum.province_code is null
                or batch_sum.volunteers_trained is not null
                then 'batches'
        end as volunteers_source,
        roster.province_code is null
        and batch_sum.volunteers_trained is not null
        and batch_sum.batches_not_reporting > 0 as volunteers_at_least,
        coalesce(roster.as_of, batch_sum.last_on) as volunteers_as_of,
        case
            when roster.province_code is not null then roster.data_status
            when
                coalesce(
                    least(batch_sum.status_rank, hosted.status_rank),
                    any_batch.status_rank
                ) = 1
                then 'synthetic'
            when
                coalesce(
                    least(batch_sum.status_rank, hosted.status_rank),
                    any_batch.status_rank
                ) = 2
                then 'ministry'
            else 'official'
        end as volunteers_status,
        population.data_status as population_status
    from mart_coverage_day as coverage_day
    cross join province
    cross join any_batch
    left join mart_population_day as population
        on
            coverage_day.on_day = population.on_day
            and province.province_code = population.province_code
    left join roster
        on
            province.province_code = roster.province_code
            and coverage_day.on_day >= roster.as_of
            and coverage_day.on_day < roster.until
    left join batch_sum
        on
            province.province_code = batch_sum.province_code
            and coverage_day.on_day >= batch_sum.last_on
            and coverage_day.on_day < batch_sum.until
    left join hosted
        on
            province.province_code = hosted.province_code
            and coverage_day.on_day >= hosted.last_on
            and coverage_day.on_day < hosted.until

)

select
    on_day,
    fiscal_year_be,
    is_year_day,
    province_code,
    population,
    population_year_be,
    batches_held,
    batches_not_reporting,
    cast(volunteers_trained as bigint) as volunteers_trained,
    volunteers_source,
    volunteers_at_least,
    volunteers_as_of,
    volunteers_trained * 100000.0 / population as volunteers_trained_per_100k,
    volunteers_status,
    population_status
from joined;
