"""What the week says otherwise than the week before: late rows, corrections."""

from typing import Any

import pandas as pd

from dashboard.queries import names
from dashboard.text import span_text
from dashboard.ui.answers import ask
from dashboard.ui.training.outreach_scope import region_names
from dashboard.ui.weekly.tiles import SAID, state_text
from dashboard.ui.words import era, lang, number_text, say, week_text, words

ARROW = " \u2192 "


def corrections(frame: pd.DataFrame) -> list[str]:
    """A line for each measure, level and cause; of provinces, names alone."""
    areas = {"TH": words("weekly_country"), **region_names(), **_province_names()}
    lines = []
    for (measure, level, why), rows in frame.groupby(
        ["measure", "level", "why"], sort=False
    ):
        said = [_changed(row, areas) for row in rows.to_dict("records")]
        lines.append(
            say(
                f"weekly_revised_{level}",
                measure=words(f"weekly_measure_{measure}"),
                why=words(f"weekly_why_{why}"),
                changes=", ".join(dict.fromkeys(said)),
            )
        )
    return lines


def _changed(row: dict[str, Any], areas: dict[str, str]) -> str:
    """One figure: whose, of when, and what it was and is."""
    if row["level"] == "province":
        return areas[row["area"]]
    if row["level"] == "batch":
        return words(
            "weekly_batch_changed",
            number=str(row["batch_no"]),
            province=areas[row["area"]],
            change=_of_batch(row),
        )
    change = ARROW.join(_figure(row[at], row[f"{at}_state"]) for at in ("was", "now"))
    when = _period(row)
    if row["level"] == "national":
        return f"{when} {change}"
    return f"{areas[row['area']]} {when} {change}"


def _figure(value: float, state: str) -> str:
    """A figure that passed the gate, or its state in words."""
    return number_text(value) if state in SAID else state_text(state)


def _of_batch(row: dict[str, Any]) -> str:
    """Status where it changed, else the volunteers trained."""
    was, now = row["was_state"], row["now_state"]
    if was != now:
        return ARROW.join(words(f"weekly_batch_state_{state}") for state in (was, now))
    return ARROW.join(number_text(row[at]) for at in ("was", "now"))


def _period(row: dict[str, Any]) -> str:
    """A week by its number, anything else by its days."""
    first, last = row["period_start"], row["period_end"]
    if (last - first).days == 6:
        return week_text(f"{first:%G-W%V}", days=False)
    return span_text(first, last, lang(), era())


def _province_names() -> dict[str, str]:
    frame = ask(names.provinces)
    return dict(zip(frame["province_code"], frame[f"name_{lang()}"], strict=True))
