"""What the week says otherwise than the week before, for the page and for paper."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.export.week.tiles import SAID, figure_text, state_text
from dashboard.text import Era, Lang, span_text, week_text, words

ARROW = " \u2192 "
CHANGES = 10  # that a line has on paper


def corrections(
    frame: pd.DataFrame,
    called: Mapping[str, str],
    lang: Lang,
    era: Era,
    most: int | None = CHANGES,
) -> list[str]:
    """A line for each measure, level and cause; of provinces, names alone.

    Args:
        frame: As dashboard.weekly.corrections has it.
        called: What provinces are called, by code.
        lang: Of the lines.
        era: Of their years.
        most: Changes that a line names; None: all.
    """
    lines = []
    for (measure, level, why), rows in frame.groupby(
        ["measure", "level", "why"], sort=False
    ):
        told = [_changed(row, called, lang, era) for row in rows.to_dict("records")]
        lines.append(
            words(
                f"weekly_revised_{level}",
                lang,
                measure=words(f"weekly_measure_{measure}", lang),
                why=words(f"weekly_why_{why}", lang),
                changes=_joined(list(dict.fromkeys(told)), most, lang, level),
            )
        )
    return lines


def _joined(told: list[str], most: int | None, lang: Lang, level: str) -> str:
    """A line; of many the first ones and how many more: provinces, else changes."""
    said = ", ".join(told[:most])
    if most is None or len(told) <= most:
        return said
    unit = "provinces" if level == "province" else "changes"
    return words(f"weekly_pdf_more_{unit}", lang, names=said, more=len(told) - most)


def _changed(
    row: dict[str, Any], called: Mapping[str, str], lang: Lang, era: Era
) -> str:
    """One figure: whose, of when, and what it was and is."""
    if row["level"] == "province":
        return called[row["area"]]
    if row["level"] == "batch":
        return words(
            "weekly_batch_changed",
            lang,
            number=str(row["batch_no"]),
            province=called[row["area"]],
            change=_of_batch(row, lang),
        )
    figures = (_figure(row[at], row[f"{at}_state"], lang) for at in ("was", "now"))
    change = f"{_period(row, lang, era)} {ARROW.join(figures)}"
    if row["level"] == "national":
        return change
    area = row["area"]
    return f"{words(f'weekly_pdf_region_{area}', lang)} {change}"


def _figure(value: float, state: str, lang: Lang) -> str:
    """A figure that passed the gate, or its state in words."""
    return figure_text(value, lang) if state in SAID else state_text(state, lang)


def _of_batch(row: dict[str, Any], lang: Lang) -> str:
    """Status where it changed, else the volunteers trained."""
    was, now = row["was_state"], row["now_state"]
    if was != now:
        return ARROW.join(
            words(f"weekly_batch_state_{state}", lang) for state in (was, now)
        )
    people = (None if pd.isna(row[at]) else float(row[at]) for at in ("was", "now"))
    return ARROW.join(figure_text(value, lang) for value in people)


def _period(row: dict[str, Any], lang: Lang, era: Era) -> str:
    """A week by its number, anything else by its days."""
    first, last = row["period_start"], row["period_end"]
    if (last - first).days == 6:
        return week_text(f"{first:%G-W%V}", lang, era, days=False)
    return span_text(first, last, lang, era)
