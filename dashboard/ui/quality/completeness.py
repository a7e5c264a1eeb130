"""Who has reported what: the matrix of one dataset, and all of them side by side."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.charts.report_matrix import STATES
from dashboard.queries import report_state as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.quality import matrix
from dashboard.ui.quality.tables import titles
from dashboard.ui.shelf import subheader
from dashboard.ui.words import fiscal_year_text, number_text, say, words

ALL = "all"
WEEKS = ("26", "52")  # the last so many weeks; a fiscal year is the other choice


def completeness(datasets: pd.DataFrame) -> None:
    """The states of reporting, period by period.

    Args:
        datasets: From dashboard.queries.data_quality.load_datasets.
    """
    years = ask(queries.report_years)
    if years.empty:
        st.markdown(say("data_quality_no_reporting"))
        return
    names = dict(zip(datasets["dataset"], titles(datasets), strict=True))
    st.markdown(say("data_quality_states_note"))
    dataset, first_on, last_on, region = _chosen(years, names)
    states = _of_region(
        ask(queries.report_states, dataset=dataset, first_on=first_on, last_on=last_on),
        region,
    )
    latest = _of_region(ask(queries.latest_states), region)
    reported_by = years.loc[years["dataset"] == dataset, "reported_by"].iloc[0]
    st.markdown(_line(latest[latest["dataset"] == dataset], names[dataset]))
    cells, around = matrix.by_period(states.assign(dataset=dataset), reported_by)
    matrix.draw(
        cells,
        around,
        "data_quality_matrix",
        words("data_quality_matrix_title", name=names[dataset]),
        dataset,
        "reporting",
    )
    subheader(say("data_quality_latest"))
    st.markdown(say("data_quality_latest_note"))
    cells, around = matrix.by_dataset(latest, names)
    title = words("data_quality_latest_title")
    matrix.draw(cells, around, "data_quality_latest", title)


def _chosen(years: pd.DataFrame, names: dict[str, str]) -> tuple[str, date, date, str]:
    """The dataset, the days and the region that the reader chooses."""
    by_week = years["reported_by"] == "week"
    known = [*years[by_week]["dataset"].unique(), *years[~by_week]["dataset"].unique()]
    places = st.columns(3)
    with places[0]:
        choice("data_quality_report", known, known[0])
        dataset = st.selectbox(
            words("data_quality_dataset"),
            known,
            format_func=names.__getitem__,
            key="data_quality_report",
        )
    of_dataset = years[years["dataset"] == dataset]
    with places[1]:
        first_on, last_on = _span(of_dataset)
    with places[2]:
        region = _region()
    return dataset, first_on, last_on, region


def _span(of_dataset: pd.DataFrame) -> tuple[date, date]:
    """The days to show: some weeks or a fiscal year; of datasets by year, all."""
    first_on = of_dataset["first_on"].min().date()
    last_on = of_dataset["last_on"].max().date()
    if of_dataset["reported_by"].iloc[0] != "week":
        return first_on, last_on
    years = {str(year): row for year, row in of_dataset.set_index("year_be").iterrows()}
    labels = {weeks: words("data_quality_last_weeks", weeks=weeks) for weeks in WEEKS}
    labels |= {year: fiscal_year_text(int(year)) for year in years}
    options = list(labels)
    choice("data_quality_span", options, WEEKS[0])
    span = st.selectbox(
        words("data_quality_span"),
        options,
        format_func=labels.__getitem__,
        key="data_quality_span",
    )
    if span in WEEKS:
        return last_on - timedelta(weeks=int(span)), last_on
    return years[span]["first_on"].date(), years[span]["last_on"].date()


def _region() -> str:
    labels = {ALL: words("data_quality_all_regions")} | matrix.region_names()
    options = list(labels)
    choice("data_quality_region", options, ALL)
    return st.selectbox(
        words("data_quality_region"),
        options,
        format_func=labels.__getitem__,
        key="data_quality_region",
    )


def _of_region(states: pd.DataFrame, region: str) -> pd.DataFrame:
    return states if region == ALL else states[states["region6_ngc"] == region]


def _line(latest: pd.DataFrame, name: str) -> str:
    """How many provinces stand how in the last period that has ended, if one has."""
    if latest.empty:
        return say("data_quality_no_period_ended", name=name)
    counts = latest["state"].value_counts()
    first = latest.iloc[0]
    return say(
        "data_quality_latest_line",
        name=name,
        period=matrix.period_name(first, first["reported_by"]),
        **{state: number_text(counts.get(state, 0)) for state in STATES},
    )
