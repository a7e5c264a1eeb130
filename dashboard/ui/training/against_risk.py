"""The part against_risk of the page on the programme."""

import pandas as pd
import streamlit as st

from dashboard.queries import training_risk as queries
from dashboard.ui.answers import ask
from dashboard.ui.training import risk_figures, risk_lists, risk_rows
from dashboard.ui.words import date_text, fiscal_year_text, say, share_text


def against_risk(year: int) -> None:
    """Where training went against risk, whom it never reached, who comes next.

    Args:
        year: Fiscal year, B.E.
    """
    years = ask(queries.concentration)
    of_year = years[years["fiscal_year_be"] == year]
    reach = risk_rows.provinces(year)
    if of_year.empty or pd.isna(of_year["concentration_index"].iloc[0]):
        st.info(say("training_risk_none", year=fiscal_year_text(year)))
    else:
        st.markdown(_answer(of_year.iloc[0], reach["as_on"].iloc[0]))
        left, right = st.columns(2, gap="medium")
        with left:
            risk_figures.curve(year)
            risk_figures.missing(of_year.iloc[0], reach)
        with right:
            risk_figures.by_year(year)
    risk_lists.never_reached(year)
    risk_lists.next_by_gap(year)
    method = st.expander(
        say("training_risk_method"), key="training_risk_method", on_change="rerun"
    )
    if method.open:
        method.markdown(say("training_risk_method_text"))


def _answer(row: pd.Series, as_on: pd.Timestamp) -> str:
    """Where volunteers are, in one sentence with the index and its interval."""
    year = int(row["fiscal_year_be"])
    said = risk_figures.spread(row)
    return say(
        "training_risk_answer",
        year=fiscal_year_text(year),
        on=date_text(as_on.date()),
        people=share_text(risk_figures.READ_AT),
        share=share_text(risk_figures.read_off(year)),
        index=said.index,
        interval=said.interval,
        verdict=said.verdict,
    )
