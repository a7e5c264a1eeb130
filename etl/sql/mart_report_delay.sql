-- mart_report_delay: how many days reports take, and tips until they are recorded.
--
-- grain    one row per measure, dataset and group: all, province, fiscal year, fiscal
--          quarter, province and fiscal year; what a group is not split by is null
-- sources  mart_report_line, tip_report_loaded, province, now_on
-- rules    measure 'report': days from the last day of a period to the day its report
--          came in (contract.md 3 `reporting`), in the fiscal year and quarter that the
--          period ends in. Measure 'entry': days from received_on of a tip to the
--          recorded_at of the version that was known first, where that gives one; of
--          the fiscal year of "now" and the one before. Median and p90 are the days
--          within which half and nine tenths had come; in time is within 7 days (a
--          working value)
-- used by  dashboard.queries.report_delay.delays
create or replace table mart_report_delay as

with recent as (

    select
        tip_id,
        province_code,
        received_on,
        recorded_at,
        known_from,
        row_state,
        data_status
    from tip_report_loaded
    where
        row_state <> 'duplicate'
        and received_on >= (
            select
                make_date(
                    year(now_ends_on)
                    - case when month(now_ends_on) < 10 then 2 else 1 end,
                    10, 1
                )
            from now_on
        )

),

-- of a tip with a history, the version that was known first
earliest as (

    select
        tip_id,
        arg_min(province_code, known_from) as province_code,
        arg_min(received_on, known_from) as received_on,
        case when min(recorded_at) = min(known_from) then min(recorded_at) end
            as recorded_at,
        arg_min(data_status, known_from) as data_status
    from recent
    where row_state = 'superseded'
    group by tip_id

),

entered as (

    select
        province_code,
        received_on,
        recorded_at,
        data_status
    from recent
    where
        row_state = 'accepted'
        and recorded_at is not null
        and recent.tip_id not in (select earliest.tip_id from earliest)
    union all
    select
        province_code,
        received_on,
        recorded_at,
        data_status
    from earliest
    where recorded_at is not null

),

tip as (

    select
        province_code,
        cast(date_trunc('quarter', received_on) as date) as quarter_on,
        datediff('day', received_on, recorded_at) as days,
        data_status,
        count(*) as counted
    from entered
    group by
        province_code,
        cast(date_trunc('quarter', received_on) as date),
        datediff('day', received_on, recorded_at),
        data_status

),

taken as (

    select
        'report' as measure,
        dataset,
        province_code,
        period_end as on_day,
        delay_days as days,
        data_status,
        1 as counted
    from mart_report_line
    union all
    select
        'entry' as measure,
        'tip_report' as dataset,
        province_code,
        quarter_on as on_day,
        days,
        data_status,
        counted
    from tip

),

dated as (

    select
        measure,
        dataset,
        province_code,
        year(on_day) + 543 + case when month(on_day) >= 10 then 1 else 0 end
            as fiscal_year_be,
        (quarter(on_day) % 4) + 1 as fiscal_quarter,
        days,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank,
        sum(counted) as counted
    from taken
    group by
        measure,
        dataset,
        province_code,
        year(on_day) + 543 + case when month(on_day) >= 10 then 1 else 0 end,
        (quarter(on_day) % 4) + 1,
        days

),

spread as (

    select
        measure,
        dataset,
        province_code,
        fiscal_year_be,
        fiscal_quarter,
        days,
        min(status_rank) as status_rank,
        sum(counted) as counted
    from dated
    group by
        grouping sets (
            (measure, dataset, days),
            (measure, dataset, province_code, days),
            (measure, dataset, fiscal_year_be, days),
            (measure, dataset, fiscal_year_be, fiscal_quarter, days),
            (measure, dataset, province_code, fiscal_year_be, days)
        )

),

ranked as (

    select
        measure,
        dataset,
        province_code,
        fiscal_year_be,
        fiscal_quarter,
        days,
        status_rank,
        counted,
        sum(counted) over (
            partition by
                measure, dataset, province_code, fiscal_year_be, fiscal_quarter
            order by days
            rows between unbounded preceding and current row
        ) as counted_by_then,
        sum(counted) over (
            partition by
                measure, dataset, province_code, fiscal_year_be, fiscal_quarter
        ) as counted_in_all
    from spread

),

joined as (

    select
        measure,
        dataset,
        province_code,
        fiscal_year_be,
        fiscal_quarter,
        cast(sum(counted) as bigint) as counted,
        min(days) filter (where counted_by_then * 2 >= counted_in_all) as median_days,
        min(days) filter (where counted_by_then * 10 >= counted_in_all * 9)
            as p90_days,
        max(days) as longest_days,
        coalesce(sum(counted) filter (where days <= 7), 0) / sum(counted)
            as in_time_share,
        min(status_rank) as status_rank
    from ranked
    group by measure, dataset, province_code, fiscal_year_be, fiscal_quarter

)

select
    joined.measure,
    joined.dataset,
    joined.province_code,
    province.name_th,
    province.name_en,
    joined.fiscal_year_be,
    joined.fiscal_quarter,
    joined.counted,
    joined.median_days,
    joined.p90_days,
    joined.longest_days,
    joined.in_time_share,
    case joined.status_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        else 'official'
    end as data_status
from joined
left join province on joined.province_code = province.province_code
order by
    joined.measure asc,
    joined.dataset asc,
    joined.fiscal_year_be asc nulls first,
    joined.fiscal_quarter asc nulls first,
    joined.province_code asc nulls first;
