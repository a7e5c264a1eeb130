"""All provinces of the week in one of three ways: the one chosen alone is sent."""

import streamlit as st

from dashboard.ui.address import choice
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_calendar import year_calendar
from dashboard.ui.tips.week_panels import panels
from dashboard.ui.tips.week_series import Series
from dashboard.ui.tips.week_table import week_table
from dashboard.ui.words import say

WAYS = ("table", "panels", "calendar")


def provinces(scope: Scope, found: Series) -> None:
    """Draw the switch, and below it the table, the small lines or the calendar."""
    subheader(say("tips_week_provinces"))
    way = choice("tips_provinces", WAYS, WAYS[0])
    st.segmented_control(
        say("tips_week_provinces"),
        WAYS,
        format_func={w: say(f"tips_week_provinces_{w}") for w in WAYS}.__getitem__,
        key="tips_provinces",
        required=True,
        label_visibility="collapsed",
    )
    if way == "panels":
        panels(scope)
    elif way == "calendar":
        year_calendar(scope)
    else:
        week_table(scope, found)
