"""What can alarm in the week, by which method and from how many tips on."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.queries import tip_alarms as queries
from dashboard.queries.tip_alarms import COUNTRY
from dashboard.ui.answers import ask, is_collecting
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.alarm_rows import area_names, region_provinces
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import number_text, say, week_text, words

METHODS = ("farrington", "cusum", "ears", "none")
FIGURES = ("tips", "expected", "high", "alarm_from", "history_weeks")
LIST_HEIGHT = 400  # px


def budget(scope: Scope) -> None:
    """Draw the methods of the week's series, and each series on demand."""
    subheader(say("tips_signals_budget"))
    series = series_rows(scope)
    st.markdown(f"{_sentence(scope, series)} {_untold(series)}".strip())
    by_method = method_rows(series)
    st.dataframe(
        by_method,
        hide_index=True,
        column_config={
            name: words(f"tips_signals_budget_{name}") for name in by_method
        },
        height="content",
        key="tips_alarm_methods",
    )
    st.caption(say("tips_signals_budget_note"))
    _all_series(scope, series)
    _method()


def series_rows(scope: Scope) -> pd.DataFrame:
    """The series of the area in the scope's week, as known at its end."""
    found = ask(queries.signals, scope.week_start, scope.week_start)
    if not scope.narrowed.region:
        return found
    inside = region_provinces(scope.narrowed.region)
    return found[found["area_code"].isin(inside)]


def _sentence(scope: Scope, series: pd.DataFrame) -> str:
    budget = ask(queries.alarm_budget)
    can = series[series["method"] != "none"]
    if can.empty or budget.empty:
        return say("tips_signals_budget_none", week=week_text(scope.iso_week))
    every, weekly = budget["series"].iloc[0], budget["false_alarms_per_week"].iloc[0]
    return say(
        "tips_signals_budget_text",
        week=week_text(scope.iso_week),
        can=number_text(len(can)),
        all=number_text(every),
        budget=number_text(weekly, 1),
        weeks=number_text(1 / weekly),
        expected=number_text(weekly * len(can) / every, 2),
        silent=number_text(int(series["tips"].isna().sum())),
    )


def _untold(series: pd.DataFrame) -> str:
    """How many provinces are not judged as they do not report weeks without tips."""
    number = int((~series["tells_zeros"].astype(bool)).sum())
    return say("tips_signals_untold", number=number_text(number)) if number else ""


def method_rows(series: pd.DataFrame) -> pd.DataFrame:
    """For each method in use how many series it judges, and from when they alarm."""
    rows = [
        {
            "method": words(f"tips_signals_method_{method}"),
            "series": len(own),
            "history": _span(own["history_weeks"], 0),
            "expected": _span(own["expected"], 1),
            "alarm_from": _span(own["alarm_from"], 0),
            "alarms": int(own["is_alarm"].fillna(False).sum()),
        }
        for method in METHODS
        if len(own := series[series["method"] == method])
    ]
    return pd.DataFrame(rows)


def _span(values: pd.Series, decimals: int) -> str:
    """From the least to the most of them; a dash where there is none."""
    known = values.dropna()
    if known.empty:
        return words("tips_signals_no_figure")
    low, high = (number_text(each, decimals) for each in (known.min(), known.max()))
    return low if low == high else f"{low}–{high}"


def _all_series(scope: Scope, series: pd.DataFrame) -> None:
    fold = st.expander(
        say("tips_signals_all_series", number=number_text(len(series))),
        key="tips_alarm_all_series",
        on_change="rerun",
    )
    if not (fold.open or is_collecting()):
        return
    named = area_names()
    records = series.to_dict("records")
    shown = series.assign(
        name=series["area_code"].map(named),
        method=[words(f"tips_signals_method_{row['method']}") for row in records],
        state=[_state(row) for row in records],
        tips=series["tips"].astype("Int64"),
        high=series["high"].astype("Int64"),
        alarm_from=series["alarm_from"].astype("Int64"),
        expected=series["expected"].round(1),
        order=series["area_code"].eq(COUNTRY).map({True: 0, False: 1}),
    ).sort_values(["order", "score"], ascending=[True, False], na_position="last")
    columns = ("name", *FIGURES, "method", "state")
    fold.dataframe(
        shown[list(columns)],
        hide_index=True,
        column_config={
            each: st.column_config.Column(
                words(f"tips_signals_series_{each}"), pinned=each == "name"
            )
            for each in columns
        },
        height=LIST_HEIGHT,
        placeholder=words("tips_signals_no_figure"),
        key="tips_alarm_series_rows",
    )


def _state(row: dict[str, Any]) -> str:
    """Whether it alarms, or why it is not judged."""
    if pd.isna(row["tips"]):
        return words(f"tips_signals_series_{_unknown(row['report_state'])}")
    if not row["tells_zeros"]:
        return words("tips_signals_series_untold")
    if row["method"] == "none":
        return words("tips_signals_series_unjudged")
    return words(f"tips_signals_series_{'alarm' if row['is_alarm'] else 'usual'}")


def _unknown(report_state: str) -> str:
    return report_state if report_state == "no_data" else "not_reported"


def _method() -> None:
    fold = st.expander(say("tips_signals_how"), key="tips_alarm_how", on_change="rerun")
    budget = ask(queries.alarm_budget)
    if fold.open and len(budget):
        weekly = number_text(budget["false_alarms_per_week"].iloc[0], 1)
        fold.markdown(say("tips_signals_how_text", budget=weekly))
