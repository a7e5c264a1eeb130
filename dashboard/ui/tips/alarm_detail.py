"""One alarm: its weeks, the channels and forms behind it, what is near, what to do."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.tip_alarm import AlarmWords, alarm_series
from dashboard.queries import tip_alarms as queries
from dashboard.queries.tip_alarms import COUNTRY
from dashboard.rules import rules
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.page_width import abreast
from dashboard.ui.profile_link import profile_link
from dashboard.ui.shelf import name_below
from dashboard.ui.tables import source_note
from dashboard.ui.tips import alarm_near, kinds
from dashboard.ui.tips.alarm_rows import OPEN, outcome_names, still_text, week_said
from dashboard.ui.tips.kind_labels import labels_of
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_reasons import seen
from dashboard.ui.tips.week_words import with_whole
from dashboard.ui.words import date_text, number_text, say, words

BEFORE, AFTER = 40, 12  # weeks shown around an alarm
LEAST = 64  # px: width of a column of counts
KIND_WIDTHS = {"kind": 176, "share": 128, "before": 128}
KINDS = ("channel", "form")


def detail(scope: Scope, alarm: pd.Series) -> None:
    """Draw the alarm that was picked."""
    with st.container(border=True, key="tips_internal_alarm"):
        title = say("tips_signals_detail", name=alarm["name"], week=week_said(alarm))
        name_below(title)
        st.markdown("**" + title + "**")
        st.markdown(_then_and_now(alarm))
        left, right = abreast(1, 1)
        with left:
            _series(scope, alarm)
        with right:
            _kinds(scope, alarm)
        alarm_near.near(scope, alarm)
        _to_do(scope, alarm)
        if alarm["area_code"] != COUNTRY:
            profile_link(alarm["area_code"], alarm["name"])


def _then_and_now(alarm: pd.Series) -> str:
    """What was known when it was raised, what is known now, what was found."""
    then = say(
        "tips_signals_then",
        on=date_text(_sunday(alarm["raised_week_start"])),
        tips=number_text(alarm["tips_raised"]),
        expected=number_text(alarm["expected_raised"], 1),
        high=number_text(alarm["high_raised"]),
        alarm_from=number_text(alarm["alarm_from_raised"]),
        method=words(f"tips_signals_method_{alarm['method_raised']}"),
    )
    if pd.isna(alarm["tips_now"]):
        now = say("tips_signals_now_unreported")
    else:
        tips, still = number_text(alarm["tips_now"]), still_text(alarm)
        now = say("tips_signals_now", tips=tips, still=still)
    return " ".join([then, *_reason(alarm), now, _found(alarm)])


def _reason(alarm: pd.Series) -> list[str]:
    """Why a count that is not above the usual range alarms: what the method saw."""
    if alarm["tips_raised"] > alarm["high_raised"]:
        return []
    week = alarm["week_start"]
    weeks = ask(
        queries.signals,
        alarm["raised_week_start"].date(),
        week.date() - timedelta(weeks=BEFORE),
        alarm["area_code"],
    )
    row = {"week_start": week, "method": alarm["method_raised"]}
    return [say("tips_signals_not_above", seen=seen(row, weeks))]


def _found(alarm: pd.Series) -> str:
    if alarm["outcome"] == OPEN:
        return say("tips_signals_found_open")
    named = outcome_names()
    said = say(
        "tips_signals_found",
        outcome=named.get(alarm["outcome"], alarm["outcome"]),
        on=date_text(alarm["decided_on"].date()),
    )
    if not isinstance(alarm["note"], str) or not alarm["note"]:
        return said
    return f"{said} {say('tips_signals_found_note', note=alarm['note'])}"


def _sunday(monday: pd.Timestamp) -> date:
    sunday: date = monday.date() + timedelta(days=6)
    return sunday


# --- its weeks


def _series(scope: Scope, alarm: pd.Series) -> None:
    weeks = _weeks(scope, alarm)
    title = words("tips_signals_series_title", name=alarm["name"])
    figure(
        alarm_series(weeks, look(), title, _series_words(), _series_note(scope, weeks)),
        "tips_alarm_series",
        file_name="tips_alarm",
        alt=title,
        is_internal=True,
    )


def _weeks(scope: Scope, alarm: pd.Series) -> pd.DataFrame:
    """The weeks around it as known at the scope's week, and as known when raised."""
    monday = alarm["week_start"].date()
    since = monday - timedelta(weeks=BEFORE)
    until = min(scope.week_start, monday + timedelta(weeks=AFTER))
    area, raised = alarm["area_code"], alarm["raised_week_start"].date()
    now = ask(queries.signals, scope.week_start, since, area)
    then = ask(queries.signals, raised, since, area)[["week_start", "tips"]]
    found = now.merge(
        then.rename(columns={"tips": "tips_raised"}), on="week_start", how="left"
    )
    found = found[found["week_start"].dt.date <= until].reset_index(drop=True)
    settled = scope.week_start - timedelta(weeks=rules().settle_weeks)
    return with_whole(found).assign(
        on_day=found["week_start"] + pd.Timedelta(days=6),
        is_picked=found["week_start"] == alarm["week_start"],
        is_open=found["week_start"] > pd.Timestamp(settled),
        hover=[_hover(row) for row in found.to_dict("records")],
    )


