"""What offices report period by period: the rows in force, and the periods' kinds.

Two tables that the marts of reporting read, made from each schema's `reportedBy` (week,
fiscal_year or year), so that no mart names the datasets one by one.
"""

import duckdb

from etl.datasets import Dataset, datasets
from etl.values import OFFSET
from etl.workspace import WORKSPACE

TABLE = "row_in_force"
READS = ()
KINDS = ("week", "fiscal_year", "year")


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make `reported_dataset` and `row_in_force` in the connection.

    reported_dataset  dataset, reported_by; in the workspace alone
    row_in_force      dataset, province_code, period_start, counted_on (null where rows
                      have a year and no day), data_status, rows: how many rows in force
                      speak of that day of that period; kept up (etl/changes.py)
    """
    known = [d for d in datasets().values() if d.reported_by]
    names = ", ".join(f"('{d.name}', '{d.reported_by}')" for d in known)
    con.execute(
        f"create or replace table {WORKSPACE}.reported_dataset as "
        f"from (values {names}) as known (dataset, reported_by)"
    )
    rows = " union all ".join(_rows(dataset) for dataset in known)
    con.execute(
        f"""
        create table if not exists row_in_force (
            dataset varchar, province_code varchar, period_start date,
            counted_on date, data_status varchar, rows bigint
        );
        merge into row_in_force using ({rows}) as change
            on row_in_force.dataset = change.dataset
            and row_in_force.province_code = change.province_code
            and row_in_force.period_start = change.period_start
            and row_in_force.counted_on is not distinct from change.counted_on
            and row_in_force.data_status = change.data_status
        when matched and row_in_force.rows + change.rows = 0 then delete
        when matched then update set rows = row_in_force.rows + change.rows
        when not matched then insert by name
        """
    )


def _rows(dataset: Dataset) -> str:
    """SQL of the change of a dataset's rows by province and day: one scan.

    They are grouped by what is stored; the period is worked out of the groups.
    """
    by = _stored_time(dataset)
    is_year = dataset.field(by).type == "year"
    return f"""
        select
            '{dataset.name}' as dataset,
            cast(province_code as varchar) as province_code,
            {_period_start(dataset, by)} as period_start,
            {"null::date" if is_year else by} as counted_on,
            cast(data_status as varchar) as data_status,
            rows
        from (
            select province_code, {by}, data_status, sum(change) as rows
            from {dataset.name}_change
            where row_state = 'accepted'
            group by province_code, {by}, data_status
            having rows <> 0
        )
    """


def _stored_time(dataset: Dataset) -> str:
    """The column that says of when a row is: in the key, else the day of "now"."""
    for name in dataset.key:
        if dataset.field(name).type in ("year", "date"):
            return name
    if dataset.now_field is None:
        raise ValueError(f"{dataset.name} is reported by period but has no time.")
    return dataset.now_field


def _period_start(dataset: Dataset, by: str) -> str:
    """SQL of the first day of the period that the time lies in."""
    if dataset.reported_by not in KINDS:
        raise ValueError(f"{dataset.name}: reportedBy is one of {', '.join(KINDS)}.")
    if dataset.field(by).type == "year":
        if dataset.reported_by == "year":
            return f"make_date({by} - {OFFSET}, 1, 1)"
        return f"make_date({by} - {OFFSET + 1}, 10, 1)"
    if dataset.reported_by == "week":
        return f"cast(date_trunc('week', {by}) as date)"
    if dataset.reported_by == "year":
        return f"make_date(year({by}), 1, 1)"
    before = f"case when month({by}) < 10 then 1 else 0 end"
    return f"make_date(year({by}) - {before}, 10, 1)"
