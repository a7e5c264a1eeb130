-- mart_load_dataset: what was handed over for each dataset and what became of it.
--
-- grain    one row per dataset and data status; a dataset without a file has one row
--          with 0 files, files of no known dataset have dataset null
-- sources  load_file, dataset_info, dataset_status and the datasets themselves
-- rules    contract.md 1: rows_in = accepted + rejected + duplicate + superseded.
--          kept_rows are rows in force of earlier content of files that are refused
--          now, under the data status that they have: synthetic rows stay synthetic.
--          last_on is the last day that rows in force speak of (planned batches
--          aside), last_year_be the last year (B.E.) of datasets by year
-- used by  dashboard.queries.data_quality.load_datasets
create or replace table mart_load_dataset as

-- what stays of a refused file's earlier content is no row of a file handed over now
with outcome as (

    select
        dataset,
        data_status,
        status,
        case when status = 'kept' then 0 else rows_in end as rows_in,
        case when status = 'kept' then 0 else accepted end as accepted,
        case when status = 'kept' then 0 else rejected end as rejected,
        case when status = 'kept' then 0 else duplicate end as duplicate,
        case when status = 'kept' then 0 else superseded end as superseded,
        case when status = 'kept' then accepted else 0 end as kept
    from load_file

),

handed as (

    select
        dataset,
        data_status,
        count(*) filter (where status <> 'kept') as files,
        count(*) filter (where status = 'refused') as files_refused,
        cast(sum(rows_in) as bigint) as rows_in,
        cast(sum(accepted) as bigint) as accepted,
        cast(sum(rejected) as bigint) as rejected,
        cast(sum(duplicate) as bigint) as duplicate,
        cast(sum(superseded) as bigint) as superseded,
        cast(sum(kept) as bigint) as kept_rows
    from outcome
    group by dataset, data_status

),

latest_day as (

    select
        'tip_report' as dataset,
        data_status,
        last_on
    from dataset_status
    where dataset = 'tip_report'
    union all
    select
        'training_batch' as dataset,
        data_status,
        max(ended_on) as last_on
    from training_batch
    where status = 'held'
    group by data_status
    union all
    select
        'volunteer_roster' as dataset,
        data_status,
        max(as_of) as last_on
    from volunteer_roster
    group by data_status
    union all
    select
        'tip_outcome' as dataset,
        data_status,
        max(decided_on) as last_on
    from tip_outcome
    group by data_status
    union all
    select
        'referral' as dataset,
        data_status,
        max(referred_on) as last_on
    from referral
    group by data_status
    union all
    select
        'reporting' as dataset,
        data_status,
        max(period_end) as last_on
    from reporting
    group by data_status
    union all
    select
        'withdrawal' as dataset,
        data_status,
        max(withdrawn_on) as last_on
    from withdrawal
    group by data_status
    union all
    select
        'outreach' as dataset,
        data_status,
        max(held_on) as last_on
    from outreach
    group by data_status
    union all
    select
        'partner_network' as dataset,
        data_status,
        max(as_of) as last_on
    from partner_network
    group by data_status
    union all
    select
        'alarm_outcome' as dataset,
        data_status,
        max(decided_on) as last_on
    from alarm_outcome
    group by data_status

),

latest_year as (

    select
        'population' as dataset,
        data_status,
        max(year_be) as last_year_be
    from population
    group by data_status
    union all
    select
        'province_grade' as dataset,
        data_status,
        max(fiscal_year_be) as last_year_be
    from province_grade
    group by data_status
    union all
    select
        'province_risk' as dataset,
        data_status,
        max(fiscal_year_be) as last_year_be
    from province_risk
    group by data_status
    union all
    select
        'target' as dataset,
        data_status,
        max(fiscal_year_be) as last_year_be
    from target
    group by data_status
    union all
    select
        'training_participant' as dataset,
        data_status,
        max(fiscal_year_be) as last_year_be
    from training_participant
    group by data_status
    union all
    select
        'tip_tier' as dataset,
        data_status,
        max(report_year) + 543 as last_year_be
    from tip_tier
    group by data_status
    union all
    select
        'recommendation' as dataset,
        data_status,
        max(report_year) + 543 as last_year_be
    from recommendation
    group by data_status
    union all
    select
        'pillar_indicator' as dataset,
        data_status,
        max(year) + 543 as last_year_be
    from pillar_indicator
    group by data_status

),

joined as (

    select
        coalesce(dataset_info.dataset, handed.dataset) as dataset,
        dataset_info.title_th,
        dataset_info.title_en,
        coalesce(dataset_info.is_reference, false) as is_reference,
        handed.data_status,
        coalesce(handed.files, 0) as files,
        coalesce(handed.files_refused, 0) as files_refused,
        coalesce(handed.rows_in, 0) as rows_in,
        coalesce(handed.accepted, 0) as accepted,
        coalesce(handed.rejected, 0) as rejected,
        coalesce(handed.duplicate, 0) as duplicate,
        coalesce(handed.superseded, 0) as superseded,
        coalesce(handed.kept_rows, 0) as kept_rows,
        latest_day.last_on,
        latest_year.last_year_be
    from dataset_info
    full outer join handed on dataset_info.dataset = handed.dataset
    left join latest_day
        on
            handed.dataset = latest_day.dataset
            and handed.data_status = latest_day.data_status
    left join latest_year
        on
            handed.dataset = latest_year.dataset
            and handed.data_status = latest_year.data_status

)

select
    dataset,
    title_th,
    title_en,
    is_reference,
    data_status,
    files,
    files_refused,
    rows_in,
    accepted,
    rejected,
    duplicate,
    superseded,
    kept_rows,
    last_on,
    last_year_be
from joined
order by is_reference, dataset, data_status;
