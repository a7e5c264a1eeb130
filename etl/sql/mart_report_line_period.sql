-- mart_report_line_period: which periods each line of `reporting` touches, and the rows
-- that were handed over for the days they share.
--
-- grain    one row per line of `reporting` and period (week, fiscal year or year: the
--          schema's reportedBy) that it touches
-- sources  reporting, reported_dataset, row_in_force (etl/reported.py)
-- rules    contract.md 3 and 6: made-up lines say nothing of an office's rows, nor an
--          office's lines of made-up rows. A line speaks of every week it touches, but
--          of a year only when it covers it or ends in it; rows that have a year and no
--          day are those of the years it speaks of
-- used by  mart_report_line, mart_report_state, mart_tip_told
create or replace table mart_report_line_period as

with owned as (

    select
        reported_dataset.dataset,
        reported_dataset.reported_by,
        coalesce(bool_or(row_in_force.data_status = 'synthetic'), false)
            as is_synthetic
    from reported_dataset
    left join row_in_force on reported_dataset.dataset = row_in_force.dataset
    group by reported_dataset.dataset, reported_dataset.reported_by

),

line as (

    select
        reporting.dataset,
        reporting.province_code,
        reporting.period_start as line_start,
        reporting.period_end as line_end,
        owned.reported_by
    from reporting
    inner join owned
        on
            reporting.dataset = owned.dataset
            and owned.is_synthetic = (reporting.data_status = 'synthetic')

),

touched as (

    select
        dataset,
        province_code,
        line_start,
        line_end,
        reported_by,
        unnest(
            generate_series(
                cast(date_trunc('week', line_start) as date),
                line_end,
                interval 7 day
            )
        ) as starts_at
    from line
    where reported_by = 'week'
    union all
    select
        dataset,
        province_code,
        line_start,
        line_end,
        reported_by,
        unnest(
            generate_series(
                case
                    when reported_by = 'year' then make_date(year(line_start), 1, 1)
                    else
                        make_date(
                            year(line_start)
                            - case when month(line_start) < 10 then 1 else 0 end,
                            10, 1
                        )
                end,
                line_end,
                interval 1 year
            )
        ) as starts_at
    from line
    where reported_by <> 'week'

),

dated as (

    select
        dataset,
        province_code,
        line_start,
        line_end,
        reported_by,
        cast(starts_at as date) as period_start,
        cast(
            case
                when reported_by = 'week' then starts_at + interval 6 day
                else starts_at + interval 1 year - interval 1 day
            end as date
        ) as period_end
    from touched

),

spoken as (

    select
        dataset,
        province_code,
        line_start,
        line_end,
        period_start,
        period_end,
        line_start <= period_start and line_end >= period_end as covers_period,
        line_start >= period_start and line_end <= period_end as is_inside_period,
        reported_by = 'week'
        or line_end <= period_end
        or (line_start <= period_start and line_end >= period_end)
            as speaks_of_period
    from dated

)

select
    spoken.dataset,
    spoken.province_code,
    spoken.line_start,
    spoken.line_end,
    spoken.period_start,
    spoken.period_end,
    spoken.covers_period,
    spoken.is_inside_period,
    spoken.speaks_of_period,
    cast(coalesce(sum(row_in_force.rows), 0) as bigint) as rows_loaded
from spoken
left join row_in_force
    on
        spoken.dataset = row_in_force.dataset
        and spoken.province_code = row_in_force.province_code
        and spoken.period_start = row_in_force.period_start
        and (
            row_in_force.counted_on between spoken.line_start and spoken.line_end
            or (row_in_force.counted_on is null and spoken.speaks_of_period)
        )
group by
    spoken.dataset,
    spoken.province_code,
    spoken.line_start,
    spoken.line_end,
    spoken.period_start,
    spoken.period_end,
    spoken.covers_period,
    spoken.is_inside_period,
    spoken.speaks_of_period;
