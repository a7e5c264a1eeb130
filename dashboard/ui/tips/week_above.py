"""Provinces with more tips than their own history explains, the strongest first."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboard.charts.tip_week_spark import Week, alarm_line
from dashboard.queries import tip_week
from dashboard.ui.address import set_choice
from dashboard.ui.answers import ask
from dashboard.ui.figures import look
from dashboard.ui.profile_link import profile_link
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_reasons import Reasons, reasons_of
from dashboard.ui.tips.week_series import Series, series_of
from dashboard.ui.tips.week_words import (
    Row,
    by_chance_text,
    last_weeks,
    names_text,
    tips_text,
    usual_text,
    week_name,
)
from dashboard.ui.words import number_text, say, words

MOST = 12  # cards; of more at once the table says all
SPARK_WEEKS, LATE_WEEKS = 26, 3
COLUMNS = (5, 4)  # of a card: words and line


def above(scope: Scope, found: Series) -> None:
    """Draw a card for each province that alarms, and name those that do not."""
    rows = raised_now(scope, found)
    subheader(say("tips_week_above"))
    st.markdown(_judged_text(scope, found, has_alarm=len(rows) > 0))
    reasons = reasons_of(scope)
    for place, row in enumerate(rows.head(MOST).to_dict("records"), start=1):
        _card(place, row, scope, series_of(found, row["area_code"]), reasons)
    if len(rows) > MOST:
        rest = list(rows["name"].iloc[MOST:])
        st.markdown(say("tips_week_above_more", names=names_text(rest, len(rest))))
    _only_above(scope, found, rows)
    if len(rows):
        country = reasons.of_country()
        st.caption("  \n".join([*country, say("tips_week_above_note")]))


def _judged_text(scope: Scope, found: Series, *, has_alarm: bool) -> str:
    """How many provinces could be judged; whether none of them alarms."""
    last = last_weeks(found.provinces, scope, 1)
    judged = int(last["score"].notna().sum())
    if not judged:
        return say("tips_week_none_judged")
    said = say(
        "tips_week_judged",
        judged=number_text(judged),
        provinces=number_text(len(last)),
    )
    return said if has_alarm else f"{say('tips_week_above_none')} {said}"


def raised_now(scope: Scope, found: Series) -> pd.DataFrame:
    """Alarms of the provinces shown that the week raised.

    Of itself first, then of the weeks before it that late reports filled; the strongest
    first.

    Returns:
        The rows of queries.tip_week.raised_alarms, with name and is_late.
    """
    since = scope.week_start - timedelta(weeks=LATE_WEEKS)
    raised = ask(tip_week.raised_alarms, scope.week_start, since)
    named = found.provinces.drop_duplicates("province_code").set_index("province_code")
    is_now = raised["raised_week_start"] == pd.Timestamp(scope.week_start)
    mine = raised[is_now & raised["area_code"].isin(named.index)]
    rows = mine.assign(
        name=mine["area_code"].map(named["name"]),
        is_late=mine["week_start"] < mine["raised_week_start"],
    )
    return rows.sort_values("is_late", kind="stable").reset_index(drop=True)


def _card(
    place: int, row: Row, scope: Scope, weeks: pd.DataFrame, reasons: Reasons
) -> None:
    """One province: how many, what is usual, why it alarms, half a year of weeks."""
    key = f"tips_week_card_{row['area_code']}_{row['week_start']:%G%V}"
    with st.container(border=True, gap="xsmall", key=key):
        left, right = st.columns(COLUMNS, gap="small")
        with left:
            st.markdown("  \n".join(_headline(place, row)))
            st.caption("  \n".join(reasons.lines(row, weeks)))
            _ways_on(row)
        with right:
            _line(row, last_weeks(weeks, scope, SPARK_WEEKS))


def _ways_on(row: Row) -> None:
    """To the alarm in the register, and to the province."""
    alarm = row["alarm_id"]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            words("tips_week_open_alarm", alarm=alarm),
            type="tertiary",
            icon=":material/arrow_forward:",
            key=f"tips_week_open_{alarm}",
            on_click=_open_alarm,
            args=(alarm,),
        )
        profile_link(row["area_code"], row["name"])


def _open_alarm(alarm: str) -> None:
    """Show the alarm in the part of alarms."""
    set_choice("tips_part", "signals")
    set_choice("tips_alarm_state", "all")
    set_choice("tips_alarm", alarm)


def _headline(place: int, row: Row) -> list[str]:
    """Name and count, what is usual, and from how many on a week alarms."""
    late = "_late" if row["is_late"] else ""
    return [
        say(
            f"tips_week_card{late}",
            place=place,
            name=row["name"],
            tips=tips_text(row["tips"]),
            week=week_name(row["week_start"]),
        ),
        say(
            "tips_week_card_usual",
            usual=usual_text(row, is_part=True),
            alarm_from=number_text(row["alarm_from"]),
        ),
    ]


def _line(row: Row, weeks: pd.DataFrame) -> None:
    said = weeks["tips"].dropna()
    values = {
        "name": row["name"],
        "weeks": number_text(len(weeks)),
        "most": number_text(said.max()),
        "least": number_text(said.min()),
        "missing": number_text(len(weeks) - len(said)),
    }
    st.image(
        alarm_line(spark_weeks(weeks), look(), words("internal_use")),
        width="stretch",
        alt=words("tips_week_spark_alt", **values),
    )
    st.caption(say("tips_week_spark_below", **values))


def spark_weeks(weeks: pd.DataFrame) -> list[Week]:
    """The weeks of a line, from rows of a series."""
    return [
        Week(_number(tips), _number(high), bool(is_alarm), pd.notna(total))
        for tips, high, is_alarm, total in weeks[
            ["tips", "high", "is_alarm", "total"]
        ].itertuples(index=False)
    ]


def _number(value: float | None) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type]


def _only_above(scope: Scope, found: Series, alarms: pd.DataFrame) -> None:
    """Name the provinces above their usual range that do not alarm."""
    last = last_weeks(found.provinces, scope, 1)
    is_above = (last["tips"] > last["high"]).fillna(False)  # noqa: FBT003
    is_quiet = is_above & ~last["is_alarm"]
    rows = last[is_quiet].sort_values("score", ascending=False, kind="stable")
    if rows.empty:
        return
    named = [
        words(
            "tips_week_only_above_one",
            name=row["name"],
            tips=number_text(row["tips"]),
            high=number_text(row["high"]),
        )
        for row in rows.to_dict("records")
    ]
    number = number_text(len(named))
    said = say("tips_week_only_above", number=number, names=names_text(named, 20))
    if is_one_in_twenty(last):
        said += " " + by_chance_text(last)
    st.markdown(said)


def is_one_in_twenty(last: pd.DataFrame) -> bool:
    """Whether it is known how often chance alone puts a province above its range.

    Where most provinces were not judged those named are no measure.

    Args:
        last: All provinces of the week.
    """
    return bool(last["score"].notna().sum() * 2 > len(last))
