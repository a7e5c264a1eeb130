"""For whom a refresher is due, by province."""

import pandas as pd
import streamlit as st

from dashboard.charts import training_volunteers as charts
from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.queries import training_volunteers as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import source_note, table_twin
from dashboard.ui.training.volunteer_lines import BATCHES
from dashboard.ui.training.volunteer_words import (
    at_least_cells,
    day_cells,
    named,
    said,
    whole,
)
from dashboard.ui.words import date_text, number_text, say, share_text, words

DATASETS = (*BATCHES, "volunteer_roster")
TOPS = ("10", "20", "all")
DRAWN = ("name", "refresher_due", "due_at_least")
COLUMNS = (
    "name",
    "refresher_due",
    "due_at_least",
    "volunteers_dated",
    "dated_at_least",
    "volunteers_fresh",
    "fresh_share",
    "volunteers_undated",
    "batches",
    "batches_due",
    "batches_due_not_reporting",
    "last_batch_on",
)


def refreshers(year: int, totals: pd.Series) -> None:
    """The country's figure in words, bars of the provinces, the table behind them.

    Args:
        year: Fiscal year, B.E.
        totals: The row of queries.volunteer_totals.
    """
    subheader(say("training_volunteers_refresher"))
    st.markdown(sentence(totals))
    found = ask(queries.refreshers, year)
    due = named(found[found["due_rank"].notna()])
    if due.empty:
        st.info(say("training_volunteers_due_none"))
    else:
        _bars(due, year, totals)
    table_twin(
        _leaving(found),
        {name: words(f"training_volunteers_due_{name}") for name in COLUMNS},
        "training_volunteers_refresher",
        source=words("training_volunteers_source_batches"),
        file_name=f"refreshers_due_{year}",
        datasets=DATASETS,
        lazy=True,
        behind={name: words(f"training_volunteers_due_{name}") for name in DRAWN},
    )


def sentence(totals: pd.Series) -> str:
    """How many are due, how fresh what was taught is, whose day is not known."""
    parts = [_due(totals)]
    if totals["dated_provinces"]:
        dated = number_text(totals["volunteers_dated"])
        is_at_least = bool(totals["dated_at_least"])
        parts.append(
            say(
                "training_volunteers_fresh_answer",
                fresh=said(number_text(totals["volunteers_fresh"]), is_at_least),
                dated=said(dated, is_at_least),
                share=share_text(totals["fresh_share"]),
                provinces=int(totals["dated_provinces"]),
                all=int(totals["provinces"]),
            )
        )
    if totals["undated_provinces"]:
        parts.append(
            say(
                "training_volunteers_undated_answer",
                undated=number_text(totals["volunteers_undated"]),
                provinces=int(totals["undated_provinces"]),
                all=int(totals["provinces"]),
            )
        )
    return " ".join(parts)


def _due(totals: pd.Series) -> str:
    on = date_text(totals["as_on"].date())
    if not totals["due_provinces"]:
        return say("training_volunteers_due_answer_none", on=on)
    due = number_text(totals["refresher_due"])
    return say(
        "training_volunteers_due_answer",
        on=on,
        due=said(due, bool(totals["due_at_least"])),
        months=int(totals["refresher_half_life_months"]),
        provinces=int(totals["due_provinces"]),
        all=int(totals["provinces"]),
        batches=int(totals["batches_due_not_reporting"]),
    )


def _bars(due: pd.DataFrame, year: int, totals: pd.Series) -> None:
    choice("training_volunteers_top", TOPS, TOPS[0])
    labels = {each: words(f"training_volunteers_top_{each}") for each in TOPS}
    top = st.segmented_control(
        say("training_volunteers_top"),
        TOPS,
        format_func=labels.__getitem__,
        key="training_volunteers_top",
        required=True,
    )
    shown = due if top == "all" else due.head(int(top or TOPS[0]))
    shown = shown.assign(
        label=[_label(row) for _, row in shown.iterrows()],
        hover=[_hover(row) for _, row in shown.iterrows()],
    )
    title = words(
        "training_volunteers_due_title", number=len(shown), provinces=len(due)
    )
    drawn = charts.refresher_bars(
        shown,
        title,
        words("training_volunteers_due_unit", on=date_text(totals["as_on"].date())),
        look(),
        [
            words("training_volunteers_due_note"),
            source_note(words("training_volunteers_source_batches"), *DATASETS),
        ],
    )
    figure(
        drawn,
        "training_volunteers_due",
        file_name=f"refreshers_due_{year}",
        alt=title,
    )


def _label(row: pd.Series) -> str:
    number = number_text(row["refresher_due"])
    return f"≥ {number}" if row["due_at_least"] else number


def _hover(row: pd.Series) -> str:
    return words(
        "training_volunteers_due_hover",
        name=row["name"],
        due=_label(row),
        dated=said(number_text(row["volunteers_dated"]), bool(row["dated_at_least"])),
    )


def _leaving(found: pd.DataFrame) -> Gated:
    """Every province, also those of whom none is due: all of it is open."""
    counts = ("refresher_due", "volunteers_dated", "volunteers_undated")
    frame = named(whole(found, *counts)).assign(
        due_at_least=at_least_cells(found["due_at_least"]),
        dated_at_least=at_least_cells(found["dated_at_least"]),
        volunteers_fresh=found["volunteers_fresh"].round(1),
        fresh_share=found["fresh_share"].round(3),
        last_batch_on=day_cells(found["last_batch_on"]),
    )
    return disclosed(frame[list(COLUMNS)], Audience.OUTSIDE, counts=())
