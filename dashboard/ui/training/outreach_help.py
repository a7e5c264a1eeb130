"""Provinces at high risk: whether there are activities or partners."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.queries import training_outreach
from dashboard.ui.answers import ask
from dashboard.ui.training.outreach_scope import (
    Scope,
    as_of_text,
    columns,
    day_text,
    least_text,
    level_text,
    listing,
    months_of,
    named,
    not_known,
    small_title,
)
from dashboard.ui.words import lang, number_text, say, words

HELP = ("outreach", "partner_network", "province_risk", "province_grade")


def _high(scope: Scope) -> pd.DataFrame:
    found = ask(training_outreach.followed_provinces, scope.year, scope.area)
    return found[found["is_high_risk"].eq(True)]


def unhelped_sentence(scope: Scope) -> str:
    """How many provinces at high risk have neither activities nor active partners."""
    high = _high(scope)
    if high.empty:
        return say("training_outreach_no_risk")
    alone = high[high["is_unhelped"].eq(True)]
    said = say(
        "training_outreach_unhelped"
        if len(alone)
        else "training_outreach_unhelped_zero",
        high=number_text(len(high)),
        number=number_text(len(alone)),
        names=named(alone),
        months=months_of("recent_months"),
    )
    return f"{said} {not_known(int(high['is_unhelped'].isna().sum()))}".strip()


def unhelped(scope: Scope) -> None:
    """All provinces at high risk, those with nobody first, then the unknown ones."""
    high = _high(scope)
    small_title(say("training_outreach_unhelped_title"))
    st.markdown(unhelped_sentence(scope))
    _unrated(scope)
    if high.empty:
        return
    order = high["is_unhelped"].map({True: 0, False: 2}).fillna(1)
    high = high.assign(order=order).sort_values(
        ["order", "activities_12m", "risk_level"], ascending=[True, True, False]
    )
    records = high.to_dict("records")
    rows = high.assign(
        name=high[f"name_{lang()}"],
        level_text=[level_text(row) for row in records],
        help_text=[_help(row) for row in records],
        last_text=[day_text(day) for day in high["last_activity_on"]],
        active_text=[
            least_text(row["active_partners"], bool(row["active_partners_at_least"]))
            if pd.notna(row["active_partners"])
            else words("training_outreach_not_reported")
            for row in records
        ],
        as_of_text=[as_of_text(day) for day in high["partners_as_of"]],
    )
    names = (
        *("name", "level_text", "help_text", "activities_12m", "last_text"),
        *("active_text", "as_of_text"),
    )
    listing(
        rows[list(names)],
        columns(*names),
        "training_outreach_unhelped",
        scope.file_name("outreach_unhelped"),
        HELP,
    )


def _unrated(scope: Scope) -> None:
    """The provinces without a risk level, which no list of risk can hold."""
    found = ask(training_outreach.followed_provinces, scope.year, scope.area)
    unrated = found[found["risk_level"].isna()]
    if len(unrated):
        number = number_text(len(unrated))
        st.caption(
            say("training_outreach_unrated", number=number, names=named(unrated))
        )


def _help(row: dict[str, Any]) -> str:
    """Whether somebody helps, in words, and what of both is not known."""
    said = words(f"training_outreach_help_{_help_key(row)}")
    if not row["is_partner_outdated"]:
        return said
    old = words("training_outreach_help_old", months=months_of("recent_months"))
    return f"{said} · {old}"


def _help_key(row: dict[str, Any]) -> str:
    activity, partner = row["has_recent_outreach"], row["has_active_partner"]
    if pd.isna(row["is_unhelped"]):
        return "unknown"
    if row["is_unhelped"]:
        return "neither"
    if activity is True and partner is True:
        return "both"
    key, other = ("activity", partner) if activity is True else ("partner", activity)
    return f"{key}_unsure" if pd.isna(other) else key
