"""The table `mart_tip_budget`: how many false alarms are to be expected."""

from __future__ import annotations

import duckdb

from etl import workspace
from etl.signals import watched

TABLE = "mart_tip_budget"
READS = ("mart_tip_signal",)


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table in the connection's current database: one row, or none.

    series are watched (the provinces and the country); false_alarms_per_week are
    expected over all of them when nothing has risen; rate is what one of the looks at a
    week of a series is allowed; thresholds names the simulation that they are from.
    """
    con.execute(
        f"create or replace table {TABLE} (series integer, "
        "false_alarms_per_week double, looks integer, rate double, thresholds bigint)"
    )
    series = con.execute(
        f"select count(distinct area_code) from {watched.TABLE}"
    ).fetchall()[0][0]
    if series:
        workspace.insert(con, TABLE, [_row(series)])


def _row(series: int) -> list[object]:
    import tomllib

    from etl import paths
    from methods import alarm_budget, watch

    seed = tomllib.loads(paths.DETECTION.read_text(encoding="utf-8"))["seed"]
    return [
        series,
        alarm_budget.BUDGET,
        watch.LOOKS,
        alarm_budget.rate_of(series) * watch.ONE_LOOK,
        seed,
    ]
