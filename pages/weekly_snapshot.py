"""What changed this week? For the leadership, and for who writes its briefings."""

import streamlit as st

from dashboard.queries.weekly import weeks as complete_weeks
from dashboard.ui import ask, begin, say
from dashboard.ui.weekly import (
    DATASETS,
    about,
    below,
    frozen,
    neighbours,
    paper,
    prose,
    taken,
    tiles,
    weeks,
)
from dashboard.weekly import week

begin("pages/weekly_snapshot.py", *DATASETS)
frozen_room = st.container(key="weekly_frozen")
st.title(say("weekly_question"), anchor=False)  # seen while the week is being made
ends = [day.date() for day in ask(complete_weeks)["week_end"]]
if not ends:
    st.info(say("weekly_week_none"))
    st.stop()
with frozen_room:
    kept = frozen.kept()
sunday = kept.week.ends_on if kept else weeks.chosen(ends)
if sunday is None:
    weeks.not_there(ends)
    st.stop()
shown = kept.week if kept else ask(week, sunday)
st.markdown(prose.answer(shown, is_latest=sunday == ends[-1]))
with st.container(horizontal=True, key="weekly_row"):
    if kept:
        neighbours.neighbours(kept.manifest)
    else:
        weeks.switch(ends, sunday)
    paper.paper(shown, kept.manifest if kept else None)
about.about(kept)
tiles.tiles(shown)
taken.figures(shown)
below.below(shown)
if kept:
    frozen.compare(kept)
