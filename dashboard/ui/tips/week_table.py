"""Every province of the week as a table: exact, so on the screen alone."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui.page_width import is_wide
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_panels import region_names
from dashboard.ui.tips.week_series import Series
from dashboard.ui.tips.week_words import (
    by_chance_text,
    last_weeks,
    method_text,
    week_name,
)
from dashboard.ui.words import say, words

HEIGHT = 520  # px
PERCENT = 100
# px, in order: what says most first, as a phone shows the first four.
NARROW_NAME, WIDE_NAME = 98, 172
COUNTED = {"tips": 80, "state": 128, "region": 140}
JUDGED = {"tips": 66, "high": 92, "score": 100, "expected": 84, "alarm_from": 108,
          "state": 108, "method": 182, "region": 134}  # fmt: skip
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
        column_config=_columns(COUNTED if scope.is_exploratory else JUDGED),
        height=HEIGHT,
        key="tips_week_table",
        placeholder=words("tips_week_table_none"),
    )


def table_rows(scope: Scope, found: Series) -> pd.DataFrame:
    """The provinces shown, the strongest evidence first, unjudged ones last."""
    last = last_weeks(found.provinces, scope, 1)
    regions = region_names()
    rows = last.assign(
        region=last["region"].map(regions),
        state=last["state"].map(_states()),
    )
    if "score" not in rows:
        order = rows.sort_values("tips", ascending=False, kind="stable")
        return order[["name", *COUNTED]].reset_index(drop=True)
    rows["method"] = [
        method_text("none" if pd.isna(each) else each) for each in rows["method"]
    ]
    order = rows.sort_values(
        ["score", "tips"], ascending=False, kind="stable", na_position="last"
    )
    order["score"] = _percent(order["score"])
    return order[["name", *JUDGED]].reset_index(drop=True)


def _states() -> dict[str, str]:
    """Whether a count is one, a counted zero, or why there is none; short."""
    return {
        state: words(f"tips_week_state_{state}")
        for state in ("rows", "announced", "counted_zero", "not_reported", "no_data")
    }


def _percent(score: pd.Series) -> pd.Series:
    """Evidence in per cent of the threshold to a tenth, never rounded onto it."""
    percent = (score * PERCENT).astype("float64")
    rounded = percent.round(1)
    beside = (percent > PERCENT).map({True: PERCENT + 0.1, False: PERCENT - 0.1})
    return rounded.mask(rounded == PERCENT, beside)


def _columns(widths: Mapping[str, int]) -> dict[str, Any]:
    name = WIDE_NAME if is_wide() else NARROW_NAME
    pinned = st.column_config.Column(
        words("tips_week_col_name"), width=name, pinned=True
    )
    return {"name": pinned, **{name: _column(name, px) for name, px in widths.items()}}


def _column(name: str, width: int) -> Any:  # noqa: ANN401
    heading = words(f"tips_week_table_{name}")
    if name not in FORMATS:
        return st.column_config.Column(heading, width=width)
    return st.column_config.NumberColumn(
        heading,
        width=width,
        format=FORMATS[name],
        help=words(f"tips_week_table_help_{name}"),
    )
