"""Each tile's figure week by week, as the page of that week had it.

A figure is what the audience may see of it; nothing behind it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.editions import Edition

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Point:
    """A figure in one week.

    Attributes:
        value: None where state says why.
        state: As dashboard.disclosure has it; "at_least" of an open figure to which
            some have not reported theirs.
        base: What it is rounded to.
        whole: Of what it is a part.
        n: Of how many units it is made.
        until: The last day that it speaks of.
    """

    value: float | None
    state: str
    base: int = 1
    whole: float | None = None
    n: int | None = None
    until: date | None = None


NOTHING = Point(None, "no_data")
Points = Mapping[date, Point]  # by Sunday


def released_points(now: Edition, before: Edition | None, measure: str) -> Points:
    """The country's counts: each week as first known, this one as it is published.

    Args:
        now: The edition of the week.
        before: That of the week before: what it said of its own week goes before the
            rounded figure that is said of a week that is over.
        measure: "tips", "referrals" or "outcomes".
    """
    firsts = now.firsts.frame
    found = {
        row["period_end"]: released_point(row)
        for _, row in firsts[firsts["measure"] == measure].iterrows()
    }
    for edition in (before, now):
        if edition is not None:
            frame = edition.tables["national_week"].frame
            mine = (frame["measure"] == measure) & (
                frame["period_end"] == edition.ends_on
            )
            for _, row in frame[mine].iterrows():
                found[edition.ends_on] = released_point(row)
    return found


def released_point(row: pd.Series) -> Point:
    """A count that passed the gate, of any period."""
    value = None if pd.isna(row["count"]) else float(row["count"])
    n = None if value is None else int(value)
    return Point(
        value, row["count_state"], int(row["count_base"]), n=n, until=row["period_end"]
    )


def open_points(figures: pd.DataFrame, figure: str) -> Points:
    """An open figure, week by week.

    Args:
        figures: As dashboard.queries.weekly.week_figures gives them.
        figure: Which one.
    """
    mine = figures[figures["figure"] == figure]
    return {
        row.week_end.date(): Point(
            value=_number(row.value),
            state=_state(row.value, is_at_least=row.is_at_least),
            whole=_number(row.whole),
            n=None if pd.isna(row.n) else int(row.n),
            until=None if pd.isna(row.until) else row.until.date(),
        )
        for row in mine.itertuples()
    }


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _state(value: float, *, is_at_least: bool) -> str:
    if pd.isna(value):
        return "no_data"
    if is_at_least:
        return "at_least"
    return "zero" if value == 0 else "exact"


def year_before(ends_on: date) -> date | None:
    """The Sunday of the week of the same number a year before; None: it has none.

    Week 53 is in some years alone.
    """
    year, week, day = ends_on.isocalendar()
    try:
        return date.fromisocalendar(year - 1, week, day)
    except ValueError:
        return None
