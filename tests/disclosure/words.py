"""What the attacker takes from words: a province's status, its oldest open referral."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain

from dashboard.rules import Rules
from tests.disclosure.bounds import MANY, System
from tests.disclosure.reading import (
    ALL,
    Attacker,
    Cell,
    Figure,
    Public,
    Reading,
)

WEEK = timedelta(weeks=1)


def say_words(system: System, reading: Reading, public: Public) -> None:
    """What "usual", "above usual" and "silent" say of a province's week.

    Of a week in which nothing was handed over, nothing is known by its end.
    """
    for rows, page, lines in zip(
        reading.words, reading.pages, reading.lines, strict=True
    ):
        places = []
        for row in rows:
            start = date.fromisoformat(row["period_start"])
            limit = public.limits[row["area"], start, page.version]
            low, high = _BOUNDS[row["status"]]
            low, high = low and limit + 1, limit if high == 1 else high
            key = "first", "tips", row["area"], start, page.version
            places.append(system.number(key, low, high))
            if row["weeks_since_rise"] not in ("", NOT_TOLD):
                rose = start - int(float(row["weeks_since_rise"])) * WEEK
                least = public.limits[row["area"], rose, page.version] + 1
                system.number(("first", "tips", row["area"], rose, page.version), least)
        whole = own_week(lines["national_week"], "tips", start)
        if whole is not None:
            system.parts(whole, places)


NOT_TOLD = "-1"
# 1 stands for the province's limit
_BOUNDS = {"usual": (0, 1), "above": (1, MANY), "silent": (0, 0), "no_data": (0, MANY)}
_BOUNDS["withheld"] = 0, MANY


def own_week(
    lines: Sequence[tuple[Figure, int]], measure: str, start: date
) -> int | None:
    """The place of the country's count of the week that a publication is of."""
    return next(
        (
            at
            for figure, at in lines
            if (figure.key.measure, figure.key.start) == (measure, start)
        ),
        None,
    )


def say_referrals(system: System, reading: Reading, attacker: Attacker) -> None:
    """What it tells that the band of the oldest open referral changed.

    Bands are told at the ends of blocks. Whoever was in a lower one at the end before
    made a referral in the days between.
    """
    before: dict[str, tuple[date, int]] = {}
    made: dict[tuple[date, date], list[tuple[str, int]]] = defaultdict(list)
    for row in chain.from_iterable(reading.words):
        if not row["open_referral"]:
            continue
        on, area = date.fromisoformat(row["open_referral_on"]), row["area"]
        band = int(float(row["open_referral"]))
        then, lower = before.get(area, (on, TIED))
        if band == TIED or on == then:
            before.setdefault(area, (on, band))
            continue
        before[area] = on, band
        span = _made_within(attacker.rules, then, lower, on, band)
        if span:
            made[span].append((area, _made(system, area, *span)))
    for span, provinces in made.items():
        _say_of_areas(system, reading, span, provinces, attacker)


TIED = -2  # not disclosed


def _made_within(
    rules: Rules, then: date, lower: int, on: date, band: int
) -> tuple[date, date] | None:
    """In which days a referral was made, when a band turned to a higher one."""
    ends = [0, *rules.age_days, -1]  # 0: none; -1: above the last band
    if lower not in ends or ends.index(band) <= ends.index(lower):
        return None
    at = ends.index(band)
    youngest = ends[at - 1] + 1 if at > 1 else 0
    longest = timedelta(days=ends[ends.index(lower)] if lower else -1)
    return then - longest, on - timedelta(days=youngest)


def _made(system: System, area: str, first: date, last: date) -> int:
    """The place of a province's referrals of some days: one or more."""
    whole = system.number(("made", area, first, last), 1)
    start = first - timedelta(days=first.weekday())
    keys = []
    while start <= last:
        keys.append(("week", "referrals", area, start))
        start += WEEK
    if all(key in system.place for key in keys):
        weeks = [(-1, system.place[key]) for key in keys]
        system.sum([(1, whole), *weeks], -MANY, 0)
    return whole


def _say_of_areas(
    system: System,
    reading: Reading,
    span: tuple[date, date],
    provinces: Sequence[tuple[str, int]],
    attacker: Attacker,
) -> None:
    """A region's blocks hold what its provinces made in days that they touch.

    So do the country's weeks.
    """
    regions = attacker.public.regions
    for region in sorted(set(regions.values())):
        mine = [at for area, at in provinces if regions[area] == region]
        cell = Cell("region", region, "", "")
        _say_of_area(system, reading, span, ("block", cell), mine, attacker)
    mine = [at for _, at in provinces]
    _say_of_area(system, reading, span, ("week", ALL), mine, attacker)


def _say_of_area(
    system: System,
    reading: Reading,
    span: tuple[date, date],
    told: tuple[str, Cell],
    parts: Sequence[int],
    attacker: Attacker,
) -> None:
    first, last = span
    name, cell = told
    touched = [
        period
        for key, period in reading.periods.items()
        if (key.measure, key.period) == ("referrals", name)
        and key.start <= last
        and key.end >= first
    ]
    spans = [(min(p.key.end, last) - max(p.key.start, first)).days + 1 for p in touched]
    if sum(spans) < (last - first).days + 1 or any(cell not in p.last for p in touched):
        return
    wholes = [(1, period.last[cell]) for period in touched]
    late = attacker.late(4 * len(touched))
    system.sum([*wholes, *((-1, at) for at in parts)], -late, MANY)
