"""A funnel plot: rates of provinces over limits that chance alone explains."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard import text
from dashboard.charts.base import Figure, Look
from dashboard.charts.map_classes import FALLEN, RISEN, UNCHANGED_FILL
from dashboard.charts.province_points import Curve, Scale, province_points
from methods.funnel_limits import ALARM, WARNING, poisson_limits

FILLS = {
    "above_alarm": RISEN[2],
    "above_warning": RISEN[0],
    "within": UNCHANGED_FILL,
    "below_warning": FALLEN[2],
    "below_alarm": FALLEN[0],
}
PLACES = 80  # along a curve
ROOM = 1.15  # of the axes, beyond the outermost points
NAMED_BELOW = 0.92  # of the height
NAME_PLACES = 20  # along a curve, as wide as a name is on a phone
NAME_ABOVE, NAME_BELOW = 0.09, 0.02  # of the height, that a name and a point take


@dataclass(frozen=True)
class Target:
    """What all provinces are held against.

    Attributes:
        rate: Per `per` of the denominator.
        per: 100,000 people or person-years.
        widened: How many times wider the limits are than chance alone makes them.
    """

    rate: float
    per: float
    widened: float = 1.0

    def limits(
        self, people: np.ndarray, coverage: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rates between which so many provinces of that size lie; never below 0."""
        expected = people * self.rate / self.per
        low, high = poisson_limits(expected, coverage)
        low = expected - (expected - low) * self.widened
        high = expected + (high - expected) * self.widened
        return np.maximum(low, 0) * self.per / people, high * self.per / people


def funnel_class(provinces: pd.DataFrame, target: Target) -> pd.Series:
    """Where each province lies: a key of FILLS; "none" without a rate or people.

    Args:
        provinces: Columns value (the rate) and denominator (people).
        target: What they are held against.
    """
    known = provinces["value"].notna() & provinces["denominator"].gt(0)
    found = pd.Series("none", provinces.index, dtype=object)
    if not known.any() or not target.rate > 0:
        return found
    rates = provinces.loc[known, "value"].to_numpy(float)
    people = provinces.loc[known, "denominator"].to_numpy(float)
    low, high = target.limits(people, WARNING)
    least, most = target.limits(people, ALARM)
    names = ["above_alarm", "above_warning", "below_alarm", "below_warning"]
    is_so = [rates > most, rates > high, rates < least, rates < low]
    found[known] = np.select(is_so, names, default="within")
    return found


def funnel(
    provinces: pd.DataFrame,
    look: Look,
    note: Sequence[str],
    *,
    title: str,
    people: str,
    rate: str,
    target: Target,
    selected: str | None = None,
) -> Figure:
    """Each province by its people (across) and rate (up), the limits around them.

    Args:
        provinces: As province_points takes them, with value, denominator and class_id
            of `funnel_class`.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        title: What is seen.
        people: Name of the horizontal axis.
        rate: Name of the vertical one.
        target: What they are held against; its rate is above 0.
        selected: Code of the province to ring.

    Source:
        Spiegelhalter (2005), Funnel plots for comparing institutional performance,
        Statistics in Medicine 24.
    """
    known = provinces[provinces["class_id"] != "none"]
    sizes = known["denominator"].to_numpy(float)
    ends = np.log10([sizes.min() / ROOM, sizes.max() * ROOM])
    across = np.logspace(ends[0], ends[1], PLACES)
    top = ROOM * max(known["value"].max(), 3 * target.rate)
    free = _free_place(across, known, target, top)
    alarms = known[known["class_id"] == "above_alarm"]
    return province_points(
        known,
        FILLS,
        look,
        note,
        title=title,
        across=Scale(
            "denominator",
            people,
            (ends[0], ends[1]),
            is_log=True,
            ticks=_ticks(look, ends),
        ),
        up=Scale("value", rate, (-0.02 * top, top)),
        curves=_curves(across, target, look, top, free),
        named=alarms.nlargest(4, "value")["province_code"].tolist(),
        selected=selected,
    )


def _ticks(look: Look, ends: np.ndarray) -> dict[float, str]:
    """1 and 3 times the powers of ten on the axis: so far apart that none is turned."""
    powers = range(int(np.floor(ends[0])), int(np.ceil(ends[1])) + 1)
    every = (float(step * 10**power) for power in powers for step in (1, 3))
    shown = [each for each in every if 10 ** ends[0] <= each <= 10 ** ends[1]]
    return {each: text.number_text(each, look.lang, 0) for each in shown}


def _free_place(
    across: np.ndarray, known: pd.DataFrame, target: Target, top: float
) -> int:
    """Where along the mean a name hides the fewest points and, of such, no limit."""
    sizes, rates = (known[each].to_numpy(float) for each in ("denominator", "value"))
    low, high = target.rate - NAME_BELOW * top, target.rate + NAME_ABOVE * top
    beside = sizes[(rates > low) & (rates < high)]
    is_crossed = target.limits(across, WARNING)[1] < high

    def hides(at: int) -> tuple[int, int, int]:
        end = at + NAME_PLACES
        points = int(((beside >= across[at]) & (beside <= across[end])).sum())
        return points, int(is_crossed[at:end].sum()), -at

    return min(range(PLACES - NAME_PLACES), key=hides)


def _curves(
    across: np.ndarray, target: Target, look: Look, top: float, free: int
) -> list[Curve]:
    """The mean, and both limits on both sides; the upper ones are named.

    They are named where they are apart, on the left, but inside the plot; the mean is
    named at the place that is free.
    """
    mean = [target.rate] * len(across)
    name = look.words("indicator_map_funnel_mean")
    curves = [Curve(name, across.tolist(), mean, named_at=free)]
    names = {WARNING: "95 %", ALARM: "99.8 %"}
    dashes = {WARNING: "dot", ALARM: "dash"}
    for coverage, name in names.items():
        low, high = target.limits(across, coverage)
        inside = int(np.argmax(high < NAMED_BELOW * top))
        curves += [
            Curve(name, across.tolist(), high.tolist(), dashes[coverage], inside),
            Curve("", across.tolist(), low.tolist(), dashes[coverage]),
        ]
    return curves