def _hover(row: dict[str, Any]) -> str:
    on = date_text(row["week_start"].date() + timedelta(days=6))
    if pd.isna(row["tips"]):
        return words("tips_signals_hover_unreported", on=on)
    if pd.isna(row["expected"]):
        return words("tips_signals_hover_plain", on=on, tips=number_text(row["tips"]))
    is_part = pd.notna(row["total"])
    said = words(
        "tips_signals_hover_by_now" if is_part else "tips_signals_hover",
        on=on,
        tips=number_text(row["tips"]),
        expected=number_text(row["expected"], 1),
        high=number_text(row["high"]),
        alarm_from=number_text(row["alarm_from"]),
    )
    if pd.isna(row["total_high"]):
        return said
    total = words(
        "tips_signals_hover_total",
        low=number_text(row["total_low"]),
        high=number_text(row["total_high"]),
        usual=number_text(row["high_whole"]),
    )
    return f"{said} {total}"


def _series_words() -> AlarmWords:
    return AlarmWords(
        axis=words("tips_signals_axis"),
        now=words("tips_signals_key_now"),
        raised=words("tips_signals_key_raised"),
        usual=words("tips_signals_key_usual"),
        alarm_from=words("tips_signals_key_alarm_from"),
        total=words("tips_signals_key_total"),
        unreported=words("tips_signals_key_unreported"),
        still_open=words("tips_signals_key_still_open"),
    )


def _series_note(scope: Scope, weeks: pd.DataFrame) -> list[str]:
    silent = int(weeks["tips"].isna().sum())
    missing = (
        [words("tips_signals_silent", number=number_text(silent))] if silent else []
    )
    return [
        words("tips_signals_series_note", on=date_text(scope.week_end)),
        *missing,
        source_note(words("tips_signals_source"), "tip_report"),
    ]


# --- what its tips were


def _kinds(scope: Scope, alarm: pd.Series) -> None:
    found = ask(
        queries.week_kinds,
        alarm["area_code"],
        alarm["week_start"].date(),
        scope.week_start,
    )
    for kind_of in KINDS:
        st.markdown("**" + say(f"tips_signals_kinds_{kind_of}") + "**")
        own = found[(found["kind_of"] == kind_of) & (found["tips"] > 0)]
        if own.empty:
            st.caption(say("tips_signals_kinds_none"))
        else:
            _kind_table(own, kind_of)
    st.caption(say("tips_signals_kinds_note", on=date_text(scope.week_end)))


def _kind_table(own: pd.DataFrame, kind_of: str) -> None:
    shown = pd.DataFrame(
        {
            "kind": own["kind"].map(labels_of(kind_of)),
            "tips": own["tips"],
            "share": _shares(own["tips"], own["whole"]),
            "before": _shares(own["tips_before"], own["whole_before"]),
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            name: st.column_config.Column(
                words(f"tips_signals_kind_{name}"),
                width=KIND_WIDTHS.get(name, LEAST),
            )
            for name in shown
        },
        height="content",
        key=f"tips_alarm_{kind_of}",
    )


def _shares(counts: pd.Series, totals: pd.Series) -> list[str]:
    """Shares in words, as the parts on channels and forms say them."""
    pairs = zip(counts, totals, strict=True)
    return [kinds.said(kinds.share_of(*pair)) for pair in pairs]


# --- what to do


def _to_do(scope: Scope, alarm: pd.Series) -> None:
    """Where its rows are found, and how its outcome is handed over."""
    fold = st.expander(
        say("tips_signals_to_do"), key="tips_alarm_to_do", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        st.markdown(say("tips_signals_outcome_how"))
        st.code(alarm["alarm_id"], language=None)
        st.markdown(say("tips_signals_outcome_line"))
        st.code(
            f"alarm_id,decided_on,outcome,note\n{alarm['alarm_id']},,,", language=None
        )
        st.markdown(say("tips_signals_outcome_codes"))
        st.code(_outcome_codes(), language=None)
        st.markdown(say("tips_signals_outcome_forms"))
        st.code("python -m etl templates --out templates", language=None)
        if alarm["area_code"] != COUNTRY:
            st.markdown(say("tips_signals_rows_how"))
            st.code(_why(scope, alarm), language=None)


def _outcome_codes() -> str:
    """A line for each code and what it is called; exactly as the file takes it."""
    named = {code: name for code, name in outcome_names().items() if code != OPEN}
    width = max(map(len, named), default=0)
    return "\n".join(f"{code:{width}}  {name}" for code, name in named.items())


def _why(scope: Scope, alarm: pd.Series) -> str:
    return (
        f"python -m etl status --why {alarm['area_code']} {alarm['iso_week']} "
        f"--as-known {scope.iso_week}"
    )
