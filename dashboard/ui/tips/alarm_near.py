"""What went on near an alarm, one by one: batches, promotions, other alarms."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.queries import tip_alarms as queries
from dashboard.ui.answers import ask
from dashboard.ui.tips.alarm_rows import HINTS, NATIONAL, area_names
from dashboard.ui.tips.channel_groups import channel_names
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    number_text,
    say,
    week_text,
    words,
)

NAMED = 6  # things of a kind that are told one by one


def near(scope: Scope, alarm: pd.Series) -> None:
    """What may explain the alarm, kind by kind; that nothing is known to."""
    own = ask(queries.alarm_hints, alarm["alarm_id"], scope.week_start)
    st.markdown("**" + say("tips_signals_near") + "**")
    if own.empty:
        st.markdown(say("tips_signals_near_none"))
        return
    lines = [
        f"- {_line(kind, own[own['kind'] == kind], alarm)}"
        for kind in HINTS
        if (own["kind"] == kind).any()
    ]
    st.markdown("\n".join(lines))
    st.caption(say("tips_signals_near_note"))


def _line(kind: str, things: pd.DataFrame, alarm: pd.Series) -> str:
    said = [_thing(kind, row, alarm) for row in things[:NAMED].to_dict("records")]
    more = len(things) - len(said)
    if more:
        said.append(words("tips_signals_near_more", number=number_text(more)))
    return say(
        f"tips_signals_near_{kind}",
        number=number_text(len(things)),
        things="; ".join(said),
    )


def _thing(kind: str, row: dict[str, Any], alarm: pd.Series) -> str:
    if kind == "batch":
        sunday = alarm["week_start"] + pd.Timedelta(days=6)
        return words(
            "tips_signals_batch",
            batch=int(row["batch_no"]),
            year=fiscal_year_text(int(row["fiscal_year_be"])),
            on=date_text(row["on_day"].date()),
            days=(sunday - row["on_day"]).days,
        )
    if kind == "promotion":
        where = "national" if row["place"] == NATIONAL else "local"
        return words(
            f"tips_signals_promotion_{where}",
            on=date_text(row["on_day"].date()),
            channels=_channels(row["channels_promoted"]),
        )
    return words(
        "tips_signals_other",
        name=area_names().get(row["place"], row["place"]),
        week=week_text(f"{row['on_day']:%G-W%V}", days=False),
    )


def _channels(codes: str) -> str:
    labels = channel_names()
    return ", ".join(labels.get(code, code) for code in codes.split(";"))
