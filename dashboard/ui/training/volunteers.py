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
from dashboard.ui.words import date_text, number_text, say, share_text, words

# The figure behind each part of the answer.
ANSWER = {
    "registered": "registered_per_100k",
    "active": "active_share",
    "trained": "volunteers_trained_per_100k",
    "tambons": "tambon_share",
}


def volunteers(year: int) -> None:
    """Draw the part for a fiscal year (B.E.)."""
    found = ask(queries.volunteer_totals, year)
    if found.empty:
        st.info(say("training_volunteers_none"))
        return
    totals = found.iloc[0]
    on = totals["as_on"].date()
    st.markdown(" ".join((answer(on), _target(year))))
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
    parts = [_part(key, at.loc[figure]) for key, figure in ANSWER.items()]
    return say("training_volunteers_answer", on=date_text(on), parts="; ".join(parts))


def _target(year: int) -> str:
    """What full coverage is for the country, to hold the figures against."""
    found = ask(queries.national_full_coverage, fiscal_year_be=year)
    if found.empty:
        return say("training_volunteers_no_target")
    row = found.iloc[0]
    return say(
        f"training_volunteers_{row['full_coverage_source']}",
        full=number_text(row["full_coverage_per_100k"], 1),
    )


def _part(key: str, row: pd.Series) -> str:
    if not row["provinces"]:
        return f"{words(f'training_volunteers_of_{row.name}')}: {number_text(None)}"
    is_share = str(row.name).endswith("_share")
    return words(
        f"training_volunteers_answer_{key}",
        people=said(number_text(row["total"]), row["provinces_at_least"] > 0),
        value=(share_text if is_share else number_text)(row["value"], 1),
        provinces=int(row["provinces"]),
        all=int(row["provinces_total"]),
    )
