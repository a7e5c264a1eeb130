"""Through which channels tips come, exact, as known at any week's end.

For analysts on screen alone. "Known week" is the Monday of the week at whose end it is
asked; `narrowed.channel` is not looked at: shares are over all channels.
"""

from datetime import date

import duckdb
import pandas as pd

from dashboard.queries.tips import ALL, Narrowed


def channels(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The channels for reporting, in the order of their list.

    Returns:
        One row per channel: channel (code), name_th, name_en, contact.

    Source:
        tip_channel (etl/schema/tip_channel.json).
    """
    return con.execute(
        """
        select channel_code as channel, name_th, name_en, contact
        from tip_channel
        order by source_line
        """
    ).df()


def channel_weeks(
    con: duckdb.DuckDBPyConnection,
    known_week: date,
    since: date,
    narrowed: Narrowed = ALL,
) -> pd.DataFrame:
    """The tips of each week by channel.

    Args:
        con: An open version.
        known_week: The last week given, too.
        since: The Monday of the first week given.
        narrowed: Which tips are counted.

    Returns:
        One row per week_start (Monday) and channel (code) with tips, in order: tips
        (count).

    Source:
        mart_tip_history (etl/sql/mart_tip_history.sql).
    """
    return con.execute(
        """
        select week_start, channel, count(*) as tips
        from mart_tip_history
        where known_week_start <= $known_week
            and (left_week_start is null or left_week_start > $known_week)
            and week_start between $since and $known_week
            and ($region = '' or region = $region)
            and ($case_status = '' or case_status = $case_status)
            and ($form = '' or exploitation_forms in (
                select exploitation_forms from mart_form_line where form = $form
            ))
        group by week_start, channel
        order by week_start, channel
        """,
        {"known_week": known_week, "since": since, **_without_channel(narrowed)},
    ).df()


def channel_provinces(
    con: duckdb.DuckDBPyConnection,
    known_week: date,
    since: date,
    narrowed: Narrowed = ALL,
) -> pd.DataFrame:
    """The tips of each province by channel, over the weeks from since on.

    Returns:
        One row per province_code and channel (code) with tips, in order: tips (count).

    Source:
        mart_tip_history (etl/sql/mart_tip_history.sql).
    """
    return con.execute(
        """
        select cast(province_code as varchar) as province_code, channel,
            count(*) as tips
        from mart_tip_history
        where known_week_start <= $known_week
            and (left_week_start is null or left_week_start > $known_week)
            and week_start between $since and $known_week
            and ($region = '' or region = $region)
            and ($case_status = '' or case_status = $case_status)
            and ($form = '' or exploitation_forms in (
                select exploitation_forms from mart_form_line where form = $form
            ))
        group by province_code, channel
        order by province_code, channel
        """,
        {"known_week": known_week, "since": since, **_without_channel(narrowed)},
    ).df()


def _without_channel(narrowed: Narrowed) -> dict[str, str]:
    return {
        name: value for name, value in narrowed._asdict().items() if name != "channel"
    }
