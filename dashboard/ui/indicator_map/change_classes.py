"""The classes of a change, about 0: with the same limits on both sides."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard import maps
from dashboard.charts import map_classes
from dashboard.ui.indicator_map import common
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.words import words
from methods import class_breaks

THIRDS = (1 / 3, 2 / 3)


@dataclass(frozen=True)
class Steps:
    """How sizes of change are put into classes, the same on both sides of 0.

    Attributes:
        how: "thirds" of all changes; "sizes", where one size has more than a third of
            them: thirds of the sizes that there are; "one" class of a single size.
        breaks: Where the classes of larger changes begin, in the measure's unit.
    """

    how: str
    breaks: tuple[float, ...]


def steps(found: pd.DataFrame) -> Steps:
    """The classes of the sizes that there are, with rounded limits."""
    sizes = found["change"].dropna().abs().to_numpy(float)
    sizes = sizes[sizes > 0]
    different = np.unique(sizes)
    if len(different) < 2:
        return Steps("one", ())
    for how, counted in (("thirds", sizes), ("sizes", different)):
        classes = class_breaks.class_of(sizes, np.quantile(counted, THIRDS).tolist())
        if len(np.unique(classes)) > len(THIRDS):
            return Steps(how, class_breaks.rounded_breaks(sizes, classes))
    classes = class_breaks.class_of(sizes, different[1:].tolist())
    return Steps("sizes", class_breaks.rounded_breaks(sizes, classes))


def class_id(found: pd.DataFrame, breaks: tuple[float, ...]) -> pd.Series:
    """An id of map_classes.change_kinds for each province."""
    change = found["change"]
    size = 1 + class_breaks.class_of(change.abs().to_numpy(float), breaks)
    way = np.where(change > 0, "rise_", "fall_")
    classes = pd.Series(way, found.index) + pd.Series(size, found.index).astype(str)
    named = classes.astype(object).mask(change == 0, "same")
    is_apart = found["state"].isin((common.NOT_COMPARABLE, common.ONLY_BOUND))
    unknown = np.where(is_apart, common.NOT_COMPARABLE, map_classes.NOT_COMPUTED)
    return named.mask(change.isna(), pd.Series(unknown, found.index, dtype=object))


def kinds(measure: Measure, breaks: tuple[float, ...]) -> list[maps.Kind]:
    """The classes about 0, said with their sign; the first one begins above 0."""
    limits = [0.0, *breaks]
    risen, fallen = [], []
    for at, low in enumerate(limits):
        high = limits[at + 1] if at + 1 < len(limits) else None
        risen.append(_range(measure, low, high, 1))
        fallen.append(_range(measure, low, high, -1))
    return map_classes.change_kinds(
        fallen[::-1],
        words("indicator_map_change_same"),
        risen,
        words("indicator_map_change_unknown"),
        common.apart(measure),
    )


def _range(measure: Measure, low: float, high: float | None, sign: int) -> str:
    """A class of rises or falls: from low up to, and not with, high."""
    key = "rise" if sign > 0 else "fall"
    if high is None and not low:
        return words(f"indicator_map_change_{key}")
    upto = "" if high is None else _size(measure, high)
    if not low:
        return words(f"indicator_map_change_{key}_below", high=upto)
    if high is None:
        return words(f"indicator_map_change_{key}_from", low=_size(measure, low))
    (start,) = measure.said_breaks([low])
    return words(
        f"indicator_map_change_{key}_between", low=start.removesuffix("%"), high=upto
    )


def _size(measure: Measure, size: float) -> str:
    """The size of a change; of shares in points."""
    (said,) = measure.said_breaks([size])
    if measure.kind != "share":
        return said
    points = said.removesuffix("%")
    if points == "1":
        return words("indicator_map_point")
    return words("indicator_map_points", points=points)
