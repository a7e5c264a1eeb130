"""The track record: what became of alarms, how many were real, beside the budget."""

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from dashboard.charts.tip_alarm_record import OUTCOMES, outcome_bars
from dashboard.queries import tip_alarms as queries
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.page_width import abreast
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import source_note
from dashboard.ui.tips.alarm_rows import OPEN, outcome_names
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    number_text,
    say,
    share_text,
    words,
    year_text,
)
from methods.proportion import wilson_interval

REAL = "SIGNAL"
FALSE = ("DATA_ERROR", "UNEXPLAINED")
NOT_EXPLAINED = (REAL, *FALSE)  # by a campaign or training
REAL_WIDTH = 124  # px
METHODS = ("farrington", "cusum", "ears")
SUNDAY = pd.Timedelta(days=6)


def record(scope: Scope, rows: pd.DataFrame) -> None:
    """Draw what became of all alarms up to the scope's week.

    Args:
        scope: The week and region that are looked at.
        rows: Of alarm_rows.alarm_rows.
    """
    subheader(say("tips_signals_record"))
    if rows.empty:
        st.info(say("tips_signals_record_none"))
        return
    left, right = abreast(7, 5)
    with left:
        _figure(scope, rows)
    with right:
        st.markdown(real_sentence(rows))
        for line in (
            waiting_sentence(rows),
            budget_sentence(scope, rows),
            measured_sentence(scope, rows),
        ):
            if line:
                st.markdown(line)
        st.caption(say("tips_signals_record_note"))
    _table(year_rows(scope, rows), "year")
    _table(method_rows(rows), "method")


def real_sentence(rows: pd.DataFrame) -> str:
    """How many decided alarms turned out real, with the interval, and the others."""
    decided = rows[rows["outcome"] != OPEN]
    if decided.empty:
        return say("tips_signals_real_none", raised=number_text(len(rows)))
    found = decided["outcome"].value_counts()
    real, errors, unexplained = (int(found.get(code, 0)) for code in NOT_EXPLAINED)
    low, high = wilson_interval(real, len(decided))
    said = say(
        "tips_signals_real",
        raised=number_text(len(rows)),
        decided=number_text(len(decided)),
        real=number_text(real),
        share=share_text(real / len(decided)),
        low=share_text(low),
        high=share_text(high),
    )
    others = say(
        "tips_signals_others",
        explained=number_text(len(decided) - real - errors - unexplained),
        errors=number_text(errors),
        unexplained=number_text(unexplained),
    )
    return f"{said} {others}"


def waiting_sentence(rows: pd.DataFrame) -> str:
    """How long it takes until an alarm is decided; nothing when none is."""
    decided = rows[rows["outcome"] != OPEN]
    if decided.empty:
        return ""
    days = (decided["decided_on"] - decided["raised_week_start"] - SUNDAY).dt.days
    return say(
        "tips_signals_waiting",
        median=number_text(days.quantile(0.5, interpolation="lower")),
        late=number_text(days.quantile(0.9, interpolation="higher")),
    )


def budget_sentence(scope: Scope, rows: pd.DataFrame) -> str:
    """The false alarms to be expected so far beside the alarms that were raised."""
    weeks = _expected(scope)
    if weeks.empty:
        return ""
    return say(
        "tips_signals_budget_so_far",
        weeks=number_text(len(weeks)),
        since=date_text(weeks["week_start"].iloc[0].date()),
        expected=number_text(weeks["expected"].sum()),
        raised=number_text(len(rows)),
    )


def measured_sentence(scope: Scope, rows: pd.DataFrame) -> str:
    """The false alarms that were found so far beside those set for, a week."""
    found = measured(scope, rows["outcome"])
    if found is None:
        return ""
    return say(
        "tips_signals_measured",
        nominal=number_text(found.nominal, 2),
        measured=number_text(found.measured, 2),
        false=number_text(found.false),
        weeks=number_text(found.weeks),
        open=number_text(found.open),
    )


class Measured(NamedTuple):
    """False alarms by the outcomes that were handed over.

    Attributes:
        nominal: A week that the thresholds let through by chance, of what was judged.
        measured: A week that were decided as data errors or unexplained.
        false: How many those are.
        weeks: In as many weeks.
        open: Alarms without an outcome.
        decided: Alarms with one.
    """

    nominal: float
    measured: float
    false: int
    weeks: int
    open: int
    decided: int


