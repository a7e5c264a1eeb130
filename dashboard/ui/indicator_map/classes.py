"""The classes of a measure: where they begin, what they are called, their colours.

Breaks are found over all fiscal years together, so that a colour means the same in each
of them; those of a policy are what the policy says. Without one, trained volunteers
have the terciles of one year besides, as on the coverage map.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.charts import map_classes
from dashboard.maps import NO_DATA, Kind
from dashboard.queries import coverage
from dashboard.queries import indicator_map as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.indicator_map import values
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.words import words
from methods import class_breaks

Method = Literal["policy", "tercile", "quantile", "jenks", "equal"]
FOUND: tuple[Method, ...] = ("quantile", "jenks", "equal")  # for any number of classes
NUMBERS = (3, 4, 5)
MOST_LISTED = 5  # as many different values or fewer are a class each


@dataclass(frozen=True)
class Scheme:
    """How values are put into classes.

    Attributes:
        method: Whose breaks they are; "each": every value is a class of its own.
        breaks: Where the classes begin but the lowest, in the measure's unit.
        singles: Of "each", the values.
        year: Of "tercile", the fiscal year (B.E.) that they are of.
        is_of_written: Whether figures are classed as they are written, so that breaks
            have no more decimals; else as they are.
    """

    method: str
    breaks: tuple[float, ...]
    singles: tuple[float, ...] = ()
    year: int = 0
    is_of_written: bool = False


EVERY: tuple[Method, ...] = ("policy", "tercile", *FOUND)


def methods(measure: Measure, year: int) -> tuple[Method, ...]:
    """The ways of finding classes that a measure has, the first one by default."""
    if measure.id == "risk":
        return ("policy", *FOUND)
    if measure.id == "trained":
        return ("policy" if _is_decided(year) else "tercile", *FOUND)
    return FOUND


def _is_decided(year: int) -> bool:
    """Whether somebody set where the coverage classes begin."""
    row = ask(coverage.coverage_breaks, fiscal_year_be=year).iloc[0]
    return bool(row["method"] == "policy")


def scheme(measure: Measure, method: str, number: int, year: int) -> Scheme:
    """The classes of a measure; terciles are those of the year."""
    found: Scheme = kept(_scheme, measure, method, number, year)
    return found


def _scheme(measure: Measure, method: str, number: int, year: int) -> Scheme:
    every = values.every_year(measure.id)
    above = every[every["state"] == "value"]
    singles = np.unique(above["value"])
    if len(singles) <= MOST_LISTED:
        return Scheme("each", tuple(singles[1:].tolist()), tuple(singles.tolist()))
    if method == "policy":
        return Scheme(method, _policy(measure.id, year))
    if method == "tercile":
        return Scheme(method, _coverage_breaks(year), year=year)
    whole = above[~above["is_partial"].astype(bool)]  # a part of a year moves no break
    numbers = measure.written((above if whole.empty else whole)["value"])
    return Scheme(method, found_breaks(numbers, method, number), is_of_written=True)


def _policy(measure: str, year: int) -> tuple[float, ...]:
    """The thresholds of risk levels, or of coverage as somebody decided them."""
    if measure == "risk":
        return ask(queries.level_thresholds)
    return _coverage_breaks(year)


def _coverage_breaks(year: int) -> tuple[float, ...]:
    row = ask(coverage.coverage_breaks, fiscal_year_be=year).iloc[0]
    return tuple(float(each) for each in row[["lower_break", "upper_break"]].dropna())


def found_breaks(numbers: np.ndarray, method: str, number: int) -> tuple[float, ...]:
    """Rounded breaks that class the numbers as mapclassify does."""
    import mapclassify  # noqa: PLC0415 - takes a second, which only this needs

    named = {"quantile": "Quantiles", "jenks": "FisherJenks", "equal": "EqualInterval"}
    made = getattr(mapclassify, named[method])(numbers, k=number)
    return class_breaks.rounded_breaks(numbers, made.yb)


def class_id(measure: Measure, figures: pd.DataFrame, how: Scheme) -> pd.Series:
    """Class of each province: an id of `kinds`.

    Args:
        measure: What the figures are of.
        figures: Columns value and state.
        how: The classes.
    """
    shown = figures["value"]
    sizes = measure.written(shown) if how.is_of_written else shown.to_numpy(float)
    numbers = 1 + class_breaks.class_of(sizes, how.breaks)
    classes = pd.Series([f"class_{n}" for n in numbers], figures.index, dtype=object)
    states = figures["state"].astype(object).replace({"no_data": NO_DATA})
    return states.mask(figures["state"] == "value", classes)


def kinds(measure: Measure, how: Scheme) -> list[Kind]:
    """The classes in the legend's order, with the states that the measure has."""
    found = set(values.every_year(measure.id)["state"]) | {"no_data"}
    names = {
        NO_DATA if state == "no_data" else state: words(f"indicator_map_state_{state}")
        for state in ("zero", "not_computed", "withheld", "not_reported", "no_data")
        if state in found
    }
    if "zero" in names:
        names["zero"] = _zero(measure)
    return map_classes.value_kinds(
        ranges(measure, how, has_zero="zero" in names), names
    )


def _zero(measure: Measure) -> str:
    """What a zero is: a "no", a count of none, or that the files hold none."""
    said = measure.said(0.0)
    if measure.kind == "flag":
        return said
    if not measure.is_counted:
        return f"{said} ({words('coverage_none_in_files')})"
    return words("indicator_map_zero", value=said)


def ranges(measure: Measure, how: Scheme, *, has_zero: bool) -> list[str]:
    """What the classes above 0 are called: half-open, so that none overlap."""
    if how.method == "each":
        return [measure.said(each) for each in how.singles]
    said = measure.said_breaks(how.breaks, is_exact=how.method != "tercile")
    if not said:
        return ["> 0" if has_zero else words("indicator_map_any")]
    first = f"> 0 – < {said[0]}" if has_zero else f"< {said[0]}"
    middle = [f"{a} – < {b}" for a, b in zip(said, said[1:], strict=False)]
    return [first, *middle, f"≥ {said[-1]}"]
