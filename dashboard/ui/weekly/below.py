"""What stands below the tiles: lists and folds on the left, the map on the right."""

import streamlit as st

from dashboard.ui.weekly import taken
from dashboard.ui.weekly.context import context
from dashboard.ui.weekly.listed import LISTS, lines
from dashboard.ui.weekly.priority import priority_map
from dashboard.ui.weekly.prose import trace
from dashboard.ui.words import say
from dashboard.weekly.model import Week


def below(week: Week) -> None:
    """Every list with its title, what must be known of them, and the map beside."""
    left, right = st.columns([3, 1], gap="medium")
    with left:
        with st.container(key="weekly_lists"):
            for name in LISTS:
                _listed(week, name)
        taken.said(week)
        trace(week)
        context(week)
    with right:
        priority_map(week)


def _listed(week: Week, name: str) -> None:
    """One list, or what it means that it is empty."""
    with st.container(gap="xxsmall", key=f"weekly_list_{name}"):
        st.subheader(say(f"weekly_list_{name}"), anchor=False)
        st.markdown("  \n".join(lines(week, name)))
