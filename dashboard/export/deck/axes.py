"""The axes of a plotly figure: where they begin and end, and what their ticks say."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.export.deck.markup import plain
from dashboard.export.deck.plot import Axis
from dashboard.text import BE_OFFSET, Era

Given = Mapping[str, Any]
FIRST_YEAR, LAST_YEAR = 1900, 2200
TICKS = 7  # at most, where the figure leaves it to plotly


def long(axis: str) -> str:
    """The name of an axis in the layout: "y2" is "yaxis2"."""
    return f"{axis[0]}axis{axis[1:]}"


def ticks(given: Given) -> list[tuple[float, str]]:
    """Where an axis names places, and what it calls them."""
    names = given.get("ticktext") or ()
    return [
        (float(place), plain(name))
        for place, name in zip(given.get("tickvals") or (), names, strict=False)
        if isinstance(place, int | float)
    ]


def shift(given: Given, era: Era) -> int | None:
    """By how much the numbers at the ticks differ from where they stand; None: words.

    Years stand where they are in C.E. and are named in the reader's era; where no
    round one is among them, the axis names none.
    """
    if given.get("ticktext") in ([], ()) and _has_years(given):
        return BE_OFFSET if era == "be" else 0
    found = set()
    for place, name in ticks(given):
        if not re.fullmatch(r"\d{1,4}", name) or place != int(place):
            return None
        found.add(int(name) - int(place))
    return found.pop() if len(found) == 1 else None


def _has_years(given: Given) -> bool:
    """Whether an axis without names reaches over years of our time."""
    ends = [end for end in given.get("range") or () if isinstance(end, int | float)]
    return bool(ends) and min(ends) > FIRST_YEAR and max(ends) < LAST_YEAR


def number_form(given: Given, low: float, unit: float) -> str:
    """Office's number format for that of plotly; else the decimals of the ticks."""
    told = str(given.get("tickformat") or "")
    share = re.fullmatch(r"\.(\d)%", told)
    if share:
        return _decimals("0", int(share[1])) + "%"
    fixed = re.fullmatch(r",?\.(\d)f", told)
    if fixed:
        return _decimals("#,##0", int(fixed[1]))
    places = (0, 1, 2)
    ends = (unit, _landing(low, unit, ()))
    fits = (n for n in places if all(abs(e - round(e, n)) < 1e-9 for e in ends))
    return _decimals("#,##0", next(fits, places[-1]))


def _decimals(whole: str, number: int) -> str:
    return f"{whole}.{'0' * number}" if number else whole


def axis(given: Given, title: str, values: Sequence[float | None], era: Era) -> Axis:
    """The axis of figures, with the range that the figure gives it."""
    moved = shift(given, era) or 0
    silent = is_silent(given, era)
    low, high = (end + moved for end in span(given, values))
    unit = _unit(given) or _even((high - low) / TICKS)
    return Axis(
        title=title,
        low=low if silent else _landing(low, unit, values),
        high=high,
        unit=None if silent else unit,
        form="0" if moved or _has_years(given) else number_form(given, low, unit),
        is_reversed=is_reversed(given),
        is_silent=silent,
        room=max((len(name) for _place, name in ticks(given)), default=0),
    )


def _landing(low: float, unit: float, values: Sequence[float | None]) -> float:
    """Where an axis begins so that its ticks are round: Office counts them from there.

    Figures of 0 and more begin at 0, whatever room the figure leaves for its marks.
    """
    known = [value for value in values if value is not None]
    if low < 0 and known and min(known) >= 0:
        return 0.0
    return round(math.floor(low / unit + 1e-9) * unit, 9)


def _even(step: float) -> float:
    """The least of 1, 2, 5, 10 … that is no shorter than a step."""
    if step <= 0:
        return 1.0
    tens: float = 10.0 ** math.floor(math.log10(step))
    return next(tens * n for n in (1, 2, 5, 10) if tens * n >= step - 1e-12)


def is_silent(given: Given, era: Era) -> bool:
    """Whether it has no ticks, or names them by words."""
    return is_hidden(given) or (bool(ticks(given)) and shift(given, era) is None)


def is_hidden(given: Given) -> bool:
    """Whether it says nothing at its ticks."""
    return given.get("visible") is False or given.get("showticklabels") is False


def span(given: Given, values: Sequence[float | None]) -> tuple[float, float]:
    """Where an axis begins and ends, the lesser first."""
    ends = [float(end) for end in given.get("range") or ()]
    known = [value for value in values if value is not None]
    if not ends:
        ends = [min([0.0, *known]), max([1.0, *known])]
    return min(ends), max(ends)


def is_reversed(given: Given) -> bool:
    """Whether it grows downwards or to the left."""
    ends = given.get("range") or (0, 1)
    return given.get("autorange") == "reversed" or float(ends[0]) > float(ends[1])


def _unit(given: Given) -> float | None:
    """From tick to tick, where the ticks stand evenly."""
    places = [float(p) for p in given.get("tickvals") or () if not isinstance(p, str)]
    steps = {round(b - a, 6) for a, b in zip(places, places[1:], strict=False)}
    if len(steps) == 1:
        return steps.pop()
    step = given.get("dtick")
    return float(step) if isinstance(step, int | float) else None
