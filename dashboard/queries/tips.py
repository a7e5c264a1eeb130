"""Tips week by week, exact, as known at any week's end: for analysts on screen."""

from datetime import date
from typing import NamedTuple

import duckdb
import pandas as pd


class Narrowed(NamedTuple):
    """Which tips are counted; "" is all of them.

    Attributes:
        region: Code of the list region6_ngc.
        channel: Code of tip_channel.
        form: Code of a legal form of exploitation, its sub-forms included, or of one
            sub-form; a tip that states several forms counts in each, and as "not
            stated" only where it states none.
        case_status: Code of the list case_status.
    """

    region: str = ""
    channel: str = ""
    form: str = ""
    case_status: str = ""


ALL = Narrowed()


def tip_weeks(
    con: duckdb.DuckDBPyConnection,
    known_week: date,
    since: date,
    narrowed: Narrowed = ALL,
) -> pd.DataFrame:
    """The tips of each week and province as known at the end of a week.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked, the last one given.
        since: The Monday of the first week given.
        narrowed: Which tips are counted.

    Returns:
        One row per week_start (Monday) and province_code with tips, in order: tips
        (count). Weeks without any have no row: whether that is a zero is said by
        `reported_weeks`.

    Source:
        mart_tip_history, mart_form_line (etl/sql).
    """
    return con.execute(
        """
        select week_start, cast(province_code as varchar) as province_code,
            count(*) as tips
        from mart_tip_history
        where known_week_start <= $known_week
            and (left_week_start is null or left_week_start > $known_week)
            and week_start between $since and $known_week
            and ($region = '' or region = $region)
            and ($channel = '' or channel = $channel)
            and ($case_status = '' or case_status = $case_status)
            and ($form = '' or exploitation_forms in (
                select exploitation_forms from mart_form_line where form = $form
            ))
        group by week_start, province_code
        order by week_start, province_code
        """,
        {"known_week": known_week, "since": since, **narrowed._asdict()},
    ).df()


def reported_weeks(
    con: duckdb.DuckDBPyConnection, known_week: date, since: date
) -> pd.DataFrame:
    """Who had reported which week by the end of a week.

    Returns:
        One row per province and week_start (Monday), in order: province_code,
        is_reported (rows or a report that there are none had come in by then),
        is_announced (a report of rows had come in by then, and they were not handed
        over: neither reported nor zero), is_silent (not reported: neither of the two,
        from the first week of anybody's tips on), has_report (a report had come in, of
        rows or none).

    Source:
        mart_tip_told, mart_tip_known (etl/sql).
    """
    return con.execute(
        """
        with first_known as (
            select province_code, received_week_start as week_start,
                min(known_week_start) as known_week_start
            from mart_tip_known
            where tips_added > 0
            group by province_code, received_week_start
        )
        select told.week_start, told.province_code,
            coalesce(
                least(first_known.known_week_start, told.told_week_start)
                    <= $known_week,
                false
            ) as is_reported,
            not is_reported and coalesce(
                told.announced_week_start <= $known_week, false
            ) as is_announced,
            told.is_expected and not is_reported and not is_announced as is_silent,
            coalesce(
                coalesce(told.told_week_start, told.announced_week_start)
                    <= $known_week,
                false
            ) as has_report
        from mart_tip_told as told
        left join first_known
            on told.province_code = first_known.province_code
                and told.week_start = first_known.week_start
        where told.week_start between $since and $known_week
        order by told.week_start, told.province_code
        """,
        {"known_week": known_week, "since": since},
    ).df()


def reporting_provinces(con: duckdb.DuckDBPyConnection, known_week: date) -> list[str]:
    """The provinces of which any report on tips had come in by the end of a week.

    Where nobody reports, no province tells weeks without tips, and none is a zero.

    Source:
        mart_tip_told (etl/sql/mart_tip_told.sql).
    """
    rows = con.execute(
        """
        select distinct province_code
        from mart_tip_told
        where coalesce(told_week_start, announced_week_start) <= $known_week
        order by province_code
        """,
        {"known_week": known_week},
    ).fetchall()
    return [str(code) for (code,) in rows]
