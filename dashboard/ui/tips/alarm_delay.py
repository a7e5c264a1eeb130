"""How complete a recent week of tips usually is, by how long ago it ended."""

import pandas as pd
import streamlit as st

from dashboard.charts.tip_alarm_record import delay_points
from dashboard.queries import tip_alarms as queries
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.page_width import abreast
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import source_note
from dashboard.ui.tips.flow_scope import number_column
from dashboard.ui.words import number_text, say, share_text, words

SHOWN = 8  # weeks after its end
NEARLY = 0.95  # of its tips: from then on a week is called nearly complete


def delay() -> None:
    """Draw the share known by weeks after a week's end, and say it in words."""
    subheader(say("tips_signals_delay"))
    found = ask(queries.delays)
    if found["share_known"].isna().all():
        st.info(say("tips_signals_delay_none"))
        return
    st.markdown(sentence(found))
    left, right = abreast(7, 5)
    with left:
        _figure(found)
    with right:
        _table(found)


def sentence(found: pd.DataFrame) -> str:
    """How much of a week is known at its own end, and when it is nearly complete."""
    first = found.iloc[0]
    if pd.isna(first["share_known"]):
        return say("tips_signals_delay_none")
    nearly = found[found["share_known"] >= NEARLY]
    said = {
        "share": share_text(first["share_known"]),
        "low": share_text(first["share_low"]),
        "high": share_text(first["share_high"]),
        "nearly": share_text(NEARLY),
    }
    if nearly.empty:
        return say("tips_signals_delay_never", **said)
    weeks = number_text(nearly["weeks_after"].iloc[0])
    return say("tips_signals_delay_text", weeks=weeks, **said)


def _figure(found: pd.DataFrame) -> None:
    shown = found[found["weeks_after"] <= SHOWN]
    rows = shown.assign(
        label=[share_text(each) for each in shown["share_known"]],
        hover=[
            words(
                "tips_signals_delay_hover",
                weeks=number_text(row.weeks_after),
                share=share_text(row.share_known, 1),
                low=share_text(row.share_low, 1),
                high=share_text(row.share_high, 1),
            )
            for row in shown.itertuples()
        ],
    )
    title = words("tips_signals_delay_title")
    note = [
        words("tips_signals_delay_note"),
        source_note(words("tips_signals_source"), "tip_report"),
    ]
    figure(
        delay_points(rows, look(), title, words("tips_signals_delay_axis"), note),
        "tips_alarm_delay",
        file_name="tips_delay",
        alt=title,
        is_internal=True,
    )


def _table(found: pd.DataFrame) -> None:
    shown = found[found["weeks_after"] <= SHOWN]
    rows = pd.DataFrame(
        {
            "weeks": shown["weeks_after"],
            "share": [share_text(each, 1) for each in shown["share_known"]],
            "range": [
                words("tips_signals_no_figure")
                if pd.isna(low) or pd.isna(high)
                else f"{share_text(low, 1)}–{share_text(high, 1)}"
                for low, high in zip(
                    shown["share_low"], shown["share_high"], strict=True
                )
            ],
            "tips": shown["tips"],
        }
    )
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            **{name: words(f"tips_signals_delay_{name}") for name in rows},
            "tips": number_column(words("tips_signals_delay_tips")),
        },
        height="content",
        key="tips_alarm_delay_rows",
    )
