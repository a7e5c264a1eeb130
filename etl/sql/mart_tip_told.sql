-- mart_tip_told: when it was told what the weeks of tips hold, or that more is to come.
--
-- grain    one row per province and ISO week of mart_report_state's tip_report
-- sources  mart_report_state, mart_report_line_period, reporting_loaded
-- rules    contract.md 3 and 5. told_week_start (Monday): the week at whose end a
--          report of all of the week had come in, or reports of all its days; null
--          where none did, or where rows that it announces were not handed over. Then
--          announced_week_start is when it came in, and the week is neither reported
--          nor zero. Of a report that was handed in again, the first time counts.
--          is_expected is false before anybody had reported tips: no data
-- used by  mart_week_report, etl.signals, dashboard.queries.tips
create or replace table mart_tip_told as

with first_line as (

    select
        province_code,
        period_start as line_start,
        min(received_on) as received_on
    from reporting_loaded
    where dataset = 'tip_report' and row_state <> 'duplicate'
    group by province_code, period_start

),

piece as (

    select
        part.province_code,
        part.period_start,
        min(line.received_on) filter (where part.covers_period) as whole_on,
        max(line.received_on) as last_on
    from mart_report_line_period as part
    inner join first_line as line
        on
            part.province_code = line.province_code
            and part.line_start = line.line_start
    where part.dataset = 'tip_report' and part.speaks_of_period
    group by part.province_code, part.period_start

),

heard as (

    select
        state.province_code,
        state.period_start as week_start,
        state.state,
        cast(
            date_trunc('week', coalesce(piece.whole_on, piece.last_on)) as date
        ) as heard_week_start
    from mart_report_state as state
    left join piece
        on
            state.province_code = piece.province_code
            and state.period_start = piece.period_start
    where state.dataset = 'tip_report'

)

select
    province_code,
    week_start,
    case when state in ('rows', 'counted_zero') then heard_week_start end
        as told_week_start,
    case when state = 'no_data' then heard_week_start end as announced_week_start,
    state <> 'no_data' or heard_week_start is not null as is_expected
from heard
order by province_code, week_start;
