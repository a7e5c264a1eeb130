"""Exact counts of tips and of what became of them, as known at any week's end.

For dashboard.release alone: whatever else shows such a count takes it from there.
Weeks, blocks of four weeks, quarters and fiscal years are numbers, so that a count is a
sum over an array: week 0 began on Monday, 30 September 2019, the week in which FY2563
did; block b is the weeks 4b to 4b + 3; quarter q is 4 times the year plus 0 to 3; a
fiscal year is the C.E. year that it ends in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import duckdb
import numpy as np
import pandas as pd

from dashboard.queries import counts, names
from dashboard.rules import Rules

Period = Literal["week", "block", "quarter", "year"]
KINDS_OF = {
    "tips": "channel", "referrals": "agency", "outcomes": "finding", "victims": "",
}  # fmt: skip
FORMS = "forms"  # the series of tips by form of exploitation
WEEK_0_ON = date(2019, 9, 30)
WEEKS_BACK = 3 * 53  # as far as the tables of one week go
NEVER = np.iinfo(np.int64).max
NOTHING = -NEVER
LATE_WEEKS = 4  # within which tips of a week that came late are counted
UNKNOWN, UNREPORTED, REPORTED = 0, 1, 2
_STATES = {"no_data": UNKNOWN, "not_reported": UNREPORTED}


@dataclass(frozen=True)
class Series:
    """Changes of one measure's counts: equally long arrays of whole numbers.

    Attributes:
        kinds: The codes of its kinds.
        is_reported: Whether reports say which weeks have none.
        week: Number of the week that a change counts in; none of forms.
        quarter: Number of the quarter.
        province: Position among the provinces; after the last one: unknown.
        kind: Position among the kinds.
        known: Number of the week in which it became known.
        change: Units added or, below 0, taken away.
    """

    kinds: list[str]
    is_reported: bool
    week: np.ndarray
    quarter: np.ndarray
    province: np.ndarray
    kind: np.ndarray
    known: np.ndarray
    change: np.ndarray
    provinces: int

    def period(self, period: Period) -> np.ndarray:
        """The number of the period that each change counts in."""
        if period == "week":
            return self.week
        if period == "block":
            return self.week // 4
        return self.quarter if period == "quarter" else (self.quarter + 1) // 4

    def count(
        self, period: Period, number: int, known_by: int, by_kind: bool
    ) -> np.ndarray:
        """The counts of a period as known at the end of a week.

        Returns:
            One row per province and a last one for the unknown, one column per kind; a
            single column of all kinds unless by_kind.
        """
        kinds = len(self.kinds) if by_kind else 1
        mine = (self.period(period) == number) & (self.known <= known_by)
        kind = self.kind[mine] if by_kind else 0
        place = self.province[mine] * kinds + kind
        size = (self.provinces + 1) * kinds
        count = np.bincount(place, weights=self.change[mine], minlength=size)
        return count.astype("int64").reshape(self.provinces + 1, kinds)


@dataclass(frozen=True)
class Known:
    """Exact counts and what surrounds them.

    Attributes:
        provinces: Their codes, in order.
        regions: The region of each.
        series: By measure, and FORMS.
        told_before: Number of the last week that was told before tips were taken out
            of the data; NOTHING where none ever were.
    """

    provinces: list[str]
    regions: np.ndarray
    series: Mapping[str, Series]
    _states: np.ndarray  # provinces by weeks from _first_week on
    _heard: np.ndarray  # likewise: in which week it was known that it is reported
    _first_week: int
    _waits: pd.DataFrame
    _people: Mapping[int, np.ndarray]
    told_before: int

    @staticmethod
    def week_of(on: date) -> int:
        """The number of the week in which a day lies."""
        return (on - WEEK_0_ON).days // 7

    @staticmethod
    def days_of(period: Period, number: int) -> tuple[date, date]:
        """The first and the last day of a period."""
        if period in ("week", "block"):
            weeks = 1 if period == "week" else 4
            first = WEEK_0_ON + timedelta(weeks=weeks * number)
            return first, first + timedelta(days=7 * weeks - 1)
        if period == "quarter":
            return _first_day(number), _first_day(number + 1) - timedelta(days=1)
        return date(number - 1, 10, 1), date(number, 9, 30)

    def taken(
        self, series: Series, period: Period, now: int, using: Rules
    ) -> dict[int, tuple[int, bool]]:
        """At which week's end each period is taken as known, as published in `now`.

        A period settles some weeks after its end, a quarter or year some weeks after
        that of the block in which it ends; later it is taken anew whenever the
        country's count has changed enough since. Weeks are said before they settle,
        other periods are not.

        Returns:
            By number of the period: the week, and whether its count is provisional.
        """
        numbers = series.period(period)
        seen = (series.known <= now) & (numbers >= self._first_number(period))
        if not seen.any():
            return {}
        steps: dict[int, list[tuple[int, int]]] = {}
        for number, known, change in _summed(
            numbers[seen], series.known[seen], series.change[seen]
        ):
            steps.setdefault(number, []).append((known, change))
        found = {}
        for one in range(min(steps), self._last_number(period, now) + 1):
            ends = self.week_of(self.days_of(period, one)[1])
            if period in ("quarter", "year"):  # not before all blocks that they touch
                ends = _end_of_block(ends)
            settles = ends + using.settle_weeks
            if settles <= now:
                late = steps.get(one, [])
                found[one] = _taken(late, settles, using.together_from), False
            elif period == "week":
                found[one] = now, True
        return found

    def has_settled(self, week: int, now: int, using: Rules) -> bool:
        """Whether regions are published for the block that a week lies in."""
        return _end_of_block(week) + using.settle_weeks <= now

    def _last_number(self, period: Period, now: int) -> int:
        """The period in which a week ends."""
        if period == "week":
            return now
        if period == "block":
            return now // 4
        end = self.days_of("week", now)[1]
        quarter = end.year * 4 + (end.month - 1) // 3
        return quarter if period == "quarter" else (quarter + 1) // 4

    def _first_number(self, period: Period) -> int:
        """The first period that lies wholly in what is known."""
        first = WEEK_0_ON + timedelta(weeks=self._first_week)
        if period == "week":
            return self._first_week
        if period == "block":
            return -(-self._first_week // 4)
        quarter = first.year * 4 + (first.month - 1) // 3 + 1
        return quarter if period == "quarter" else -(-(quarter + 1) // 4)

    def states(
        self,
        provinces: np.ndarray | slice,
        first: int,
        last: int,
        known_by: int | np.ndarray | None = None,
    ) -> np.ndarray:
        """Provinces by weeks, first to last: UNKNOWN, UNREPORTED or REPORTED.

        Args:
            provinces: Their positions.
            first: Number of the first week.
            last: The last week.
            known_by: The week at whose end it is asked, or one for each week; by the
                newest reports without it.
        """
        found = self._of_weeks(self._states, UNKNOWN, first, last)[provinces]
        if known_by is None:
            return found
        late = self.heard(first, last)[provinces] > known_by
        asked: np.ndarray = np.where((found == REPORTED) & late, UNREPORTED, found)
        return asked

    def heard(self, first: int, last: int) -> np.ndarray:
        """Provinces by weeks, first to last: in which it was known to be reported."""
        return self._of_weeks(self._heard, NEVER, first, last)

    def _of_weeks(
        self, known: np.ndarray, without: int, first: int, last: int
    ) -> np.ndarray:
        """What is known of weeks, first to last; another value where nothing is."""
        wanted = np.arange(first, last + 1) - self._first_week
        inside = (wanted >= 0) & (wanted < known.shape[1])
        found = np.full((len(known), len(wanted)), without, known.dtype)
        found[:, inside] = known[:, wanted[inside]]
        return found

    def first_said(self, first: int, last: int) -> np.ndarray:
        """By week: at the end of which one it was first told, `last` at the latest.

        That is the week itself unless nobody had handed over any tips of it by then.
        """
        found: np.ndarray = np.minimum(self._begun(first, last), last)
        return found

    def first_known(self, first: int, last: int) -> np.ndarray:
        """Tips by province and week as known when each week was first told."""
        return self._tips_by(first, self.first_said(first, last))

    def first_totals(self, measure: str, first: int, last: int) -> np.ndarray:
        """The country's counts by week, known when the first of each week were.

        Args:
            measure: "tips", "referrals" or "outcomes".
            first: Number of the first week.
            last: The last week; nothing that became known after its end is counted.
        """
        series = self.series[measure]
        known_by = np.minimum(self._begun(first, last, measure), last)
        mine = (series.week >= first) & (series.week <= last)
        week = series.week[mine] - first
        in_time = series.known[mine] <= known_by[week]
        size = last - first + 1
        found = np.bincount(week[in_time], series.change[mine][in_time], size)
        return found.astype("int64")

    def came_late(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Which provinces' tips of a week came late, and from when on that is known.

        Returns:
            By province and week: whether less than half of those that came within four
            weeks after the first ones of the country were among these. By week: the
            number of the week at whose end the four are over.
        """
        begun = self._begun(first, last)
        over = np.minimum(begun, NEVER - LATE_WEEKS) + LATE_WEEKS
        return 2 * self._tips_by(first, begun) < self._tips_by(first, over), over

    def _begun(self, first: int, last: int, measure: str = "tips") -> np.ndarray:
        """By week: in which one the first tips, or others, of it were known."""
        tips = self.series[measure]
        mine = (tips.week >= first) & (tips.week <= last)
        begun = np.full(last - first + 1, NEVER)
        np.minimum.at(begun, tips.week[mine] - first, tips.known[mine])
        weeks: np.ndarray = np.arange(first, last + 1)
        return np.where(begun > weeks, begun, weeks)

    def _tips_by(self, first: int, known_by: np.ndarray) -> np.ndarray:
        """Tips by province and week, each week's as known at the end of another."""
        tips = self.series["tips"]
        mine = (tips.week >= first) & (tips.week < first + len(known_by))
        week, province = tips.week[mine] - first, tips.province[mine]
        in_time = tips.known[mine] <= known_by[week]
        found = np.zeros((len(self.provinces) + 1, len(known_by)), dtype="int64")
        np.add.at(found, (province[in_time], week[in_time]), tips.change[mine][in_time])
        return found[:-1]

    def oldest_open_days(self, now: int) -> list[int | None] | None:
        """Days from each province's oldest open referral to a week's end.

        As known then; None when nothing was referred at all.
        """
        waits = self._waits[self._waits["known"] <= now]
        if waits.empty:
            return None
        today = WEEK_0_ON + timedelta(weeks=now, days=6)
        on = pd.Timestamp(today)
        is_open = waits["accepted_on"].isna() | (waits["accepted_on"] > on)
        asked = waits[is_open & (waits["referred_on"] <= on)]
        left = asked.groupby(["province_code", "referred_on"])["change"].sum()
        first = (
            left[left > 0].reset_index().groupby("province_code")["referred_on"].min()
        )
        days = (on - first).dt.days.to_dict()
        return [days.get(code) for code in self.provinces]

    def people(self, year_be: int, mask: np.ndarray) -> int | None:
        """Registered people of some provinces in a fiscal year; None: not known."""
        people = self._people.get(year_be)
        total = None if people is None else people[mask[:-1]].sum()
        return None if total is None or np.isnan(total) else int(total)


