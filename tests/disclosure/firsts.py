"""What the attacker takes from the weekly page: how weeks began, and what became of it.

("first", measure, area, Monday, version) is a count as it was first known, by a version
of the data. Late rows never change it; rows that are taken out of the data do, and then
it is less than it was.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dashboard.rules import Rules
from tests.disclosure.bounds import MANY, System
from tests.disclosure.reading import COUNTRY, Attacker, Page, Reading
from tests.disclosure.words import own_week

DAYS = timedelta(days=6)


def say_pages(system: System, reading: Reading, attacker: Attacker) -> None:
    """All that pages say besides the tables."""
    told = {
        (row["area"], date.fromisoformat(row["period_start"]))
        for rows in reading.words
        for row in rows
        if row["status"] in ("usual", "above")
    }
    for page, lines, rows in zip(
        reading.pages, reading.lines, reading.words, strict=True
    ):
        for measure, start, bounds in page.firsts:
            system.number(("first", measure, COUNTRY, start, page.version), *bounds)
        own = date.fromisoformat(rows[0]["period_start"])
        for measure in {measure for measure, _, _ in page.firsts}:
            whole = own_week(lines["national_week"], measure, own)
            first = ("first", measure, COUNTRY, own, page.version)
            if whole is not None:
                system.parts(whole, [system.number(first)])
        for tile in page.tiles:
            _say_tile(system, tile, page.version, attacker.rules)
        _say_rises(system, page, attacker, told)
    _say_provinces(system, attacker)
    _say_taken(system, attacker)


def _say_tile(
    system: System, tile: Mapping[str, Any], version: int, rules: Rules
) -> None:
    """A figure, and how much it differs from that of another week."""
    if tile["value"] is None:
        return
    now = date.fromisoformat(tile["ends"][-1]) - DAYS
    value, base = int(tile["value"]), tile["base"]
    key = "first", tile["key"], COUNTRY
    bounds = _bounds(value, base, rules)
    at = system.number((*key, now, version), *bounds)
    for change in (tile["on_week"], tile["on_year"]):
        if change is None or change["value"] is None:
            continue
        was = date.fromisoformat(change["since"]) - DAYS
        other = system.number((*key, was, version))
        coarse = change["base"]
        low, high = _before(_nearest(value, coarse), change)
        low, high = low - coarse // 2, high + (coarse - 1) // 2
        system.number((*key, was, version), max(0, low), high)
        if change["kind"] == "count":
            step, room = int(change["value"]), coarse - 1
            system.sum([(1, at), (-1, other)], step - room, step + room)


def _bounds(value: int, base: int, rules: Rules) -> tuple[int, int]:
    if base == 1:
        return value, value
    low = value - base // 2
    is_least = value - base < rules.small_below
    return rules.small_below if is_least else low, value + (base - 1) // 2


def _nearest(value: int, base: int) -> int:
    return value if base == 1 else (value + base // 2) // base * base


def _before(value: int, change: Mapping[str, Any]) -> tuple[int, int]:
    """What the figure before can have been, as it was said."""
    if change["kind"] == "count":
        return value - int(change["value"]), value - int(change["value"])
    room = 1e-6 if change["base"] == 1 else 0.5
    ends = [
        value / (1 + (change["value"] + sign * room) / 100)
        for sign in (1, -1)
        if change["value"] + sign * room > -100
    ]
    return int(min(ends) + 1e-3), round(max(ends) + 0.499)


def _say_rises(
    system: System, page: Page, attacker: Attacker, told: set[tuple[str, date]]
) -> None:
    """Who was above usual; who was not, and is known to have been judged."""
    for row in page.rises:
        if not row["provinces_above"]:
            continue
        start = date.fromisoformat(row["period_start"])
        above = row["above"].split()
        for area in attacker.public.regions:
            limit = attacker.public.limits[area, start, page.version]
            key = "first", "tips", area, start, page.version
            if area in above:
                system.number(key, limit + 1)
            elif (area, start) in told:
                system.number(key, 0, limit)


def _say_provinces(system: System, attacker: Attacker) -> None:
    """The country's first tips are those of its provinces."""
    for key in [*system.place]:
        if key[:3] == ("first", "tips", COUNTRY):
            keys = [(*key[:2], area, *key[3:]) for area in attacker.public.regions]
            system.parts(system.place[key], [system.number(each) for each in keys])


def _say_taken(system: System, attacker: Attacker) -> None:
    """A later version has what the one before had, less what was taken out.

    What there is in the end is at least what there was at first.
    """
    last = {}
    for key in sorted((k for k in system.place if k[0] == "first"), key=str):
        *whose, version = key
        last[tuple(whose)] = system.place[key]
        before = (*whose, version - 1)
        if before in system.place:
            taken = system.number(("taken", *whose[1:]))
            system.parts(system.place[before], [system.place[key], taken])
    for (_, measure, area, start), first in last.items():
        week = ("week", measure, area, start)
        if week in system.place:
            system.sum([(1, system.place[week]), (-1, first)], 0, MANY)
        whole = ("taken", "tips", COUNTRY, start)
        if area == COUNTRY and measure == "tips" and whole in system.place:
            keys = [("taken", "tips", each, start) for each in attacker.public.regions]
            parts = [system.place[each] for each in keys if each in system.place]
            system.parts(system.place[whole], parts)
