"""Are tips rising anywhere beyond noise, which channels, which forms, what waits?

For analysts: exact counts stay on screen.
"""

import streamlit as st

from dashboard.ui import begin, choice, page_header, say
from dashboard.ui.page_width import follow_width
from dashboard.ui.tips import (
    DATASETS,
    answer,
    beside,
    channels,
    flow,
    forms,
    scope,
    signals,
    week,
)

PARTS = {
    "week": week.week,
    "signals": signals.signals,
    "channels": channels.channels,
    "forms": forms.forms,
    "flow": flow.flow,
    "beside": beside.beside,
}

begin("pages/tips.py", *DATASETS, is_internal=True)
looked_at = scope.chosen()
page_header(say("tips_question"), answer.answer(looked_at))
if looked_at is not None:
    scope.filters()
    part = choice("tips_part", tuple(PARTS), "week")
    st.segmented_control(
        say("tips_part"),
        list(PARTS),
        format_func={name: say(f"tips_part_{name}") for name in PARTS}.__getitem__,
        key="tips_part",
        required=True,
    )
    PARTS[part](looked_at)
follow_width()  # last: to draw anew before all widgets stand would show their defaults
