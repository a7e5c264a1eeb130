"""From each alarm of the province to itself in the register of the page on tips."""

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.ui.answers import version
from dashboard.ui.words import era, lang, number_text, say, week_text, words

PAGE = Path(__file__).resolve().parents[3] / "pages" / "tips.py"


def alarm_links(alarms: pd.DataFrame, since: pd.Timestamp) -> None:
    """A link to each alarm, the latest first; those before `since` below a fold.

    Args:
        alarms: Of queries.profile_weeks.tip_alarms.
        since: A Monday.
    """
    if alarms.empty:
        return
    latest_first = alarms.iloc[::-1]
    is_recent = latest_first["week_start"] >= since
    _row(latest_first[is_recent], "recent")
    older = latest_first[~is_recent]
    if len(older):
        with st.expander(say("profile_alarms_older", number=number_text(len(older)))):
            _row(older, "older")


def _row(alarms: pd.DataFrame, key: str) -> None:
    with st.container(horizontal=True, gap="small", key=f"profile_alarms_{key}"):
        for alarm in alarms.itertuples():
            week = week_text(f"{alarm.week_start:%G-W%V}", days=False)
            st.page_link(
                st.Page(PAGE),
                label=words("profile_alarm_open", week=week),
                icon=":material/arrow_forward:",
                query_params=alarm_address(str(alarm.alarm_id)),
            )


def alarm_address(alarm_id: str) -> dict[str, str]:
    """The choices of the page on tips that show an alarm, whatever was chosen there."""
    return {
        "lang": lang(),
        "era": era(),
        "tips_week": version().now_iso_week or "",
        "tips_span": "all",
        "tips_region": "",
        "tips_part": "signals",
        "tips_alarm_view": "list",
        "tips_alarm_state": "all",
        "tips_alarm": alarm_id,
    }
