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
from dashboard.export.tables import csv_bytes
from dashboard.known import Known
from dashboard.rules import Rules
from tests.disclosure.reading import Files, Public

WEEKS = 52


@dataclass(frozen=True)
class Published:
    """Twelve months of files and what they were made of.

    Attributes:
        files: Week by week, for outside readers.
        truth: The cells of all tables, exact, in the same order.
        public: What everybody knows.
        first: Tips as first known, by province and Monday.
        settled: Counts of weeks as known in the end, by measure, province and Monday.
        referred: Days of referrals as known in the end, by province: day and number.
    """

    files: Sequence[Files]
    truth: Sequence[pd.DataFrame]
    public: Public
    first: Mapping[tuple[str, date], int]
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
        for week in weeks:
            now = data.week_of(week)
            asked = release._Asked(data, now, rules, today=now)
            key = (
                *(number, week, rules.small_below),
                *(rules.settle_weeks, rules.together_from),
            )
            if key not in cells:
                cells[key] = release._exact(asked)
            outside = release._published(asked, cells[key], Audience.OUTSIDE).tables
            files.append({name: _file(gated) for name, gated in outside.items()})
            truth.append(cells[key][cells[key]["is_shown"].astype(bool)])
    data, weeks = versions[0]
    return Published(
        files, truth, _public(data, weeks, rules), _first(data, weeks),
        _settled(versions[-1][0], weeks), _referred(versions[-1][0]),
    )  # fmt: skip


def _file(gated: Gated) -> bytes:
    names = [name for name in gated.frame if not name.endswith(("_state", "_base"))]
    return csv_bytes(gated, {name: name for name in names}, {}, "en")


def mondays(data: Known, last: date, weeks: int = WEEKS) -> list[date]:
    """The Mondays of the last weeks up to a day's."""
    end = data.days_of("week", data.week_of(last))[0]
    return [end - timedelta(weeks=back) for back in reversed(range(weeks))]


def _public(data: Known, weeks: Sequence[date], rules: Rules) -> Public:
    people = {}
    regions = dict(zip(data.provinces, data.regions, strict=True))
    for year in range(weeks[0].year - 2, weeks[-1].year + 1):
        for at, code in enumerate(data.provinces):
            people[year, code] = data.people(year + 543, _only(data, at))
        for region in set(data.regions):
            mask = np.append(data.regions == region, False)
            people[year, region] = data.people(year + 543, mask)
    return Public(regions, people, _limits(data, weeks, rules))


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


def _first(data: Known, weeks: Sequence[date]) -> dict[tuple[str, date], int]:
    first, last = data.week_of(weeks[0]), data.week_of(weeks[-1])
    tips = data.first_known(first, last)
    return {
        (code, data.days_of("week", first + week)[0]): int(tips[at, week])
        for at, code in enumerate(data.provinces)
        for week in range(tips.shape[1])
    }


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
