-- mart_programme_reach: whom the programme has reached, and what each province lacks.
--
-- grain    one row per province and fiscal year
-- sources  mart_province_coverage, mart_concentration_curve, training_batch,
--          mart_batch_volunteers, mart_fiscal_year
-- rules    contract.md 7. All is as of the year's day. A held batch up to the day
--          reaches its host and every province with a volunteer in it. volunteers_home
--          is null when no batch says where its volunteers come from;
--          batches_without_home counts, over the whole country, those that do not. Of
--          the batches still planned now the next one is the first that begins after
--          the day.
--          volunteers_needed = ceil((K* - K) * population / 100000), at least 0, null
--          where one of them is; at most that many where volunteers are "at least".
--          A figure computed from any synthetic input is synthetic
-- used by  mart_province_profile, dashboard.queries.training_risk
create or replace table mart_programme_reach as

with held as (

    select
        fiscal_year.fiscal_year_be,
        batch.fiscal_year_be as batch_year_be,
        batch.batch_no,
        batch.province_code,
        batch.ended_on,
        batch.data_status
    from mart_fiscal_year as fiscal_year
    inner join training_batch as batch
        on fiscal_year.as_on >= batch.ended_on and batch.status = 'held'

),

home as (

    select
        held.fiscal_year_be,
        held.batch_year_be,
        held.batch_no,
        held.ended_on,
        trained.province_code,
        trained.volunteers_trained,
        case trained.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end as status_rank
    from held
    inner join mart_batch_volunteers as trained
        on
            held.batch_year_be = trained.fiscal_year_be
            and held.batch_no = trained.batch_no
            and trained.is_by_home

),

hosted as (

    select
        fiscal_year_be,
        province_code,
        count(*) as batches_hosted,
        max(ended_on) as last_batch_on,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from held
    group by fiscal_year_be, province_code

),

from_home as (

    select
        fiscal_year_be,
        province_code,
        sum(volunteers_trained) as volunteers_home,
        max(case when volunteers_trained > 0 then ended_on end) as last_home_on,
        min(status_rank) as status_rank
    from home
    group by fiscal_year_be, province_code

),

homes_told as (

    select distinct
        fiscal_year_be,
        batch_year_be,
        batch_no
    from home

),

over_all as (

    select
        held.fiscal_year_be,
        count(homes_told.batch_no) as batches_with_home,
        count(*) - count(homes_told.batch_no) as batches_without_home
    from held
    left join homes_told
        on
            held.fiscal_year_be = homes_told.fiscal_year_be
            and held.batch_year_be = homes_told.batch_year_be
            and held.batch_no = homes_told.batch_no
    group by held.fiscal_year_be

),

later as (

    select
        fiscal_year.fiscal_year_be,
        batch.province_code,
        batch.status,
        batch.started_on,
        batch.fiscal_year_be as batch_year_be,
        batch.batch_no,
        case batch.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end as status_rank,
        row_number() over (
            partition by
                fiscal_year.fiscal_year_be, batch.province_code, batch.status
            order by batch.started_on, batch.fiscal_year_be, batch.batch_no
        ) as choice
    from mart_fiscal_year as fiscal_year
    inner join training_batch as batch
        on
            (batch.status = 'planned' and fiscal_year.as_on < batch.started_on)
            or (batch.status = 'held' and fiscal_year.as_on < batch.ended_on)

),

-- what a province without any batch rests on: that the others are all there are
any_batch as (

    select
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from training_batch

),

combined as (

    select
        coverage.fiscal_year_be,
        coverage.province_code,
        coverage.name_th,
        coverage.name_en,
        coverage.as_on,
        coalesce(hosted.batches_hosted, 0) as batches_hosted,
        hosted.last_batch_on,
        case
            when over_all.batches_with_home > 0
                then coalesce(from_home.volunteers_home, 0)
        end as volunteers_home,
        from_home.last_home_on,
        coalesce(over_all.batches_without_home, 0) as batches_without_home,
        hosted.province_code is not null
        or from_home.last_home_on is not null as is_reached,
        coverage.volunteers_trained,
        coverage.volunteers_source,
        coverage.volunteers_at_least,
        coverage.volunteers_as_of,
        planned.started_on as next_planned_on,
        planned.batch_year_be as next_planned_year_be,
        planned.batch_no as next_planned_batch_no,
        held_later.started_on as next_held_on,
        held_later.batch_year_be as next_held_year_be,
        held_later.batch_no as next_held_batch_no,
        coverage.risk_score,
        coverage.risk_level,
        coverage.risk_level_source,
        coverage.risk_band,
        coverage.coverage_gap,
        coverage.gap_rank,
        coverage.population,
        coverage.volunteers_trained_per_100k,
        coverage.full_coverage_per_100k,
        coverage.full_coverage_source,
        -- rounded first: a whole number of people must not grow by an error of 1e-15
        greatest(
            0,
            ceil(
                round(
                    coverage.full_coverage_per_100k * coverage.population / 100000.0
                    - coverage.volunteers_trained,
                    6
                )
            )
        ) as volunteers_needed,
        curve.province_code is not null as is_on_curve,
        least(
            case coverage.data_status
                when 'synthetic' then 1
                when 'ministry' then 2
                else 3
            end,
            coalesce(
                least(hosted.status_rank, from_home.status_rank),
                any_batch.status_rank
            ),
            planned.status_rank,
            held_later.status_rank
        ) as status_rank
    from mart_province_coverage as coverage
    cross join any_batch
    left join hosted
        on
            coverage.fiscal_year_be = hosted.fiscal_year_be
            and coverage.province_code = hosted.province_code
    left join from_home
        on
            coverage.fiscal_year_be = from_home.fiscal_year_be
            and coverage.province_code = from_home.province_code
    left join over_all
        on coverage.fiscal_year_be = over_all.fiscal_year_be
    left join later as planned
        on
            coverage.fiscal_year_be = planned.fiscal_year_be
            and coverage.province_code = planned.province_code
            and planned.status = 'planned'
            and planned.choice = 1
    left join later as held_later
        on
            coverage.fiscal_year_be = held_later.fiscal_year_be
            and coverage.province_code = held_later.province_code
            and held_later.status = 'held'
            and held_later.choice = 1
    left join mart_concentration_curve as curve
        on
            coverage.fiscal_year_be = curve.fiscal_year_be
            and coverage.province_code = curve.province_code

),

joined as (

    select
        *,
        case
            when
                volunteers_trained is not null
                and population is not null
                and full_coverage_per_100k is not null
                then cast(volunteers_needed as bigint)
        end as needed
    from combined

)

select
    fiscal_year_be,
    province_code,
    name_th,
    name_en,
    as_on,
    batches_hosted,
    last_batch_on,
    cast(volunteers_home as bigint) as volunteers_home,
    last_home_on,
    batches_without_home,
    is_reached,
    volunteers_trained,
    volunteers_source,
    volunteers_at_least,
    volunteers_as_of,
    next_planned_on,
    next_planned_year_be,
    next_planned_batch_no,
    next_held_on,
    next_held_year_be,
    next_held_batch_no,
    risk_score,
    risk_level,
    risk_level_source,
    risk_band,
    coverage_gap,
    gap_rank,
    population,
    volunteers_trained_per_100k,
    full_coverage_per_100k,
    full_coverage_source,
    needed as volunteers_needed,
    is_on_curve,
    case status_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        else 'official'
    end as data_status
from joined
order by fiscal_year_be, province_code;
