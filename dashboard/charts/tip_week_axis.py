"""What the figures of weeks share: names of months below weeks that are numbered."""

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.charts.base import NOTE_SIZE, Figure, Look
from dashboard.text import SHORT_MONTHS

EVERY = (1, 2, 3, 6, 12, 24)  # months between two names


def month_ticks(starts: Sequence[date], look: Look, most: int) -> dict[int, str]:
    """Which weeks are named, by position, and how: at most so many.

    A week is named that has the first of a month in it; the year stands at the first
    name and at each January.

    Args:
        starts: Mondays, one after the other.
        look: Language and era.
        most: Names there is room for.
    """
    firsts = {at: _first_in(start) for at, start in enumerate(starts)}
    months = [(at, first) for at, first in firsts.items() if first is not None]
    named: list[tuple[int, date]] = []
    for every in EVERY:
        named = [(at, day) for at, day in months if (day.month - 1) % every == 0]
        if every > 12:
            named = [(at, day) for at, day in named if day.year % 2 == 0]
        if len(named) <= most:
            break
    return {
        at: _name(day, look, has_year=place == 0 or day.month == 1)
        for place, (at, day) in enumerate(named)
    }


def _first_in(start: date) -> date | None:
    """The first of a month in the week, if there is one."""
    last = start + timedelta(days=6)
    first = last.replace(day=1)
    return first if first >= start else None


def _name(day: date, look: Look, *, has_year: bool) -> str:
    month = SHORT_MONTHS[look.lang][day.month - 1]
    return f"{month}<br>{look.year(day.year)}" if has_year else month


def week_axis(look: Look, starts: Sequence[date], most: int) -> Figure:
    """A horizontal axis of weeks by position."""
    ticks = month_ticks(starts, look, most)
    return {
        "range": [-0.6, len(starts) - 0.4],
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": list(ticks.values()),
        "tickangle": 0,
        "tickfont": {"size": NOTE_SIZE},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }
