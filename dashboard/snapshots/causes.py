"""Why a figure of one snapshot is not that of another: rows, rules, thresholds.

Which kind of change there was in the rows is told of open figures and of national ones.
Of protected ones of regions, provinces and kinds nothing follows from the rows: asked
week by week, it would date each of them. Nor does it of any protected figure between
two versions of the disclosure rules: that no row changed would tell the number that is
rounded in two ways.
"""

from datetime import date
from typing import NamedTuple

import pandas as pd

from dashboard.disclosure import PROTECTED_DATASETS, may_name_rows
from dashboard.snapshots.manifest import Manifest

ROWS = ("new", "late", "corrected", "withdrawn", "gone")
FLOWS = (*PROTECTED_DATASETS, "reporting")  # count in one week, others from then on


class Figure(NamedTuple):
    """What of a figure says which rows and rules it is made by."""

    where: str
    level: str
    kind_of: str
    period_start: date
    period_end: date
    before: float
    before_state: str
    before_base: int
    after: float
    after_state: str
    after_base: int
    change: str
    is_period_new: bool
    datasets: tuple[str, ...]


def rules_changed(earlier: Manifest, later: Manifest) -> tuple[str, ...]:
    """Which rules, thresholds and programs the two were made by that differ."""
    found = [n for n in ("disclosure", "weekly") if _differs(earlier, later, n)]
    if _differs(earlier, later, "risk_model") or earlier.thresholds != later.thresholds:
        found.append("risk_model")
    elif _breaks(earlier) != _breaks(later):
        found.append("breaks")
    if earlier.code_version != later.code_version:
        found.append("code")
    return tuple(found)


def _differs(earlier: Manifest, later: Manifest, name: str) -> bool:
    return earlier.methods.get(name) != later.methods.get(name)


def _breaks(manifest: Manifest) -> dict[str, tuple[float | None, ...]]:
    """Of each year but those that have just begun to be told."""
    return {year: breaks for year, breaks in manifest.breaks.items() if any(breaks)}


def causes_of(
    figure: Figure, changes: pd.DataFrame | None, rules: tuple[str, ...]
) -> list[str]:
    """Why a figure is what it is, in a fixed order; none where nothing changed.

    Args:
        figure: The figure.
        changes: See dashboard.snapshots.changes; None when it is not known.
        rules: Which differ, as rules_changed gives them.

    Returns:
        Of ROWS; "rows" where the published figure itself tells that they changed, and
        no more may be said; "left" where it tells that there are none any more;
        "period" (all of its table and period is new); "disclosure", "weekly",
        "risk_model", "breaks" (rules and thresholds), "said"
        (the same rules say it finer or coarser), "code" (the program), "unknown".
    """
    if figure.change == "unchanged":
        return []
    named = [rule for rule in rules if rule != "code" and _concerns(rule, figure)]
    if figure.change == "new":
        return ["period"] if figure.is_period_new else named or ["unknown"]
    program = ["code"] if "code" in rules else []
    is_ruled = is_protected(figure.datasets)
    if "withheld" in (figure.before_state, figure.after_state):
        return [*_emptied(figure), *named] or ["said"]
    if is_ruled and "disclosure" in rules:
        return named
    if is_ruled and not _may_name_rows(figure):
        is_said = figure.before_base != figure.after_base
        said = named or (["said"] if is_said else ["rows", *program])
        return _emptied(figure) or said
    found = named if changes is None else [*_of_rows(figure, changes), *named]
    if not found and _is_said_otherwise(figure):
        return _emptied(figure) or ["said"]
    return found or program or ["unknown"]


def is_protected(datasets: tuple[str, ...]) -> bool:
    """Whether a figure that is made of these rows is protected."""
    return bool(set(datasets) & set(PROTECTED_DATASETS))


def _may_name_rows(figure: Figure) -> bool:
    level = "" if figure.kind_of else figure.level
    states = (figure.before_state, figure.after_state)
    return may_name_rows(level, states, figure.before, figure.after)


def _emptied(figure: Figure) -> list[str]:
    """What follows from a figure of which nothing is known on one of the two sides."""
    if figure.after_state == "no_data":
        return ["left"]
    return ["rows"] if figure.before_state == "no_data" else []


def _is_said_otherwise(figure: Figure) -> bool:
    states = {figure.before_state, figure.after_state}
    return len(states) > 1 or figure.before_base != figure.after_base


def _concerns(rule: str, figure: Figure) -> bool:
    """Whether a figure is made by these rules."""
    if rule == "disclosure":
        return is_protected(figure.datasets)
    is_tile = figure.where == "tile"
    return is_tile if rule == "weekly" else not is_protected(figure.datasets)


def _of_rows(figure: Figure, changes: pd.DataFrame) -> list[str]:
    """Which kinds of change there were in the rows of a national figure."""
    rows = changes[changes["dataset"].isin(figure.datasets)]
    is_flow = rows["dataset"].isin(FLOWS)
    first, last = pd.Timestamp(figure.period_start), pd.Timestamp(figure.period_end)
    is_there = pd.Series(False, index=rows.index)
    for side in ("before", "after"):
        on = rows[f"on_{side}"]
        is_there |= (on <= last) & ((on >= first) | ~is_flow)
    found = set(rows.loc[is_there, "cause"])
    return [cause for cause in ROWS if cause in found]
