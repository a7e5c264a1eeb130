"""Whether a channel's share of tips differs after it was made known: a response."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.tip_share_dots import share_dots
from dashboard.queries import tip_channels, tip_marks
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tips import kinds
from dashboard.ui.tips.channel_groups import APP, VOLUNTEER
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, number_text, say, share_text, words
from methods.proportion import difference_interval

WEEKS = 13  # on each side: a quarter of a year
KINDS = ("batch", VOLUNTEER, APP, "HOTLINE_1300")
LAUNCH = "launch"


def shift(scope: Scope) -> None:
    """Draw the shares before and after, in words, as a figure and as a table."""
    subheader(say("tips_channels_shift"))
    rows = _rows(scope)
    known = rows[rows["share"].notna() & rows["share_before"].notna()]
    if known.empty:
        st.info(say("tips_channels_shift_none", weeks=WEEKS, least=kinds.LEAST))
        return
    st.markdown(say("tips_channels_shift_is", weeks=WEEKS))
    st.markdown("\n".join(f"- {_sentence(row)}" for row in known.to_dict("records")))
    title = words("tips_channels_shift_title", of=kinds.of_text(scope, "channel"))
    figure(
        share_dots(
            known.reset_index(drop=True),
            look(),
            title=title,
            below=words("tips_channels_shift_below", weeks=WEEKS),
            axis=words("tips_kinds_axis"),
            note=kinds.note(
                scope,
                words("tips_channels_shift_note"),
                datasets=("training_batch", "outreach"),
            ),
        ),
        "tips_channels_shift",
        file_name="tips_channels_shift",
        alt=title,
        is_internal=True,
    )
    _table(rows)


def _rows(scope: Scope) -> pd.DataFrame:
    """One row per kind of event, and the launch of the app where it lies within."""
    found = ask(
        tip_marks.shares_around,
        scope.week_start,
        scope.since,
        WEEKS,
        scope.narrowed._replace(channel=""),
    ).set_index("kind")
    rows = found.reindex([kind for kind in KINDS if kind in found.index]).reset_index()
    launched = [
        _launch(scope, row["on_day"].date(), row["fact_key"])
        for row in ask(tip_marks.launches).to_dict("records")
    ]
    rows = pd.concat(
        [rows, pd.DataFrame([each for each in launched if each])], ignore_index=True
    )
    if rows.empty:
        return rows.assign(share=None, share_before=None)
    rows = kinds.with_shares(rows, "of_channel_after", "tips_after")
    rows = kinds.with_shares(rows, "of_channel_before", "tips_before", "_before")
    for side, name in (("after", "elsewhere"), ("before", "elsewhere_before")):
        of = rows[f"compared_{side}"]
        rows[name] = rows[f"elsewhere_{side}"] / of.where(of > 0)
    return _said(rows)


def _launch(scope: Scope, day: date, fact_key: str) -> dict[str, Any] | None:
    """The app's share before and after a launch; none unless both sides are known."""
    monday = day - timedelta(days=day.weekday())
    first, last = monday - timedelta(weeks=WEEKS), monday + timedelta(weeks=WEEKS)
    if day < scope.since or last > scope.week_start:
        return None
    if kinds.reported(scope, first)["week_start"].min() > pd.Timestamp(first):
        return None
    found = ask(tip_channels.channel_weeks, scope.week_start, first, scope.narrowed)
    provinces = kinds.reported(scope, first)["province_code"].nunique()
    weeks, is_app = found["week_start"], found["channel"] == APP
    before, after = weeks < pd.Timestamp(monday), weeks > pd.Timestamp(monday)
    after &= weeks <= pd.Timestamp(last)
    return {
        "kind": LAUNCH,
        "fact_key": fact_key,
        "on_day": day,
        "channel": APP,
        "events": 1,
        "provinces": provinces,
        "runs_open": 0,
        "tips_before": int(found.loc[before, "tips"].sum()),
        "of_channel_before": int(found.loc[before & is_app, "tips"].sum()),
        "elsewhere_before": float("nan"),
        "compared_before": 0,
        "tips_after": int(found.loc[after, "tips"].sum()),
        "of_channel_after": int(found.loc[after & is_app, "tips"].sum()),
        "elsewhere_after": float("nan"),
        "compared_after": 0,
    }


def _said(rows: pd.DataFrame) -> pd.DataFrame:
    records = rows.to_dict("records")
    return rows.assign(
        name=[_name(row) for row in records],
        label=[_label(row) for row in records],
        hover=[_hover(row) for row in records],
        change_text=[_change(row) for row in records],
        elsewhere_text=[_elsewhere(row["elsewhere"]) for row in records],
        elsewhere_text_before=[_elsewhere(row["elsewhere_before"]) for row in records],
    )


def _elsewhere(share: float) -> str:
    """The share of other provinces; a dash where there are none."""
    return "–" if pd.isna(share) else share_text(share)


def _name(row: dict[str, Any]) -> str:
    if row["kind"] == LAUNCH:
        key = f"tips_channels_launch_{row['fact_key']}"
        return words(key, on=date_text(row["on_day"]))
    return words(f"tips_channels_shift_{row['kind']}")


def _label(row: dict[str, Any]) -> str:
    return f"{row['share_text_before']} → {row['share_text']}"


def _change(row: dict[str, Any]) -> str:
    """The difference in points of per cent, with its interval."""
    if pd.isna(row["share"]) or pd.isna(row["share_before"]):
        return number_text(None)
    low, high = difference_interval(
        *(int(row["of_channel_after"]), int(row["tips_after"])),
        *(int(row["of_channel_before"]), int(row["tips_before"])),
    )
    return words(
        "tips_channels_shift_change",
        points=kinds.points_text(row["share"], row["share_before"]),
        low=f"{100 * low:+.1f}".replace("-", "−"),
        high=f"{100 * high:+.1f}".replace("-", "−"),
    )


def _hover(row: dict[str, Any]) -> str:
    return words(
        "tips_channels_shift_hover",
        name=_name(row),
        before=number_text(row["of_channel_before"]),
        total_before=number_text(row["tips_before"]),
        share_before=row["share_text_before"],
        interval_before=row["interval_before"],
        after=number_text(row["of_channel_after"]),
        total=number_text(row["tips_after"]),
        share=row["share_text"],
        interval=row["interval"],
    )


def _sentence(row: dict[str, Any]) -> str:
    """What is seen, without a cause."""
    values = {
        "name": _name(row),
        "channel": words(f"tips_channels_{row['channel']}"),
        "before": f"{row['share_text_before']} ({row['interval_before']})",
        "after": f"{row['share_text']} ({row['interval']})",
        "change": row["change_text"],
    }
    if row["kind"] == LAUNCH:
        return say("tips_channels_shift_launched", **values)
    return say(
        "tips_channels_shift_said",
        events=number_text(row["events"]),
        provinces=number_text(row["provinces"]),
        elsewhere_before=row["elsewhere_text_before"],
        elsewhere=row["elsewhere_text"],
        **values,
    )


def _table(rows: pd.DataFrame) -> None:
    names = (
        *("name", "events", "provinces", "runs_open", "of_channel_before"),
        *("tips_before", "share_text_before", "interval_before"),
        *("elsewhere_text_before", "of_channel_after", "tips_after", "share_text"),
        *("interval", "elsewhere_text", "change_text"),
    )
    kinds.exact_table(
        rows,
        {name: words(f"tips_channels_shift_col_{name}") for name in names},
        "tips_channels_shift",
    )
