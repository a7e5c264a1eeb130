"""Why a figure of one snapshot is not that of another: rows, rules, thresholds."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from dashboard.disclosure import PROTECTED_DATASETS
from dashboard.snapshots.manifest import Manifest

ROWS = ("new", "late", "corrected", "withdrawn", "gone")
TAKEN = ("corrected", "withdrawn", "gone")  # not told apart below the country
FLOWS = (*PROTECTED_DATASETS, "reporting")  # count in one week, others from then on


class Changes(NamedTuple):
    """What is known of the rows in between: see dashboard.snapshots.changes."""

    rows: pd.DataFrame
    regions: Mapping[str, str]


class Figure(NamedTuple):
    """What of a figure says which rows and rules it is made by."""

    where: str
    level: str
    area: str
    period_start: date
    period_end: date
    before_state: str
    before_base: int
    after_state: str
    after_base: int
    change: str
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
    figure: Figure, changes: Changes | None, rules: tuple[str, ...]
) -> list[str]:
    """Why a figure is what it is, in a fixed order; none where nothing changed.

    Returns:
        Of ROWS, of regions and provinces "taken" for what is in TAKEN: a withdrawal
        moves a figure at once, and whoever knew that one alone did would count what is
        left. Or "period" (of a new period), "disclosure", "weekly", "risk_model",
        "breaks" (rules and thresholds), "said" (the same rules say it finer or
        coarser), "code" (the program), "unknown".
    """
    if figure.change == "unchanged":
        return []
    found = _of_rows(figure, changes) if changes else []
    if figure.change == "new":
        return found or ["period"]
    found += [rule for rule in rules if rule != "code" and _concerns(rule, figure)]
    if not found and _is_said_otherwise(figure):
        return ["said"]
    if not found and "code" in rules:
        return ["code"]
    return found or ["unknown"]


def _is_said_otherwise(figure: Figure) -> bool:
    states = {figure.before_state, figure.after_state}
    return len(states) > 1 or figure.before_base != figure.after_base


def _concerns(rule: str, figure: Figure) -> bool:
    """Whether a figure is made by these rules."""
    is_protected = bool(set(figure.datasets) & set(PROTECTED_DATASETS))
    if rule == "disclosure":
        return is_protected
    return figure.where == "tile" if rule == "weekly" else not is_protected


def _of_rows(figure: Figure, changes: Changes) -> list[str]:
    """Which kinds of change there were in the rows of a figure."""
    rows = changes.rows
    rows = rows[rows["dataset"].isin(figure.datasets)]
    is_flow = rows["dataset"].isin(FLOWS)
    first, last = pd.Timestamp(figure.period_start), pd.Timestamp(figure.period_end)
    is_there = pd.Series(False, index=rows.index)
    for side in ("before", "after"):
        on = rows[f"on_{side}"]
        in_time = (on <= last) & ((on >= first) | ~is_flow)
        is_there |= in_time & _lies_in(rows[f"province_{side}"], figure, changes)
    found = rows.loc[is_there, "cause"]
    if figure.level != "national":
        found = found.replace(dict.fromkeys(TAKEN, "taken"))
    return [cause for cause in (*ROWS, "taken") if cause in set(found)]


def _lies_in(area: pd.Series, figure: Figure, changes: Changes) -> pd.Series:
    if figure.level == "national":
        return pd.Series(True, index=area.index)
    named = area if figure.level == "province" else area.map(changes.regions)
    return (named == figure.area).fillna(False).astype(bool)
