"""The tiles: a figure, what it was, what is usual of it, whether it stands out."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise, takewhile
from typing import NamedTuple

from dashboard.rules import rules
from dashboard.weekly.model import Change, Tile
from dashboard.weekly.series import NOTHING, WEEK, Point, Points, year_before
from dashboard.weekly.settings import Settings, TileSetting
from methods.run_rules import Fired, Limits, all_fired, limits

SHOWN = 52  # weeks


class Range(NamedTuple):
    """What is usual, in the unit of the figure; None: not known."""

    low: float | None
    high: float | None
    fired: Fired | None = None


UNKNOWN = Range(None, None)


def tile(setting: TileSetting, points: Points, ends_on: date, using: Settings) -> Tile:
    """A tile of a week.

    Args:
        setting: Which one.
        points: Its figure by week, this one and those before.
        ends_on: The Sunday of the week.
        using: The settings.
    """
    ends = tuple(ends_on - WEEK * back for back in range(SHOWN - 1, -1, -1))
    now = points.get(ends_on, NOTHING)
    usual = _usual(setting, points, ends_on, using)
    band = [_at(end, setting, points, usual) for end in ends]
    is_same_point = setting.usual == "same_point"
    week_ago = ends_on - WEEK
    year_ago = _same_sunday(ends_on, 1) if is_same_point else year_before(ends_on)
    is_begun_anew = is_same_point and _year_began(week_ago) != _year_began(ends_on)
    return Tile(
        key=setting.key, value=now.value, state=now.state, base=now.base,
        whole=now.whole, n=now.n, until=now.until,
        on_week=Change(week_ago, None, "count") if is_begun_anew
        else _change(now, points, week_ago, using),
        on_year=None if year_ago is None else _change(now, points, year_ago, using),
        ends=ends,
        series=tuple(points.get(end, NOTHING).value for end in ends),
        low=usual.low, high=usual.high, usual=setting.usual,
        lows=tuple(one.low for one in band), highs=tuple(one.high for one in band),
        rule=usual.fired.rule if usual.fired else "",
        direction=usual.fired.direction if usual.fired else "",
        datasets=setting.datasets, page=setting.page, choices=setting.choices,
    )  # fmt: skip


def _change(now: Point, points: Points, since: date, using: Settings) -> Change:
    """On another week; in per cent where both figures are large enough.

    Where one is rounded, both are, to the coarser base, and per cent ask for more: a
    change says no more than what it is made of.
    """
    was = points.get(since, NOTHING)
    if now.value is None or was.value is None:
        return Change(since, None, "count")
    base = max(now.base, was.base)
    value, before = _rounded(now.value, base), _rounded(was.value, base)
    difference = value - before
    least = min(now.value, was.value, value, before)
    enough = using.percent_from if base == 1 else using.rounded_from
    if now.whole is None and least >= enough:
        percent = 100 * difference / before
        return Change(since, percent if base == 1 else round(percent), "percent", base)
    return Change(since, difference, "count", base)


def _rounded(value: float, base: int) -> float:
    """To the nearest multiple, halves up, as dashboard.disclosure does."""
    return value if base == 1 else (value + base // 2) // base * base


def _usual(
    setting: TileSetting, points: Points, ends_on: date, using: Settings
) -> Range:
    if setting.usual == "same_point":
        return _same_point(points, ends_on)
    weeks = [ends_on - WEEK * back for back in range(using.usual_weeks, 0, -1)]
    before, now = [points.get(w, NOTHING) for w in weeks], points.get(ends_on, NOTHING)
    if setting.usual == "span":
        known = [point.value for point in before if point.value is not None]
        if len(known) < using.least_weeks:
            return UNKNOWN
        return Range(min(known), max(known))
    return counted_range(before, now, using.least_weeks)


def _at(ends_on: date, setting: TileSetting, points: Points, usual: Range) -> Range:
    """What is usual of a week of the series: of the point of its year, or as now."""
    is_same_point = setting.usual == "same_point"
    return _same_point(points, ends_on) if is_same_point else usual


def counted_range(before: Sequence[Point], now: Point, least: int) -> Range:
    """Limits of what can be said of the weeks before, and the rule that this one fires.

    A count that is fewer than what is said counts as half of it; of nothing but such
    counts it is only known that they are small. With any of them, a limit among small
    counts would be a guess: all of those are usual then. Rules see only the weeks that
    follow each other without a gap up to this one.

    Args:
        before: The figures of the weeks, or of other periods of one length.
        now: That of the period after them.
        least: How many must be known, and half as many differences of two that follow
            each other, for anything to be usual.
    """
    small = rules().small_below
    said = [point for point in before if _guess(point) is not None]
    if len(said) < least:
        return UNKNOWN
    if all(point.state in ("fewer", "zero") for point in said):
        return Range(0, small - 1)
    values = [_guess(point) for point in before]
    if sum(None not in pair for pair in pairwise(values)) < max(least // 2, 1):
        return UNKNOWN
    found = limits(values)
    whole = min((p.whole for p in (*said, now) if p.whole is not None), default=None)
    low = max(0, math.floor(found.low))
    high = math.ceil(found.high)
    if any(point.state == "fewer" for point in said):
        low, high = 0 if low < small else low, max(high, small - 1)
    rule = _rule([*before, now], found)
    return Range(low, high if whole is None else min(high, int(whole)), rule)


def _rule(points: Sequence[Point], usual: Limits) -> Fired | None:
    """The weightiest rule that the last point fires, whatever unsaid counts may be.

    Every rule compares with a limit, the mean or the point before: it fires on all that
    fewer than ten may be where it does on the least and on the most of it. (Two such
    counts in a row are no trend either way: they are taken as equal.)
    """
    tail = list(takewhile(lambda point: _guess(point) is not None, reversed(points)))
    found = [
        all_fired([_taken(point, fewer) for point in reversed(tail)], usual)
        for fewer in (1, rules().small_below - 1)
    ]
    return next((one for one in found[0] if one in found[1]), None)


def _taken(point: Point, fewer: float) -> float:
    return fewer if point.value is None else point.value


def _guess(point: Point) -> float | None:
    """What a figure is taken for where limits are computed."""
    return rules().small_below / 2 if point.state == "fewer" else point.value


def _same_point(points: Points, ends_on: date) -> Range:
    """The least and most of earlier fiscal years after as many weeks."""
    sundays = [_same_sunday(ends_on, back) for back in range(1, 20)]
    found = [points.get(sunday, NOTHING).value for sunday in sundays]
    known = [value for value in found if value is not None]
    return Range(min(known), max(known)) if len(known) >= 2 else UNKNOWN


def _same_sunday(ends_on: date, back: int) -> date:
    """The Sunday after as many weeks of a fiscal year before, its last one at most."""
    this = _year_began(ends_on)
    began, over = (this.replace(year=this.year - years) for years in (back, back - 1))
    day = began + WEEK * ((ends_on - this).days // 7)
    sunday = day + timedelta(days=6 - day.weekday())
    return sunday if sunday < over else sunday - WEEK


def _year_began(on: date) -> date:
    """The first day of the fiscal year that a day lies in."""
    return date(on.year if on.month >= 10 else on.year - 1, 10, 1)
