-- mart_report_line: each report against the rows that were handed over for its days.
--
-- grain    one row per line of `reporting` that speaks of rows of its own kind
-- sources  reporting, mart_report_line_period
-- rules    contract.md 3: a line says how many rows there are for its days. It is
--          complete when at least as many are in force; delay_days runs from the last
--          day of the period to the day the report came in
-- used by  mart_report_state, mart_report_delay, mart_cross_file_flag
create or replace table mart_report_line as

with loaded as (

    select
        dataset,
        province_code,
        line_start,
        sum(rows_loaded) as rows_loaded
    from mart_report_line_period
    group by dataset, province_code, line_start

)

select
    reporting.dataset,
    reporting.province_code,
    reporting.period_start,
    reporting.period_end,
    reporting.received_on,
    reporting.received_on - reporting.period_end as delay_days,
    reporting.rows as rows_reported,
    cast(loaded.rows_loaded as bigint) as rows_loaded,
    loaded.rows_loaded >= reporting.rows as is_complete,
    reporting.data_status,
    reporting.source_file_id,
    reporting.source_sheet,
    reporting.source_line
from reporting
inner join loaded
    on
        reporting.dataset = loaded.dataset
        and reporting.province_code = loaded.province_code
        and reporting.period_start = loaded.line_start
order by reporting.dataset, reporting.province_code, reporting.period_start;
