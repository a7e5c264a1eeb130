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
province_week     each province in words: usual, above usual, silent
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

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
)
from dashboard.room import MANY, held_back
from dashboard.rules import Rules, rules
from methods.usual_range import usual_limit

COUNTRY = "TH"
# The order in which they are listed: from the north to the south.
REGIONS = ("North", "Northeast", "Central", "East", "West", "South")
PER = 100_000
WEEKS, BLOCKS, QUARTERS = 52, 13, 8  # shown of each
TIED = -2  # the age of an oldest open referral that is not to be told
MEASURES = tuple(KINDS_OF)
WEEKLY = ("tips", "referrals", "outcomes")


@dataclass(frozen=True)
class _Asked:
    """For which week tables are made, of what, by which rules."""

    data: Known
    now: int
    using: Rules

    @cached_property
    def words(self) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """The least and the most that status words say of provinces, by week."""
        found = {}
        for last in (self.now - WEEKS, self.now):
            windows = list(windows_of(self.data, last, self.using))
            for week, (tips, is_told) in zip(
                range(last, last - WEEKS, -1), reversed(windows), strict=True
            ):
                states = self.data.states(slice(None), week, week)[:, 0]
                found[week] = _said_by_words(tips, is_told, states, self.using)
        return found


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


def tables(
    data: Known, week: date, audience: Audience, using: Rules | None = None
) -> dict[str, Gated]:
    """Every table as published on the Monday after a week, by name.

    Args:
        data: Of this week or a later one.
        week: Any day of the last complete week; no row that became known after its
            Sunday is used. Which weeks are reported is taken from today's reports.
        audience: Leadership or outside; analysts see the same tables exact.
        using: The rules; those in force without it.

    Returns:
        Frames as `disclosed` gives them. Columns measure, level, area (province_code,
        region or "TH"), period_start, period_end, kind_of and kind (empty: all), count,
        count_state, is_partial (a week of it is not reported; known of tips alone),
        is_provisional (rows still come in), rate_per_100k (yearly tables), change (on
        the period before; region_block and national_quarter); both are null where they
        may not be said. province_week: see `province_words`.
    """
    asked = _Asked(data, data.week_of(week), using or rules())
    return _published(asked, _exact(asked), audience)


def _exact(asked: _Asked) -> pd.DataFrame:
    """The exact cells of all tables of counts."""
    return pd.concat([_cells(asked, table) for table in TABLES], ignore_index=True)


def _published(
    asked: _Asked, cells: pd.DataFrame, audience: Audience
) -> dict[str, Gated]:
    """All tables for an audience."""
    using = asked.using
    if audience is not Audience.ANALYST:
        regions = dict(zip(asked.data.provinces, asked.data.regions, strict=True))
        # weeks were said exactly before they settled
        early = cells.assign(
            is_settled=cells["is_settled"] & (cells["table"] != "national_week")
        )
        said = disclosed(early, audience, ["count"], using).frame
        said = said.assign(least=cells["least"])
        held = held_back(said, regions, using)
        cells = cells.assign(
            state=cells["state"].mask(held, "withheld"), count=cells["count"].mask(held)
        )
    said = disclosed(cells, audience, ["count"], using).frame["count"]
    exact = cells["count"].astype("Int64")
    rate = _rates(cells, said if using.rates_from_published else exact)
    change = _changes(cells, said if using.changes_from_published else exact)
    shown = cells["is_shown"].astype(bool)
    made = cells.assign(rate_per_100k=rate, change=change)[shown]
    made = made.drop(columns=["is_shown", "people"])
    gated = disclosed(made, audience, ["count"], using)
    found = {table.name: gated.part(made["table"] == table.name) for table in TABLES}
    tied = None
    if audience is not Audience.ANALYST:
        tied = _tied(asked, gated.frame[gated.frame["table"] == "region_block"])
    words = province_words(asked.data, asked.now, using, tied)
    return found | {
        "province_week": disclosed(words, audience, [], using, is_protected=True)
    }


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
        counted.period, asked.now, asked.using
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


# --- provinces in words


def province_words(
    data: Known, now: int, using: Rules, tied: np.ndarray | None = None
) -> pd.DataFrame:
    """Each province in the week: the words that stand for its counts.

    Tips are counted as known when the first ones of their week were, so that like meets
    like; late rows never change what was said of a week. A province's weeks that came
    late do not say what is usual of it. Referrals are looked at once in four weeks, for
    the week in which a band changes would date one.

    Args:
        data: Of this week or a later one.
        now: The number of the week.
        using: The rules.
        tied: Provinces whose oldest open referral may not be told.

    Returns:
        One row per province: measure, level, area, period_start, period_end, status
        ("usual", "above", "silent": not reported, "no_data": nothing is known or too
        short a history), weeks_since_rise (0: this week; null: none in a year),
        open_referral (upper end in days of the band of the oldest one; 0: none open;
        -1: above the last band; -2: not to be told; null: nothing was ever referred),
        open_referral_on (the last day of the block of four weeks at whose end).
    """
    states = data.states(slice(None), now, now)[:, 0]
    windows = list(windows_of(data, now, using))
    rises = np.column_stack([_rises(*window, using) for window in windows])
    told = windows[-1][1].sum(axis=1)
    status = np.where(rises[:, -1], "above", "usual").astype(object)
    status[(told < using.least_weeks) | (states != REPORTED)] = "no_data"
    status[states == UNREPORTED] = "silent"
    first_on, last_on = data.days_of("week", now)
    end = _last_block_end(now)
    is_tied = np.zeros(len(data.provinces), dtype=bool) if tied is None else tied
    return pd.DataFrame(
        {
            "measure": "tips",
            "level": "province",
            "area": data.provinces,
            "period_start": first_on,
            "period_end": last_on,
            "status": status,
            "weeks_since_rise": pd.array([_since(row) for row in rises], "Int64"),
            "open_referral": _bands(data, end, using).mask(is_tied, TIED),
            "open_referral_on": data.days_of("week", end)[1],
        }
    )


