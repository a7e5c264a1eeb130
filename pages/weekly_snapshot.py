"""What changed this week? For the leadership, and for who writes its briefings."""

import streamlit as st

from dashboard.queries.weekly import weeks as complete_weeks
from dashboard.ui import ask, begin, say
from dashboard.ui.weekly import DATASETS, below, prose, tiles, weeks
from dashboard.weekly import week

begin("pages/weekly_snapshot.py", *DATASETS)
st.container(key="weekly_frozen")  # a snapshot that was frozen is chosen here by its id
st.title(say("weekly_question"), anchor=False)  # seen while the week is being made
ends = [day.date() for day in ask(complete_weeks)["week_end"]]
if not ends:
    st.info(say("weekly_week_none"))
    st.stop()
sunday = weeks.chosen(ends)
if sunday is None:
    weeks.not_there(ends)
    st.stop()
shown = ask(week, sunday)
st.markdown(prose.answer(shown))
weeks.switch(ends, sunday)
tiles.tiles(shown)
below.below(shown)
