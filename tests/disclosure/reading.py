"""Published bytes as an attacker reads them: every figure as an interval of counts.

From files, the rules in force and public facts alone; nothing here knows where the
figures come from.
"""

import csv
import io
import json
import math
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from dashboard.rules import Rules
from tests.disclosure.bounds import MANY, Interval, System

WITHHELD = "not disclosed"
COUNTRY = "TH"
PERIODS = {
    "national_week": "week", "region_block": "block", "national_quarter": "quarter",
    "province_year": "year", "region_year": "year",
}  # fmt: skip
Files = Mapping[str, bytes]  # of one week, by name: CSV, the tiles as JSON, the version


@dataclass(frozen=True)
class Public:
    """What everybody knows.

    Attributes:
        regions: By province.
        people: Registered people by fiscal year (C.E.) and area.
        limits: The most that is "usual" by province, Monday and version of the data.
            Nobody is told them; this attacker knows them all the same.
    """

    regions: Mapping[str, str]
    people: Mapping[tuple[int, str], int]
    limits: Mapping[tuple[str, date, int], int]


@dataclass(frozen=True)
class Attacker:
    """Who attacks.

    Attributes:
        public: What everybody knows.
        rules: Those that were in force.
        is_bold: Takes it that no late row came in for an area that he looks at; the
            careful one allows as many as the rules leave unsaid.
    """

    public: Public
    rules: Rules
    is_bold: bool

    def late(self, periods: int) -> int:
        """Rows that may lie between the counts of some periods and of their whole."""
        return 0 if self.is_bold else (self.rules.together_from - 1) * periods


class Cell(NamedTuple):
    """Whose count a figure is."""

    level: str
    area: str
    kind_of: str
    kind: str


ALL = Cell("national", COUNTRY, "", "")


class PeriodKey(NamedTuple):
    """Of which measure and days."""

    measure: str
    period: str
    start: date
    end: date


class Figure(NamedTuple):
    """One line of a file."""

    key: PeriodKey
    cell: Cell
    said: tuple[str, ...]
    bounds: Interval
    change: str


@dataclass
class Period:
    """The published versions of one period's counts.

    Attributes:
        versions: Each cell's place in the system, version by version; a version begins
            where any figure of the period changed.
        since: With which publication each version began.
        told: The same as versions, without what is not disclosed.
    """

    key: PeriodKey
    versions: list[dict[Cell, int]] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    said: dict[Cell, tuple[str, ...]] = field(default_factory=dict)
    told: list[dict[Cell, int]] = field(default_factory=list)

    @property
    def last(self) -> dict[Cell, int]:
        """Each cell in the last version that says something of it."""
        return dict(ChainMap(*reversed(self.told), *reversed(self.versions)))

    def country(self) -> int | None:
        """The place of the country's count of all kinds."""
        return self.last.get(ALL)


class Page(NamedTuple):
    """What the page of a week says besides the tables.

    Attributes:
        version: Of the data; a page names it.
        firsts: How weeks of the country began: measure, Monday and bounds.
        rises: Lines on the provinces that were above usual, week by week.
        tiles: Of protected counts; see dashboard.weekly.model.Tile.
    """

    version: int
    firsts: Sequence[tuple[str, date, Interval]]
    rises: Sequence[Mapping[str, str]]
    tiles: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Reading:
    """All that was published.

    Attributes:
        periods: Their versions.
        lines: By publication and table, each line's figure and place in the system.
        words: Lines of province_week, publication by publication.
        pages: Publication by publication.
    """

    periods: Mapping[PeriodKey, Period]
    lines: Sequence[Mapping[str, Sequence[tuple[Figure, int]]]]
    words: Sequence[Sequence[Mapping[str, str]]]
    pages: Sequence[Page]


