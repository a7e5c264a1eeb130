"""The attacker: what published figures say together of those that are not published.

Reads bytes (tests.disclosure.reading), says to a `bounds.System` all that they and the
rules imply, and takes bounds of every count from it. The numbers, by key:

(PeriodKey, version, Cell)              a published count
("week", measure, province, Monday)     a province's count in a week
("piece", measure, province, Monday, quarter)  the same, the days of one quarter
and ("first", …), see tests.disclosure.firsts
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from tests.disclosure.bounds import MANY, System
from tests.disclosure.firsts import say_pages
from tests.disclosure.reading import (
    ALL,
    COUNTRY,
    Attacker,
    Cell,
    Files,
    Period,
    PeriodKey,
    Public,
    Reading,
    read,
)
from tests.disclosure.words import say_referrals, say_words

WEEK = timedelta(weeks=1)
Weeks = Mapping[date, Mapping[str, int]]  # places by Monday and province


def facts(publications: Sequence[Files], attacker: Attacker) -> tuple[System, Reading]:
    """All that publications of successive weeks say together."""
    system = System()
    reading = read(publications, attacker.rules, attacker.public, system)
    for period in reading.periods.values():
        for version in period.versions:
            _say_areas(system, version, attacker.public)
            _say_kinds(system, version)
    _say_versions(system, reading, attacker)
    _say_changes(system, reading, attacker)
    for measure in sorted({key.measure for key in reading.periods}):
        periods = [p for key, p in reading.periods.items() if key.measure == measure]
        weeks = _weeks(system, measure, periods, attacker)
        _say_weeks(system, periods, weeks, attacker)
        _say_blocks(system, periods, attacker)
        _say_spans(system, periods, attacker)
        _say_years(system, periods, attacker)
    say_words(system, reading, attacker.public)
    say_pages(system, reading, attacker)
    say_referrals(system, reading, attacker)
    return system, reading


# --- within a version


def _say_areas(system: System, cells: Mapping[Cell, int], public: Public) -> None:
    """The country is its provinces, and so is a region."""
    provinces = {c.area: at for c, at in cells.items() if c.level == "province"}
    if not provinces:
        return
    for cell, whole in cells.items():
        if cell.level != "province" and not cell.kind:
            inside = [
                at
                for province, at in provinces.items()
                if cell.area in (COUNTRY, public.regions[province])
            ]
            system.parts(whole, inside)


def _say_kinds(system: System, cells: Mapping[Cell, int]) -> None:
    """All kinds of a count add up to it; of forms, a tip has one or more."""
    kinds: dict[Cell, list[int]] = defaultdict(list)
    for cell, at in cells.items():
        if cell.kind:
            kinds[cell._replace(kind="")].append(at)
    for told, places in kinds.items():
        whole = cells[told._replace(kind_of="")]
        if told.kind_of != "form":
            system.parts(whole, places)
            continue
        system.sum([(-1, whole), *((1, at) for at in places)], 0, MANY)
        for at in places:
            system.sum([(1, whole), (-1, at)], 0, MANY)


# --- between versions


def _say_versions(system: System, reading: Reading, attacker: Attacker) -> None:
    """What changed from version to version: rows came in, or were taken away."""
    country: dict[tuple[PeriodKey, int], int] = {}
    ordered = sorted(reading.periods.values(), key=lambda p: ORDER.index(p.key.period))
    for period in ordered:
        pairs = zip(period.versions, period.versions[1:], strict=False)
        for (before, after), at in zip(pairs, period.since[1:], strict=True):
            told = _told_beside(period.key, at, country)
            low, high = _direction(system, before, after, told, attacker)
            changes = {
                cell: system.number(("change", before[cell]), low, high)
                for cell in before.keys() & after.keys()
            }
            for cell, change in changes.items():
                system.parts(after[cell], [before[cell], change])
            if ALL in changes:
                country[period.key, at] = changes[ALL]
                told = [changes[ALL]]
            elif not attacker.is_bold:
                continue
            _say_change_of_parts(system, changes, told)


# What has the country's figure comes first.
ORDER = ("week", "quarter", "block", "year")


def _told_beside(
    key: PeriodKey, at: int, country: Mapping[tuple[PeriodKey, int], int]
) -> list[int]:
    """Changes of the country that were published together with a period's.

    Blocks and years have no national figure; their weeks and quarters have.
    """
    part = {"block": "week", "year": "quarter"}.get(key.period)
    return [
        place
        for (other, since), place in country.items()
        if since == at
        and (other.measure, other.period) == (key.measure, part)
        and key.start <= other.start
        and other.end <= key.end
    ]


def _direction(
    system: System,
    before: Mapping[Cell, int],
    after: Mapping[Cell, int],
    told: Sequence[int],
    attacker: Attacker,
) -> tuple[int, int]:
    """The least and the most by which cells changed from one version to the next.

    Where the country's count rose, no area's count fell, and the other way round; where
    it stayed, something was corrected, and nothing follows. Where an exact count is
    rounded later, the bold attacker takes it for the same.
    """
    if ALL not in before or ALL not in after:
        fell = any(system.interval(place) == (-MANY, 0) for place in told)
        return (-MANY, 0) if fell else (0, MANY)
    (old_low, old_high), (new_low, new_high) = (
        system.interval(cells[ALL]) for cells in (before, after)
    )
    if new_high < old_low:
        return -MANY, 0
    if new_low == new_high == old_low == old_high:
        return -MANY, MANY
    is_same = attacker.is_bold and new_low <= old_low == old_high <= new_high
    return 0, 0 if is_same else MANY


def _say_change_of_parts(
    system: System, changes: Mapping[Cell, int], told: Sequence[int]
) -> None:
    """What the country's count changed by, its areas and its kinds did together."""
    parts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for cell, at in changes.items():
        if cell.kind_of != "form" and (cell.level == "national") == bool(cell.kind):
            parts[cell.level, cell.kind_of].append(at)
    for places in parts.values():
        if told:
            system.sum([*((1, at) for at in told), *((-1, at) for at in places)])


