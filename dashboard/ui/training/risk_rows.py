"""The provinces against the programme: what the lists and files say of each."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.queries import training_risk as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    words,
    year_text,
)

FILE = (
    "name",
    "province_code",
    "gap_rank",
    "coverage_gap",
    "volunteers_trained_per_100k",
    "volunteers_at_least",
    "full_coverage_per_100k",
    "full_coverage_source",
    "volunteers_needed",
    "needed_at_most",
    "population",
    "volunteers_trained",
    "volunteers_source",
    "volunteers_as_of",
    "batches_hosted",
    "last_batch",
    "volunteers_home",
    "last_home",
    "is_reached",
    "next_held",
    "next_planned",
    "risk_level",
    "level_source",
    "risk_score",
    "year",
    "as_on",
)
# Form of the numbers in the tables beside the pictures and lists.
FORMS = {
    "coverage_gap": "%.2f",
    "volunteers_trained_per_100k": "%.2f",
    "full_coverage_per_100k": "%.2f",
    "risk_score": "%.2f",
    "population_percent": "%.1f",
    "volunteers_percent": "%.1f",
    "concentration_index": "%.3f",
    "low_95": "%.3f",
    "high_95": "%.3f",
    "population": "localized",
    "volunteers_needed": "localized",
    "volunteers_trained": "localized",
    "volunteers_home": "localized",
}


def columns(names: tuple[str, ...]) -> dict[str, Any]:
    """Headings of these columns for a table twin, with the form of their numbers."""
    found: dict[str, Any] = {}
    for name in names:
        label = words(f"training_risk_col_{name}")
        found[name] = label
        if name in FORMS:
            found[name] = st.column_config.NumberColumn(label, format=FORMS[name])
    return found


def provinces(year: int) -> pd.DataFrame:
    """All provinces of a fiscal year, the largest gap first, with texts for the lists.

    Returns:
        The rows of queries.programme_reach with name, and in the reader's words
        last_batch, last_home, as_of, next_batch, next_held, next_planned, level_source
        and elsewhere: the volunteers that a roster tells of.
    """
    return kept(_provinces, year)


def _provinces(year: int) -> pd.DataFrame:
    found = ask(queries.programme_reach, fiscal_year_be=year)
    is_roster = found["volunteers_source"] == "roster"
    return found.assign(
        name=found[f"name_{lang()}"],
        last_batch=_days(found["last_batch_on"], words("training_risk_not_held")),
        last_home=_days(found["last_home_on"], ""),
        as_of=_days(found["volunteers_as_of"], ""),
        next_batch=[_next_batch(row) for _, row in found.iterrows()],
        next_held=[_batch(row, "held") for _, row in found.iterrows()],
        next_planned=[_batch(row, "planned") for _, row in found.iterrows()],
        level_source=_said(found["risk_level_source"], "training_risk_level"),
        elsewhere=[
            number_text(trained) if known else words("training_risk_no_roster")
            for trained, known in zip(
                found["volunteers_trained"], is_roster, strict=True
            )
        ],
    )


def _days(days: pd.Series, none: str) -> list[str]:
    return [none if pd.isna(day) else date_text(day.date()) for day in days]


def _next_batch(row: pd.Series) -> str:
    """The first batch after the day, whether it has been held or is planned."""
    days = {status: row[f"next_{status}_on"] for status in ("held", "planned")}
    known = {status: day for status, day in days.items() if not pd.isna(day)}
    first = min(known, key=lambda status: known[status], default="planned")
    return _batch(row, first)


def _batch(row: pd.Series, status: str) -> str:
    if pd.isna(row[f"next_{status}_on"]):
        return words("training_risk_no_batch")
    return words(
        f"training_risk_batch_{status}",
        on=date_text(row[f"next_{status}_on"].date()),
        number=int(row[f"next_{status}_batch_no"]),
        year=year_text(int(row[f"next_{status}_year_be"])),
    )


def _said(values: pd.Series, key: str) -> list[str]:
    return ["" if pd.isna(value) else words(f"{key}_{value}") for value in values]


def file_rows(year: int) -> pd.DataFrame:
    """All provinces of a fiscal year as files hold them: the columns FILE."""
    return kept(_file_rows, year)


def _file_rows(year: int) -> pd.DataFrame:
    found = provinces(year)
    yes, no = words("training_risk_yes"), words("training_risk_no")
    least = found["volunteers_at_least"].astype(bool)
    is_most = least & found["volunteers_needed"].fillna(0).gt(0)
    rounded = found.round(
        {
            "coverage_gap": 2,
            "volunteers_trained_per_100k": 2,
            "full_coverage_per_100k": 2,
            "risk_score": 2,
        }
    )
    return rounded.assign(
        year=fiscal_year_text(year),
        as_on=_days(found["as_on"], ""),
        volunteers_at_least=[yes if y else "" for y in least],
        needed_at_most=[yes if y else "" for y in is_most],
        full_coverage_source=_said(found["full_coverage_source"], "training_risk_full"),
        volunteers_source=_said(found["volunteers_source"], "training_risk_by"),
        volunteers_as_of=found["as_of"],
        is_reached=[yes if y else no for y in found["is_reached"]],
    )[list(FILE)]
