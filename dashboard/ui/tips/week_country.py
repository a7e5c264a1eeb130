"""The country's tips week by week: the line, its usual range, what still comes in."""

import pandas as pd
import streamlit as st

from dashboard.charts.base import Figure, Look
from dashboard.charts.tip_week_line import week_line
from dashboard.ui.answers import kept
from dashboard.ui.figures import figure, look
from dashboard.ui.tips.scope import Scope
from dashboard.ui.tips.week_series import GAPS, Series, series
from dashboard.ui.tips.week_words import (
    Row,
    figure_note,
    is_above,
    is_summed_up,
    method_text,
    narrowed_text,
    sum_text,
    total_text,
    usual_text,
    week_name,
    with_whole,
)
from dashboard.ui.words import number_text, say, words
from methods.evidence import USUAL


def country(scope: Scope, found: Series) -> None:
    """Draw the line; an exploratory view has no usual range and says so."""
    weeks = found.country
    if scope.is_exploratory:
        st.info(say("tips_week_exploratory"))
    elif scope.narrowed.region:
        st.caption(say("tips_week_country_whole"))
    if weeks["tips"].isna().all():
        st.info(say("tips_week_none"))
        return
    drawn, title = kept(_drawn, scope, look())
    figure(
        drawn, "tips_week_country", file_name="tips_week", alt=title, is_internal=True
    )
    if not scope.is_exploratory:
        st.caption(say("tips_week_two_ranges"))


def _drawn(scope: Scope, using: Look) -> tuple[Figure, str]:
    """The figure and its title."""
    weeks = series(scope).country
    title = _title(scope, weeks.iloc[-1].to_dict())
    hover = [_hover(row) for row in weeks.to_dict("records")]
    kind = "counted" if scope.is_exploratory else "judged"
    drawn = week_line(
        (weeks if scope.is_exploratory else with_whole(weeks)).assign(hover=hover),
        using,
        title,
        words(f"tips_week_marks_{kind}") + _gap_mark(weeks),
        words("tips_week_axis"),
        figure_note(scope, *_notes(scope, weeks)),
    )
    return drawn, title


def _title(scope: Scope, last: Row) -> str:
    """What is seen of the last week, in a sentence."""
    said = {"week": week_name(last["week_start"]), "tips": sum_text(last)}
    if pd.isna(last["tips"]):
        return words(f"tips_week_title_{last['gap']}", **said)
    if scope.is_exploratory:
        return words("tips_week_title_narrowed", **said, narrowed=narrowed_text(scope))
    if last["is_alarm"]:
        key = f"tips_week_title_alarm{'_summed' if is_summed_up(last) else ''}"
        return words(key, **said, usual=usual_text(last))
    if pd.isna(last["high"]):
        return words("tips_week_title_unjudged", **said)
    return _title_of_range(last, said)


def _title_of_range(last: Row, said: dict[str, str]) -> str:
    """Whether the last week is usual: all of it, where tips still come in."""
    high = "high"
    key = "tips_week_title_above" if is_above(last) else "tips_week_title_usual"
    if pd.notna(last["total"]):
        high = "high_whole"
        said = {**said, "total": number_text(round(last["total"]))}
        key += "_whole"
    return words(key, **said, high=number_text(last[high]))


def _notes(scope: Scope, weeks: pd.DataFrame) -> list[str]:
    last = weeks.iloc[-1]
    reported = words(
        "tips_week_reported",
        reported=number_text(last["reported"]),
        provinces=number_text(last["provinces"]),
    )
    gaps = [
        words(f"tips_week_gaps_{gap}", number=number_text(number))
        for gap in GAPS
        if (number := int((weeks["gap"] == gap).sum()))
    ]
    if scope.is_exploratory:
        return [reported, *gaps]
    method = words("tips_week_method_note", method=method_text(last["method"]))
    return [reported, *gaps, *_above(weeks), method]


def _above(weeks: pd.DataFrame) -> list[str]:
    """How often the band was left upwards, beside how often chance would."""
    judged = weeks[weeks["tips"].notna() & weeks["high"].notna()]
    if judged.empty:
        return []
    return [
        words(
            "tips_week_above_band",
            above=number_text(sum(map(is_above, judged.to_dict("records")))),
            weeks=number_text(len(judged)),
            chance=number_text(len(judged) * (1 - USUAL), 1),
        )
    ]


def _gap_mark(weeks: pd.DataFrame) -> str:
    """What the stroke of a week that is not known means, where there is one."""
    return "" if weeks["tips"].notna().all() else " " + words("tips_week_marks_gap")


def _hover(row: Row) -> str:
    """A week in words."""
    parts = [
        week_name(row["week_start"], days=True),
        words(f"tips_week_gap_{row['gap']}") if row["gap"] else sum_text(row),
        words(
            "tips_week_reported",
            reported=number_text(row["reported"]),
            provinces=number_text(row["provinces"]),
        ),
    ]
    if row["announced"]:
        number = number_text(row["announced"])
        parts.append(words("tips_week_announced_number", number=number))
    if row["is_open"]:
        parts.append(words("tips_week_open"))
    if "high" in row:
        parts.insert(2, usual_text(row))
        if row["is_alarm"]:
            parts.insert(3, words("tips_week_has_alarm"))
        if pd.notna(row["total"]):
            parts.append(total_text(row))
    return " · ".join(parts)
