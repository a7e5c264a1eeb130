"""The register of alarms: a list to work through; a row opens its alarm below."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui.address import choice, set_choice
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.alarm_rows import (
    OPEN,
    hint_text,
    outcome_names,
    raised_text,
    run_text,
    still_text,
    week_said,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, era, lang, number_text, say, words

PUBLISHED = Path(__file__).resolve().parents[3] / "pages" / "data_quality.py"
STATES = ("open", "decided", "all")
WHOLE_ROWS, LIST_HEIGHT = 12, 460  # px: a list of no more rows does not scroll
ID_WIDTH, NAME_WIDTH = 172, 120  # px
_DRAWN = "_tips_alarms"  # session: ids and selection the list shows, and its number


def alarm_list(scope: Scope, rows: pd.DataFrame) -> pd.Series | None:
    """The list, and the alarm that the reader picked; None where there is none.

    Args:
        scope: The week and region that are looked at.
        rows: Of alarm_rows.alarm_rows.
    """
    subheader(say("tips_signals_list"))
    is_shown = (rows["week_start"].dt.date >= scope.since) | (rows["outcome"] == OPEN)
    state = _state()
    listed = _of_state(rows[is_shown], state).reset_index(drop=True)
    older = len(_of_state(rows[~is_shown], state))
    if state != "decided":
        st.caption(say("tips_signals_open_all"))
    if older:
        st.caption(say("tips_signals_older", number=number_text(older)))
    if listed.empty:
        st.info(say(f"tips_signals_none_{state}"))
        return None
    ids = listed["alarm_id"].tolist()
    picked = choice("tips_alarm", ids, ids[0])
    _selectable(listed, ids, picked, is_open=state == "open")
    st.caption(say("tips_signals_list_note"))
    _published()
    _picker(listed)
    return listed.iloc[ids.index(picked)]


def _state() -> str:
    state = choice("tips_alarm_state", STATES, STATES[0])
    st.segmented_control(
        say("tips_signals_state"),
        STATES,
        format_func={
            name: words(f"tips_signals_state_{name}") for name in STATES
        }.__getitem__,
        key="tips_alarm_state",
        required=True,
        label_visibility="collapsed",
    )
    return state


def _of_state(rows: pd.DataFrame, state: str) -> pd.DataFrame:
    if state == "all":
        return rows
    return rows[(rows["outcome"] == OPEN) == (state == "open")]


def _selectable(
    listed: pd.DataFrame, ids: list[str], picked: str, *, is_open: bool
) -> None:
    key = _list_key(ids, picked)

    def pick() -> None:
        _, _, number = st.session_state[_DRAWN]
        if key != _numbered(number):
            return  # a list that another has replaced speaks once more when it goes
        chosen = st.session_state[key].selection.rows
        alarm = ids[chosen[0]] if chosen else ids[0]
        st.session_state[_DRAWN] = (ids, alarm, number)
        set_choice("tips_alarm", alarm)

    columns = list_columns(is_open=is_open)
    st.dataframe(
        list_rows(listed)[[*columns]],
        hide_index=True,
        column_config=columns,
        height="content" if len(listed) <= WHOLE_ROWS else LIST_HEIGHT,
        placeholder=words("tips_signals_no_figure"),
        key=key,
        on_select=pick,
        selection_mode="single-row",
        selection_default={"selection": {"rows": [ids.index(picked)]}},
    )


def _list_key(ids: list[str], picked: str) -> str:
    """A key under which the list shows the picked alarm: see coverage.tables."""
    drawn, known, number = st.session_state.get(_DRAWN, (ids, picked, 0))
    if picked != known or ids != drawn:
        number += 1
    st.session_state[_DRAWN] = (ids, picked, number)
    return _numbered(number)


def _numbered(number: int) -> str:
    return f"tips_alarms_{number}"


def list_rows(listed: pd.DataFrame) -> pd.DataFrame:
    """The alarms as the list says them."""
    records = listed.to_dict("records")
    outcomes = outcome_names()
    return listed.assign(
        week=[week_said(row) for row in records],
        raised=[raised_text(row) for row in records],
        method=[
            words(f"tips_signals_method_{row['method_raised']}") for row in records
        ],
        still=[still_text(row) for row in records],
        run=[run_text(row) for row in records],
        hints=[hint_text(row) for row in records],
        found=[outcomes.get(row["outcome"], row["outcome"]) for row in records],
        decided=[_day(row["decided_on"]) for row in records],
        expected_raised=listed["expected_raised"].round(1),
        alarm_from_raised=listed["alarm_from_raised"].astype("Int64"),
        tips_raised=listed["tips_raised"].astype("Int64"),
        tips_now=listed["tips_now"].astype("Int64"),
    )


def _day(day: Any) -> str | None:  # noqa: ANN401
    return None if pd.isna(day) else date_text(day.date())


def list_columns(*, is_open: bool) -> dict[str, Any]:
    """Heading and width of each column of the list, in order."""
    outcome = {} if is_open else {"found": 130, "decided": 100, "note": 200}
    widths: Mapping[str, int] = {
        "name": NAME_WIDTH,
        "week": 108,
        **outcome,
        "tips_raised": 86,
        "expected_raised": 72,
        "alarm_from_raised": 104,
        "tips_now": 104,
        "still": 132,
        "hints": 230,
        "run": 92,
        "age_weeks": 116,
        "method": 170,
        "raised": 150,
        "alarm_id": ID_WIDTH,
    }
    return {
        name: st.column_config.Column(
            words(f"tips_signals_col_{name}"),
            width=width,
            pinned=name == "name",
            help=words(f"tips_signals_help_{name}") if name in HELPED else None,
        )
        for name, width in widths.items()
    }


HELPED = ("expected_raised", "alarm_from_raised", "tips_now", "run", "hints")


def _picker(listed: pd.DataFrame) -> None:
    """The same choice by keyboard, and where a table cannot be pressed."""
    labels = {
        row["alarm_id"]: f"{row['alarm_id']} · {row['name']} · {week_said(row)}"
        for row in listed.to_dict("records")
    }
    st.selectbox(
        say("tips_signals_pick"),
        list(labels),
        format_func=labels.__getitem__,
        key="tips_alarm",
        width=520,
    )


def _published() -> None:
    """The way to what may be published of provinces: whether above usual, in words."""
    if PUBLISHED.exists():
        st.page_link(
            st.Page(PUBLISHED),
            label=words("tips_signals_published"),
            icon=":material/arrow_forward:",
            query_params={
                "lang": lang(),
                "era": era(),
                "data_quality_part": "disclosure",
                "disclosure_table": "province_week",
            },
        )
