"""Counts, ranges and methods of a week in words, the same in all parts that judge."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd

from dashboard.ui.tables import source_note
from dashboard.ui.tips.kind_labels import labels_of
from dashboard.ui.tips.scope import KINDS, Scope
from dashboard.ui.words import (
    date_text,
    number_text,
    share_text,
    week_text,
    words,
)
from methods.evidence import USUAL

LEAST_SAID = 0.1  # tips expected: fewer are "under 0.1"
NAMED = 8  # provinces named in a sentence
Row = Mapping[str, Any]


def tips_text(tips: float | None) -> str:
    """A count of tips with its unit; not reported is none."""
    if pd.isna(tips):
        return words("tips_week_state_not_reported")
    key = "tips_week_tip" if tips == 1 else "tips_week_tips"
    return words(key, number=number_text(tips))


def sum_text(row: Row) -> str:
    """The country's tips with their unit; "at least" where announced rows lack."""
    said = tips_text(row["tips"])
    if pd.isna(row["tips"]) or not row["announced"]:
        return said
    return words("tips_week_at_least", tips=said)


def announced_names(provinces: pd.DataFrame, scope: Scope) -> list[str]:
    """The provinces of whose week rows were announced and not handed over."""
    last = last_weeks(provinces, scope, 1)
    return list(last.loc[last["is_announced"], "name"])


def state_text(tips: float | None, state: str) -> str:
    """A count; a counted zero and why there is none say which of them it is."""
    if state in ("counted_zero", "no_data", "announced"):
        return words(f"tips_week_state_{state}")
    return tips_text(tips)


def usual_text(row: Row, *, is_part: bool | None = None) -> str:
    """What is usual of a week: up to how many, and how many are expected.

    Args:
        row: A week.
        is_part: Whether that is of what is known by then, as of a week that still comes
            in; None: where the row has tips in the end.
    """
    if pd.isna(row["high"]):
        return words("tips_week_usual_unknown")
    part = pd.notna(row["total"]) if is_part is None else is_part
    return words(
        f"tips_week_usual{'_by_now' if part else ''}",
        high=number_text(row["high"]),
        expected=_about(row["expected"]),
    )


def is_above(row: Row) -> bool:
    """Whether a week lies above its usual range: all of it, where tips still come in.

    As the range is drawn, see with_whole.
    """
    is_part = pd.notna(row.get("total"))
    tips, high = ("total", "high_whole") if is_part else ("tips", "high")
    if pd.isna(row[tips]) or pd.isna(row[high]):
        return False
    return bool(round(row[tips]) > row[high])


def is_summed_up(row: Row) -> bool:
    """Whether a week that alarms is a usual one: rises of several weeks add up.

    Args:
        row: A week, or an alarm as it was raised.
    """
    is_usual = row["tips"] <= row["high"] and not is_above(row)
    return bool(row["method"] == "cusum" and is_usual)


def expected_text(expected: float) -> str:
    """An expected count: thin ones need a decimal to say anything."""
    if expected < LEAST_SAID:
        return words("tips_week_rare", least=LEAST_SAID)
    return number_text(expected, 0 if expected >= 10 else 1)


def _about(expected: float) -> str:
    """An expected count within a sentence: under some, or about so many."""
    said = expected_text(expected)
    return said if expected < LEAST_SAID else words("tips_week_about", number=said)


def total_text(row: Row) -> str:
    """How many tips a week will have in the end, beside what is usual of all of it."""
    total = words(
        "tips_week_total",
        total=number_text(round(row["total"])),
        low=number_text(round(row["total_low"])),
        high=number_text(round(row["total_high"])),
        share=share_text(row["known_share"]),
    )
    if pd.isna(row["high_whole"]):
        return total
    whole = words(
        "tips_week_usual_whole",
        high=number_text(row["high_whole"]),
        expected=_about(row["expected_whole"]),
    )
    return words("tips_week_total_beside", total=total, whole=whole)


def by_chance(provinces: pd.DataFrame) -> tuple[int, float]:
    """How many provinces are held against a range, and how many chance puts above it.

    Each has a range of its own that a settled week keeps to but for one of twenty.

    Args:
        provinces: Of one week: high (missing: not judged).
    """
    judged = int(provinces["high"].notna().sum())
    return judged, judged * (1 - USUAL)


def by_chance_text(provinces: pd.DataFrame) -> str:
    """That so many of the provinces of a week are above by chance; "" of none."""
    judged, above = by_chance(provinces)
    if not judged:
        return ""
    return words(
        "tips_week_by_chance",
        judged=number_text(judged),
        above=number_text(above, 0 if above >= 1 else 1),
        one_in=number_text(round(1 / (1 - USUAL))),
    )


def with_whole(weeks: pd.DataFrame) -> pd.DataFrame:
    """Weeks with what is usual of the whole week where tips still come in.

    To be drawn beside tips in the end; else part of a range stands beside a whole.
    """
    is_open = weeks["total"].notna()
    return weeks.assign(
        high=weeks["high"].where(~is_open, weeks["high_whole"]),
        expected=weeks["expected"].where(~is_open, weeks["expected_whole"]),
    )


def method_text(method: str) -> str:
    """The short name of a method of detection."""
    return words(f"tips_week_method_{method}")


def week_name(start: pd.Timestamp, *, days: bool = False) -> str:
    """A week by its Monday."""
    return week_text(f"{start:%G-W%V}", days=days)


def names_text(found: list[str], most: int = NAMED) -> str:
    """The first few names, and how many more there are."""
    if len(found) <= most:
        return ", ".join(found)
    rest = number_text(len(found) - most)
    return words("tips_week_and_more", names=", ".join(found[:most]), rest=rest)


def figure_note(scope: Scope, *lines: str, datasets: tuple[str, ...] = ()) -> list[str]:
    """The lines below a figure: what they say, as known when, source, status."""
    as_known = words("tips_week_as_known", on=date_text(scope.week_end))
    source = words("tips_week_source")
    note = source_note(source, "tip_report", "reporting", *datasets)
    return [*lines, as_known, note]


def narrowed_text(scope: Scope) -> str:
    """Which tips an exploratory view counts, in words."""
    picked = zip(KINDS, scope.narrowed, strict=True)
    return " · ".join(labels_of(kind)[code] for kind, code in picked if code)


def last_weeks(frame: pd.DataFrame, scope: Scope, weeks: int) -> pd.DataFrame:
    """The rows of the last so many weeks."""
    first = scope.week_start - timedelta(weeks=weeks - 1)
    return frame[frame["week_start"] >= pd.Timestamp(first)]
