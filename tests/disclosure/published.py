"""What the attack is played on: a year of published weeks, as bytes, and the truth.

The demonstration data with a few hard cases planted in it, published week by week for
outside readers; then once more after later rows, corrections and withdrawals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard import release, status
from dashboard.disclosure import Audience, Gated
from dashboard.editions import Edition, edition
from dashboard.export.tables import csv_bytes
from dashboard.known import Known
from dashboard.rules import Rules
from tests.disclosure.page import tiles
from tests.disclosure.reading import Files, Public

WEEKS = 52
BOTH = 2 * WEEKS  # first figures are told of two years


@dataclass(frozen=True)
class Published:
    """Twelve months of files and what they were made of.

    Attributes:
        files: Week by week, for outside readers.
        truth: The cells of all tables, exact, in the same order.
        public: What everybody knows.
        first: Counts as first known, by measure, area, Monday and version of the data:
            tips of provinces, and all that is told weekly of the country.
        settled: Counts of weeks as known in the end, by measure, province and Monday.
        referred: Days of referrals as known in the end, by province: day and number.
    """

    files: Sequence[Files]
    truth: Sequence[pd.DataFrame]
    public: Public
    first: Mapping[tuple[str, str, date, int], int]
    settled: Mapping[tuple[str, str, date], int]
    referred: Mapping[str, Sequence[tuple[date, int]]]

    def made(self, province: str, first: date, last: date) -> int:
        """Referrals of a province that were made in some days."""
        days = self.referred.get(province, ())
        return sum(number for on, number in days if first <= on <= last)


def publish(
    versions: Sequence[tuple[Known, Sequence[date]]],
    rules: Rules,
    cells: dict[tuple[object, ...], pd.DataFrame] | None = None,
) -> Published:
    """Publish weeks of each version of the data in turn.

    Args:
        versions: The data and the Mondays of the weeks.
        rules: Those in force.
        cells: Exact cells that were made before; those made now are added.
    """
    files, truth = [], []
    cells = {} if cells is None else cells
    for number, (data, weeks) in enumerate(versions):
        before = None
        for week in weeks:
            now = data.week_of(week)
            if number and before is None:
                before = _edition(data, now - 1, now, rules, number, cells)
            made = _edition(data, now, now, rules, number, cells)
            files.append({**_files(made, before), "version": b"%d" % number})
            exact = cells[_key(number, now, rules)]
            truth.append(exact[exact["is_shown"].astype(bool)])
            before = made
    data, weeks = versions[0]
    whole = [data for data, _ in versions]
    return Published(
        files, truth, _public(whole, weeks, rules), _first(whole, weeks),
        _settled(versions[-1][0], weeks), _referred(versions[-1][0]),
    )  # fmt: skip


def _key(number: int, week: int, rules: Rules) -> tuple[object, ...]:
    """What exact cells depend on."""
    using = rules.small_below, rules.settle_weeks, rules.together_from
    return number, week, *using


def _edition(
    data: Known,
    week: int,
    today: int,
    rules: Rules,
    number: int,
    cells: dict[tuple[object, ...], pd.DataFrame],
) -> Edition:
    """A week as it is published in another one, or in itself."""
    asked, key = release._Asked(data, week, rules, today), _key(number, week, rules)
    if key not in cells:
        cells[key] = release._exact(asked)
    made = release._published(asked, cells[key], Audience.OUTSIDE)
    ends_on = data.days_of("week", week)[1]
    return edition(data, ends_on, made, Audience.OUTSIDE, rules)


def _files(now: Edition, before: Edition | None) -> dict[str, bytes]:
    """The tables of a week, and what its page adds to them."""
    gated = {**now.tables, "firsts": now.firsts, "rises": now.rises}
    made = {name: _file(each) for name, each in gated.items()}
    return {**made, "tiles": tiles(now, before)}


def _file(gated: Gated) -> bytes:
    names = [name for name in gated.frame if not name.endswith(("_state", "_base"))]
    return csv_bytes(gated, {name: name for name in names}, {}, "en")


def mondays(data: Known, last: date, weeks: int = WEEKS) -> list[date]:
    """The Mondays of the last weeks up to a day's."""
    end = data.days_of("week", data.week_of(last))[0]
    return [end - timedelta(weeks=back) for back in reversed(range(weeks))]


def _public(versions: Sequence[Known], weeks: Sequence[date], rules: Rules) -> Public:
    people, data = {}, versions[0]
    regions = dict(zip(data.provinces, data.regions, strict=True))
    for year in range(weeks[0].year - 2, weeks[-1].year + 1):
        for at, code in enumerate(data.provinces):
            people[year, code] = data.people(year + 543, _only(data, at))
        for region in set(data.regions):
            mask = np.append(data.regions == region, False)
            people[year, region] = data.people(year + 543, mask)
    limits = {
        (*key, number): limit
        for number, version in enumerate(versions)
        for key, limit in _limits(version, weeks, rules).items()
    }
    return Public(regions, people, limits)


def _only(data: Known, at: int) -> np.ndarray:
    return np.arange(len(data.provinces) + 1) == at


def _limits(
    data: Known, weeks: Sequence[date], rules: Rules
) -> dict[tuple[str, date], int]:
    """The most that is "usual", of two years of weeks."""
    limits = {}
    for last in (data.week_of(weeks[-1]), data.week_of(weeks[-1]) - WEEKS):
        windows = list(status.windows_of(data, last, rules))
        for back, window in enumerate(reversed(windows)):
            monday = data.days_of("week", last - back)[0]
            usual = status.usual_limits(*window, rules).tolist()
            of_week = zip(data.provinces, usual, strict=True)
            limits |= {(code, monday): limit for code, limit in of_week}
    return limits


def _first(
    versions: Sequence[Known], weeks: Sequence[date]
) -> dict[tuple[str, str, date, int], int]:
    found: dict[tuple[str, str, date, int], int] = {}
    for number, data in enumerate(versions):
        last = data.week_of(weeks[-1])
        first = last - BOTH + 1
        days = [data.days_of("week", week)[0] for week in range(first, last + 1)]
        of_area = {
            ("tips", code): count
            for code, count in zip(
                data.provinces, data.first_known(first, last), strict=True
            )
        }
        for measure in release.WEEKLY:
            of_area[measure, "TH"] = data.first_totals(measure, first, last)
        for (measure, area), counts in of_area.items():
            for day, count in zip(days, counts.tolist(), strict=True):
                found[measure, area, day, number] = count
    return found


def _settled(data: Known, weeks: Sequence[date]) -> dict[tuple[str, str, date], int]:
    found = {}
    for measure in release.MEASURES:
        for monday in weeks:
            week = data.week_of(monday)
            count = data.series[measure].count("week", week, 10**6, False)[:-1, 0]
            for code, value in zip(data.provinces, count, strict=True):
                found[measure, code, monday] = int(value)
    return found


def _referred(data: Known) -> dict[str, list[tuple[date, int]]]:
    made = data._waits.groupby(["province_code", "referred_on"])["change"].sum()
    found: dict[str, list[tuple[date, int]]] = {}
    for (code, on), number in made.items():
        found.setdefault(code, []).append((on.date(), int(number)))
    return found
