"""The tips of a province week by week, exact: for analysts, on screen alone."""

from collections.abc import Hashable, Mapping
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.profile_lines import Panel, time_panels
from dashboard.queries.profile_weeks import tip_alarms, tip_weeks
from dashboard.rules import rules
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.profile.alarm_links import alarm_links
from dashboard.ui.profile.lines import span
from dashboard.ui.tables import source_note
from dashboard.ui.words import date_text, number_text, say, share_text, week_text, words

HEIGHT = 110  # px
SUNDAY = pd.Timedelta(days=6)
RECENT = 52  # weeks in which alarms are counted
Row = Mapping[Hashable, Any]


def tips(profile: pd.Series) -> None:
    """Tips by week over what is usual of the province, on the axis of the lines."""
    weeks = ask(tip_weeks, profile["province_code"])
    with st.container(key="profile_internal_tips"):
        if weeks.empty:
            st.info(say("profile_tips_none"))
            return
        alarms = ask(tip_alarms, profile["province_code"])
        settle = rules().settle_weeks
        panel = Panel(
            words("profile_panel_tips"),
            "line",
            tip_points(weeks, alarms),
            HEIGHT,
            shaded_from=span()[1] - timedelta(weeks=settle),
        )
        note = [
            words("profile_tips_note", settle=settle),
            source_note(words("profile_tips_source"), "tip_report", "reporting"),
        ]
        title = words("profile_tips_title", name=profile["name"])
        figure(
            time_panels([panel], span(), title, look(), note),
            "profile_tips",
            file_name="profile_tips",
            alt=title,
            is_internal=True,
        )
        st.markdown(" ".join([_latest(weeks), _alarmed(weeks, alarms)]))
        alarm_links(alarms, _recent_since(weeks))
        st.caption(say("profile_tips_below", states=_states(weeks)))


def tip_points(weeks: pd.DataFrame, alarms: pd.DataFrame) -> pd.DataFrame:
    """Each week with what detection says is usual of it.

    The band goes from 0 to high, which is of the whole week: detection looks for more
    tips, and 19 weeks of 20 lie at or below it.

    Args:
        weeks: Of queries.profile_weeks.tip_weeks.
        alarms: Of queries.profile_weeks.tip_alarms.

    Returns:
        The rows of a panel: on_day (Sunday), value, low, high, is_alarm, total_low,
        total_high, hover; no high before enough weeks were reported.
    """
    is_open = weeks["total"].notna()
    high = weeks["high"].where(~is_open, weeks["high_whole"]).astype("Float64")
    points = weeks.assign(
        on_day=weeks["week_start"] + SUNDAY,
        value=weeks["tips"].astype("Float64"),
        low=high.where(high.isna(), 0.0),
        high=high,
        is_alarm=weeks["week_start"].isin(alarms["week_start"]),
    )
    return points.assign(hover=[_hover(row) for row in points.to_dict("records")])


def _hover(row: Row) -> str:
    on = date_text(row["on_day"].date())
    if pd.isna(row["tips"]):
        return words("profile_hover_unreported", on=on)
    value = number_text(row["tips"])
    parts = [
        words("profile_hover_tips", on=on, value=value, usual=_usual(row)),
        _total(row),
        words("profile_tips_alarm") if row["is_alarm"] else "",
    ]
    return " · ".join(filter(None, parts))


def _usual(row: Row) -> str:
    """What is usual of the whole week and by which method; that nothing is, else."""
    is_open = pd.notna(row["total"])
    high = row["high_whole" if is_open else "high"]
    if pd.isna(high):
        return words("profile_tips_usual_none")
    return words(
        "profile_tips_usual_whole" if is_open else "profile_tips_usual",
        high=number_text(high),
        method=words(f"profile_tips_method_{row['method']}"),
    )


def _total(row: Row) -> str:
    """What an unsettled week may become; "" of a settled one."""
    if pd.isna(row["total"]):
        return ""
    return words(
        "profile_tips_total",
        total=number_text(row["total"]),
        low=number_text(row["total_low"]),
        high=number_text(row["total_high"]),
        share=share_text(row["known_share"]),
    )


def _latest(weeks: pd.DataFrame) -> str:
    """The last reported week in a sentence."""
    told = weeks[weeks["tips"].notna()]
    if told.empty:
        return say("profile_tips_latest_none")
    row = told.iloc[-1].to_dict()
    total = _total(row)
    return say(
        "profile_tips_latest" if total else "profile_tips_latest_settled",
        week=week_text(f"{row['week_start']:%G-W%V}", days=False),
        value=number_text(row["tips"]),
        usual=_usual(row),
        total=total,
    )


def _alarmed(weeks: pd.DataFrame, alarms: pd.DataFrame) -> str:
    """How many of the last weeks alarmed, and the latest of them."""
    recent = alarms[alarms["week_start"] >= _recent_since(weeks)]
    if recent.empty:
        return say("profile_tips_alarms_none", weeks=RECENT)
    last = recent["week_start"].max()
    return say(
        "profile_tips_alarms",
        weeks=RECENT,
        number=number_text(len(recent)),
        last=week_text(f"{last:%G-W%V}", days=False),
    )


def _recent_since(weeks: pd.DataFrame) -> pd.Timestamp:
    since: pd.Timestamp = weeks["week_start"].max() - pd.Timedelta(weeks=RECENT - 1)
    return since


def _states(weeks: pd.DataFrame) -> str:
    """How many weeks were not reported."""
    missing = int(weeks["tips"].isna().sum())
    return words("profile_tips_missing", missing=missing, weeks=len(weeks))
