-- mart_fact_confidence: how well the official facts are confirmed.
--
-- grain    one row per dataset that holds official rows
-- sources  the official rows of every dataset with a column `confidence`
-- rules    the words in the rows are grouped by their beginning and their addition:
--          "verified in 3 sources" is verified, "single source, implied" is inferred;
--          "project code" and "working value" are our own. Unstated is null
-- used by  dashboard.queries.data_quality.fact_confidence
create or replace table mart_fact_confidence as

with fact as (

    select
        'code_list' as dataset,
        confidence
    from code_list
    union all
    select
        'exploitation_form' as dataset,
        confidence
    from exploitation_form
    union all
    select
        'pillar_indicator' as dataset,
        confidence
    from pillar_indicator
    where data_status = 'official'
    union all
    select
        'population' as dataset,
        confidence
    from population
    where data_status = 'official'
    union all
    select
        'programme_fact' as dataset,
        confidence
    from programme_fact
    union all
    select
        'province' as dataset,
        confidence
    from province
    union all
    select
        'province_neighbour' as dataset,
        confidence
    from province_neighbour
    union all
    select
        'risk_indicator' as dataset,
        confidence
    from risk_indicator
    union all
    select
        'target' as dataset,
        confidence
    from target
    where data_status = 'official'
    union all
    select
        'tip_channel' as dataset,
        confidence
    from tip_channel
    union all
    select
        'tip_tier' as dataset,
        confidence
    from tip_tier
    where data_status = 'official'
    union all
    select
        'training_batch' as dataset,
        confidence
    from training_batch
    where data_status = 'official'

),

graded as (

    select
        dataset,
        case
            when confidence like 'verified in%' then 'verified'
            when confidence like '%unverified%' then 'unverified'
            when confidence like '%tertiary%' then 'tertiary'
            when confidence like '%implied%' or confidence like '%inferred%'
                then 'inferred'
            when confidence like 'single source%' then 'single_source'
            when confidence like 'not found%' then 'not_found'
            when confidence in ('project code', 'working value') then 'own'
        end as grade
    from fact

),

joined as (

    select
        graded.dataset,
        dataset_info.title_th,
        dataset_info.title_en,
        graded.grade
    from graded
    inner join dataset_info on graded.dataset = dataset_info.dataset

)

select
    dataset,
    title_th,
    title_en,
    count(*) as facts,
    count(*) filter (where grade = 'verified') as verified,
    count(*) filter (where grade = 'single_source') as single_source,
    count(*) filter (where grade = 'inferred') as inferred,
    count(*) filter (where grade = 'tertiary') as tertiary,
    count(*) filter (where grade = 'unverified') as unverified,
    count(*) filter (where grade = 'own') as own,
    count(*) filter (where grade = 'not_found') as not_found,
    count(*) filter (where grade is null) as unstated
from joined
group by dataset, title_th, title_en
order by dataset;
