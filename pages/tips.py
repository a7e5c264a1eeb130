"""Are tips rising anywhere beyond noise, which channels, which forms, what waits?

For analysts: exact counts stay on screen. Of a snapshot there are none.
"""

import streamlit as st

from dashboard.ui import begin, choice, page_header, say
from dashboard.ui.address import asked
from dashboard.ui.as_of import is_of_snapshot
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
    week_published,
)

PARTS = {
    "week": week.week,
    "signals": signals.signals,
    "channels": channels.channels,
    "forms": forms.forms,
    "flow": flow.flow,
    "beside": beside.beside,
}

# A snapshot is the leadership's: its address opens no exact count of then.
is_pinned = is_of_snapshot()
begin("pages/tips.py", *DATASETS, is_internal=not is_pinned)
if not is_pinned:
    scope.warn_of_unknown(PARTS)
looked_at = None if is_pinned else scope.chosen()
if is_pinned:
    page_header(say("tips_question"), say("tips_pinned"))
    week_published.published(say("tips_pinned_published"))
else:
    is_of_weeks = asked("tips_part") in ("", "week")
    said = answer.answer(looked_at, is_of_weeks=is_of_weeks)
    page_header(say("tips_question"), said)
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