def known(con: duckdb.DuckDBPyConnection, week: date) -> Known:
    """What the tables of a week are made of.

    Args:
        con: An open version.
        week: A day of it.
    """
    first_week = Known.week_of(week) - WEEKS_BACK
    first_on = WEEK_0_ON + timedelta(weeks=first_week)
    named = names.provinces(con)
    codes = named["province_code"].tolist()
    changes = counts.count_changes(con, first_on)
    series = {
        measure: _series(changes[changes["measure"] == measure], codes, measure)
        for measure in KINDS_OF
    }
    series[FORMS] = _series(counts.form_changes(con, first_on), codes, FORMS)
    waits = counts.waits(con)
    weeks = counts.week_states(con, first_on)
    states = _weekly(weeks, codes, first_week)
    told_on = counts.told_before_taken(con)
    return Known(
        provinces=codes,
        regions=named["region"].to_numpy(dtype=object),
        series=series,
        _states=states,
        _heard=_heard(weeks, series["tips"], codes, first_week, states.shape[1]),
        _first_week=first_week,
        _waits=waits.assign(known=_weeks(waits["known_week_start"])),
        _people=_people(names.populations(con), codes),
        told_before=NOTHING if told_on is None else Known.week_of(told_on),
    )


def _end_of_block(week: int) -> int:
    """The last week of the block that a week lies in."""
    return week // 4 * 4 + 3


