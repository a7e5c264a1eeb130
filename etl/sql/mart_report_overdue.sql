-- mart_report_overdue: provinces from which nothing has come since some period.
--
-- grain    one row per dataset and province whose latest period that has ended is not
--          reported
-- sources  mart_report_state
-- rules    the silence is the unbroken row of periods up to "now" that are not reported
--          (contract.md 3; a running year aside). Overdue by the days from the end of
--          its first period to "now"; late from the eighth day on, as in
--          mart_report_delay. last_heard_on is the end of the last period with rows or
--          a report, null when there was none
-- used by  dashboard.queries.report_delay.overdue
create or replace table mart_report_overdue as

with heard as (

    select
        dataset,
        province_code,
        max(period_end) filter (
            where state in ('rows', 'counted_zero') or report_received_on is not null
        ) as last_heard_on
    from mart_report_state
    where not is_running
    group by dataset, province_code

),

joined as (

    select
        state.dataset,
        state.reported_by,
        state.province_code,
        heard.last_heard_on,
        count(*) as periods_overdue,
        min(state.period_start) as overdue_from,
        max(state.days_overdue) as days_overdue,
        min(state.data_status) as data_status
    from mart_report_state as state
    inner join heard
        on
            state.dataset = heard.dataset
            and state.province_code = heard.province_code
    where
        state.state = 'not_reported'
        and not state.is_running
        and (heard.last_heard_on is null or state.period_end > heard.last_heard_on)
    group by
        state.dataset, state.reported_by, state.province_code, heard.last_heard_on

)

select
    joined.dataset,
    joined.reported_by,
    joined.province_code,
    province.name_th,
    province.name_en,
    joined.last_heard_on,
    joined.periods_overdue,
    joined.overdue_from,
    joined.days_overdue,
    joined.days_overdue > 7 as is_late,
    joined.data_status
from joined
inner join province on joined.province_code = province.province_code
order by joined.dataset asc, joined.days_overdue desc, joined.province_code asc;
