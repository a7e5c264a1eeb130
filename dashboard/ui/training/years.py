"""A fiscal year of the programme in words: its figures, numbers, months and sources."""

from datetime import date

import pandas as pd

from dashboard.charts.training import Month
from dashboard.queries import training_progress as queries
from dashboard.text import SHORT_MONTHS
from dashboard.ui.answers import ask
from dashboard.ui.tables import source_note
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    words,
)

DATASETS = ("training_batch", "training_participant", "target")
NAMED = 6  # runs of numbers, or batches, named in one sentence


def facts(year: int) -> pd.Series:
    """The row of queries.programme_years for a fiscal year."""
    years = ask(queries.programme_years)
    return years[years["fiscal_year_be"] == year].iloc[0]


def target(row: pd.Series) -> str:
    """The target as a reader reads it; "not set" without one."""
    if pd.isna(row["batches_target"]):
        return words("training_no_target")
    return number_text(row["batches_target"])


def of_target(row: pd.Series) -> str:
    """Batches held of the target ("26 of 29"); without one the batches held alone."""
    if pd.isna(row["batches_target"]):
        return number_text(row["batches_held"])
    return words(
        "training_of", part=number_text(row["batches_held"]), whole=target(row)
    )


def missing(year: int) -> tuple[str, str]:
    """The numbers without a row: those that are due, and those not announced yet."""
    runs = ask(queries.missing_numbers, fiscal_year_be=year)
    return numbers(runs[runs["is_due"]]), numbers(runs[~runs["is_due"]])


def numbers(runs: pd.DataFrame) -> str:
    """Runs of numbers as a reader reads them: "11–13, 20"; "" for none."""
    said = [
        f"{first}" if first == last else f"{first}–{last}"
        for first, last in zip(runs["first_no"], runs["last_no"], strict=True)
    ]
    return ", ".join(said)


def answer(year: int) -> str:
    """How far the programme is, in one sentence, with the numbers that are missing."""
    row = facts(year)
    if not row["batches"]:
        return say("training_answer_none", year=fiscal_year_text(year))
    due, _ = missing(year)
    key = "training_answer" if pd.notna(row["batches_target"]) else "training_answer_no"
    said = say(
        key,
        year=fiscal_year_text(year),
        on=date_text(row["as_on"].date()),
        held=number_text(row["batches_held"]),
        target=target(row),
        hosts=number_text(row["host_provinces"]),
    )
    if row["is_current"]:
        said = f"{said} {_on_plan(row)}"
    return f"{said} {say('training_answer_missing', numbers=due)}" if due else said


def _on_plan(row: pd.Series) -> str:
    """What was due by now, and how much of the target has a date at all."""
    return say(
        "training_answer_plan",
        due=number_text(row["batches_due"]),
        dated=number_text(row["batches"]),
        undated=number_text(row["batches_not_announced"]),
    )


def at_least(value: float | None, is_least: bool) -> str:
    """A sum over batches: a minimum says so, and none is "not reported"."""
    if pd.isna(value):
        return words("training_unreported")
    said = number_text(value)
    return words("training_at_least", value=said) if is_least else said


def months(
    starts_on: date, per: float = 1.0, first: float = 0.0, is_named: bool = False
) -> list[Month]:
    """Where the months of a fiscal year begin.

    Args:
        starts_on: 1 October.
        per: Days in one step of the axis.
        first: Where the axis has the first day.
        is_named: Whether each is named, or every second one.
    """
    begins = [
        date(starts_on.year + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(12)
    ]
    return [
        Month(
            first + (day - starts_on).days / per,
            SHORT_MONTHS[lang()][day.month - 1] if is_named or n % 2 == 0 else "",
        )
        for n, day in enumerate(begins)
    ]


def note(*more: str) -> list[str]:
    """What stands below the figures of the programme."""
    return [source_note(words("training_source"), *DATASETS), *more]
