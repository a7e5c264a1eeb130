"""What was published on the Monday after a week: the tables, and how weeks began.

A week's first figures are lower than those that it settles at, as rows come late. What
is usual of a first figure is therefore told by first figures.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pandas as pd

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.known import REPORTED, Known, known
from dashboard.queries.weekly import last_day
from dashboard.release import COUNTRY, WEEKLY, Released, released
from dashboard.room import MANY
from dashboard.rules import Rules, rules
from dashboard.status import WEEKS, bounds_of, rises_by_week

WEEKS_BACK = 2 * WEEKS - 1  # of which it is known what is said of provinces


@dataclass(frozen=True)
class Edition:
    """What an audience has of a week.

    Attributes:
        ends_on: Its Sunday.
        tables: As dashboard.release.tables gives them.
        firsts: The country's weeks as they were first known, the last 104: measure,
            level, area, period_start, period_end, count with its state and base. What
            is withheld of a week, or rounded more than a settled one, is withheld here.
        rises: See dashboard.status.rises_by_week.
    """

    ends_on: date
    tables: Mapping[str, Gated]
    firsts: Gated
    rises: Gated


def editions(
    con: duckdb.DuckDBPyConnection, weeks: Iterable[date], audience: Audience
) -> Iterator[Edition]:
    """The editions of some weeks, in the order asked for, from one reading.

    Args:
        con: An open version.
        weeks: Their Sundays, none after the last complete week.
        audience: For whom.
    """
    asked, using = list(weeks), rules()
    data, today = known(con, min(asked)), last_day(con)
    for ends_on in asked:
        published = released(data, ends_on, audience, using, today)
        yield edition(data, ends_on, published, audience, using)


def edition(
    data: Known, ends_on: date, published: Released, audience: Audience, using: Rules
) -> Edition:
    """The edition of a week whose tables are made.

    Args:
        data: What they are made of.
        ends_on: The Sunday of the week.
        published: The tables.
        audience: For whom they are.
        using: The rules that they were made by.
    """
    now = data.week_of(ends_on)
    return Edition(
        ends_on,
        published.tables,
        _firsts(data, now, published.coarse, audience, using),
        disclosed(
            rises_by_week(data, now, using), audience, [], using, is_protected=True
        ),
    )


def _firsts(
    data: Known,
    now: int,
    coarse: frozenset[tuple[str, date]],
    audience: Audience,
    using: Rules,
) -> Gated:
    """First figures through the gate: of weeks that are over, rounded as settled."""
    words = bounds_of(data, now, using)
    cells = pd.concat(
        [_weeks(data, measure, now, words) for measure in WEEKLY], ignore_index=True
    )
    is_held = cells[["measure", "period_end"]].apply(tuple, axis=1).isin(coarse)
    cells = cells.assign(
        state=cells["state"].mask(is_held, "withheld"),
        count=cells["count"].mask(is_held),
    )
    return disclosed(cells, audience, ["count"], using)


def _weeks(
    data: Known,
    measure: str,
    now: int,
    words: Mapping[int, tuple[np.ndarray, np.ndarray]],
) -> pd.DataFrame:
    """The exact cells of a measure, and what provinces' words leave open of them."""
    numbers = range(now - WEEKS_BACK, now + 1)
    count = data.first_totals(measure, numbers[0], now)
    said = data.first_said(numbers[0], now)
    states = data.states(slice(None), numbers[0], now, said)
    is_zero = (states == REPORTED).all(axis=0) & data.series[measure].is_reported
    is_known = (count > 0) | is_zero
    days = [data.days_of("week", number) for number in numbers]
    is_told = [measure == "tips" and number in words for number in numbers]
    least = [
        int(words[n][0].sum()) if told else 0
        for n, told in zip(numbers, is_told, strict=True)
    ]
    most = [
        min(int(words[n][1].sum()), MANY) if told else MANY
        for n, told in zip(numbers, is_told, strict=True)
    ]
    return pd.DataFrame(
        {
            "measure": measure,
            "level": "national",
            "area": COUNTRY,
            "period_start": [first_on for first_on, _ in days],
            "period_end": [last_on for _, last_on in days],
            "count": pd.array(count, "Int64"),
            "state": np.where(is_known, "counted", "no_data"),
            "least": least,
            "most": most,
            "is_settled": True,  # coarser than what was said of a week when it was new
        }
    ).assign(count=lambda made: made["count"].where(made["state"] == "counted"))
