"""The table `mart_tip_signal`: each week of each series, judged as it was known.

SQL fits no models, so this mart is made here; methods/watch.py judges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from etl import paths
from etl.signals import changes, fits

if TYPE_CHECKING:
    import numpy as np

    from etl.signals.changes import Known
    from methods.watch import Fits, Watched

TABLE = "mart_tip_signal"
READS = ("mart_tip_known", "mart_report_state", "mart_tip_told")
COUNTRY = "TH"
FIGURES = (
    *("known_share", "expected", "high", "alarm_from", "score"),
    *("total", "total_low", "total_high", "expected_whole", "high_whole"),
)


def load() -> None:
    """Load what weeks are judged with, before it is needed."""
    from methods import watch  # noqa: F401


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table in the connection's current database.

    A row per area_code (a province, or "TH" for their sum), week_start (Monday) and
    weeks_after: 0 to 3 as known so many weeks after the week's end, 4 as known now. In
    order of these; none for what lies after "now".

    tips is null where nothing had been heard by then, and report_state says why: "rows"
    or "counted_zero" with tips, else "not_reported" or "no_data" (mart_report_state).
    known_share (0 to 1) is the part of the week's tips usually known by then. method is
    how it was judged, "none" where it was not; history_weeks are the reported weeks it
    was compared with. tells_zeros is false where, before the week's block of four,
    `reporting` had spoken of less than half the weeks heard of in the last three years:
    zeros are not reported then, and the province is not judged. expected, high (19
    weeks of 20 lie at or below it) and alarm_from are counts of what is usually known
    by then; score is above 1 where is_alarm. total with total_low and total_high (95 %)
    are the tips in the end, null from the fourth week after on; expected_whole and
    high_whole are what to compare them with, of the whole week and of the same
    provinces.
    """
    con.execute(
        f"create or replace table {TABLE} (area_code varchar, week_start date, "
        "weeks_after integer, tips bigint, report_state varchar, known_share double, "
        "method varchar, history_weeks integer, expected double, high bigint, "
        "alarm_from bigint, score double, is_alarm boolean, total double, "
        "total_low double, total_high double, expected_whole double, "
        "high_whole bigint, tells_zeros boolean)"
    )
    fits.install(con)
    known = changes.known(con)
    if known is None:
        fits.write(con, {})
        return
    kept = fits.read(con)
    before = set(kept)
    _insert(con, _columns(known, judged(known, kept)))
    if set(kept) != before:
        fits.write(con, kept)


def judged(known: Known, kept: Fits | None = None) -> Watched:
    """All looks at all weeks, within the budget of false alarms."""
    from methods import alarm_budget, watch

    grids = alarm_budget.read(paths.DETECTION)
    rate = alarm_budget.rate_of(len(known.provinces) + 1)
    return watch.watch(known.changes, known.told, known.starts, grids, rate, kept)


def _columns(known: Known, found: Watched) -> dict[str, np.ndarray]:
    """The table's columns, but for report_state."""
    import numpy as np

    from methods import evidence

    looks, series, weeks = found.tips.shape
    last = weeks - 1
    column, look = np.arange(weeks), np.arange(looks)
    is_there = (column + look[:, None] <= last) | (look[:, None] == looks - 1)
    at = np.broadcast_to(is_there[:, None, :], found.tips.shape)
    place = np.nonzero(at)
    codes = np.array([*known.provinces, COUNTRY], dtype=object)
    columns = {
        "area_code": codes[place[1]],
        "week_start": known.starts[place[2]].astype("datetime64[s]"),
        "weeks_after": place[0],
        "method": np.array(evidence.NAMES, dtype=object)[found.method[at]],
        "history_weeks": found.history[at],
        "tells_zeros": found.tells_zeros[at],
    }
    return columns | {name: getattr(found, name)[at] for name in ("tips", *FIGURES)}


def _insert(con: duckdb.DuckDBPyConnection, columns: dict[str, np.ndarray]) -> None:
    """Add rows that DuckDB finds by the name of the argument; NaN becomes null."""
    figures = ", ".join(
        f"nullif({name}, 'nan'::double) as {name}" for name in ("tips", *FIGURES)
    )
    con.execute(
        f"""
        insert into {TABLE} by name
        with found as (
            select area_code, week_start::date as week_start,
                weeks_after::integer as weeks_after, method,
                nullif(history_weeks::integer, 0) as history_weeks, tells_zeros,
                {figures}
            from columns
        )
        select found.*, coalesce(score > 1, false) as is_alarm,
            case
                when tips > 0 then 'rows'
                when tips = 0 then 'counted_zero'
                when area_code = '{COUNTRY}' then 'not_reported'
                when state.state = 'no_data' then 'no_data'
                else 'not_reported'
            end as report_state
        from found
        left join mart_report_state as state
            on state.dataset = 'tip_report'
                and found.area_code = state.province_code
                and found.week_start = state.period_start
        order by area_code, week_start, weeks_after
        """
    )
