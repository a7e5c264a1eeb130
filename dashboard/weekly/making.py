"""The week: tiles, sentences and tables of one page, as of any week that is known."""

from collections.abc import Iterator, Sequence
from datetime import date

import duckdb
import pandas as pd

from dashboard.disclosure import Audience
from dashboard.editions import Edition, editions
from dashboard.queries import weekly as queries
from dashboard.text import Lang, words
from dashboard.weekly.model import Tile, Week
from dashboard.weekly.rows import rows
from dashboard.weekly.series import (
    WEEK,
    Points,
    open_points,
    released_points,
)
from dashboard.weekly.settings import Settings, settings
from dashboard.weekly.tables import tables
from dashboard.weekly.tiles import tile

LANGS: tuple[Lang, ...] = ("th", "en")
RELEASED = ("tips", "referrals", "outcomes")
_STATUSES = ("synthetic", "ministry", "official")  # one row makes the whole so


class WeekError(ValueError):
    """No page can be made of a week; says which ones are known."""


def week(
    con: duckdb.DuckDBPyConnection,
    ends_on: date | None = None,
    audience: Audience = Audience.LEADERSHIP,
) -> Week:
    """The page of a week, as its Sunday knew it.

    Counts of tips, referrals and outcomes are those that were known by then. Batches
    are, where their file says when it was recorded; rosters, partners and risk count
    from the day or year that they speak of.

    Args:
        con: An open version.
        ends_on: The Sunday of a complete week; the last one without it.
        audience: Leadership or outside.

    Raises:
        WeekError: It is no Sunday of a complete week of the version.
    """
    known = queries.weeks(con)
    last = known["week_end"].iloc[-1].date()
    return next(weeks(con, [last if ends_on is None else ends_on], audience))


def weeks(
    con: duckdb.DuckDBPyConnection,
    wanted: Sequence[date],
    audience: Audience = Audience.LEADERSHIP,
) -> Iterator[Week]:
    """The pages of several weeks from one reading, in the order asked for.

    Raises:
        WeekError: As of `week`, before any is made.
    """
    known = queries.weeks(con)
    days = [day.date() for day in known["week_end"]]
    for ends_on in wanted:
        _require_known(ends_on, days)
    asked = sorted({day for one in wanted for day in (one - WEEK, one)})
    found: dict[date, Edition] = {}
    source = editions(con, asked, audience)
    for ends_on in wanted:
        while ends_on not in found:
            edition = next(source)
            found[edition.ends_on] = edition
        yield _made(con, found[ends_on], found[ends_on - WEEK])


def _require_known(ends_on: date, days: list[date]) -> None:
    if ends_on not in days:
        given = {
            "day": ends_on.isoformat(),
            "first": f"{days[0]:%G-W%V}" if days else "–",
            "last": f"{days[-1]:%G-W%V}" if days else "–",
        }
        both = (words("weekly_no_such_week", lang, **given) for lang in LANGS)
        raise WeekError("\n".join(both))


def _made(con: duckdb.DuckDBPyConnection, now: Edition, before: Edition) -> Week:
    using = settings()
    ends_on = now.ends_on
    return Week(
        iso_week=f"{ends_on:%G-W%V}",
        starts_on=ends_on - WEEK + (WEEK / 7),
        ends_on=ends_on,
        version=queries.version_name(con),
        data_status=_status(queries.datasets_status(con), using),
        rules_version=now.firsts.rules_version,
        method_version=using.version,
        sentences=(),
        tiles=_tiles(con, now, before, using),
        tables=tables(rows(con, ends_on), now, before, using),
    )


def _tiles(
    con: duckdb.DuckDBPyConnection, now: Edition, before: Edition, using: Settings
) -> tuple[Tile, ...]:
    figures = queries.week_figures(con, now.ends_on)

    def points(key: str) -> Points:
        if key in RELEASED:
            return released_points(now, before, key)
        return open_points(figures, key)

    return tuple(
        tile(setting, points(setting.key), now.ends_on, using)
        for setting in using.tiles
    )


def _status(of_datasets: pd.DataFrame, using: Settings) -> str:
    """Of all that a page is made of: a figure of any synthetic row is synthetic."""
    used = {dataset for setting in using.tiles for dataset in setting.datasets}
    mine = of_datasets[of_datasets["dataset"].isin(used)]["data_status"]
    return next((status for status in _STATUSES if status in set(mine)), "official")
