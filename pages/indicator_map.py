"""Where is a figure high, and is it real? Maps for analysts."""

import streamlit as st

from dashboard.ui import begin, page_header, say
from dashboard.ui.as_of import is_of_snapshot
from dashboard.ui.indicator_map import (
    beside,
    change,
    clusters,
    controls,
    funnel,
    one,
    smoothed,
    years,
)

VIEWS = {
    "one": one,
    "years": years,
    "change": change,
    "beside": beside,
    "clusters": clusters,
    "smoothed": smoothed,
    "funnel": funnel,
}

datasets, is_internal = controls.asked_for()
# A snapshot is the leadership's: its address opens no exact count of then.
is_hidden = is_internal and is_of_snapshot()
begin("pages/indicator_map.py", *datasets, is_internal=is_internal and not is_hidden)
chosen = controls.chosen()
view = VIEWS[chosen.view]
page_header(
    say("indicator_map_question"),
    say("indicator_map_pinned") if is_hidden else view.answer(chosen),
)

with st.container(
    horizontal=True, vertical_alignment="bottom", key="indicator_map_row"
):
    controls.measure_filter()
    if chosen.view == "beside":
        controls.other_filter()
    if chosen.view != "years" or chosen.method == "tercile":  # those of the year
        controls.year_filter(chosen.measure)
    if chosen.view == "change":
        controls.since_filter(chosen.measure, chosen.year)
    if chosen.view in ("one", "years", "beside"):
        controls.classes_filter(chosen.measure, chosen.method, chosen.year)
controls.view_filter(chosen.measure)

if not is_hidden:
    view.draw(chosen)

with st.expander(say("indicator_map_method_title"), key="indicator_map_how"):
    st.markdown(say("indicator_map_method_text"))
    st.markdown(say(f"indicator_map_method_text_{chosen.view}"))
