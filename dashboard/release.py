"""The tables in which counts of tips, and of what became of them, may be shown.

Leadership and files that leave have these tables and no other. There is no argument for
a window, a filter or a grouping: periods and regions are fixed. Where figures of these
tables, subtracted from each other, would show what neither says, one is withheld
(dashboard.room).

national_week     each week: tips, referrals, outcomes
region_block      fixed blocks of four weeks: the same, and victims
province_year     the last complete fiscal year, with rates
national_quarter  quarters, also by channel, form, agency and finding
region_year       the last complete fiscal year, also by kind, with rates
province_week     each province in words: usual, above usual, silent (dashboard.status)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.known import (
    FORMS,
    KINDS_OF,
    REPORTED,
    UNREPORTED,
    Known,
    Period,
    Series,
    known,
)
from dashboard.queries.weekly import last_day
from dashboard.room import MANY, held_back
from dashboard.rules import Rules, rules
from dashboard.status import WEEKS, bounds_of, province_words, tied

COUNTRY = "TH"
# The order in which they are listed: from the north to the south.
REGIONS = ("North", "Northeast", "Central", "East", "West", "South")
PER = 100_000
BLOCKS, QUARTERS = 13, 8  # shown, as 52 weeks are
MEASURES = tuple(KINDS_OF)
WEEKLY = ("tips", "referrals", "outcomes")


@dataclass(frozen=True)
class _Asked:
    """For which week tables are made, of what, by which rules, in which week."""

    data: Known
    now: int
    using: Rules
    today: int

    @cached_property
    def words(self) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """The least and the most that status words say of provinces, by week."""
        return bounds_of(self.data, self.now, self.using)


class _Table(NamedTuple):
    """What a table is made of."""

    name: str
    period: Period
    level: str
    measures: tuple[str, ...]
    shown: int
    by_kind: bool = False
    has_rate: bool = False
    has_change: bool = False
    before: int = 0  # published before, and looked at with what is published now


TABLES = (
    _Table("national_week", "week", "national", WEEKLY, WEEKS, before=60),
    _Table(
        "region_block", "block", "region", MEASURES, BLOCKS, has_change=True, before=15
    ),
    _Table("province_year", "year", "province", MEASURES, 1, has_rate=True),
    _Table(
        "national_quarter", "quarter", "national", MEASURES, QUARTERS, True,
        has_change=True,
    ),
    _Table("region_year", "year", "region", MEASURES, 1, True, has_rate=True),
)  # fmt: skip


class Released(NamedTuple):
    """The tables of a week, and which of the country's weeks are told coarsely in them.

    Attributes:
        tables: By name.
        coarse: Measure and last day of the weeks that are withheld, or rounded to more
            than a settled week is; also of weeks that are looked at and not shown.
    """

    tables: dict[str, Gated]
    coarse: frozenset[tuple[str, date]]


def tables(
    data: Known,
    week: date,
    audience: Audience,
    using: Rules | None = None,
    today: date | None = None,
) -> dict[str, Gated]:
    """Every table as published on the Monday after a week, by name.

    Args:
        data: Of this week or a later one.
        week: Any day of the last complete week; no row that became known after its
            Sunday is used. Which weeks are reported is taken from today's reports.
        audience: Leadership or outside; analysts see the same tables exact.
        using: The rules; those in force without it.
        today: Any day of the last complete week of the data, where the week is an
            earlier one: what has settled since is no finer for being asked of a week
            in which it had not.

    Returns:
        Frames as `disclosed` gives them. Columns measure, level, area (province_code,
        region or "TH"), period_start, period_end, kind_of and kind (empty: all), count,
        count_state, is_partial (a week of it is not reported; known of tips alone),
        is_provisional (rows still come in), rate_per_100k (yearly tables), change (on
        the period before; region_block and national_quarter); both are null where they
        may not be said. province_week: see `province_words`.
    """
    return released(data, week, audience, using, today).tables


def released(
    data: Known,
    week: date,
    audience: Audience,
    using: Rules | None = None,
    today: date | None = None,
) -> Released:
    """As `tables`, with what these say coarsely."""
    now, last = data.week_of(week), data.week_of(today or week)
    asked = _Asked(data, now, using or rules(), max(now, last))
    return _published(asked, _exact(asked), audience)


def _exact(asked: _Asked) -> pd.DataFrame:
    """The exact cells of all tables of counts."""
    return pd.concat([_cells(asked, table) for table in TABLES], ignore_index=True)


def _published(asked: _Asked, cells: pd.DataFrame, audience: Audience) -> Released:
    """All tables for an audience."""
    using, is_inside = asked.using, audience is Audience.ANALYST
    if not is_inside:
        cells = _less_withheld(asked, cells, audience)
    said = disclosed(cells, audience, ["count"], using).frame
    exact = cells["count"].astype("Int64")
    rate = _rates(cells, said["count"] if using.rates_from_published else exact)
    change = _changes(cells, said["count"] if using.changes_from_published else exact)
    shown = cells["is_shown"].astype(bool)
    made = cells.assign(rate_per_100k=rate, change=change)[shown]
    gated = disclosed(
        made.drop(columns=["is_shown", "people"]), audience, ["count"], using
    )
    found = {table.name: gated.part(made["table"] == table.name) for table in TABLES}
    short = said[said["table"].isin(["region_block", "national_week"])]
    is_tied = None if is_inside else tied(asked.data, asked.now, short, using)
    words = province_words(asked.data, asked.now, using, is_tied)
    found["province_week"] = disclosed(words, audience, [], using, is_protected=True)
    return Released(found, _coarse(said, using))


def _coarse(said: pd.DataFrame, using: Rules) -> frozenset[tuple[str, date]]:
    weeks = said[said["table"] == "national_week"]
    is_coarse = (weeks["count_state"] == "withheld") | (
        weeks["count_base"] > using.settled_base
    )
    keys = weeks.loc[is_coarse, ["measure", "period_end"]]
    return frozenset(keys.itertuples(index=False, name=None))


def _less_withheld(
    asked: _Asked, cells: pd.DataFrame, audience: Audience
) -> pd.DataFrame:
    """Cells without those that would tell a small count.

    Weeks were said as finely as they are before regions come out, and are looked at so.
    """
    regions = dict(zip(asked.data.provinces, asked.data.regions, strict=True))
    early = cells.assign(
        is_settled=cells["is_settled"] & (cells["table"] != "national_week")
    )
    said = disclosed(early, audience, ["count"], asked.using).frame
    held = held_back(said.assign(least=cells["least"]), regions, asked.using)
    return cells.assign(
        state=cells["state"].mask(held, "withheld"), count=cells["count"].mask(held)
    )


def published(
    con: duckdb.DuckDBPyConnection, week: date, audience: Audience
) -> dict[str, Gated]:
    """The tables of a week, as `tables` gives them, from an open version."""
    today = last_day(con)
    return tables(known(con, week), week, audience, today=today)


def measures(name: str) -> tuple[str, ...]:
    """What a table of counts counts."""
    return next(table.measures for table in TABLES if table.name == name)


# --- cells


class _Cell(NamedTuple):
    """One exact count, and what rules look at."""

    table: str
    measure: str
    level: str
    area: str
    period_start: date
    period_end: date
    kind_of: str
    kind: str
    counted: int | None
    state: str
    is_partial: bool
    people: int | None
    least: int
    most: int
    is_settled: bool
    is_provisional: bool
    is_shown: bool


class _Counted(NamedTuple):
    """The counts of one period.

    Attributes:
        table: For which table.
        measure: Of what.
        kind_of: What the kinds are; empty: all together.
        kinds: Their codes.
        period: Its number.
        counts: Provinces (the last one: unknown) by kinds.
        is_reported: Whether reports say which weeks have none.
        is_provisional: Whether rows still come in.
        is_shown: Or only looked at.
    """

    table: _Table
    measure: str
    kind_of: str
    kinds: list[str]
    period: int
    counts: np.ndarray
    is_reported: bool
    is_provisional: bool
    is_shown: bool


def _cells(asked: _Asked, table: _Table) -> pd.DataFrame:
    """A table's exact cells; those that show change begin a period earlier."""
    return pd.DataFrame(
        [
            cell
            for measure in table.measures
            for counted in _counted(asked, table, measure)
            for cell in _areas(asked, counted)
        ],
        columns=_Cell._fields,
    ).rename(columns={"counted": "count"})