def windows_of(
    data: Known, now: int, using: Rules
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """What is known of each of the last 52 weeks and of those before it, in order.

    Yields:
        Tips by province of the weeks before and, last, of the week itself; and which of
        the weeks before say what is usual of a province.
    """
    history = using.history_weeks
    first = now - WEEKS - history
    tips, (late, over) = data.first_known(first, now), data.came_late(first, now)
    is_reported = data.states(slice(None), first, now) == REPORTED
    for at in range(1, WEEKS + 1):
        before = slice(at, at + history)
        is_late = late[:, before] & (over[before] <= first + at + history)
        yield tips[:, at : at + history + 1], is_reported[:, before] & ~is_late


def usual_limits(tips: np.ndarray, is_told: np.ndarray, using: Rules) -> np.ndarray:
    """The most that is usual of each province, by a window of `windows_of`."""
    mean = (tips[:, :-1] * is_told).sum(axis=1) / np.maximum(is_told.sum(axis=1), 1)
    limit = np.array([usual_limit(float(m), using.probability) for m in mean])
    found: np.ndarray = np.maximum(limit, using.rise_from - 1)
    return found


def _rises(tips: np.ndarray, is_told: np.ndarray, using: Rules) -> np.ndarray:
    """Whether each province's last week is above what the weeks before it explain."""
    is_high = tips[:, -1] > usual_limits(tips, is_told, using)
    found: np.ndarray = is_high & (is_told.sum(axis=1) >= using.least_weeks)
    return found


def _said_by_words(
    tips: np.ndarray, is_told: np.ndarray, states: np.ndarray, using: Rules
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that a week's status says of each province's tips."""
    limit = usual_limits(tips, is_told, using)
    rose = _rises(tips, is_told, using)
    is_usual = (is_told.sum(axis=1) >= using.least_weeks) & (states == REPORTED) & ~rose
    most = np.select([is_usual, states == UNREPORTED], [limit, 0], MANY)
    return np.where(rose, limit + 1, 0), most


def _since(rises: np.ndarray) -> int | None:
    """Weeks from the last rise to the last of these weeks."""
    at = np.flatnonzero(rises)
    return len(rises) - 1 - int(at[-1]) if len(at) else None


def _last_block_end(now: int) -> int:
    """The last week of the last block of four weeks that has ended."""
    return (now + 1) // 4 * 4 - 1


def _bands(data: Known, end: int, using: Rules) -> pd.Series:
    """The band of each province's oldest open referral at a week's end."""
    oldest = data.oldest_open_days(end) or [None] * len(data.provinces)
    is_known = data.oldest_open_days(end) is not None
    bands = [_band(days, using) if is_known else None for days in oldest]
    return pd.Series(pd.array(bands, "Int64"))


def _band(days: int | None, using: Rules) -> int:
    if days is None:
        return 0 if using.says_none else using.age_days[0]
    return next((end for end in using.age_days if days <= end), -1)


def _tied(asked: _Asked, blocks: pd.DataFrame) -> np.ndarray:
    """Provinces whose oldest open referral may not be told beside their region.

    A band that changes from one block's end to the next tells that the province made a
    referral in four certain weeks. All that do must leave their region's blocks room.

    Args:
        asked: For which week.
        blocks: region_block as it is published.
    """
    data, using, end = asked.data, asked.using, _last_block_end(asked.now)
    before, bands = (_bands(data, week, using) for week in (end - 4, end))
    last_on = pd.Timestamp(data.days_of("week", end)[1])
    blocks = blocks[blocks["measure"] == "referrals"]
    start, stop = (pd.to_datetime(blocks[f"period_{on}"]) for on in ("start", "end"))
    tied = np.zeros(len(data.provinces), dtype=bool)
    for youngest, band in zip(using.age_days, (*using.age_days[1:], -1), strict=True):
        turned = ((bands == band) & (before != band)).fillna(False).to_numpy(dtype=bool)
        oldest_on = last_on - pd.Timedelta(days=youngest + 28)
        is_touched = (stop >= oldest_on) & (
            start < last_on - pd.Timedelta(days=youngest)
        )
        for region in set(data.regions[turned]):
            mine = turned & (data.regions == region)
            most = _most(blocks[is_touched & (blocks["area"] == region)], using)
            if most - mine.sum() < using.small_below - 2:
                tied |= mine
    return tied


def _most(cells: pd.DataFrame, using: Rules) -> int:
    """The most that published cells can count together; what is not told, anything."""
    most = cells["count"] + (cells["count_base"] - 1) // 2
    most = most.mask(cells["count_state"] == "fewer", using.small_below - 1)
    most = most.mask(cells["count_state"] == "withheld", MANY)
    return int(most.fillna(0).sum())
