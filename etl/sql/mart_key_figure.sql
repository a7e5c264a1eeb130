-- mart_key_figure: the figures by which a version is compared with the one before.
--
-- grain    one row per figure of this version; value null is "no data"
-- sources  tip_report, training_batch, mart_volunteer_coverage, mart_full_coverage,
--          mart_fiscal_year, load_file, dataset_status, now_on
-- rules    contract.md 6, 7: coverage at the end of "now"; national coverage over the
--          provinces with a figure; zero and no data are counted apart; K* is the one
--          of provinces without a target of their own; rejected_share is of the rows
--          that were handed over. What rests on any synthetic row is synthetic
-- used by  etl.history, mart_version_change
create or replace table mart_key_figure as

with status_rank as (

    select
        dataset,
        min(
            case data_status
                when 'synthetic' then 1
                when 'ministry' then 2
                else 3
            end
        ) as status_rank
    from dataset_status
    where rows > 0
    group by dataset

),

coverage as (

    select
        coverage.volunteers_trained,
        coverage.population,
        coverage.volunteers_trained_per_100k,
        full_coverage.full_coverage_per_100k,
        full_coverage.full_coverage_source,
        full_coverage.full_coverage_status,
        case
            when
                'synthetic' in (coverage.volunteers_status, coverage.population_status)
                then 1
            when
                'ministry' in (coverage.volunteers_status, coverage.population_status)
                then 2
            else 3
        end as status_rank
    from mart_volunteer_coverage as coverage
    inner join mart_fiscal_year as fiscal_year
        on
            coverage.on_day = fiscal_year.as_on
            and fiscal_year.is_current
    left join mart_full_coverage as full_coverage
        on
            coverage.fiscal_year_be = full_coverage.fiscal_year_be
            and coverage.province_code = full_coverage.province_code

),

covered as (

    select
        sum(volunteers_trained) as volunteers_trained,
        sum(volunteers_trained) * 100000.0
        / nullif(sum(population) filter (where volunteers_trained is not null), 0)
            as volunteers_trained_per_100k,
        count(*) filter (where volunteers_trained_per_100k = 0) as at_zero,
        count(*) filter (where volunteers_trained_per_100k is null) as without_data,
        min(status_rank) as status_rank
    from coverage

),

full_coverage as (

    select
        min(full_coverage_per_100k) as full_coverage_per_100k,
        min(
            case full_coverage_status
                when 'synthetic' then 1
                when 'ministry' then 2
                else 3
            end
        ) as status_rank
    from coverage
    where full_coverage_source <> 'target_province'

),

tips as (

    select
        count(*) as tips,
        count(*) filter (
            where received_on between now_on.now_ends_on - 6 and now_on.now_ends_on
        ) as tips_in_last_week
    from tip_report
    cross join now_on

),

batches as (

    select count(*) as batches_held
    from training_batch
    where status = 'held'

),

handed as (

    select
        sum(rejected) / nullif(sum(rows_in), 0) as rejected_share,
        min(case data_status when 'synthetic' then 1 else 2 end) as status_rank
    from load_file
    where status <> 'kept' and origin <> 'reference'

),

joined as (

    select
        1 as position,
        'tips' as figure,
        'tip' as unit,
        tips as value,
        (
            select status_rank from status_rank
            where dataset = 'tip_report')
            as status_rank
    from tips
    union all
    select
        2 as position,
        'tips_in_last_week' as figure,
        'tip' as unit,
        tips_in_last_week as value,
        (
            select status_rank from status_rank
            where dataset = 'tip_report')
            as status_rank
    from tips
    union all
    select
        3 as position,
        'batches_held' as figure,
        'batch' as unit,
        batches_held as value,
        (
            select status_rank from status_rank
            where dataset = 'training_batch')
            as status_rank
    from batches
    union all
    select
        4 as position,
        'volunteers_trained' as figure,
        'person' as unit,
        volunteers_trained as value,
        status_rank
    from covered
    union all
    select
        5 as position,
        'volunteers_trained_per_100k' as figure,
        'per_100k' as unit,
        volunteers_trained_per_100k as value,
        status_rank
    from covered
    union all
    select
        6 as position,
        'provinces_at_zero' as figure,
        'province' as unit,
        at_zero as value,
        status_rank
    from covered
    union all
    select
        7 as position,
        'provinces_without_data' as figure,
        'province' as unit,
        without_data as value,
        status_rank
    from covered
    union all
    select
        8 as position,
        'full_coverage_per_100k' as figure,
        'per_100k' as unit,
        full_coverage_per_100k as value,
        status_rank
    from full_coverage
    union all
    select
        9 as position,
        'rejected_share' as figure,
        'share' as unit,
        rejected_share as value,
        status_rank
    from handed

)

select
    position,
    figure,
    unit,
    cast(value as double) as value,
    case status_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        else 'official'
    end as data_status
from joined
order by position;
