"""What stands below the tiles: lists on the left, the priority class on the right."""

import streamlit as st

from dashboard.ui.weekly import lists, revised
from dashboard.ui.weekly.priority import priority_map
from dashboard.ui.words import say
from dashboard.weekly.model import Week

LISTS = {
    "crossed": lists.crossed,
    "decisions": lists.decisions,
    "batches": lists.batches,
    "late": lists.late,
    "corrections": revised.corrections,
}


def below(week: Week) -> None:
    """Every list with its title, and the map beside them."""
    left, right = st.columns([7, 3], gap="medium")
    with left, st.container(key="weekly_lists"):
        for name, lines in LISTS.items():
            with st.container(gap="xxsmall", key=f"weekly_list_{name}"):
                st.subheader(say(f"weekly_list_{name}"), anchor=False)
                said = lines(week.tables[name].frame)
                st.markdown("  \n".join(said or [say(f"weekly_none_{name}")]))
    with right:
        priority_map(week)
