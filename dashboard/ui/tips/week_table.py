"""Every province of the week as a table: exact, so on the screen alone."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_panels import region_names
from dashboard.ui.tips.week_series import Series
from dashboard.ui.tips.week_words import (
    by_chance_text,
    last_weeks,
    method_text,
    state_text,
    week_name,
)
from dashboard.ui.words import number_text, say, words

HEIGHT = 520  # px
PERCENT = 100
WIDTHS = {"name": 122, "region": 132, "tips": 96, "state": 112, "expected": 142,
          "high": 116, "alarm_from": 158, "score": 138, "method": 190}  # fmt: skip
JUDGED = ("expected", "high", "alarm_from", "score", "method")
FORMATS = {"tips": "%d", "expected": "%.1f", "high": "%d", "alarm_from": "%d",
           "score": "%.1f"}  # fmt: skip


def week_table(scope: Scope, found: Series) -> None:
    """Draw the table, below what its figures are."""
    week = week_name(pd.Timestamp(scope.week_start))
    some = "_some" if scope.is_exploratory else ""
    said = say(f"tips_week_table_note{some}", week=week)
    if not scope.is_exploratory:
        said = f"{said} {by_chance_text(last_weeks(found.provinces, scope, 1))}"
    st.caption(said.strip())
    rows = table_rows(scope, found)
    st.dataframe(
        rows,
        hide_index=True,
        column_config={name: _column(name) for name in rows},
        height=HEIGHT,
        key="tips_week_table",
        placeholder=number_text(None),
    )


def table_rows(scope: Scope, found: Series) -> pd.DataFrame:
    """The provinces shown, the strongest evidence first, unjudged ones last."""
    last = last_weeks(found.provinces, scope, 1)
    regions = region_names()
    rows = last.assign(
        region=last["region"].map(regions),
        state=[
            state_text(tips, state)
            for tips, state in zip(last["tips"], last["state"], strict=True)
        ],
    )
    columns = ["name", "region", "tips", "state"]
    if "score" not in rows:
        order = rows.sort_values("tips", ascending=False, kind="stable")
        return order[columns].reset_index(drop=True)
    rows["method"] = [
        method_text("none" if pd.isna(each) else each) for each in rows["method"]
    ]
    order = rows.sort_values(
        ["score", "tips"], ascending=False, kind="stable", na_position="last"
    )
    order["score"] = _percent(order["score"])
    return order[[*columns, *JUDGED]].reset_index(drop=True)


def _percent(score: pd.Series) -> pd.Series:
    """Evidence in per cent of the threshold to a tenth, never rounded onto it."""
    percent = (score * PERCENT).astype("float64")
    rounded = percent.round(1)
    beside = (percent > PERCENT).map({True: PERCENT + 0.1, False: PERCENT - 0.1})
    return rounded.mask(rounded == PERCENT, beside)


def _column(name: str) -> Any:  # noqa: ANN401
    heading, width = words(f"tips_week_col_{name}"), WIDTHS[name]
    if name in FORMATS:
        return st.column_config.NumberColumn(heading, width=width, format=FORMATS[name])
    return st.column_config.Column(heading, width=width, pinned=name == "name")
