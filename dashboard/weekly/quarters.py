"""What is told by quarter: the share of referrals that suppression agencies were given.

It is made of published counts alone (data/disclosure.toml, rule rates). A count that is
fewer than what is said counts as half of it, as in usual ranges; where one of these
agencies is not disclosed, the share is that of the others, "at least".
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from dashboard.editions import Edition
from dashboard.rules import rules
from dashboard.weekly.model import Change, Tile
from dashboard.weekly.settings import Settings, TileSetting

NUMBERS = ("exact", "rounded", "zero")  # states in which a count is a number
LEAST_QUARTERS = 4  # before one, that say what is usual
PARTS = 100  # a share is told in per cent


class Share(NamedTuple):
    """The share of one quarter.

    Attributes:
        period_start: Its first day.
        period_end: Its last day.
        value: In whole per cent; None where state says why.
        state: "rounded", "at_least", "few" (too few referrals for a share), or what the
            number of referrals is.
        n: Referrals that it is of.
    """

    period_start: date
    period_end: date
    value: float | None
    state: str
    n: int | None


def shares(edition: Edition, agencies: pd.DataFrame, least: int) -> list[Share]:
    """The share of each published quarter, the earliest first.

    Args:
        edition: What is published of a week.
        agencies: Of dashboard.queries.weekly.agencies.
        least: Referrals from which a share is told.
    """
    frame = edition.tables["national_quarter"].frame
    mine = frame[frame["measure"] == "referrals"]
    totals = mine[mine["kind_of"] == ""].sort_values("period_end")
    codes = agencies.loc[agencies["is_suppression"].astype(bool), "agency"]
    parts = mine[(mine["kind_of"] == "agency") & mine["kind"].isin(codes)]
    return [
        _share(total, parts[parts["period_end"] == total["period_end"]], least)
        for _, total in totals.iterrows()
    ]


def _share(total: pd.Series, parts: pd.DataFrame, least: int) -> Share:
    days = (total["period_start"], total["period_end"])
    if total["count_state"] not in NUMBERS or pd.isna(total["count"]):
        return Share(*days, None, total["count_state"], None)
    n = int(total["count"])
    told = parts[parts["count_state"].isin(NUMBERS)]
    fewer = int((parts["count_state"] == "fewer").sum())
    is_whole = len(told) + fewer == len(parts) and len(parts) > 0
    if n < least:
        return Share(*days, None, "few", n)
    if told.empty:
        return Share(*days, None, "withheld", n)
    counted = float(told["count"].sum()) + fewer * rules().small_below / 2
    value = float(min(PARTS, round(PARTS * counted / n)))
    return Share(*days, value, "rounded" if is_whole else "at_least", n)


def quarter_tile(
    setting: TileSetting, edition: Edition, agencies: pd.DataFrame, using: Settings
) -> Tile:
    """The tile of the last published quarter, beside those before it."""
    found = shares(edition, agencies, using.percent_from)
    now = found[-1] if found else None
    low, high = usual_quarters(found[:-1])
    return Tile(
        key=setting.key,
        value=now.value if now else None,
        state=now.state if now else "no_data",
        base=1,
        whole=None,
        n=now.n if now and now.state != "at_least" else None,
        until=now.period_end if now else None,
        on_week=_change(found, 1),
        on_year=_change(found, LEAST_QUARTERS),
        ends=tuple(one.period_end for one in found),
        series=tuple(one.value for one in found),
        low=low, high=high, usual="quarters",
        lows=(low,) * len(found), highs=(high,) * len(found),
        rule="", direction="",
        datasets=setting.datasets, page=setting.page, choices=setting.choices,
    )  # fmt: skip


def usual_quarters(before: Sequence[Share]) -> tuple[float | None, float | None]:
    """The least and the most of quarters of which the whole share is told."""
    said = [s.value for s in before if s.state == "rounded" and s.value is not None]
    return (min(said), max(said)) if len(said) >= LEAST_QUARTERS else (None, None)


def _change(found: Sequence[Share], back: int) -> Change | None:
    """In percentage points against the quarter so many before; as rough as both are."""
    if len(found) <= back:
        return None
    now, was = found[-1], found[-1 - back]
    if "at_least" in (now.state, was.state) or now.value is None or was.value is None:
        return Change(was.period_end, None, "points")
    return Change(was.period_end, now.value - was.value, "points", rules().settled_base)
