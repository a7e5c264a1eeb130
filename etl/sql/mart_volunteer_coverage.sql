-- mart_volunteer_coverage: volunteers trained, and K per 100,000 people.
--
-- grain    one row per province and fiscal year
-- sources  province, volunteer_roster, training_batch, training_participant,
--          mart_population, mart_fiscal_year
-- rules    contract.md 7: the latest roster row with a figure; without one the sum over
--          held batches, by home province where a batch has participant rows, else by
--          host; made-up participants belong to made-up batches only. No held batch
--          is 0; only batches that do not report is no data; some that do not is "at
--          least". K = volunteers_trained / population * 100000
-- used by  mart_province_coverage, mart_full_coverage
create or replace table mart_volunteer_coverage as

with roster_ranked as (

    select
        fiscal_year.fiscal_year_be,
        roster.province_code,
        roster.volunteers_trained,
        roster.as_of,
        roster.data_status,
        row_number() over (
            partition by fiscal_year.fiscal_year_be, roster.province_code
            order by roster.as_of desc
        ) as choice
    from mart_fiscal_year as fiscal_year
    inner join volunteer_roster as roster
        on
            fiscal_year.as_on >= roster.as_of
            and roster.volunteers_trained is not null

),

home as (

    select
        batch.fiscal_year_be,
        batch.batch_no,
        batch.ended_on,
        participant.province_code,
        participant.volunteers_trained,
        batch.province_code = participant.province_code as is_host,
        case
            when 'synthetic' in (batch.data_status, participant.data_status)
                then 'synthetic'
            when 'ministry' in (batch.data_status, participant.data_status)
                then 'ministry'
            else 'official'
        end as data_status
    from training_batch as batch
    inner join training_participant as participant
        on
            batch.fiscal_year_be = participant.fiscal_year_be
            and batch.batch_no = participant.batch_no
            -- a batch that was handed over has only the number of a made-up one
            and (
                participant.data_status <> 'synthetic'
                or batch.data_status = 'synthetic'
            )
    where batch.status = 'held'

),

by_province as (

    select
        batch.ended_on,
        batch.province_code,
        batch.volunteers_trained,
        batch.data_status
    from training_batch as batch
    left join home
        on
            batch.fiscal_year_be = home.fiscal_year_be
            and batch.batch_no = home.batch_no
    where batch.status = 'held' and home.batch_no is null
    union all
    select
        ended_on,
        province_code,
        volunteers_trained,
        data_status
    from home

),

batch_sum as (

    select
        fiscal_year.fiscal_year_be,
        by_province.province_code,
        sum(by_province.volunteers_trained) as volunteers_trained,
        count(*) - count(by_province.volunteers_trained) as batches_not_reporting,
        max(by_province.ended_on) as last_on,
        min(case by_province.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_fiscal_year as fiscal_year
    inner join by_province on fiscal_year.as_on >= by_province.ended_on
    group by fiscal_year.fiscal_year_be, by_province.province_code

),

hosted as (

    select
        fiscal_year.fiscal_year_be,
        batch.province_code,
        count(distinct batch.fiscal_year_be * 10000 + batch.batch_no) as batches_held,
        -- whose volunteers come from elsewhere counts for the host's figure, too
        min(case
            when 'synthetic' in (batch.data_status, home.data_status) then 1
            when 'ministry' in (batch.data_status, home.data_status) then 2
            else 3
        end) as status_rank
    from mart_fiscal_year as fiscal_year
    inner join training_batch as batch
        on fiscal_year.as_on >= batch.ended_on and batch.status = 'held'
    left join home
        on
            batch.fiscal_year_be = home.fiscal_year_be
            and batch.batch_no = home.batch_no
    group by fiscal_year.fiscal_year_be, batch.province_code

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
        fiscal_year.fiscal_year_be,
        province.province_code,
        population.population,
        population.population_year_be,
        coalesce(hosted.batches_held, 0) as batches_held,
        coalesce(batch_sum.batches_not_reporting, 0) as batches_not_reporting,
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
    from mart_fiscal_year as fiscal_year
    cross join province
    cross join any_batch
    left join mart_population as population
        on
            fiscal_year.fiscal_year_be = population.fiscal_year_be
            and province.province_code = population.province_code
    left join roster_ranked as roster
        on
            fiscal_year.fiscal_year_be = roster.fiscal_year_be
            and province.province_code = roster.province_code
            and roster.choice = 1
    left join batch_sum
        on
            fiscal_year.fiscal_year_be = batch_sum.fiscal_year_be
            and province.province_code = batch_sum.province_code
    left join hosted
        on
            fiscal_year.fiscal_year_be = hosted.fiscal_year_be
            and province.province_code = hosted.province_code

)

select
    fiscal_year_be,
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
