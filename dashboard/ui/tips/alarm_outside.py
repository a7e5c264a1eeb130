"""An alarm that the address names and the reader's choices leave out: said, and why."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.queries import tip_alarms, weekly
from dashboard.ui.address import asked, is_in_address
from dashboard.ui.answers import ask
from dashboard.ui.tips.alarm_rows import area_names, week_said
from dashboard.ui.tips.alarm_runs import in_runs_of, of_state
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_panels import region_names
from dashboard.ui.unknown import warn_until_the_reader_goes_on
from dashboard.ui.words import say, week_text, words

KEY = "tips_alarm"
_OPENED = "_tips_alarm_opened"  # session: the alarm that was opened last


def warn_of_one_outside(
    scope: Scope, rows: pd.DataFrame, ids: list[str], state: str
) -> None:
    """Say that another alarm than the one asked for is opened, or none.

    Not of the one that was open: the reader has just left it out by another choice.
    Call it before `choice`, which takes the one asked for out of the address.

    Args:
        scope: The week and region that are looked at.
        rows: Of alarm_rows.alarm_rows.
        ids: The alarms that are listed; the page opens one of them.
        state: "open", "decided" or "all": which alarms are listed.
    """
    named = asked(KEY) if is_in_address(KEY) else ""
    is_new = named != st.session_state.get(_OPENED)
    alarm = _alarm(named) if named and is_new and named not in ids else None
    warn_until_the_reader_goes_on(
        KEY, "" if alarm is None else _said(scope, rows, alarm, state, bool(ids))
    )


def opened(alarm_id: str) -> None:
    """Remember that an alarm is open."""
    st.session_state[_OPENED] = alarm_id


def _alarm(alarm_id: str) -> dict[str, Any] | None:
    """The alarm among all that there are; None: there is none, as is said elsewhere."""
    last = ask(weekly.weeks)["week_start"].iloc[-1].date()
    every = ask(tip_alarms.alarms, last)
    found = every[every["alarm_id"] == alarm_id]
    if found.empty:
        return None
    iso_week = found["week_start"].dt.strftime("%G-W%V")
    row: dict[str, Any] = found.assign(iso_week=iso_week).iloc[0].to_dict()
    return row


def _said(
    scope: Scope, rows: pd.DataFrame, alarm: dict[str, Any], state: str, is_one: bool
) -> str:
    key = "tips_signals_outside" if is_one else "tips_signals_outside_none"
    return say(
        key,
        alarm=alarm["alarm_id"],
        name=area_names()[alarm["area_code"]],
        week=week_said(alarm),
        why=_why(scope, rows, alarm, state),
    )


def _why(scope: Scope, rows: pd.DataFrame, alarm: dict[str, Any], state: str) -> str:
    """Which choice leaves it out, the first in the order of the page's choices."""
    if alarm["raised_week_start"].date() > scope.week_start:
        week = week_text(scope.iso_week, days=False)
        return words("tips_signals_outside_week", week=week)
    if alarm["alarm_id"] not in set(rows["alarm_id"]):
        region = region_names()[scope.narrowed.region]
        return words("tips_signals_outside_region", region=region)
    of_any_week = in_runs_of(rows, of_state(rows, state))
    if alarm["alarm_id"] in set(of_any_week["alarm_id"]):
        return words("tips_signals_outside_period")
    return words(
        "tips_signals_outside_state", state=words(f"tips_signals_state_{state}")
    )