def _counted(asked: _Asked, table: _Table, measure: str) -> Iterator[_Counted]:
    """Period by period, all kinds together, then by kind."""
    data, period = asked.data, table.period
    taken = data.taken(data.series[measure], period, asked.now, asked.using)
    last = sorted(taken)[-(table.shown + table.has_change + table.before) :]
    for kind_of, series in _told(data, table, measure):
        for at, number in enumerate(last):
            known_by, is_provisional = taken[number]
            yield _Counted(
                table, measure, kind_of, series.kinds if kind_of else [""], number,
                series.count(period, number, known_by, by_kind=bool(kind_of)),
                series.is_reported, is_provisional,
                is_shown=at >= len(last) - table.shown,
            )  # fmt: skip


def _told(data: Known, table: _Table, measure: str) -> Iterator[tuple[str, Series]]:
    """What a measure is told by, and the counts: all together, then by kind."""
    yield "", data.series[measure]
    if table.by_kind and KINDS_OF[measure]:
        yield KINDS_OF[measure], data.series[measure]
    if table.by_kind and measure == "tips":
        yield "form", data.series[FORMS]


def _areas(asked: _Asked, counted: _Counted) -> Iterator[_Cell]:
    """The cells of one period, area by area.

    A zero is one only where reports say so, and stays one until the period is taken
    anew, as what comes late is counted then; within an area that has rows, a kind that
    none of them has is a counted zero too.
    """
    data, table, count = asked.data, counted.table, counted.counts
    first_on, last_on = data.days_of(table.period, counted.period)
    year_be = counted.period + 543 if table.period == "year" else 0
    least, most = _told_beneath(asked, counted)
    is_settled = table.period != "week" or data.has_settled(
        counted.period, asked.today, asked.using
    )
    for area, mask in _masks(data, table.level):
        in_area = count[mask].sum(axis=0)
        state, is_partial = "no_data", False
        if counted.is_reported:
            state, is_partial = _reported(asked, mask, first_on, last_on)
        if in_area.sum() > 0:
            state = "counted"
        is_counted = state == "counted"
        people = data.people(year_be, mask)
        for at, kind in enumerate(counted.kinds):
            yield _Cell(
                table.name, counted.measure, table.level, area, first_on, last_on,
                counted.kind_of, kind, int(in_area[at]) if is_counted else None,
                state, is_partial and is_counted, people,
                int(least[mask].sum()), min(int(most[mask].sum()), MANY),
                is_settled, counted.is_provisional, counted.is_shown,
            )  # fmt: skip


