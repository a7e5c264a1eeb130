"""The list of provinces at risk without a tip, with the way to each."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui.profile_link import profile_link
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.beside_quiet import AT_RISK, LOOKED_BACK, WEEKS
from dashboard.ui.tips.beside_tables import internal_table
from dashboard.ui.tips.beside_words import level_text, named, volunteers_text
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import number_text, say, week_text, words

COLUMNS = (
    *("name", "level_text", "without_text", "last_tip_text", "reported_text"),
    *("last_reported_text", "volunteers_text", "k_text"),
)


def quiet(scope: Scope, runs: pd.DataFrame, provinces: pd.DataFrame) -> None:
    """Who is quiet, since when, with how many volunteers.

    Args:
        scope: What is looked at.
        runs: Of beside_quiet.runs.
        provinces: All provinces that the list could hold: of some the risk is unknown.
    """
    subheader(say("tips_beside_quiet_title"))
    st.markdown(_answer(scope, runs))
    found = runs[runs["is_quiet"].eq(True).fillna(False).astype(bool)]
    if len(found):
        internal_table(_in_words(found), COLUMNS, "tips_beside_quiet_table")
        with st.container(horizontal=True, key="tips_beside_quiet_links"):
            for row in found.to_dict("records"):
                profile_link(row["province_code"], row["name"])
    for line in _not_known(runs, provinces):
        st.caption(line)
    st.caption(say("tips_beside_quiet_note", weeks=WEEKS, level=AT_RISK))


def _answer(scope: Scope, runs: pd.DataFrame) -> str:
    """How many are quiet; of none, who comes closest."""
    found = runs[runs["is_quiet"].eq(True).fillna(False).astype(bool)]
    said = {
        "weeks": WEEKS,
        "week": week_text(scope.iso_week, days=False),
        "at_risk": number_text(len(runs)),
        "level": AT_RISK,
    }
    if runs.empty:
        return say("tips_beside_quiet_no_risk", **said)
    if len(found):
        number = number_text(len(found))
        return say(
            "tips_beside_quiet_some", number=number, names=named(found["name"]), **said
        )
    known = runs[runs["is_quiet"].notna()]
    if known.empty:
        return say("tips_beside_quiet_unknown", **said)
    most = known.iloc[0]
    run = number_text(most["weeks_without"])
    return say("tips_beside_quiet_zero", name=most["name"], run=run, **said)


def _not_known(runs: pd.DataFrame, provinces: pd.DataFrame) -> list[str]:
    """Provinces of which it cannot be told, and why."""
    seldom = runs[runs["is_quiet"].isna()]
    unrated = provinces[provinces["risk_level"].isna()]
    lines = []
    if len(seldom):
        lines.append(
            say(
                "tips_beside_quiet_seldom",
                number=number_text(len(seldom)),
                names=named(seldom["name"]),
                weeks=WEEKS,
                looked_back=LOOKED_BACK,
            )
        )
    if len(unrated):
        number = number_text(len(unrated))
        lines.append(
            say(
                "tips_beside_quiet_unrated", number=number, names=named(unrated["name"])
            )
        )
    return lines


def _in_words(found: pd.DataFrame) -> pd.DataFrame:
    records = found.to_dict("records")
    return found.assign(
        level_text=[level_text(row) for row in records],
        without_text=[_run(row) for row in records],
        last_tip_text=[_week(row["last_tip"]) for row in records],
        reported_text=[
            words(
                "tips_beside_weeks",
                reported=number_text(row["weeks_reported"]),
                weeks=number_text(LOOKED_BACK),
            )
            for row in records
        ],
        last_reported_text=[_week(row["last_reported"]) for row in records],
        volunteers_text=[volunteers_text(row) for row in records],
        k_text=[number_text(row["volunteers_trained_per_100k"], 1) for row in records],
    )


def _run(row: dict[str, Any]) -> str:
    """For how many reported weeks there was none, and since which."""
    since = _week(row["first_without"])
    run = number_text(row["weeks_without"])
    return words("tips_beside_quiet_run", run=run, since=since)


def _week(monday: Any) -> str:  # noqa: ANN401
    if pd.isna(monday):
        return words("tips_beside_never")
    return week_text(f"{monday:%G-W%V}", days=False)
