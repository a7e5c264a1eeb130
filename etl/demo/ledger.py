"""What was handed over of the tips: how many by province and week, and some to follow.

A reporting line says what was known on its day. Tips that are recorded later, move to
another province or are withdrawn change the number; the office sends the line again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from etl.demo.calendar import FIRST_ON, after, week_of
from etl.demo.reports import Reports
from etl.demo.tip_history import DEFAULT_TIPS, Tip

Cell = tuple[str, int]  # province, week


@dataclass(frozen=True)
class Ledger:
    """Counts by province and week, filled by `follow`.

    Attributes:
        told: Which office reported which week, and when.
        first: Tips known on that day.
        last: Tips known in the end.
        changed_on: When a tip last came or went after that day.
        followed: All versions of the tips that have referrals and outcomes.
    """

    told: Reports
    first: Counter[Cell] = field(default_factory=Counter)
    last: Counter[Cell] = field(default_factory=Counter)
    changed_on: dict[Cell, date] = field(default_factory=dict)
    followed: list[list[Tip]] = field(default_factory=list)


def follow(
    ledger: Ledger, tips: int, history: Iterator[list[Tip]]
) -> Iterator[list[Tip]]:
    """The same tips; on the way they are counted, and about 16,500 of them noted."""
    step = max(1, tips // DEFAULT_TIPS)
    day, week = None, 0
    for number, versions in enumerate(history):
        if versions[0].received_on is not day:  # they come day by day
            day = versions[0].received_on
            week = week_of(day)
        if len(versions) == 1:  # nearly all of a bulk set, where time counts
            _count_only(ledger, versions[0], week)
        else:
            _count(ledger, versions, week)
        if number % step == 0:
            ledger.followed.append(versions)
        yield versions


def take_back(ledger: Ledger, tip: Tip, withdrawn_on: date) -> None:
    """Count a tip no more, from a day on, at the earliest when it was reported."""
    code, week = tip.place.code, week_of(tip.received_on)
    ledger.last[code, week] -= 1
    told_on = ledger.told[code][week] or withdrawn_on
    _change(ledger, (code, week), max(withdrawn_on, after(told_on, 1)))


def _count(ledger: Ledger, versions: list[Tip], week: int) -> None:
    for code in {version.place.code for version in versions}:
        cell = (code, week)
        told_on = ledger.told[code][week]
        known = [v for v in versions if told_on and v.recorded_on <= told_on]
        was_here = bool(known) and known[-1].place.code == code
        is_here = versions[-1].place.code == code
        ledger.first[cell] += was_here
        ledger.last[cell] += is_here
        if was_here != is_here:
            _change(ledger, cell, _since(versions, code, is_here=is_here))


def _count_only(ledger: Ledger, tip: Tip, week: int) -> None:
    code, recorded_on = tip.place.code, tip.recorded_on
    cell = (code, week)
    told_on = ledger.told[code][week]
    ledger.last[cell] += 1
    if told_on and recorded_on <= told_on:
        ledger.first[cell] += 1
    elif ledger.changed_on.get(cell, FIRST_ON) < recorded_on:
        ledger.changed_on[cell] = recorded_on


def _since(versions: list[Tip], code: str, *, is_here: bool) -> date:
    """Since when the tip has been in the province, or out of it, to this day."""
    latest = takewhile(
        lambda version: (version.place.code == code) == is_here, reversed(versions)
    )
    return min(version.recorded_on for version in latest)


def _change(ledger: Ledger, cell: Cell, day: date) -> None:
    ledger.changed_on[cell] = max(ledger.changed_on.get(cell, day), day)
