"""Outbreaks: tips of one form that are added to a province for some weeks."""

from dataclasses import dataclass
from datetime import date
from random import Random

from etl.demo.calendar import FIRST_ON, week_of

SIZED_FOR = 16_500
OUTBREAKS = (
    ("TH-27", date(2021, 11, 8), 4, 46, "EX08S"),
    ("TH-57", date(2022, 8, 15), 6, 60, "EX08S"),
    ("TH-74", date(2023, 2, 6), 3, 38, "EX06F"),
    ("TH-83", date(2024, 1, 15), 5, 44, "EX01"),
    ("TH-63", date(2025, 2, 10), 8, 110, "EX08S"),
    ("TH-30", date(2025, 6, 9), 3, 34, "EX05"),
    ("TH-90", date(2026, 5, 18), 4, 42, "EX06"),
    ("TH-85", date(2026, 10, 12), 4, 40, "EX06F"),
)


@dataclass(frozen=True)
class Outbreak:
    """Tips of one form added to a province over some weeks."""

    province_code: str
    first_on: date
    weeks: int
    tips_added: int
    form: str


def outbreaks(tips: int) -> list[Outbreak]:
    """The outbreaks, their sizes in proportion to the whole number of tips."""
    return [
        Outbreak(code, first_on, weeks, size * tips // SIZED_FOR, form)
        for code, first_on, weeks, size, form in OUTBREAKS
    ]


def busy_weeks() -> set[tuple[str, int]]:
    """Province and week of every outbreak, and as long before: all are reported."""
    busy = set()
    for code, first_on, weeks, *_ in OUTBREAKS:
        first = week_of(first_on)
        busy |= {(code, week) for week in range(first - weeks, first + weeks)}
    return busy


def added_by_day(rng: Random, added: list[Outbreak]) -> dict[int, list[Outbreak]]:
    """The outbreaks' tips by day, each the outbreak that it belongs to."""
    extra: dict[int, list[Outbreak]] = {}
    for outbreak in added:
        start = (outbreak.first_on - FIRST_ON).days
        for _ in range(outbreak.tips_added):
            day = start + rng.randrange(7 * outbreak.weeks)
            extra.setdefault(day, []).append(outbreak)
    return extra