def read(
    publications: Sequence[Files], rules: Rules, public: Public, into: System
) -> Reading:
    """Every figure of the publications, each as a number of the system.

    Args:
        publications: Files week by week.
        rules: Those in force.
        public: What everybody knows.
        into: Gets a number per cell and version, key (PeriodKey, version, Cell).
    """
    known: dict[tuple[str, ...], Figure] = {}
    periods: dict[PeriodKey, Period] = {}
    lines, words, pages = [], [], []
    for at, files in enumerate(publications):
        figures = {
            table: list(_figures(files[table], rules, public, known))
            for table in PERIODS
        }
        _begin_versions(periods, [f for these in figures.values() for f in these], at)
        lines.append(
            {
                table: [(figure, _place(periods, figure, into)) for figure in these]
                for table, these in figures.items()
            }
        )
        words.append(list(_rows(files["province_week"])))
        pages.append(_page(files, rules))
    return Reading(periods, lines, words, pages)


def _page(files: Files, rules: Rules) -> Page:
    firsts = [
        (row["measure"], date.fromisoformat(row["period_start"]), _interval(row, rules))
        for row in _rows(files["firsts"])
    ]
    tiles = json.loads(files["tiles"])
    return Page(int(files["version"]), firsts, list(_rows(files["rises"])), tiles)


def _rows(file: bytes) -> Iterator[dict[str, str]]:
    """Lines by heading; beside a count, whether it is exact, as "is_exact"."""
    lines = csv.reader(io.StringIO(file.decode("utf-8-sig")))
    heading = next(lines)
    if "count" in heading:
        heading[heading.index("count") + 1] = "is_exact"
    for line in lines:
        yield dict(zip(heading, line, strict=True))


def _figures(
    file: bytes, rules: Rules, public: Public, known: dict[tuple[str, ...], Figure]
) -> Iterator[Figure]:
    for row in _rows(file):
        line = tuple(row.values())
        if line not in known:
            known[line] = _figure(row, rules, public)
        yield known[line]


def _begin_versions(
    periods: dict[PeriodKey, Period], figures: Sequence[Figure], at: int
) -> None:
    """Begin a version of each period of which any figure changed."""
    changed = set()
    for figure in figures:
        period = periods.setdefault(figure.key, Period(figure.key))
        before = period.said.setdefault(figure.cell, figure.said)
        if not period.versions or before != figure.said:
            changed.add(figure.key)
        period.said[figure.cell] = figure.said
    for key in changed:
        periods[key].versions.append({})
        periods[key].told.append({})
        periods[key].since.append(at)


def _place(periods: dict[PeriodKey, Period], figure: Figure, into: System) -> int:
    period = periods[figure.key]
    version = len(period.versions) - 1
    at = into.number((figure.key, version, figure.cell), *figure.bounds)
    period.versions[version][figure.cell] = at
    if figure.said[0] != WITHHELD:
        period.told[version][figure.cell] = at
    return at


# --- one line


def _figure(row: Mapping[str, str], rules: Rules, public: Public) -> Figure:
    start, end = (
        date.fromisoformat(row[f"period_{name}"]) for name in ("start", "end")
    )
    key = PeriodKey(row["measure"], PERIODS[row["table"]], start, end)
    cell = Cell(row["level"], row["area"], row["kind_of"], row["kind"])
    low, high = _interval(row, rules)
    if row["rate_per_100k"] and not rules.rates_from_published:
        people = public.people[end.year, row["area"]] / 100_000
        rate = float(row["rate_per_100k"])
        low = max(low, math.ceil((rate - 0.05) * people))
        high = min(high, math.floor((rate + 0.05) * people))
    said = (row["count"], row["rate_per_100k"])
    return Figure(key, cell, said, (low, high), row["change"])


def _interval(row: Mapping[str, str], rules: Rules) -> Interval:
    """The whole numbers that a figure can stand for.

    What is not reported is a zero in the data: this attacker counts on it.
    """
    if row["count"].startswith("fewer"):
        return 1, rules.small_below - 1
    if row["count"] == WITHHELD:
        return 0, MANY
    if not row["is_exact"]:
        return 0, 0
    count = int(row["count"])
    if row["is_exact"] == "exact":
        return count, count
    base = int(row["is_exact"].removeprefix("rounded to "))
    low = count - base // 2
    is_least = count - base < rules.small_below  # all that is not small came up to it
    return rules.small_below if is_least else low, low + base - 1
