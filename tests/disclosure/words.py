"""What the attacker takes from words: a province's status, its oldest open referral."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from dashboard.rules import Rules
from tests.disclosure.bounds import MANY, System
from tests.disclosure.reading import ALL, PeriodKey, Public, Reading

WEEK = timedelta(weeks=1)


def say_words(system: System, reading: Reading, public: Public) -> None:
    """What "usual", "above usual" and "silent" say of a province's week."""
    limits = public.limits
    weeks: dict[date, list[int]] = defaultdict(list)
    seen = set()
    for row in reading.words:
        start = date.fromisoformat(row["period_start"])
        limit = limits[row["area"], start]
        low, high = _BOUNDS[row["status"]]
        low, high = low and limit + 1, limit if high == 1 else high
        at = system.number(("first", row["area"], start), low, high)
        if at not in seen:
            weeks[start].append(at)
            seen.add(at)
        if row["weeks_since_rise"]:
            rose = start - int(float(row["weeks_since_rise"])) * WEEK
            least = limits[row["area"], rose] + 1
            system.number(("first", row["area"], rose), least)
    for start, places in weeks.items():
        _say_first(system, reading, start, places)
    for key, first in list(system.place.items()):
        if key[0] == "first" and ("week", "tips", *key[1:]) in system.place:
            week = system.place["week", "tips", *key[1:]]
            system.sum([(1, week), (-1, first)], 0, MANY)


# 1 stands for the province's limit
_BOUNDS = {"usual": (0, 1), "above": (1, MANY), "silent": (0, 0), "no_data": (0, MANY)}


def _say_first(
    system: System, reading: Reading, start: date, places: Sequence[int]
) -> None:
    """First counts make up the country's figure of the same Monday."""
    key = PeriodKey("tips", "week", start, start + timedelta(days=6))
    if key in reading.periods:
        whole = reading.periods[key].versions[0].get(ALL)
        if whole is not None:
            system.parts(whole, places)


def say_referrals(system: System, reading: Reading, rules: Rules) -> None:
    """What the band of the oldest open referral says of those that were made."""
    ends = rules.age_days
    before: dict[tuple[str, date], str] = {}
    for row in reading.words:
        band, start = row["open_referral"], date.fromisoformat(row["period_start"])
        if band and int(float(band)) in ends[1:]:
            at = ends.index(int(float(band)))
            _say_referred(system, row, ends[at - 1] + 1, ends[at])
        if band == str(ends[0]) and before.get((row["area"], start - WEEK)) == "0":
            _say_referred(system, row, 0, 6)
        before[row["area"], start] = band


def _say_referred(
    system: System, row: Mapping[str, str], youngest: int, oldest: int
) -> None:
    """That a referral was made some days before a week's end."""
    end = date.fromisoformat(row["period_end"])
    first, last = (end - timedelta(days=days) for days in (oldest, youngest))
    start = first - timedelta(days=first.weekday())
    keys = []
    while start <= last:
        keys.append(("week", "referrals", row["area"], start))
        start += WEEK
    if all(key in system.place for key in keys):
        system.sum([(1, system.place[key]) for key in keys], 1, MANY)
