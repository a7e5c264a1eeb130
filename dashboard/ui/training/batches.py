"""Batches one by one: on their days, beside other years, and those that are silent."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import training_batches as charts
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import training_progress as queries
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.tables import table_twin
from dashboard.ui.training import years
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    words,
)

FATES = ("held", "held_later", "planned", "overdue", "postponed", "cancelled")
FEW_DAYS = 150  # of an axis that has room for the name of every month
DAYS = {"due_on": "due_text", "ended_on": "ended_text"}
DRAWN = ("batch_no", "name", "status_text", "due_on", "ended_on", "days_late")
FILE = (
    "batch_no",
    "name",
    "venue",
    "status_text",
    "due_text",
    "started_text",
    "ended_text",
    "days_late",
    "participants",
    "participants_at_least",
    "volunteers_trained",
    "volunteers_from",
    "home_provinces",
)


def of_year(year: int) -> pd.DataFrame:
    """The batches of a fiscal year with name, fate and the day of the year."""
    found = ask(queries.batches)
    return worded(found[found["fiscal_year_be"] == year])


def worded(found: pd.DataFrame) -> pd.DataFrame:
    """Batches with name (of the host), fate (of FATES), day and due_day.

    Days are counted from 1 October of the batch's fiscal year.
    """
    starts = pd.to_datetime([date(y - 544, 10, 1) for y in found["fiscal_year_be"]])
    return found.assign(
        name=found[f"name_{lang()}"],
        fate=found["status"]
        .mask(found["is_overdue"], "overdue")
        .mask(found["status"].eq("held") & ~found["is_counted"], "held_later"),
        day=(found["ended_on"] - starts).dt.days,
        due_day=(found["due_on"] - starts).dt.days,
    )


def timeline(year: int, row: pd.Series) -> None:
    """Every batch of the year on its day."""
    found = of_year(year)
    if found.empty:
        st.info(say("training_no_batches", year=fiscal_year_text(year)))
        return
    labels = [
        words("training_batch_label", number=int(number), name=name)
        for number, name in zip(found["batch_no"], found["name"], strict=True)
    ]
    counts = found["fate"].value_counts()
    key = [
        (fate, words(f"training_count_{fate}", number=int(counts[fate])))
        for fate in FATES
        if fate in counts
    ]
    figure(
        charts.batch_timeline(
            _with_missing(
                found.assign(label=labels, hover=[*map(_hover, found.itertuples())]),
                year,
            ),
            years.months(row["starts_on"].date(), is_named=_span(found) < FEW_DAYS),
            key,
            words("training_timeline_title", year=fiscal_year_text(year)),
            look(),
            years.note(words("training_timeline_note")),
        ),
        "training_timeline",
        file_name=f"training_batches_{year}",
        alt=words("training_timeline_alt", number=len(found)),
    )
    table_twin(
        disclosed(_file_rows(found), Audience.OUTSIDE, counts=()),
        {column: words(f"training_batch_{column}") for column in FILE},
        "training_timeline",
        source=words("training_source"),
        file_name=f"training_batches_{year}",
        datasets=years.DATASETS,
        lazy=True,
        behind={
            column: words(f"training_batch_{DAYS.get(column, column)}")
            for column in DRAWN
        },
    )


def _span(found: pd.DataFrame) -> int:
    """Days from the first to the last day of the batches."""
    days = found[["day", "due_day"]]
    return int(days.max().max() - days.min().min())


def _with_missing(found: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows of the timeline, with one for each run of numbers without a row."""
    runs = ask(queries.missing_numbers, fiscal_year_be=year)
    due = runs[runs["is_due"]]
    labels = [
        words("training_missing_label", numbers=years.numbers(due.iloc[[at]]))
        for at in range(len(due))
    ]
    gaps = pd.DataFrame({"batch_no": due["first_no"], "label": labels})
    rows = pd.concat([found, gaps]).sort_values("batch_no")
    return rows.assign(has_plan=rows["has_plan"].eq(True))


def _hover(batch: Any) -> str:  # noqa: ANN401
    """What is said of a batch when it is pointed at."""
    status = words(f"training_fate_{batch.fate}")
    label = words(
        "training_batch_label",
        number=int(batch.batch_no),
        name=batch.name,
    )
    on = date_text(batch.ended_on.date())
    return f"{label} · {status} · {on}"


def _file_rows(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(
        due_on=found["due_on"].where(found["has_plan"]),
        status_text=[words(f"training_fate_{fate}") for fate in found["fate"]],
        due_text=[
            date_text(day.date()) if planned else ""
            for day, planned in zip(found["due_on"], found["has_plan"], strict=True)
        ],
        days_late=found["days_late"].where(found["has_plan"]),
        started_text=[date_text(day.date()) for day in found["started_on"]],
        ended_text=[date_text(day.date()) for day in found["ended_on"]],
        participants_at_least=[
            words("training_yes") if least is True else ""
            for least in found["participants_at_least"].astype(object)
        ],
        volunteers_from=[
            words(f"training_volunteers_{state}") for state in found["volunteers_state"]
        ],
        venue=found["venue"].fillna(""),
    )


def compared(year: int, every: pd.DataFrame) -> None:
    """The held batches of all fiscal years on one axis, and the same point of each."""
    found = worded(ask(queries.batches))
    held = found[found["is_counted"]]
    rows = every.assign(
        label=[fiscal_year_text(int(y)) for y in every["fiscal_year_be"]],
        reached=[
            words(
                "training_compared_reached",
                **{
                    name: number_text(value) if pd.notna(value) else "–"
                    for name, value in (
                        ("same", row.batches_held_same_point),
                        ("held", row.batches_held),
                        ("target", row.batches_target),
                    )
                },
            )
            for row in every.itertuples()
        ],
    )
    chosen = every[every["fiscal_year_be"] == year].iloc[0]
    day = (chosen["same_point_on"] - chosen["starts_on"]).days
    same = date_text(chosen["same_point_on"].date())
    title = words("training_compared_title", day=number_text(day + 1))
    figure(
        charts.years_compared(
            rows,
            held.assign(hover=[_hover(batch) for batch in held.itertuples()]),
            years.months(chosen["starts_on"].date()),
            (float(day), words("training_compared_mark", on=same)),
            title,
            look(),
            years.note(words("training_compared_note")),
        ),
        "training_compared",
        file_name="training_years",
        alt=title,
    )


def not_reported(year: int) -> None:
    """The held batches that are silent, or say only "more than", by name."""
    found = of_year(year)
    held = found[found["is_counted"]]
    is_least = held["participants_at_least"].eq(True)
    _named("training_not_reported", held[held["volunteers_state"] == "not_reported"])
    _named("training_participants_not_reported", held[held["participants"].isna()])
    _named("training_more_than", held[is_least])


def _named(key: str, found: pd.DataFrame) -> None:
    """A sentence with the number of batches and their names; nothing for none."""
    if found.empty:
        return
    names = ", ".join(
        words("training_batch_label", number=int(number), name=name)
        for number, name in zip(found["batch_no"], found["name"], strict=True)
    )
    st.caption(say(key, number=number_text(len(found)), names=names))
