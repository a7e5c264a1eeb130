"""The table `mart_tip_delay`: how many weeks tips take to become known."""

from __future__ import annotations

import duckdb

from etl import workspace
from etl.signals import changes

TABLE = "mart_tip_delay"
READS = ("mart_tip_known", "mart_report_state", "mart_tip_told")


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table in the connection's current database.

    A row per weeks_after, from 0 to 8, after which a week is taken as complete: of the
    country, by the 52 weeks up to "now", as known now. tips are the tips of weeks old
    enough to show that delay that were known by then; share_known (0 to 1) is the part
    of a week known by then, share_low and share_high its 95 % limits; all null where no
    week was old enough.
    """
    con.execute(
        f"create or replace table {TABLE} (weeks_after integer, share_known double, "
        "share_low double, share_high double, tips bigint)"
    )
    known = changes.known(con)
    if known is not None:
        workspace.insert(con, TABLE, _rows(known))


def _rows(known: changes.Known) -> list[list[object]]:
    from methods import as_known
    from methods.reporting_delay import Delays, share_limits

    found = as_known.known_delays(as_known.knowledge(known.changes, known.told))
    last = Delays(*(each[:, -1] for each in found))
    low, high = share_limits(last)
    columns = (last.share, low, high)
    return [
        [weeks, *(None if value != value else value for value in figures), int(tips)]
        for weeks, (*figures, tips) in enumerate(
            zip(*(each.tolist() for each in columns), last.known.tolist(), strict=True)
        )
    ]
