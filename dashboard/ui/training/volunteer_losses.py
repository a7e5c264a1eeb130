"""The provinces that lost volunteers within a year."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.queries import training_volunteers as queries
from dashboard.ui.answers import ask
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import download_csv
from dashboard.ui.training.volunteer_lines import ROSTER
from dashboard.ui.training.volunteer_words import day_cells, day_text, named, whole
from dashboard.ui.words import date_text, number_text, say, words

REASONS = ("no_roster", "no_earlier_roster", "same_roster")
WHOLE = ("before_registered", "volunteers_registered", "change")
COLUMNS = {
    "name": None,
    "change": "localized",
    "change_share": "percent",
    "before_registered": "localized",
    "before_as_of": None,
    "volunteers_registered": "localized",
    "roster_as_of": None,
}


def losses(year: int, totals: pd.Series) -> None:
    """How many provinces lost volunteers, which, and where there is no comparison.

    Args:
        year: Fiscal year, B.E.
        totals: The row of queries.volunteer_totals.
    """
    subheader(say("training_volunteers_losses"))
    st.markdown(sentence(totals))
    found = ask(queries.volunteer_losses, year)
    if not found.empty:
        gated = _leaving(found)
        headings = {n: words(f"training_volunteers_loss_{n}") for n in COLUMNS}
        st.dataframe(
            gated.frame,
            hide_index=True,
            column_config=_columns(headings),
            placeholder=number_text(None),
            key="training_volunteers_losses",
        )
        download_csv(
            gated,
            headings,
            "training_volunteers_losses",
            source=words("training_volunteers_source_roster"),
            file_name=f"volunteers_lost_{year}",
            datasets=ROSTER,
        )
    st.caption(say("training_volunteers_losses_note"))


def sentence(totals: pd.Series) -> str:
    """The comparison in words, with the provinces that have none, by reason."""
    compared, every = int(totals["compared"]), int(totals["provinces"])
    days = {
        "before": day_text(totals["before_on"]),
        "on": date_text(totals["as_on"].date()),
    }
    if compared == 0:
        said = say("training_volunteers_losses_unknown", **days)
    else:
        lost = int(totals["provinces_lost"])
        said = say(
            "training_volunteers_losses_answer" if lost else "training_volunteers_kept",
            **days,
            compared=compared,
            lost=lost,
            volunteers=number_text(0 if not lost else -totals["volunteers_lost"]),
            same=int(totals["provinces_same"]),
            gained=int(totals["provinces_gained"]),
        )
    why = [
        say(f"training_volunteers_{reason}", number=int(totals[reason]))
        for reason in REASONS
        if totals[reason]
    ]
    if not why:
        return said
    number, reasons = every - compared, ", ".join(why)
    without = say("training_volunteers_losses_without", number=number, reasons=reasons)
    return f"{said} {without}"


def _leaving(found: pd.DataFrame) -> Gated:
    """The list as it may leave: all of it is open."""
    frame = named(whole(found, *WHOLE)).assign(
        change_share=found["change_share"].round(3),
        before_as_of=day_cells(found["before_as_of"]),
        roster_as_of=day_cells(found["roster_as_of"]),
    )
    return disclosed(frame[list(COLUMNS)], Audience.OUTSIDE, counts=())


def _columns(headings: dict[str, str]) -> dict[str, Any]:
    config = st.column_config
    return {
        name: config.NumberColumn(headings[name], format=form)
        if form
        else config.TextColumn(headings[name])
        for name, form in COLUMNS.items()
    }
