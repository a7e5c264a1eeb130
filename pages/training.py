"""How far is the programme, where has it not reached, and what came of it?

For the leadership, the programme's office and analysts.
"""

import streamlit as st

from dashboard.queries.coverage import fiscal_years
from dashboard.ui import ask, begin, choice, fiscal_year_text, page_header, say
from dashboard.ui.training import (
    DATASETS,
    against_risk,
    answer,
    outreach,
    progress,
    volunteers,
)

PARTS = ("progress", "volunteers", "against_risk", "outreach")

begin("pages/training.py", *DATASETS)
years = ask(fiscal_years)
year = choice("training_year", years, years[0]) or years[0]
page_header(say("training_question"), answer.answer(year))
st.caption(say("training_programme"))

with st.container(horizontal=True, vertical_alignment="bottom", key="training_row"):
    st.selectbox(
        say("training_year"),
        years,
        format_func={each: fiscal_year_text(each) for each in years}.__getitem__,
        key="training_year",
        width=190,
    )
    choice("training_part", PARTS, PARTS[0])
    part = st.segmented_control(
        say("training_part"),
        PARTS,
        format_func={p: say(f"training_part_{p}") for p in PARTS}.__getitem__,
        key="training_part",
        required=True,
    )
if part == "progress":
    progress.progress(year)
elif part == "volunteers":
    volunteers.volunteers(year)
elif part == "against_risk":
    against_risk.against_risk(year)
else:
    outreach.outreach(year)
