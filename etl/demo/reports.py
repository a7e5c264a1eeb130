"""Which office reported which week, and when; tips and reports agree on it.

The register of a week is closed on its Sunday. Since FY2569 most offices hand it over
that day; before, it went on paper and took some days more. Some offices are habitually
late, and some fall silent for weeks: of these nothing is known, which is not the same
as none.
"""

from datetime import date
from random import Random

from etl.demo import draws
from etl.demo.calendar import LAST_ON, WEEKS, after, fiscal_year, monday

Reports = dict[str, list[date | None]]  # by province, of every week

HABITS = {"punctual": 810, "usual": 120, "late": 70}
DELAYS = {
    "punctual": {0: 885, 1: 60, 2: 30, 4: 15, 8: 10},
    "usual": {0: 640, 1: 120, 2: 80, 3: 50, 5: 40, 8: 40, 13: 20, 20: 10},
    "late": {0: 60, 2: 160, 4: 200, 6: 190, 9: 160, 13: 120, 18: 70, 25: 40},
}
PAPER_DAYS = {1: 380, 2: 290, 3: 160, 4: 90, 6: 50, 10: 30}
ON_LINE_FROM = 2569
SILENT_PER_1000 = 4
SILENT_WEEKS = {1: 480, 2: 240, 3: 140, 5: 90, 8: 50}
LONG_SILENCES = 8
LONG_WEEKS = (10, 26)


def reports(seed: int, places: list[str], busy: set[tuple[str, int]]) -> Reports:
    """The day each province reported each week; None: not, or not yet on the last day.

    Weeks in `busy` are always reported.
    """
    rng = draws.source(seed, "reporting")
    habits, silent = draws.wheel(HABITS), draws.wheel(SILENT_WEEKS)
    paper = draws.wheel(PAPER_DAYS)
    delays = {habit: draws.wheel(days) for habit, days in DELAYS.items()}
    long_silent = draws.pick_some(rng, dict.fromkeys(places, 1), LONG_SILENCES)
    told: Reports = {}
    for code in places:
        delay = delays[draws.spin(rng, habits)]
        told[code] = [_told_on(rng, delay, paper, week) for week in range(WEEKS)]
        for first, weeks in _silences(rng, silent, is_long=code in long_silent):
            for week in range(first, min(first + weeks, WEEKS)):
                told[code][week] = None
    for code, week in busy:
        told[code][week] = told[code][week] or after(monday(week), 6)
    return told


def _told_on(
    rng: Random, delay: tuple[int, ...], paper: tuple[int, ...], week: int
) -> date | None:
    sunday = after(monday(week), 6)
    day = after(sunday, draws.spin(rng, delay))
    if fiscal_year(sunday) < ON_LINE_FROM:
        day = after(day, draws.spin(rng, paper))
    return day if day <= LAST_ON else None


def _silences(
    rng: Random, weeks: tuple[int, ...], *, is_long: bool
) -> list[tuple[int, int]]:
    """First week and length of each stretch of which nothing is ever reported."""
    stretches = [
        (week, draws.spin(rng, weeks))
        for week in range(WEEKS)
        if draws.chance(rng, SILENT_PER_1000)
    ]
    if is_long:
        length = rng.randrange(*LONG_WEEKS)
        stretches.append((rng.randrange(WEEKS - 2 * length), length))
    return stretches


def stretches(told: Reports) -> list[tuple[str, int, int]]:
    """Province, first week and number of weeks of every stretch without a report."""
    found = []
    for code, days in told.items():
        first = 0
        for week in range(WEEKS + 1):
            if week == WEEKS or days[week]:
                if week > first:
                    found.append((code, first, week - first))
                first = week + 1
    return found
