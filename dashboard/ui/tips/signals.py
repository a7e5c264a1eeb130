"""The part on alarms: those to work through, what became of others, how they arise."""

import pandas as pd
import streamlit as st

from dashboard.queries import tip_alarms as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.tips import (
    alarm_budget,
    alarm_clusters,
    alarm_delay,
    alarm_detail,
    alarm_list,
    alarm_record,
)
from dashboard.ui.tips.alarm_rows import OPEN, alarm_rows
from dashboard.ui.tips.alarm_runs import run_count
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import number_text, say, week_text, words

VIEWS = ("list", "record", "method", "clusters")


def signals(scope: Scope) -> None:
    """Draw the part: what waits in words, and the view that the reader chose."""
    rows = alarm_rows(scope)
    st.markdown(sentence(scope, rows))
    if scope.is_exploratory:
        st.info(say("tips_signals_exploratory"))
    view = _view()
    if view == "list":
        picked = alarm_list.alarm_list(scope, rows)
        if picked is not None:
            alarm_detail.detail(scope, picked)
    elif view == "record":
        alarm_record.record(scope, rows)
    elif view == "method":
        alarm_budget.budget(scope)
        st.markdown(alarm_record.measured_sentence(scope, rows))
        alarm_delay.delay()
    else:
        alarm_clusters.clusters(scope)


def _view() -> str:
    view = choice("tips_alarm_view", VIEWS, VIEWS[0])
    st.segmented_control(
        say("tips_signals_view"),
        VIEWS,
        format_func={v: words(f"tips_signals_view_{v}") for v in VIEWS}.__getitem__,
        key="tips_alarm_view",
        required=True,
        label_visibility="collapsed",
    )
    return view


def sentence(scope: Scope, rows: pd.DataFrame) -> str:
    """How many alarms wait in how many runs, how many are new, how old the oldest."""
    waiting = rows[rows["outcome"] == OPEN]
    judged = ask(queries.judged_weeks, scope.week_start, scope.narrowed.region)
    said = {
        "week": week_text(scope.iso_week),
        "raised": number_text(len(rows)),
        "raised_runs": number_text(run_count(rows)),
    }
    if judged.empty:
        return say("tips_signals_answer_unjudged", **said)
    if waiting.empty:
        return say("tips_signals_answer_none", **said)
    new = waiting["raised_week_start"].dt.date == scope.week_start
    return say(
        "tips_signals_answer",
        open=number_text(len(waiting)),
        runs=number_text(run_count(waiting)),
        areas=number_text(waiting["area_code"].nunique()),
        new=number_text(int(new.sum())),
        oldest=number_text(waiting["age_weeks"].max()),
        **said,
    )
