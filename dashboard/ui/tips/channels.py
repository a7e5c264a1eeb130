"""The part on channels: shares over time, by province, before and after."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.charts import tip_channels as charts
from dashboard.charts.tip_channel_names import Group
from dashboard.queries import tip_channels as queries
from dashboard.queries import tip_marks
from dashboard.rules import rules
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tips import channel_list, channel_provinces, channel_shift, kinds
from dashboard.ui.tips.blocks import Blocks, blocks
from dashboard.ui.tips.channel_groups import APP, VOLUNTEER, groups, of_group
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, lang, number_text, say, words

DATASETS = ("training_batch", "outreach")
EVENTS = ("batch", APP, VOLUNTEER)


def channels(scope: Scope) -> None:
    """Draw the part."""
    found = ask(queries.channel_weeks, scope.week_start, scope.since, scope.narrowed)
    subheader(say("tips_channels_time"))
    weeks = kinds.reported(scope)
    if found.empty:
        st.info(kinds.nothing(scope, weeks, "channel"))
        return
    st.markdown(_answer(scope, found))
    _time(scope, found, kinds.silence_text(weeks))
    if scope.narrowed.channel:
        st.caption(say("tips_channels_filter"))
    channel_list.listed(scope)
    channel_provinces.provinces(scope)
    channel_shift.shift(scope)
    _method()


def _answer(scope: Scope, found: pd.DataFrame) -> str:
    """The share of each group in the period, with its interval."""
    total = int(found["tips"].sum())
    parts = []
    for group in groups():
        count = int(of_group(found, group)["tips"].sum())
        share = kinds.share_of(count, total)
        if share.share is not None:
            parts.append(
                words(
                    "tips_channels_answer_part",
                    name=group.name,
                    share=kinds.said(share),
                    interval=kinds.interval_text(share),
                )
            )
    known = {
        "of": kinds.first_of_text(scope, "channel"),
        "period": kinds.period_text(scope),
        "tips": number_text(total),
    }
    if not parts:
        return say("tips_channels_answer_few", **known)
    return say("tips_channels_answer", parts=" · ".join(parts), **known)


# --- over time


def _time(scope: Scope, found: pd.DataFrame, silent: str) -> None:
    parted = blocks(scope)
    drawn = [
        Group(group.line, _points(parted, found, of_group(found, group)), group.colour)
        for group in groups(scope.narrowed.channel)
    ]
    has_shares = any(each.points["share"].notna().any() for each in drawn[:-1])
    what = "" if has_shares else "_counts"
    title = words(f"tips_channels_title{what}")
    below = words(
        f"tips_channels_below{what}",
        of=kinds.of_text(scope, "channel"),
        weeks=parted.weeks,
    )
    launches = ask(tip_marks.launches)
    inside, before = _launched(launches, scope)
    note = kinds.note(
        scope,
        words("tips_channels_note", settle=rules().settle_weeks),
        *([silent] if silent else []),
        *before,
        datasets=DATASETS,
    )
    figure(
        charts.channel_panels(
            drawn,
            _events(scope, parted),
            look(),
            title=title,
            below=below,
            note=note,
            span=(scope.since, scope.week_end),
            block_days=7 * parted.weeks,
            titles=(
                words("tips_channels_panel_share"),
                words("tips_channels_panel_count"),
            ),
            no_shares=words("tips_channels_no_shares", least=kinds.LEAST),
            provisional_from=scope.week_end
            - timedelta(weeks=rules().settle_weeks, days=-1),
            launches=inside,
        ),
        "tips_channels_time",
        file_name="tips_channels",
        alt=title,
        is_internal=True,
    )
    _time_table(parted, found, scope)
    kinds.published("channel", "national_quarter")


def _points(parted: Blocks, every: pd.DataFrame, mine: pd.DataFrame) -> pd.DataFrame:
    """The points of a line, block by block."""
    total, count = parted.counted(every), parted.counted(mine)
    rows = []
    for at, day in enumerate(parted.middles):
        missing = pd.isna(total[at])
        share = kinds.NONE if missing else kinds.share_of(count[at], total[at])
        rows.append(
            {
                "on_day": day,
                "tips": None if missing else count[at],
                "share": share.share,
                "low": share.low,
                "high": share.high,
                "hover": parted.said(at, count[at], total[at], share),
            }
        )
    return pd.DataFrame(rows)


def _events(scope: Scope, parted: Blocks) -> list[charts.Events]:
    """Batches and promotions, block by block."""
    found = ask(tip_marks.events, scope.week_start, scope.since, scope.narrowed.region)
    panels = []
    for kind in EVENTS:
        mine = found[found["kind"] == kind].rename(columns={"events": "tips"})
        counts = parted.summed(mine)
        points = pd.DataFrame(
            {
                "on_day": parted.middles,
                "events": counts,
                "hover": [
                    words(
                        f"tips_channels_event_hover_{kind}",
                        number=number_text(number),
                        period=parted.period(at),
                    )
                    for at, number in enumerate(counts)
                ],
            }
        )
        panels.append(charts.Events(words(f"tips_channels_event_{kind}"), points))
    return panels


def _launched(
    launches: pd.DataFrame, scope: Scope
) -> tuple[list[tuple[date, str]], list[str]]:
    """The launches of the app within the period, and words on those before it."""
    inside, before = [], []
    for row in launches.to_dict("records"):
        day = row["on_day"].date()
        said = words(f"tips_channels_launch_{row['fact_key']}", on=date_text(day))
        if scope.since <= day <= scope.week_end:
            inside.append((day, said))
        elif day < scope.since:
            before.append(said)
    if not before:
        return inside, []
    return inside, [words("tips_channels_launched", launches=", ".join(before))]


def _with_share(count: float, total: float) -> str:
    """A count and in brackets its share, or why there is none."""
    return f"{number_text(count)} ({kinds.said(kinds.share_of(count, total))})"


def _time_table(parted: Blocks, found: pd.DataFrame, scope: Scope) -> None:
    """The figures of the lines, exact."""
    shown = groups(scope.narrowed.channel)
    total = parted.counted(found)
    unknown = [parted.unknown(at) for at in parted.each]
    rows = pd.DataFrame({"period": [parted.period(at) for at in parted.each]})
    rows["tips"] = kinds.told(total, unknown)
    headings = {"period": words("tips_kinds_col_period"), "tips": _tips_heading()}
    for group in shown:
        counts = parted.counted(of_group(found, group))
        rows[f"{group.code}_tips"] = [
            unknown[at] if pd.isna(total[at]) else _with_share(counts[at], total[at])
            for at in parted.each
        ]
        headings[f"{group.code}_tips"] = words(
            "tips_channels_col_share", name=group.name
        )
    rows["silent"] = parted.silent()
    headings["silent"] = words("tips_kinds_col_silent")
    awaited = parted.announced()
    if any(awaited):
        rows["announced"] = awaited
        headings["announced"] = words("tips_kinds_col_announced")
    kinds.exact_table(rows.iloc[::-1], headings, "tips_channels_time")


def _tips_heading() -> str:
    return words("tips_kinds_col_tips")


def _method() -> None:
    fold = st.expander(
        say("tips_kinds_method"), key="tips_channels_method", on_change="rerun"
    )
    if fold.open:
        facts = ask(tip_marks.launches)
        fold.markdown(
            say(
                "tips_channels_method",
                least=kinds.LEAST,
                weeks=channel_shift.WEEKS,
                settle=rules().settle_weeks,
            )
        )
        for row in facts.to_dict("records"):
            fold.caption(
                say(
                    "tips_channels_launch_source",
                    text=row[f"text_{lang()}"],
                    on=date_text(row["on_day"].date()),
                    source=row["source"],
                )
            )
