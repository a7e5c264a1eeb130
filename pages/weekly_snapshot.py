"""What changed this week? For the leadership, and for who writes its briefings."""

import streamlit as st

from dashboard.queries.weekly import weeks as complete_weeks
from dashboard.ui import ask, begin, page_header, say
from dashboard.ui.weekly import DATASETS, below, context, prose, tiles, weeks
from dashboard.weekly import week

begin("pages/weekly_snapshot.py", *DATASETS)
ends = [day.date() for day in ask(complete_weeks)["week_end"]]
if not ends:
    st.title(say("weekly_question"), anchor=False)
    st.info(say("weekly_week_none"))
    st.stop()
st.container(key="weekly_frozen")  # a snapshot that was frozen is chosen here by its id
sunday = weeks.chosen(ends)
if sunday is None:
    st.title(say("weekly_question"), anchor=False)
    weeks.not_there(ends)
    st.stop()
shown = ask(week, sunday)
page_header(say("weekly_question"), prose.answer(shown))
weeks.switch(ends, sunday)
tiles.tiles(shown)
below.below(shown)
prose.trace(shown)
context.context(shown)
