"""How many alarms of any week wait for an outcome, and the one furthest above."""

import pandas as pd
import streamlit as st

from dashboard.ui.address import set_choice
from dashboard.ui.tips.alarm_rows import OPEN, alarm_rows, week_said
from dashboard.ui.tips.alarm_runs import highest_of, run_count
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import number_text, say, words


def waiting(scope: Scope) -> None:
    """Say it in a sentence, with the way to the register; nothing where none waits."""
    found = alarm_rows(scope)
    found = found[found["outcome"] == OPEN]
    if found.empty:
        return
    highest = highest_of(found)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_sentence(found, highest), width="content")
        st.button(
            words("tips_waiting_open"),
            type="tertiary",
            icon=":material/arrow_forward:",
            key="tips_waiting_open",
            on_click=_open,
            args=(highest["alarm_id"],),
        )


def _sentence(found: pd.DataFrame, highest: pd.Series) -> str:
    run = int(highest["run_alarms"])
    return say(
        "tips_waiting_run" if run > 1 else "tips_waiting_one",
        open=number_text(len(found)),
        runs=number_text(run_count(found)),
        name=highest["name"],
        week=week_said(highest),
        run=number_text(run),
    )


def _open(alarm: str) -> None:
    """Show the open alarms in the part of alarms, with this one picked."""
    set_choice("tips_part", "signals")
    set_choice("tips_alarm_view", "list")
    set_choice("tips_alarm_state", "open")
    set_choice("tips_alarm", alarm)