def _told_beneath(asked: _Asked, counted: _Counted) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that words say of provinces (the last one: unknown).

    Status words, of the tips of the weeks of a period.
    """
    provinces = len(asked.data.provinces) + 1
    least, most = np.zeros(provinces, dtype="int64"), np.full(provinces, MANY)
    of_weeks = counted.table.period in ("week", "block") and not counted.kind_of
    if counted.measure != "tips" or not of_weeks:
        return least, most
    first_on, last_on = asked.data.days_of(counted.table.period, counted.period)
    weeks = range(asked.data.week_of(first_on), asked.data.week_of(last_on) + 1)
    if all(week in asked.words for week in weeks):
        least[:-1] = sum(asked.words[week][0] for week in weeks)
        most[:-1] = sum(asked.words[week][1] for week in weeks)
        most[-1] = 0  # few are of no known province, and nobody counts on them
    return least, most


def _masks(data: Known, level: str) -> Iterator[tuple[str, np.ndarray]]:
    """Each area of a level with its provinces; the country has the unknown one too."""
    unknown = np.array([level == "national"])
    if level == "national":
        yield COUNTRY, np.ones(len(data.provinces) + 1, dtype=bool)
    elif level == "region":
        for region in sorted(set(data.regions), key=_region_order):
            yield region, np.append(data.regions == region, unknown)
    else:
        for at, code in enumerate(data.provinces):
            yield code, np.append(np.arange(len(data.provinces)) == at, unknown)


def _region_order(region: str) -> tuple[int, str]:
    return REGIONS.index(region) if region in REGIONS else len(REGIONS), region


def _reported(
    asked: _Asked, mask: np.ndarray, first_on: date, last_on: date
) -> tuple[str, bool]:
    """What no tips in an area and span mean, and whether some week is not reported."""
    first, last = asked.data.week_of(first_on), asked.data.week_of(last_on)
    states = asked.data.states(mask[:-1], first, min(last, asked.now))
    is_partial = bool((states == UNREPORTED).any())
    if (states == REPORTED).all():
        return "counted", is_partial
    if is_partial or (states == REPORTED).any():
        return "not_reported", is_partial
    return "no_data", is_partial


# --- what is made of counts


def _rates(cells: pd.DataFrame, count: pd.Series) -> pd.Series:
    """Counts per 100,000 registered people, of yearly tables."""
    people = cells["people"].where(cells["kind"] == "").astype("Float64")
    return (count.astype("Float64") / people * PER).round(1)


def _changes(cells: pd.DataFrame, count: pd.Series) -> pd.Series:
    """Change on the period before, of the tables that show it."""
    shows = cells["table"].isin([table.name for table in TABLES if table.has_change])
    keys = ["table", "measure", "area", "kind_of", "kind"]
    of_series = [cells[key] for key in keys]
    ended = cells["period_end"].groupby(of_series).shift()
    follows = (pd.to_datetime(cells["period_start"]) - pd.to_datetime(ended)).dt.days
    return count.groupby(of_series).diff().where(shows & (follows == 1))
