-- mart_report_state: what is known of each province's rows, period by period.
--
-- grain    one row per dataset with a reporting period (the schema's reportedBy: ISO
--          week, fiscal year or year), province and period, up to "now": the last
--          complete week, the fiscal year that "now" lies in, the last year that has
--          ended. The first is the fiscal year in which the first period of any of the
--          datasets ends, but none before the last fifteen fiscal years
-- sources  province, now_on, reported_dataset, row_in_force, mart_report_line,
--          mart_report_line_period
-- rules    contract.md 3: a counted zero, not reported and no data stay three things.
--          rows          rows in force are there
--          counted_zero  none is, and reports cover the whole period and are complete:
--                        0 rows were reported, or all that were reported fall into
--                        other periods of the same report. Of a year one report is
--                        enough, as one row is
--          not_reported  neither a row nor a report of the whole period, and it was
--                        expected: the dataset had begun (somebody's first row or
--                        report), and "now" has been reached (contract.md 6)
--          no_data       nothing can be known: the dataset had not begun, or a report
--                        announces rows that were not handed over and may lie here
--          rows_reported is null without a report, and where a longer one gives no
--          figure for this period. days_overdue runs from the last day of a period
--          that is not reported; a running year is not overdue. year_be is the fiscal
--          year that a week ends in, else the year itself. is_latest marks the last
--          period that has ended
-- used by  mart_report_overdue, mart_missing_province, mart_province_reported,
--          mart_tip_told, etl.why, etl.signals,
--          dashboard.queries.report_state, dashboard.queries.counts
create or replace table mart_report_state as

with loaded as (

    select
        dataset,
        province_code,
        period_start,
        cast(sum(rows) as bigint) as rows_loaded,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from row_in_force
    group by dataset, province_code, period_start

),

part_day as (

    select
        dataset,
        province_code,
        period_start,
        unnest(
            generate_series(
                greatest(line_start, period_start),
                least(line_end, period_end),
                interval 1 day
            )
        ) as on_day
    from mart_report_line_period
    where speaks_of_period and not covers_period

),

part as (

    select
        dataset,
        province_code,
        period_start,
        count(distinct on_day) as days
    from part_day
    group by dataset, province_code, period_start

),

reported as (

    select
        piece.dataset,
        piece.province_code,
        piece.period_start,
        bool_and(line.is_complete) as is_complete,
        bool_or(piece.covers_period) as is_covered,
        max(line.received_on) as report_received_on,
        case
            when bool_and(piece.is_inside_period) then sum(line.rows_reported)
            when max(line.rows_reported) = 0 then 0
        end as rows_reported,
        min(case line.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_report_line_period as piece
    inner join mart_report_line as line
        on
            piece.dataset = line.dataset
            and piece.province_code = line.province_code
            and piece.line_start = line.period_start
    where piece.speaks_of_period
    group by piece.dataset, piece.province_code, piece.period_start

),

spoken as (

    select
        dataset,
        period_start,
        status_rank
    from loaded
    union all
    select
        dataset,
        period_start,
        status_rank
    from reported

),

begun as (

    select
        reported_dataset.dataset,
        reported_dataset.reported_by,
        min(spoken.period_start) as begins_on,
        min(spoken.status_rank) as status_rank
    from reported_dataset
    left join spoken on reported_dataset.dataset = spoken.dataset
    group by reported_dataset.dataset, reported_dataset.reported_by

),

first_end as (

    select
        min(case reported_by
            when 'week' then begins_on + 6
            when 'year' then make_date(year(begins_on), 12, 31)
            else make_date(year(begins_on) + 1, 9, 30)
        end) as ends_on
    from begun

),

span as (

    select
        now_on.now_ends_on,
        year(now_on.now_ends_on)
        - case when month(now_on.now_ends_on) < 10 then 1 else 0 end as last_year,
        greatest(
            year(now_on.now_ends_on)
            - case when month(now_on.now_ends_on) < 10 then 1 else 0 end - 14,
            year(first_end.ends_on)
            - case when month(first_end.ends_on) < 10 then 1 else 0 end
        ) as first_year
    from now_on
    cross join first_end

),

week as (

    select
        now_ends_on,
        unnest(
            generate_series(
                cast(date_trunc('week', make_date(first_year, 10, 1)) as date),
                now_ends_on - 6,
                interval 7 day
            )
        ) as starts_at
    from span

),

years as (

    select
        now_ends_on,
        unnest(generate_series(first_year, last_year)) as year_ce
    from span

),

period as (

    select
        'week' as reported_by,
        cast(starts_at as date) as period_start,
        cast(starts_at + interval 6 day as date) as period_end,
        now_ends_on
    from week
    union all
    select
        'fiscal_year' as reported_by,
        make_date(year_ce, 10, 1) as period_start,
        make_date(year_ce + 1, 9, 30) as period_end,
        now_ends_on
    from years
    union all
    select
        'year' as reported_by,
        make_date(year_ce, 1, 1) as period_start,
        make_date(year_ce, 12, 31) as period_end,
        now_ends_on
    from years
    where make_date(year_ce, 12, 31) <= now_ends_on

),

ended as (

    select
        reported_by,
        max(period_end) as last_end
    from period
    where period_end <= now_ends_on
    group by reported_by

),

joined as (

    select
        begun.dataset,
        begun.reported_by,
        province.province_code,
        province.name_th,
        province.name_en,
        province.region6_ngc,
        period.period_start,
        period.period_end,
        period.now_ends_on,
        period.period_end > period.now_ends_on as is_running,
        period.period_end = ended.last_end as is_latest,
        case
            when begun.reported_by = 'year' then year(period.period_end) + 543
            else
                year(period.period_end) + 543
                + case when month(period.period_end) >= 10 then 1 else 0 end
        end as year_be,
        coalesce(loaded.rows_loaded, 0) as rows_loaded,
        cast(reported.rows_reported as bigint) as rows_reported,
        reported.report_received_on,
        case
            when loaded.rows_loaded > 0 then 'rows'
            when not reported.is_complete then 'no_data'
            when
                reported.is_covered
                or part.days >= 7
                or (
                    reported.dataset is not null
                    and begun.reported_by <> 'week'
                )
                then 'counted_zero'
            when period.period_start >= begun.begins_on then 'not_reported'
            else 'no_data'
        end as state,
        coalesce(
            least(loaded.status_rank, reported.status_rank), begun.status_rank
        ) as status_rank
    from begun
    inner join period on begun.reported_by = period.reported_by
    left join ended on begun.reported_by = ended.reported_by
    cross join province
    left join loaded
        on
            begun.dataset = loaded.dataset
            and province.province_code = loaded.province_code
            and period.period_start = loaded.period_start
    left join reported
        on
            begun.dataset = reported.dataset
            and province.province_code = reported.province_code
            and period.period_start = reported.period_start
    left join part
        on
            begun.dataset = part.dataset
            and province.province_code = part.province_code
            and period.period_start = part.period_start

)

select
    dataset,
    reported_by,
    province_code,
    name_th,
    name_en,
    region6_ngc,
    period_start,
    period_end,
    year_be,
    is_running,
    coalesce(is_latest, false) as is_latest,
    rows_loaded,
    rows_reported,
    report_received_on,
    state,
    case
        when state = 'not_reported' and not is_running then now_ends_on - period_end
    end as days_overdue,
    case status_rank
        when 1 then 'synthetic'
        when 2 then 'ministry'
        when 3 then 'official'
    end as data_status
from joined
order by dataset, period_start, province_code;
