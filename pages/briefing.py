"""Take what I need away: slides, PDF, workbook, pictures."""

import streamlit as st

from dashboard.ui import begin, page_header, say
from dashboard.ui.briefing.link import take_link
from dashboard.ui.briefing.listed import listed
from dashboard.ui.briefing.made import make
from dashboard.ui.briefing.settings import file_of_selection, settings
from dashboard.ui.shelf import chosen

begin("pages/briefing.py")
take_link()
selected = chosen()
number = len(selected.items)
page_header(
    say("briefing_question"),
    say("briefing_answer", number=number) if number else say("briefing_empty"),
)
left, right = st.columns([8, 5], gap="large")
with left:
    listed(selected)
with right:
    if number:
        make(selected, settings(selected))
    file_of_selection(selected)