def measured(scope: Scope, outcomes: pd.Series) -> Measured | None:
    """How many false alarms were found beside those set for; None before any week.

    Args:
        scope: The week up to which, and the region of which, alarms are counted.
        outcomes: Of these alarms: a code; "open" or missing where there is none.
    """
    weeks = _expected(scope)
    if weeks.empty:
        return None
    is_open = outcomes.isna() | outcomes.eq(OPEN)
    false = int(outcomes.isin(FALSE).sum())
    return Measured(
        float(weeks["expected"].mean()),
        false / len(weeks),
        false,
        len(weeks),
        int(is_open.sum()),
        int((~is_open).sum()),
    )


def _expected(scope: Scope) -> pd.DataFrame:
    """Week by week the false alarms to be expected in the area."""
    return ask(queries.judged_weeks, scope.week_start, scope.narrowed.region)


def _year(monday: pd.Series) -> pd.Series:
    """The fiscal year (B.E.) that a week ends in."""
    sunday = monday + SUNDAY
    return sunday.dt.year + 543 + (sunday.dt.month >= 10)


def _counted(rows: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Alarms by outcome; a column for each of OUTCOMES, and raised."""
    counts = pd.crosstab(by, rows["outcome"]).reindex(
        columns=list(OUTCOMES), fill_value=0
    )
    return counts.assign(raised=counts.sum(axis=1))


def year_rows(scope: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    """Alarms by the fiscal year of their week, with the false ones to be expected."""
    weeks = _expected(scope)
    expected = weeks.groupby(_year(weeks["week_start"]))["expected"].sum()
    found = _counted(rows, _year(rows["week_start"]).rename("year"))
    first = found.index.min()
    found = found.reindex(range(first, int(_year(_now(scope)).iloc[0]) + 1))
    found = found.fillna(0).astype(int)
    return found.assign(
        name=[year_text(year) for year in found.index],
        expected=expected.reindex(found.index),
    )


def _now(scope: Scope) -> pd.Series:
    return pd.Series([pd.Timestamp(scope.week_start)])


def method_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Alarms by the method that raised them."""
    found = _counted(rows, rows["method_raised"].rename("method"))
    found = found.reindex([each for each in METHODS if each in found.index])
    return found.assign(name=[words(f"tips_signals_method_{m}") for m in found.index])


def _table(found: pd.DataFrame, by: str) -> None:
    named = outcome_names()
    shown = found.assign(real=[_real(row) for row in found.to_dict("records")])
    if "expected" in shown:
        shown["expected"] = shown["expected"].round(1)
    columns = ("name", "raised", "real", "expected", *OUTCOMES)
    st.dataframe(
        shown[[each for each in columns if each in shown]],
        hide_index=True,
        column_config={
            "name": st.column_config.Column(
                words(f"tips_signals_by_{by}"), pinned=True
            ),
            "raised": words("tips_signals_raised"),
            "real": st.column_config.Column(
                words("tips_signals_real_share"), width=REAL_WIDTH
            ),
            "expected": words("tips_signals_expected"),
            **{code: named[code] for code in OUTCOMES},
        },
        height="content",
        key=f"tips_alarm_record_{by}",
    )


def _real(row: dict[str, Any]) -> str:
    """The share that turned out real, with its interval; nothing decided, a dash."""
    decided = row["raised"] - row[OPEN]
    if not decided:
        return words("tips_signals_no_figure")
    low, high = wilson_interval(row[REAL], decided)
    share = share_text(row[REAL] / decided)
    return f"{share} ({share_text(low)}–{share_text(high)})"


def _figure(scope: Scope, rows: pd.DataFrame) -> None:
    years = year_rows(scope, rows)
    records = years.to_dict("records")
    years["hover"] = [
        _hover(y, row) for y, row in zip(years.index, records, strict=True)
    ]
    title = words("tips_signals_record_title")
    drawn = outcome_bars(
        years,
        outcome_names(),
        words("tips_signals_expected"),
        look(),
        title,
        words("tips_signals_record_axis"),
        [
            words("tips_signals_record_figure", on=date_text(scope.week_end)),
            source_note(words("tips_signals_source"), "tip_report", "alarm_outcome"),
        ],
    )
    figure(
        drawn,
        "tips_alarm_record_figure",
        file_name="tips_alarm_record",
        alt=title,
        is_internal=True,
    )


def _hover(year: int, row: dict[str, Any]) -> str:
    named = outcome_names()
    parts = [f"{named[c]} {number_text(row[c])}" for c in OUTCOMES if row[c]]
    return words(
        "tips_signals_record_hover",
        year=fiscal_year_text(year),
        raised=number_text(row["raised"]),
        expected=number_text(row["expected"], 1),
        parts=", ".join(parts) or words("tips_signals_no_figure"),
    )
