"""What figures of tips over time share: the axis of days, marks, names at ends."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.charts.base import NOTE_SIZE, Figure, Look, veiled, wrapped
from dashboard.text import SHORT_MONTHS

HOVER = "%{hovertext}<extra></extra>"
TICKS, WIDE_TICKS = 5, 12  # named at most
STEPS = (1, 2, 3, 6, 12, 24)  # months between names


def day_axis(look: Look, span: tuple[date, date], room: float = 0.0) -> Figure:
    """An axis of days that names months, and the year below the first of each.

    Args:
        look: Language, era and whether there is room for many names.
        span: First and last day.
        room: Of the axis, added at its end for words.
    """
    first, last = span
    extra = timedelta(days=int((last - first).days * room / (1 - room)))
    named = _months(first, last, WIDE_TICKS if look.is_wide else TICKS)
    return {
        "type": "date",
        "range": [first.isoformat(), (last + extra).isoformat()],
        "tickmode": "array",
        "tickvals": [each.isoformat() for each in named],
        "ticktext": _names(look, named),
        "tickangle": 0,
        "tickfont": {"size": NOTE_SIZE},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }


def _months(first: date, last: date, most: int) -> list[date]:
    """First days of months, so many at most."""
    begins = first.year * 12 + first.month - 1 + (first.day > 1)
    ends = last.year * 12 + last.month - 1
    for step in STEPS:
        found = [each for each in range(begins, ends + 1) if each % step == 0]
        if len(found) <= most:
            break
    return [date(each // 12, each % 12 + 1, 1) for each in found]


def _names(look: Look, named: Sequence[date]) -> list[str]:
    names, year = [], 0
    for day in named:
        month = SHORT_MONTHS[look.lang][day.month - 1]
        names.append(month if day.year == year else f"{month}<br>{look.year(day.year)}")
        year = day.year
    return names


def launch_marks(
    look: Look, launches: Sequence[tuple[date, str]]
) -> tuple[list[Figure], list[Figure]]:
    """Lines through all panels at some days, with words above them: two lines high."""
    lines = [
        {
            "type": "line",
            **{"x0": day.isoformat(), "x1": day.isoformat(), "y0": 0, "y1": 1},
            "yref": "paper",
            "line": {"color": veiled(look.ink, 0.7), "width": 1.2, "dash": "dot"},
        }
        for day, _ in launches
    ]
    words = [
        {
            "text": wrapped(said, 24),
            "x": day.isoformat(),
            "y": 1,
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "align": "left",
            "showarrow": False,
            "font": {"size": NOTE_SIZE, "color": look.ink},
        }
        for day, said in launches
    ]
    return lines, words


def spread(heights: Sequence[float], apart: float) -> list[float]:
    """Heights at least so far from each other, in the same order and near their own."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    found = list(heights)
    for before, at in zip(order, order[1:], strict=False):
        found[at] = max(found[at], found[before] + apart)
    if order:  # pushed up only: half of it is given back
        over = (found[order[-1]] - heights[order[-1]]) / 2
        found = [each - over for each in found]
    lift = max(0.0, -min(found, default=0.0))
    return [each + lift for each in found]


def days(values: pd.Series) -> list[str]:
    """Days as Plotly takes them."""
    return [f"{day:%Y-%m-%d}" for day in values]


def numbers(values: pd.Series) -> list[Any]:
    """Numbers as Plotly takes them; missing is none."""
    return [None if pd.isna(value) else round(float(value), 4) for value in values]
