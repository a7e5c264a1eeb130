"""The week: tiles, sentences and tables of one page, as of any week that is known."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import duckdb
import pandas as pd

from dashboard.disclosure import Audience
from dashboard.editions import Edition, editions
from dashboard.queries import names
from dashboard.queries import weekly as queries
from dashboard.text import words
from dashboard.weekly.material import Material
from dashboard.weekly.model import Tile, Week
from dashboard.weekly.phrases import LANGS
from dashboard.weekly.quarters import quarter_tile
from dashboard.weekly.rows import rows
from dashboard.weekly.sentences import sentences
from dashboard.weekly.series import (
    WEEK,
    open_points,
    released_points,
)
from dashboard.weekly.settings import Settings, settings
from dashboard.weekly.tables import tables
from dashboard.weekly.tiles import tile

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
    days = _known_days(con)
    return next(weeks(con, [days[-1] if ends_on is None else ends_on], audience))


def weeks(
    con: duckdb.DuckDBPyConnection,
    wanted: Sequence[date],
    audience: Audience = Audience.LEADERSHIP,
) -> Iterator[Week]:
    """The pages of several weeks from one reading, the earliest first.

    Raises:
        WeekError: As of `week`, before any is made.
    """
    days = _known_days(con)
    for ends_on in wanted:
        _require_known(ends_on, days)
    asked = sorted({day for one in wanted for day in (one - WEEK, one)})
    found: dict[date, Edition] = {}
    source = editions(con, asked, audience)
    for ends_on in sorted(set(wanted)):
        while ends_on not in found:
            edition = next(source)
            found[edition.ends_on] = edition
        yield _made(con, found[ends_on], found.pop(ends_on - WEEK))


def _known_days(con: duckdb.DuckDBPyConnection) -> list[date]:
    days = [day.date() for day in queries.weeks(con)["week_end"]]
    if not days:
        raise WeekError("\n".join(words("weekly_no_week", lang) for lang in LANGS))
    return days


def _require_known(ends_on: date, days: list[date]) -> None:
    if ends_on not in days:
        given = {
            "day": ends_on.isoformat(),
            "first": f"{days[0]:%G-W%V}",
            "last": f"{days[-1]:%G-W%V}",
        }
        both = (words("weekly_no_such_week", lang, **given) for lang in LANGS)
        raise WeekError("\n".join(both))


def _made(con: duckdb.DuckDBPyConnection, now: Edition, before: Edition) -> Week:
    found, ends_on = material(con, now, before), now.ends_on
    return Week(
        iso_week=f"{ends_on:%G-W%V}",
        starts_on=ends_on - timedelta(days=6),
        ends_on=ends_on,
        version=queries.version_name(con),
        data_status=_status(queries.datasets_status(con), found.using),
        rules_version=now.firsts.rules_version,
        method_version=found.using.version,
        sentences=sentences(found),
        tiles=tuple(found.tiles.values()),
        tables=found.tables,
    )


def material(con: duckdb.DuckDBPyConnection, now: Edition, before: Edition) -> Material:
    """What the sentences of a week are made of.

    Args:
        con: The version.
        now: The edition of the week.
        before: That of the week before.
    """
    using, found = settings(), rows(con, now.ends_on)
    agencies = queries.agencies(con)
    tiles, tiles_before = _tiles(con, now, before, agencies, using)
    channels = names.kind_names(con)
    return Material(
        now=now,
        before=before,
        tiles={one.key: one for one in tiles},
        tiles_before={one.key: one for one in tiles_before},
        rows=found,
        tables=tables(found, now, before, using),
        channels=channels[channels["kind_of"] == "channel"].set_index("kind"),
        agencies=agencies,
        using=using,
    )


def _tiles(
    con: duckdb.DuckDBPyConnection,
    now: Edition,
    before: Edition,
    agencies: pd.DataFrame,
    using: Settings,
) -> tuple[tuple[Tile, ...], tuple[Tile, ...]]:
    """The tiles of the week, and those that the week before had by the same points."""
    figures = queries.week_figures(con, now.ends_on)
    points = {
        setting.key: released_points(now, before, setting.key)
        if setting.key in RELEASED
        else open_points(figures, setting.key)
        for setting in using.tiles
    }
    this, last = (
        tuple(
            quarter_tile(setting, edition, agencies, using)
            if setting.usual == "quarters"
            else tile(setting, points[setting.key], edition.ends_on, using)
            for setting in using.tiles
        )
        for edition in (now, before)
    )
    return this, last


def _status(of_datasets: pd.DataFrame, using: Settings) -> str:
    """Of all that a page is made of: a figure of any synthetic row is synthetic."""
    used = {dataset for setting in using.tiles for dataset in setting.datasets}
    mine = of_datasets[of_datasets["dataset"].isin(used)]["data_status"]
    return next((status for status in _STATUSES if status in set(mine)), "official")
