"""Every channel by its share of tips, beside the period before of equal length."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.charts.tip_share_dots import share_dots
from dashboard.queries import tip_channels as queries
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tips import kinds
from dashboard.ui.tips.channel_groups import channel_names
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import lang, number_text, say, words

WIDTHS = {  # px
    **{"full_name": 256, "tips": 64, "share_text": 68, "interval": 140},
    "contact": 132,
}


def listed(scope: Scope) -> None:
    """Draw all channels and their table."""
    subheader(say("tips_channels_list"))
    rows = _rows(scope)
    has_before = bool(rows["total_before"].iloc[0])
    before = [f"{name}_before" for name in kinds.Share._fields]
    shares = ["share", "share_before"] if has_before else ["share"]
    if rows[shares].isna().all(axis=None):
        st.info(say("tips_channels_list_few", least=kinds.LEAST))
    else:
        _figure(scope, rows if has_before else rows.drop(columns=before))
    names = ("full_name", "tips", "share_text", "interval")
    earlier = ("tips_before", "share_text_before", "change_text")
    columns = (*names, *(earlier if has_before else ()), "contact")
    kinds.exact_table(
        rows,
        {name: words(f"tips_kinds_col_{name}") for name in columns},
        "tips_channels_list",
        widths=WIDTHS,
    )


def _figure(scope: Scope, rows: pd.DataFrame) -> None:
    """Draw all channels; those before too where the rows have them."""
    has_before = "share_before" in rows
    title = words("tips_channels_list_title", of=kinds.of_text(scope, "channel"))
    below = words(
        "tips_channels_list_below" if has_before else "tips_kinds_marks",
        period=kinds.period_text(scope),
    )
    figure(
        share_dots(
            rows,
            look(),
            title=title,
            below=below,
            axis=words("tips_kinds_axis"),
            note=kinds.note(scope),
        ),
        "tips_channels_list",
        file_name="tips_channels_list",
        alt=title,
        is_internal=True,
    )


def _rows(scope: Scope) -> pd.DataFrame:
    """One row per channel, the largest share first."""
    earlier = scope.since - (scope.week_end - scope.since + timedelta(days=1))
    found = ask(queries.channel_weeks, scope.week_start, earlier, scope.narrowed)
    is_now = found["week_start"] >= pd.Timestamp(scope.since)
    is_before = ~is_now & _is_known_from(scope, earlier)
    channels = ask(queries.channels)
    rows = channels.assign(
        tips=_tips(found[is_now], channels["channel"]),
        tips_before=_tips(found[is_before], channels["channel"]),
    )
    rows = rows.assign(total=rows["tips"].sum(), total_before=rows["tips_before"].sum())
    rows = rows.sort_values("tips", ascending=False, kind="stable", ignore_index=True)
    return _said(rows)


def _tips(found: pd.DataFrame, channels: pd.Series) -> pd.Series:
    counts = found.groupby("channel")["tips"].sum()
    return channels.map(counts).fillna(0).astype("int64")


def _is_known_from(scope: Scope, earlier: date) -> bool:
    """Whether the data begin no later than the period before: a whole one counts."""
    weeks = kinds.reported(scope, earlier)["week_start"]
    return bool(weeks.min() <= pd.Timestamp(earlier))


def _said(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with shares and words."""
    rows = kinds.with_shares(rows, "tips", "total")
    rows = kinds.with_shares(rows, "tips_before", "total_before", "_before")
    records = rows.to_dict("records")
    return rows.assign(
        name=rows["channel"].map(channel_names()),
        full_name=rows[f"name_{lang()}"],
        contact=rows["contact"].replace("-", "–"),
        change_text=[
            kinds.points_text(row["share"], row["share_before"]) for row in records
        ],
        label=[f"{row['share_text']} ({number_text(row['tips'])})" for row in records],
        hover=[
            words(
                "tips_channels_list_hover",
                name=row[f"name_{lang()}"],
                tips=number_text(row["tips"]),
                total=number_text(row["total"]),
                share=row["share_text"],
                interval=row["interval"],
            )
            for row in records
        ],
    )
