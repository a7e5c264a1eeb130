"""The part volunteers of the page on the programme: volunteers over time.

For analysts and leaders: how many there are, active, trained and spread over the
tambons; for whom a refresher is due; which provinces lost some. All figures are open.
"""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.queries import training_volunteers as queries
from dashboard.ui.answers import ask
from dashboard.ui.training import (
    refreshers,
    volunteer_lines,
    volunteer_losses,
    volunteer_table,
)
from dashboard.ui.training.volunteer_words import said
from dashboard.ui.words import date_text, number_text, say, share_text


def volunteers(year: int) -> None:
    """Draw the part for a fiscal year (B.E.)."""
    found = ask(queries.volunteer_totals, year)
    if found.empty:
        st.info(say("training_volunteers_none"))
        return
    totals = found.iloc[0]
    on = totals["as_on"].date()
    st.markdown(answer(on))
    volunteer_lines.lines(on)
    volunteer_table.table(year)
    refreshers.refreshers(year, totals)
    volunteer_losses.losses(year, totals)
    months = int(totals["refresher_half_life_months"])
    with st.expander(say("training_volunteers_method"), key="training_volunteers_how"):
        st.markdown(say("training_volunteers_method_text", months=months))


def answer(on: date) -> str:
    """The country's volunteers on a day, each figure with its number of provinces."""
    at = volunteer_lines.country_at(on)
    return say(
        "training_volunteers_answer",
        on=date_text(on),
        all=int(at["provinces_total"].iloc[0]),
        registered=_people(at.loc["registered_per_100k"]),
        registered_of=int(at.loc["registered_per_100k", "provinces"]),
        active=_people(at.loc["active_per_100k"]),
        active_share=share_text(at.loc["active_share", "value"]),
        active_of=int(at.loc["active_share", "provinces"]),
        trained=_people(at.loc["volunteers_trained_per_100k"]),
        per_100k=number_text(at.loc["volunteers_trained_per_100k", "value"], 1),
        trained_of=int(at.loc["volunteers_trained_per_100k", "provinces"]),
        tambons=share_text(at.loc["tambon_share", "value"]),
        tambons_of=int(at.loc["tambon_share", "provinces"]),
    )


def _people(row: pd.Series) -> str:
    return said(number_text(row["total"]), row["provinces_at_least"] > 0)
