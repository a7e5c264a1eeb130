"""The provinces' volunteers at the day of a fiscal year, ranked by K."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.queries import training_volunteers as queries
from dashboard.ui.answers import ask
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import download_csv
from dashboard.ui.training.volunteer_lines import BATCHES, PEOPLE
from dashboard.ui.training.volunteer_words import (
    at_least_cells,
    day_cells,
    named,
    whole,
)
from dashboard.ui.words import date_text, number_text, say, words, year_text

# Form of each column of the table, in order; None: a text.
COLUMNS = {
    "trained_rank": "%d",
    "name": None,
    "volunteers_trained_per_100k": "%.1f",
    "volunteers_trained": "localized",
    "at_least": None,
    "volunteers_registered": "localized",
    "volunteers_active": "localized",
    "active_share": "percent",
    "tambon_share": "percent",
    "share_tambons_covered": "localized",
    "share_tambons_total": "localized",
    "roster_as_of": None,
    "days_old": "localized",
    "active_as_of": None,
    "volunteers_source": None,
    "trained_roster_as_of": None,
    "tambon_share_as_of": None,
    "registered_per_100k": "%.1f",
    "active_per_100k": "%.1f",
    "population": "localized",
    "population_year": None,
}
ROUNDED = {
    "active_share": 3,
    "tambon_share": 3,
    "volunteers_trained_per_100k": 2,
    "registered_per_100k": 2,
    "active_per_100k": 2,
}
WHOLE = (
    "trained_rank",
    "volunteers_registered",
    "volunteers_active",
    "volunteers_trained",
    "share_tambons_covered",
    "share_tambons_total",
    "days_old",
    "population",
)
HEIGHT = 420  # px


def table(year: int) -> None:
    """The provinces of a fiscal year with a file to take away."""
    found = ask(queries.province_volunteers, year)
    subheader(
        say(
            "training_volunteers_table",
            on=date_text(found["on_day"].iloc[0].date()),
            number=int(found["trained_rank"].notna().sum()),
            all=len(found),
        )
    )
    gated = rows(found)
    st.dataframe(
        gated.frame,
        hide_index=True,
        column_config=_columns(),
        height=HEIGHT,
        placeholder=number_text(None),
        key="training_volunteers_table",
    )
    st.caption(say("training_volunteers_table_note"))
    download_csv(
        gated,
        headings(),
        "training_volunteers_table",
        source=words("training_volunteers_source"),
        file_name=f"volunteers_{year}",
        datasets=(*PEOPLE, *BATCHES),
    )


def rows(found: pd.DataFrame) -> Gated:
    """The provinces as the table and the file hold them: all of it is open."""
    by_source = [
        words(f"training_volunteers_by_{source}") if isinstance(source, str) else ""
        for source in found["volunteers_source"]
    ]
    years = [
        "" if pd.isna(year) else year_text(int(year))
        for year in found["population_year_be"]
    ]
    dates = ("roster_as_of", "active_as_of", "trained_roster_as_of")
    frame = named(whole(found, *WHOLE)).round(ROUNDED)
    frame = frame.assign(
        at_least=at_least_cells(found["volunteers_at_least"]),
        volunteers_source=by_source,
        population_year=years,
        **{name: day_cells(found[name]) for name in (*dates, "tambon_share_as_of")},
    )
    return disclosed(frame[list(COLUMNS)], Audience.OUTSIDE, counts=())


def headings() -> dict[str, str]:
    """Heading of each column, in order."""
    return {name: words(f"training_volunteers_column_{name}") for name in COLUMNS}


def _columns() -> dict[str, Any]:
    config: dict[str, Any] = {}
    for name, label in headings().items():
        form = COLUMNS[name]
        if form:
            config[name] = st.column_config.NumberColumn(label, format=form)
        else:
            is_name = name == "name"
            config[name] = st.column_config.TextColumn(label, pinned=is_name or None)
    return config
