"""What became known of tips and reports, week by week, as methods/ takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import duckdb

if TYPE_CHECKING:
    import numpy as np

    from methods.as_known import Changes


class Known(NamedTuple):
    """All that was ever known.

    Attributes:
        provinces: Codes, in order; the rows.
        starts: The Mondays from the first reported week to "now"; the columns.
        changes: As in methods/as_known.py.
        told: As there.
    """

    provinces: list[str]
    starts: np.ndarray
    changes: Changes
    told: np.ndarray


def known(con: duckdb.DuckDBPyConnection) -> Known | None:
    """What was known, or None where no week was reported: then no numpy is loaded.

    A week is told of when a report of all of it has come in, or reports of all its
    days; of a report that was handed in again, the first time counts.
    """
    found = con.execute(
        """
        select min(period_start), max(period_start)
        from mart_report_state
        where dataset = 'tip_report' and not is_running
            and period_start >= (select min(period_start) from mart_report_state
                where dataset = 'tip_report' and state in ('rows', 'counted_zero'))
        """
    ).fetchone()
    if found is None or found[0] is None:
        return None
    return _known(con, *found)


def _known(con: duckdb.DuckDBPyConnection, first: object, last: object) -> Known:
    import numpy as np

    from methods.as_known import Changes

    provinces = con.execute(
        "select list(province_code order by province_code) from province"
    ).fetchall()[0][0]
    starts = np.arange(np.datetime64(str(first)), np.datetime64(str(last)) + 1, 7)
    changes = con.execute(
        """
        with area as (
            select province_code, row_number() over (order by province_code) - 1 as area
            from province
        )
        select area.area, (mart.received_week_start - $first) // 7 as week,
            (mart.known_week_start - $first) // 7 as known,
            sum(mart.tips_added - mart.tips_removed)::double as tips
        from mart_tip_known as mart
        inner join area on mart.province_code = area.province_code
        where mart.received_week_start between $first and $last
        group by area.area, week, known
        having tips <> 0
        order by area.area, week, known
        """,
        {"first": first, "last": last},
    ).fetchnumpy()
    return Known(provinces, starts, Changes(*changes.values()), _told(con, first, last))


def _told(con: duckdb.DuckDBPyConnection, first: object, last: object) -> np.ndarray:
    """Provinces x weeks: the week in which a report came in, infinite without one."""
    found = con.execute(
        """
        select coalesce((mart.told_week_start - $first) // 7, 'inf'::double) as told
        from province
        cross join (select distinct week_start from mart_tip_told
            where week_start between $first and $last) as week
        left join mart_tip_told as mart
            on province.province_code = mart.province_code
                and week.week_start = mart.week_start
        order by province.province_code, week.week_start
        """,
        {"first": first, "last": last},
    ).fetchnumpy()["told"]
    provinces = con.execute("select count(*) from province").fetchall()[0][0]
    return found.reshape(provinces, -1)
