"""Provinces that have not reported the week, and for how long: not zero, not known."""

import pandas as pd
import streamlit as st

from dashboard.queries import weekly
from dashboard.ui.answers import ask
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import PROVINCE_WIDTH
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_series import Series
from dashboard.ui.tips.week_words import (
    announced_names,
    expected_text,
    last_weeks,
    names_text,
    week_name,
)
from dashboard.ui.words import lang, number_text, say, words

MOST_WEEKS = 26  # of silence that are told apart (mart_week_report)
WHOLE_ROWS, HEIGHT = 16, 460  # a longer list scrolls; px
COLUMNS = ("name", "weeks", "last_heard", "missing", "expected")


def silent(scope: Scope, found: Series) -> None:
    """List the provinces shown that are silent, the longest first."""
    rows = silent_rows(scope, found)
    subheader(say("tips_week_silent"))
    announced = announced_names(found.provinces, scope)
    if announced:
        st.markdown(say("tips_week_announced", names=names_text(announced)))
    if rows.empty:
        is_heard = found.provinces["state"].isin(["rows", "counted_zero"]).any()
        others = "_others" if announced else ""
        key = f"tips_week_silent_none{others}" if is_heard else "tips_week_none"
        st.markdown(say(key))
        return
    shown = [c for c in COLUMNS if c in rows]
    st.dataframe(
        rows[shown],
        hide_index=True,
        column_config={
            name: st.column_config.Column(
                words(f"tips_week_col_{name}"),
                pinned=name == "name",
                width=PROVINCE_WIDTH[lang()] if name == "name" else None,
            )
            for name in shown
        },
        height="content" if len(rows) <= WHOLE_ROWS else HEIGHT,
        key="tips_week_silent_table",
    )
    st.caption(say("tips_week_silent_note"))


def silent_rows(scope: Scope, found: Series) -> pd.DataFrame:
    """A row for each province that is silent at the week's end, in words.

    One that announced tips of the week is not silent.
    """
    reports = ask(weekly.week_reports, scope.week_end)
    last = last_weeks(found.provinces, scope, 1).set_index("province_code")
    last = last[~last["is_announced"]]
    codes = reports["province_code"]
    rows = reports[(reports["weeks_silent"] > 0) & codes.isin(last.index)]
    if not scope.is_exploratory:
        rows = rows.assign(
            expected=rows["province_code"].map(_expected(found.provinces))
        )
        rows = rows.sort_values(
            ["weeks_silent", "expected"], ascending=False, kind="stable"
        )
    missing = _missing(found.provinces)
    made = pd.DataFrame(
        {
            "name": rows["province_code"].map(last["name"]),
            "weeks": [_weeks(weeks) for weeks in rows["weeks_silent"]],
            "last_heard": [_heard(day) for day in rows["last_heard_on"]],
            "missing": [missing.get(code, "") for code in rows["province_code"]],
        }
    )
    if "expected" in rows:
        made["expected"] = [_expected_text(each) for each in rows["expected"]]
    return made.reset_index(drop=True)


def _expected(provinces: pd.DataFrame) -> pd.Series:
    """By province how many tips the latest judged week leads one to expect.

    Of weeks that have settled where there are such: of others a part alone is known.
    """
    judged = provinces[provinces["expected"].notna()]
    order = judged.assign(is_settled=judged["total"].isna())
    order = order.sort_values(["is_settled", "week_start"], kind="stable")
    return order.groupby("province_code")["expected"].last()


def _weeks(weeks: int) -> str:
    if weeks >= MOST_WEEKS:
        return words("tips_week_silent_most", weeks=number_text(MOST_WEEKS))
    return number_text(weeks)


def _heard(day: object) -> str:
    if pd.isna(day):
        return words("tips_week_never_heard", weeks=number_text(MOST_WEEKS))
    monday = pd.Timestamp(day) - pd.Timedelta(days=6)
    return week_name(monday)


def _expected_text(expected: float) -> str:
    return number_text(None) if pd.isna(expected) else expected_text(expected)


def _missing(provinces: pd.DataFrame) -> dict[str, str]:
    """Of how many weeks shown each province has not reported, of how many."""
    is_missing = provinces["state"] == "not_reported"
    by_province = is_missing.groupby(provinces["province_code"])
    return {
        code: words(
            "tips_week_of",
            part=number_text(part),
            whole=number_text(whole),
        )
        for code, part, whole in by_province.agg(["sum", "size"]).itertuples()
    }