def _say_changes(system: System, reading: Reading, attacker: Attacker) -> None:
    """What a change of exact counts says of a period and the one before."""
    if attacker.rules.changes_from_published:
        return
    said = set()
    for lines in reading.lines:
        for table in lines.values():
            ended = {(f.key.measure, f.cell, f.key.end): at for f, at in table}
            for figure, at in table:
                day_before = figure.key.start - timedelta(days=1)
                before = ended.get((figure.key.measure, figure.cell, day_before))
                if figure.change and before is not None and (at, before) not in said:
                    change = int(float(figure.change))
                    system.sum([(1, at), (-1, before)], change, change)
                    said.add((at, before))


# --- between periods


def _weeks(
    system: System, measure: str, periods: Sequence[Period], attacker: Attacker
) -> Weeks:
    """Counts of provinces by Monday; a week of two quarters has two pieces."""
    short = [p.key for p in periods if p.key.period in ("week", "block")]
    first, last = min(key.start for key in short), max(key.end for key in short)
    weeks = {}
    for at in range((last - first).days // 7 + 1):
        start = first + at * WEEK
        weeks[start] = {
            province: system.number(("week", measure, province, start))
            for province in attacker.public.regions
        }
        if len(_quarters(start)) == 2:
            for province, whole in weeks[start].items():
                keys = [
                    ("piece", measure, province, start, quarter)
                    for quarter in _quarters(start)
                ]
                system.parts(whole, [system.number(key) for key in keys])
    return weeks


@cache
def _quarters(monday: date) -> list[date]:
    """First days of the quarters that a week lies in."""
    days = (monday, monday + timedelta(days=6))
    return sorted({date(on.year, (on.month - 1) // 3 * 3 + 1, 1) for on in days})


def _say_weeks(
    system: System, periods: Sequence[Period], weeks: Weeks, attacker: Attacker
) -> None:
    """Weeks make blocks and quarters, with late rows between."""
    regions = attacker.public.regions
    for period in periods:
        starts = [w for w in weeks if _touches(w, period.key)]
        for cell, whole in period.last.items():
            inside = [
                _part(system, weeks, period.key, start, province)
                for province in regions
                if cell.area in (COUNTRY, province, regions[province])
                for start in starts
            ]
            if not cell.kind and _is_whole(weeks, period.key):
                late = attacker.late(len(starts)) if period.key.period != "week" else 0
                system.parts(whole, inside, 0, late)


def _touches(monday: date, key: PeriodKey) -> bool:
    return monday <= key.end and monday + timedelta(days=6) >= key.start


def _is_whole(weeks: Weeks, key: PeriodKey) -> bool:
    return min(weeks) <= key.start and key.end <= max(weeks) + timedelta(days=6)


def _part(
    system: System, weeks: Weeks, key: PeriodKey, start: date, province: str
) -> int:
    """A week of a province, or its piece in the quarter or year that ends in it."""
    inside = [q for q in _quarters(start) if key.start <= q <= key.end]
    if key.period in ("quarter", "year") and len(inside) < len(_quarters(start)):
        return system.place["piece", key.measure, province, start, inside[0]]
    return weeks[start][province]


def _say_blocks(system: System, periods: Sequence[Period], attacker: Attacker) -> None:
    """The regions of a block make the country's weeks.

    That follows from what is said of provinces, but passing bounds through each of them
    would lose it.
    """
    weeks = {p.key.start: p.country() for p in periods if p.key.period == "week"}
    for block in (p for p in periods if p.key.period == "block"):
        whole = [weeks.get(block.key.start + at * WEEK) for at in range(4)]
        if None not in whole:
            regions = [(1, at) for cell, at in block.last.items()]
            terms = [*regions, *((-1, at) for at in whole)]
            system.sum(terms, 0, attacker.late(4))


def _say_spans(system: System, periods: Sequence[Period], attacker: Attacker) -> None:
    """A quarter or year has what shorter spans inside it have, and no more than all.

    That follows from what is said of provinces, too; see `_say_blocks`.
    """
    for long, short in (("quarter", "week"), ("year", "block")):
        parts = [p for p in periods if p.key.period == short]
        for period in (p for p in periods if p.key.period == long):
            touched = [p for p in parts if _overlaps(p.key, period.key)]
            inside = [p for p in touched if _is_inside(p.key, period.key)]
            starts, ends = (
                [getattr(p.key, on) for p in touched] for on in ("start", "end")
            )
            late = attacker.late(len(touched))
            for cell, whole in period.last.items():
                if cell.kind or any(cell not in p.last for p in touched):
                    continue
                within = [(-1, p.last[cell]) for p in inside]
                system.sum([(1, whole), *within], -late, MANY)
                days = (period.key.end - period.key.start).days
                if (
                    touched
                    and min(starts) <= period.key.start
                    and (max(ends) >= period.key.end)
                    and _are_whole(touched, days)
                ):
                    over = [(-1, p.last[cell]) for p in touched]
                    system.sum([(1, whole), *over], -MANY, late)


def _overlaps(short: PeriodKey, long: PeriodKey) -> bool:
    return short.start <= long.end and short.end >= long.start


def _is_inside(short: PeriodKey, long: PeriodKey) -> bool:
    return long.start <= short.start and short.end <= long.end


def _are_whole(touched: Sequence[Period], days: int) -> bool:
    """Whether they follow each other without a gap."""
    return sum((p.key.end - p.key.start).days + 1 for p in touched) > days


def _say_years(system: System, periods: Sequence[Period], attacker: Attacker) -> None:
    """Regions of a year make the country's quarters, in all and kind by kind."""
    quarters = [p for p in periods if p.key.period == "quarter"]
    for year in (p for p in periods if p.key.period == "year"):
        mine = [
            q.last
            for q in quarters
            if year.key.start <= q.key.start and q.key.end <= year.key.end
        ]
        if len(mine) == 4:
            _say_regions(system, year.last, mine, attacker.late(4))


def _say_regions(
    system: System,
    year: Mapping[Cell, int],
    quarters: Sequence[Mapping[Cell, int]],
    late: int,
) -> None:
    regions: dict[Cell, list[int]] = defaultdict(list)
    for cell, at in year.items():
        if cell.level == "region":
            country = Cell("national", COUNTRY, cell.kind_of, cell.kind)
            regions[country].append(at)
    for country, places in regions.items():
        if all(country in cells for cells in quarters):
            terms = [(1, at) for at in places]
            terms += [(-1, cells[country]) for cells in quarters]
            system.sum(terms, 0, late)