def _taken(changes: list[tuple[int, int]], settles: int, together_from: int) -> int:
    """The last week at which enough had changed since the one before it."""
    taken, since = settles, 0
    for known, change in changes:
        if known > settles:
            since += change
            if abs(since) >= together_from:
                taken, since = known, 0
    return taken


def _summed(
    number: np.ndarray, known: np.ndarray, change: np.ndarray
) -> Iterator[tuple[int, int, int]]:
    """The changes of each number and week of knowledge added up, in their order."""
    order = np.lexsort((known, number))
    number, known, change = number[order], known[order], change[order]
    is_first = np.append(True, (np.diff(number) != 0) | (np.diff(known) != 0))
    at = np.flatnonzero(is_first)
    sums = np.add.reduceat(change, at)
    yield from zip(number[at].tolist(), known[at].tolist(), sums.tolist(), strict=True)


def _first_day(quarter: int) -> date:
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)


def _weeks(on: pd.Series) -> np.ndarray:
    days = (on - pd.Timestamp(WEEK_0_ON)).dt.days
    return np.asarray(days // 7, dtype="int64")


def _series(changes: pd.DataFrame, codes: list[str], measure: str) -> Series:
    known = _weeks(changes["known_week_start"])
    week = _weeks(changes["week_start"]) if "week_start" in changes else known * 0
    on = changes["quarter_start"].dt
    kind = pd.Categorical(changes["kind"])
    province = pd.Categorical(changes["province_code"], categories=codes).codes
    return Series(
        kinds=list(kind.categories),
        is_reported=measure in ("tips", FORMS),
        week=week,
        quarter=(on.year * 4 + on.quarter - 1).to_numpy(dtype="int64"),
        province=np.where(province < 0, len(codes), province).astype("int64"),
        kind=kind.codes.astype("int64"),
        known=known,
        change=changes["change"].to_numpy(dtype="int64"),
        provinces=len(codes),
    )


def _weekly(states: pd.DataFrame, codes: list[str], first_week: int) -> np.ndarray:
    week = _weeks(states["week_start"]) - first_week
    found = np.full((len(codes), week.max(initial=-1) + 1), UNKNOWN, dtype=np.int8)
    province = pd.Categorical(states["province_code"], categories=codes).codes
    found[province, week] = states["state"].map(_STATES).fillna(REPORTED)
    return found


def _heard(
    weeks: pd.DataFrame,
    tips: Series,
    codes: list[str],
    first_week: int,
    many: int,
) -> np.ndarray:
    """In which week it was known that a province had reported a week.

    With its first tips or with its report, whichever came first.
    """
    found = np.full((len(codes) + 1, many), NEVER)
    reported = weeks[weeks["report_received_on"].notna()]
    place = pd.Categorical(reported["province_code"], categories=codes).codes
    week, received = (
        _weeks(reported[on]) for on in ("week_start", "report_received_on")
    )
    np.minimum.at(found, (place, week - first_week), received)
    is_there = (tips.change > 0) & (tips.week < first_week + many)
    place, week, known = (
        each[is_there] for each in (tips.province, tips.week, tips.known)
    )
    np.minimum.at(found, (place, week - first_week), known)
    return found[:-1]


def _people(populations: pd.DataFrame, codes: list[str]) -> dict[int, np.ndarray]:
    return {
        int(year): frame.set_index("province_code")["population"]
        .reindex(codes)
        .to_numpy(dtype="float64")
        for year, frame in populations.groupby("fiscal_year_be")
    }
