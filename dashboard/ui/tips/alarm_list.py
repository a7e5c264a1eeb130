"""The register of alarms: runs to work through; an alarm of one is opened below."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui.address import choice, set_choice
from dashboard.ui.page_width import is_wide
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.alarm_outside import opened, warn_of_one_outside
from dashboard.ui.tips.alarm_rows import (
    OPEN,
    hint_text,
    outcome_names,
    raised_text,
    run_text,
    still_text,
    week_said,
)
from dashboard.ui.tips.alarm_runs import in_runs_of, of_state, run_rows
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, era, lang, number_text, say, words

PUBLISHED = Path(__file__).resolve().parents[3] / "pages" / "data_quality.py"
STATES = ("open", "decided", "all")
WHOLE_ROWS, LIST_HEIGHT = 12, 460  # px: a list of no more rows does not scroll
# px, in order: what says most first, as a phone shows the first three. What stands last
# of an alarm is told where it is opened, too.
NARROW_NAME, WIDE_NAME = 104, 176
RUN_WIDTHS = {
    "weeks": 104,
    "strongest": 112,
    "strongest_week": 132,
    "alarms": 76,
    "still": 134,
    "found": 290,
}
ALARM_WIDTHS = {
    "week": 126,
    "tips_raised": 96,
    "expected_raised": 76,
    "alarm_from_raised": 98,
    "tips_now": 100,
    "still": 134,
    "found": 140,
    "hints": 164,
    "decided": 100,
    "note": 200,
    "run": 104,
    "age_weeks": 116,
    "method": 170,
    "raised": 150,
    "alarm_id": 172,
}
HELPED = (
    *("expected_raised", "alarm_from_raised", "tips_now", "run", "hints"),
    *("weeks", "strongest", "strongest_week", "found"),
)
_DRAWN = "_tips_alarms_drawn"  # session: by list its ids, the picked one, its number


def alarm_list(scope: Scope, rows: pd.DataFrame) -> pd.Series | None:
    """The list, and the alarm that the reader picked; None where there is none.

    Args:
        scope: The week and region that are looked at.
        rows: Of alarm_rows.alarm_rows.
    """
    subheader(say("tips_signals_list"))
    is_shown = (rows["week_start"].dt.date >= scope.since) | (rows["outcome"] == OPEN)
    place = st.container()
    state = _state()
    listed = in_runs_of(rows, of_state(rows[is_shown], state))
    older = len(of_state(rows.drop(listed.index), state))
    st.caption("  \n".join(_about(state, older)))
    if listed.empty:
        with place:
            warn_of_one_outside(scope, rows, [], state)
        st.info(say(f"tips_signals_none_{state}"))
        return None
    runs = run_rows(listed, state)
    listed = listed.set_index("alarm_id", drop=False)
    ids = runs["alarm_ids"].explode().tolist()
    with place:
        warn_of_one_outside(scope, rows, ids, state)
    picked = choice("tips_alarm", ids, runs["opened_at"].iloc[0])
    opened(picked)
    run = next(each for each in runs.itertuples() if picked in each.alarm_ids)
    name = WIDE_NAME if is_wide() else NARROW_NAME
    widths = {"name": name, **RUN_WIDTHS}
    _selectable("runs", runs, runs["opened_at"].tolist(), run.Index, widths)
    st.caption(say("tips_signals_list_note"))
    _published()
    st.markdown(
        "**" + say("tips_signals_of_run", name=run.name, number=run.alarms) + "**"
    )
    own = listed.loc[run.alarm_ids]
    _selectable(
        "alarms",
        list_rows(own),
        run.alarm_ids,
        run.alarm_ids.index(picked),
        ALARM_WIDTHS,
    )
    _picker(listed.loc[ids])
    return listed.loc[picked]


def _about(state: str, older: int) -> list[str]:
    """What a row is, and which are listed."""
    said = [say("tips_signals_run_what")]
    if state != "decided":
        said.append(say("tips_signals_open_all"))
    if older:
        said.append(say("tips_signals_older", number=number_text(older)))
    return said


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


def _selectable(
    name: str, rows: pd.DataFrame, ids: list[str], at: int, widths: Mapping[str, int]
) -> None:
    """A list of which a press on a row opens an alarm.

    Args:
        name: "runs" or "alarms".
        rows: What the list shows.
        ids: Of each row, the alarm that it opens.
        at: The row that is picked.
        widths: Of each column in order, in px.
    """
    key = _list_key(name, ids, at)
    st.dataframe(
        rows[[*widths]],
        hide_index=True,
        column_config={
            each: st.column_config.Column(
                words(f"tips_signals_col_{each}"),
                width=width,
                pinned=each == "name",
                help=words(f"tips_signals_help_{each}") if each in HELPED else None,
            )
            for each, width in widths.items()
        },
        height="content" if len(rows) <= WHOLE_ROWS else LIST_HEIGHT,
        placeholder=words("tips_signals_no_figure"),
        key=key,
        on_select=_pick(name, key, ids),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [at]}},
    )


def _pick(name: str, key: str, ids: list[str]) -> Callable[[], None]:
    def pick() -> None:
        _, _, number = st.session_state[_DRAWN][name]
        if key != _numbered(name, number):
            return  # a list that another has replaced speaks once more when it goes
        chosen = st.session_state[key].selection.rows
        at = chosen[0] if chosen else None  # unticked: drawn anew, what is shown stays
        st.session_state[_DRAWN][name] = (ids, at, number)
        if at is not None:
            set_choice("tips_alarm", ids[at])

    return pick


def _list_key(name: str, ids: list[str], at: int) -> str:
    """A key under which the list shows the picked row: see coverage.tables."""
    lists = st.session_state.setdefault(_DRAWN, {})
    drawn, known, number = lists.get(name, (ids, at, 0))
    if at != known or ids != drawn:
        number += 1
    lists[name] = (ids, at, number)
    return _numbered(name, number)


def _numbered(name: str, number: int) -> str:
    return f"tips_{name}_{number}"


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
