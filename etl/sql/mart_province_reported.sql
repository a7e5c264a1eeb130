-- mart_province_reported: the last period that each province has reported, by dataset.
--
-- grain    one row per province and dataset that is reported by period
-- sources  mart_report_state, now_on
-- rules    rows or a report of the whole period (a counted zero is one); a period that
--          has not begun by the end of "now" is none. last_end is null where nothing
--          was ever reported
-- used by  dashboard.queries.profile
create or replace table mart_province_reported as

select
    state.province_code,
    state.dataset,
    any_value(state.reported_by) as reported_by,
    max(state.period_end) filter (
        where state.state in ('rows', 'counted_zero')
    ) as last_end,
    max(state.year_be) filter (where state.state in ('rows', 'counted_zero'))
        as last_year_be
from mart_report_state as state
cross join now_on
where state.period_start <= now_on.now_ends_on
group by state.province_code, state.dataset;
