"""How large the share of a channel is in each province, with how sure that is."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.tip_share_dots import share_dots
from dashboard.queries import names
from dashboard.queries import tip_channels as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tips import kinds
from dashboard.ui.tips.channel_groups import (
    VOLUNTEER,
    ChannelGroup,
    groups,
    of_group,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import lang, number_text, say, share_text, words


def provinces(scope: Scope) -> None:
    """Draw the provinces by the share of the channel that the reader picks."""
    subheader(say("tips_channels_provinces"))
    group = _group(scope)
    rows = _rows(scope, group)
    st.markdown(_answer(rows, group))
    if rows["share"].notna().any():
        _figure(scope, rows, group)
    columns = ("name", "tips_of_all", "of_group", "share_text", "interval", "silent")
    counts = ("tips_of_all", "of_group")
    kinds.exact_table(
        rows.assign(
            **{name: kinds.told(rows[name], rows["unknown"]) for name in counts}
        ),
        {name: words(f"tips_kinds_col_{name}") for name in columns}
        | {"of_group": group.name},
        "tips_channels_provinces",
        is_long=True,
    )
    kinds.published("channel", "region_year", scope.narrowed.region)


def _figure(scope: Scope, rows: pd.DataFrame, group: ChannelGroup) -> None:
    """Draw the provinces, of which at least one has a share."""
    title = words(
        "tips_channels_provinces_title",
        name=group.name,
        of=kinds.of_text(scope, "channel"),
    )
    figure(
        share_dots(
            rows,
            look(),
            title=title,
            below=words("tips_kinds_marks", period=kinds.period_text(scope)),
            axis=words("tips_channels_axis", name=group.name),
            note=kinds.note(scope, words("tips_channels_provinces_note")),
            reference=_reference(rows),
        ),
        "tips_channels_provinces",
        file_name="tips_channels_provinces",
        alt=title,
        is_internal=True,
    )


def _group(scope: Scope) -> ChannelGroup:
    """The group that is looked at: volunteers, or what the reader picks."""
    by_code = {group.code: group for group in groups(scope.narrowed.channel)[:-1]}
    code = choice("tips_channels_of", list(by_code), VOLUNTEER)
    st.segmented_control(
        say("tips_channels_of"),
        list(by_code),
        format_func={code: group.name for code, group in by_code.items()}.__getitem__,
        key="tips_channels_of",
        required=True,
    )
    return by_code[code]


def _rows(scope: Scope, group: ChannelGroup) -> pd.DataFrame:
    """One row per province, the largest share first; those without a share last."""
    found = ask(
        queries.channel_provinces, scope.week_start, scope.since, scope.narrowed
    )
    weeks = kinds.reported(scope)
    places = ask(names.provinces).set_index("province_code")
    if scope.narrowed.region:
        places = places[places["region"] == scope.narrowed.region]
    by_province = dict(tuple(weeks.groupby("province_code")))
    rows = pd.DataFrame(
        {
            "name": places[f"name_{lang()}"],
            "tips_of_all": found.groupby("province_code")["tips"].sum(),
            "of_group": of_group(found, group).groupby("province_code")["tips"].sum(),
            "silent": {code: _silent(own) for code, own in by_province.items()},
            "unknown": {code: _unknown(own) for code, own in by_province.items()},
        },
        index=places.index,
    )
    counts = ["tips_of_all", "of_group"]
    rows[counts] = rows[counts].fillna(0).astype("int64")
    rows = kinds.with_shares(rows, "of_group", "tips_of_all")
    rows = rows.sort_values(
        ["share", "tips_of_all"], ascending=False, na_position="last"
    )
    return _said(rows)


def _said(rows: pd.DataFrame) -> pd.DataFrame:
    records = rows.to_dict("records")
    return rows.assign(
        label=[_label(row) for row in records],
        share_text=[
            _unsaid(row) if pd.isna(row["share"]) else row["share_text"]
            for row in records
        ],
        hover=[
            words(
                "tips_channels_list_hover",
                name=row["name"],
                tips=number_text(row["of_group"]),
                total=number_text(row["tips_of_all"]),
                share=row["share_text"],
                interval=row["interval"],
            )
            for row in records
        ],
        **{
            name: rows[name].astype("Int64").mask(_is_unknown(rows))
            for name in ("tips_of_all", "of_group")
        },
    )


def _silent(weeks: pd.DataFrame) -> str:
    """How many weeks of a province are not reported, of how many."""
    found = kinds.silence(weeks)
    return f"{number_text(found.weeks)}/{number_text(found.of_weeks)}"


def _unknown(weeks: pd.DataFrame) -> str:
    """Why the tips of a province are not known; "" where it reported a week."""
    return "" if weeks["is_reported"].any() else kinds.unknown_text(weeks)


def _is_unknown(rows: pd.DataFrame) -> pd.Series:
    """Where no week is reported and nothing came in: that is no zero."""
    return (rows["unknown"] != "") & (rows["tips_of_all"] == 0)


def _label(row: dict[str, Any]) -> str:
    if pd.isna(row["share"]):
        return _unsaid(row)
    return words(
        "tips_channels_of_all",
        share=row["share_text"],
        tips=number_text(row["of_group"]),
        total=number_text(row["tips_of_all"]),
    )


def _unsaid(row: dict[str, Any]) -> str:
    """Why a province has no share: not known, none came in, or too few."""
    if row["tips_of_all"]:
        return words("tips_channels_too_few", tips=number_text(row["tips_of_all"]))
    return row["unknown"] or words("tips_channels_zero")


def _reference(rows: pd.DataFrame) -> tuple[float, str] | None:
    """The share in all of these provinces together."""
    share = kinds.share_of(rows["of_group"].sum(), rows["tips_of_all"].sum())
    if share.share is None:
        return None
    return share.share, words("tips_channels_all", share=kinds.said(share))


def _answer(rows: pd.DataFrame, group: ChannelGroup) -> str:
    """How many provinces lie beyond all together, by their whole interval."""
    share = kinds.share_of(rows["of_group"].sum(), rows["tips_of_all"].sum())
    known = rows["share"].notna()
    if share.share is None or not known.any():
        return say("tips_channels_provinces_few", least=kinds.LEAST)
    return say(
        "tips_channels_provinces_answer",
        name=group.name,
        share=share_text(share.share),
        provinces=number_text(int(known.sum())),
        above=number_text(int((rows["low"] > share.share).sum())),
        below=number_text(int((rows["high"] < share.share).sum())),
        chance=number_text(0.05 * known.sum()),
        few=number_text(int((~known).sum())),
    )
