"""The share of each form of exploitation by quarter, and of tips that state none."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.charts import tip_form_trends as charts
from dashboard.queries import tip_forms as queries
from dashboard.rules import rules
from dashboard.text import SHORT_MONTHS
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tips import kinds
from dashboard.ui.tips.form_lines import (
    EVERY,
    UNSTATED,
    FormLine,
    counts,
    stated_lines,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, lang, number_text, say, words

QUARTERS = 8  # at least, whatever period is chosen


def trends(scope: Scope) -> None:
    """Draw the small panels and their table."""
    subheader(say("tips_forms_trends"))
    starts = _starts(scope)
    found = ask(queries.form_quarters, scope.week_start, starts[0], scope.narrowed)
    found["quarter_start"] = found["quarter_start"].dt.date
    wide = counts(found, "quarter_start").reindex(columns=starts, fill_value=0)
    unknown = _unknown(scope, starts)
    _figure(scope, _panels(scope, wide, unknown), starts)
    _table(scope, wide, unknown)
    kinds.published("form", "national_quarter")


def _figure(scope: Scope, panels: list[charts.Trend], starts: list[date]) -> None:
    """Draw the panels; where none has a share, say so instead."""
    if all(panel.points["share"].isna().all() for panel in panels):
        st.info(say("tips_forms_trends_few", least=kinds.LEAST))
        return
    title = words("tips_forms_trends_title", of=kinds.of_text(scope, "form"))
    figure(
        charts.form_trends(
            panels,
            {at: look().year(d.year) for at, d in enumerate(starts) if d.month == 1},
            look(),
            title=title,
            below=words("tips_forms_trends_below"),
            note=kinds.note(
                scope,
                words("tips_forms_note"),
                words("tips_forms_trends_note", least=kinds.LEAST),
            ),
        ),
        "tips_forms_trends",
        file_name="tips_forms_trends",
        alt=title,
        is_internal=True,
    )


def _starts(scope: Scope) -> list[date]:
    """First days of the quarters: the last ones, or all that the period touches."""
    last = _quarter(scope.week_end)
    first = min(last - QUARTERS + 1, _quarter(scope.since))
    known = kinds.reported(scope, _first_day(first))["week_start"].min()
    if pd.notna(known):  # a quarter that lies before the data is none
        first = max(first, _quarter((known + pd.Timedelta(days=6)).date()))
    return [_first_day(number) for number in range(first, last + 1)]


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _first_day(quarter: int) -> date:
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)


def _last_day(start: date) -> date:
    return _first_day(_quarter(start) + 1) - timedelta(days=1)


def _name(start: date) -> str:
    """A quarter by its months and year."""
    months = SHORT_MONTHS[lang()]
    return words(
        "tips_forms_quarter",
        first=months[start.month - 1],
        last=months[start.month + 1],
        year=look().year(start.year),
    )


def _unknown(scope: Scope, starts: list[date]) -> pd.Series:
    """Why each quarter is not known; "" where a province reported a week of it."""
    weeks = kinds.reported(scope, starts[0] - timedelta(days=6))
    quarter = [_first_day(_quarter(day)) for day in weeks["week_start"].dt.date]
    found = {
        start: "" if told["is_reported"].any() else kinds.unknown_text(told)
        for start, told in weeks.groupby(quarter)
    }
    return pd.Series(found, dtype="object").reindex(
        starts, fill_value=words("tips_kinds_unreported")
    )


def _panels(scope: Scope, wide: pd.DataFrame, unknown: pd.Series) -> list[charts.Trend]:
    """A panel for each legal form, with its sub-form, and one for "not stated"."""
    lines = stated_lines()
    found = []
    for line in lines:
        if line.is_sub_form:
            continue
        subs = [each for each in lines if each.is_sub_form and _is_under(each, line)]
        sub = subs[0] if subs else None
        found.append(
            charts.Trend(
                line.short,
                _points(scope, wide, unknown, line.code, "stated"),
                sub.short if sub else "",
                _points(scope, wide, unknown, sub.code, "stated") if sub else None,
            )
        )
    none = _points(scope, wide, unknown, UNSTATED, EVERY)
    return [*found, charts.Trend(words("tips_forms_panel_unstated"), none)]


def _is_under(sub: FormLine, legal: FormLine) -> bool:
    return sub.legal_form == legal.code


def _points(
    scope: Scope, wide: pd.DataFrame, unknown: pd.Series, code: str, of: str
) -> pd.DataFrame:
    settled = scope.week_end - timedelta(weeks=rules().settle_weeks)
    rows = []
    for start in wide.columns:
        count, total = wide.loc[code, start], wide.loc[of, start]
        share = kinds.share_of(count, total)
        rows.append(
            share._asdict()
            | {
                "is_open": _last_day(start) > settled,
                "hover": _hover(scope, start, count, total, unknown[start]),
            }
        )
    return pd.DataFrame(rows).astype(dict.fromkeys(kinds.Share._fields, "float64"))


def _hover(scope: Scope, start: date, count: int, total: int, why: str) -> str:
    if not total and why:
        return words("tips_kinds_hover_unreported", period=_name(start), why=why)
    share = kinds.share_of(count, total)
    return words(
        "tips_kinds_hover",
        period=_period(scope, start),
        tips=number_text(count),
        total=number_text(total),
        share=kinds.said(share),
        interval=kinds.interval_text(share) or "–",
    )


def _period(scope: Scope, start: date) -> str:
    """A quarter; of one that has not ended, until when it goes."""
    if _last_day(start) <= scope.week_end:
        return _name(start)
    until = date_text(scope.week_end)
    return words("tips_forms_quarter_running", quarter=_name(start), until=until)


def _table(scope: Scope, wide: pd.DataFrame, unknown: pd.Series) -> None:
    """The figures of the lines, exact: one row per quarter, the latest first."""
    rows = []
    starts = wide.columns[::-1]
    for start in starts:
        is_unknown = not wide.loc[EVERY, start] and unknown[start]
        row: dict[str, object] = {
            "period": _period(scope, start),
            "tips": None if is_unknown else wide.loc[EVERY, start],
            "stated": None if is_unknown else wide.loc["stated", start],
        }
        for line in stated_lines():
            tips, stated = wide.loc[line.code, start], wide.loc["stated", start]
            share, count = kinds.share_of(tips, stated), number_text(tips)
            row[line.code] = (
                unknown[start] if is_unknown else f"{count} ({kinds.said(share)})"
            )
        rows.append(row)
    table = pd.DataFrame(rows)
    for name in ("tips", "stated"):
        table[name] = kinds.told(table[name], unknown[starts])
    headings = {
        "period": words("tips_kinds_col_period"),
        "tips": words("tips_kinds_col_tips"),
        "stated": words("tips_forms_col_stated"),
        **{line.code: line.short for line in stated_lines()},
    }
    kinds.exact_table(table, headings, "tips_forms_trends")
