"""What the parts of the referral flow share: titles, notes, names, figures in words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.queries import names, tip_flow_known
from dashboard.queries import tip_flow as queries
from dashboard.ui.answers import ask
from dashboard.ui.tables import source_note
from dashboard.ui.tips.kind_labels import labels_of, shortened
from dashboard.ui.tips.scope import KINDS, Scope
from dashboard.ui.words import date_text, lang, number_text, say, share_text, words
from methods.survival import Quantile

DATASETS = ("tip_report", "referral", "tip_outcome")
# Columns of cohorts that count rows of a dataset, by field of Known.
COUNTED = {
    "referrals": (
        *("referred", "handed_over", "accepted"),
        *("referrals", "referrals_accepted", "hand_overs"),
    ),
    "findings": ("decided", "decisions", "victims_identified"),
}
TIME_DAYS = 45  # a tip this old has had time to be handed on
FEW = 10  # fewer say too little of a share or a quantile
# Limits of the referral mechanism (nrm_step N3 and N5): of a stay and of a reflection
# period, not of a hand-over. They are drawn as a scale.
SHELTER_DAYS, REFLECTION_DAYS = 15, 45
# Codes of agencies that have a short name, for the name that the shipped list gives
# them.
SHORT = (
    *("SAC1300", "PSDHS", "MDT", "AHTD", "RTP_LOCAL"),
    *("DSI", "ADMIN", "LABOUR", "SHELTER", "OAG"),
)
WHOLE_ROWS = 12  # a table of no more than these does not scroll
TABLE_HEIGHT = 420  # px


def before(scope: Scope) -> Scope | None:
    """The period before, equally long and as known at its own end; None without one.

    It had as much time as the chosen period has had: shares of both may be compared.
    Before the first week of tips there is nothing, not zero, to compare with.
    """
    week = timedelta(weeks=1)
    since = scope.since - (scope.week_start + week - scope.since)
    then = replace(scope, week_start=scope.since - week, since=since)
    first = ask(tip_flow_known.first_week, then.week_start)
    return then if first and first <= since else None


def span_text(scope: Scope) -> str:
    """The days of receipt that count."""
    return words(
        "tips_flow_span",
        first=date_text(scope.since),
        last=date_text(scope.week_end),
    )


def note(scope: Scope, *more: str) -> list[str]:
    """As of when, of which tips, then the source: what stands below a figure."""
    known = words("tips_flow_known", on=date_text(scope.week_end))
    kinds = narrowed_text(scope)
    only = [words("tips_flow_only", kinds=kinds)] if kinds else []
    source = source_note(words("tips_flow_source"), *DATASETS)
    return [*more, known, *only, source]


def narrowed_text(scope: Scope) -> str:
    """What the tips were narrowed to, in words; "" when to nothing."""
    chosen = sorted(
        (kind_of, code)
        for kind_of, code in zip(KINDS, scope.narrowed, strict=True)
        if code
    )
    return " · ".join(labels_of(kind_of)[code] for kind_of, code in chosen)


def kind_labels() -> dict[tuple[str, str], str]:
    """What codes are called in the reader's language, by kind_of and code."""
    found = ask(names.kind_names)
    keys = zip(found["kind_of"], found["kind"], strict=True)
    return dict(zip(keys, found[f"label_{lang()}"], strict=True))


def agency_names() -> dict[str, str]:
    """The agencies by code."""
    return {code: name for (of, code), name in kind_labels().items() if of == "agency"}


def short_agency_names() -> dict[str, str]:
    """The agencies by code, in short where they have a short name: for tables."""
    short = {
        code: (words(f"tips_flow_agency_of_{code}"), words(f"tips_flow_agency_{code}"))
        for code in SHORT
    }
    return shortened(agency_names(), short)


def suppression_names() -> dict[str, str]:
    """The suppression agencies by code."""
    labels = agency_names()
    return {code: labels[code] for code in ask(queries.suppression_agencies)}


def province_names(scope: Scope) -> dict[str, str]:
    """The provinces of the chosen region, or all, by code."""
    found = ask(names.provinces)
    region = scope.narrowed.region
    mine = found[found["region"] == region] if region else found
    return dict(zip(mine["province_code"], mine[f"name_{lang()}"], strict=True))


def known(scope: Scope) -> tip_flow_known.Known:
    """Which datasets had any row by then: what the others would count is no data."""
    return ask(tip_flow_known.known, scope.week_start)


def unknown_notes(scope: Scope) -> list[str]:
    """Of which datasets there is no data, in words: what stands below a figure."""
    on = date_text(scope.week_end)
    return [
        words(f"tips_flow_unknown_{dataset}", on=on)
        for dataset, is_known in known(scope)._asdict().items()
        if not is_known
    ]


def unknown_text(scope: Scope) -> str:
    """That there is no data on referrals."""
    return say("tips_flow_unknown_referrals", on=date_text(scope.week_end))


def cohorts(scope: Scope) -> pd.DataFrame:
    """The rows of queries.tip_flow.flow_cohorts for the scope.

    What counts rows of a dataset that had none is missing, never 0.
    """
    found = ask(
        queries.flow_cohorts,
        scope.week_start,
        scope.since,
        scope.narrowed,
        TIME_DAYS,
    )
    missing = [
        column
        for dataset, is_known in known(scope)._asdict().items()
        if not is_known
        for column in COUNTED[dataset]
    ]
    return found.assign(**dict.fromkeys(missing, np.nan))


def part_text(part: float, whole: float, decimals: int = 0) -> str:
    """A share of a whole, "too few" where the whole is small."""
    if np.isnan(part):
        return number_text(None)
    if whole < FEW:
        return few_text(whole)
    return share_text(part / whole, decimals)


def few_text(number: float, wait: str = "receipt") -> str:
    """That so many tips, or hand-overs where they wait for acceptance, are too few."""
    return words(f"tips_flow_few_{wait}", number=number_text(number))


def days_text(days: float) -> str:
    """So many days; "not reached" where the curve never comes so far."""
    if np.isnan(days):
        return words("tips_flow_not_reached")
    one = days == 1
    return words("tips_flow_day" if one else "tips_flow_days", days=number_text(days))


def limits_text(found: Quantile) -> str:
    """Days with their 95 % limits; an upper limit may not be reached."""
    if np.isnan(found.time):
        return words("tips_flow_not_reached")
    low = 0.0 if np.isnan(found.low) else found.low
    if np.isnan(found.high):
        return words(
            "tips_flow_days_from",
            days=days_text(found.time),
            low=number_text(low),
        )
    return words(
        "tips_flow_days_limits",
        days=days_text(found.time),
        low=number_text(low),
        high=number_text(found.high),
    )


def short_limits_text(found: Quantile) -> str:
    """Days with their 95 % limits for a column that says so: 8 (5–12), 8 (5–…)."""
    if np.isnan(found.time):
        return words("tips_flow_not_reached")
    return words(
        "tips_flow_short_limits",
        days=number_text(found.time),
        low=number_text(0.0 if np.isnan(found.low) else found.low),
        high="…" if np.isnan(found.high) else number_text(found.high),
    )


def within_text(part: str, found: Quantile) -> str:
    """Within how many days a part had ended, or that it has not yet, as a clause.

    Args:
        part: "half" or "nine" (in ten).
        found: By when it had.
    """
    if np.isnan(found.time):
        return words(f"tips_flow_{part}_not_reached")
    return words(f"tips_flow_{part}_within", days=limits_text(found))


def marks() -> list[tuple[int, str]]:
    """The days that are marked in figures of waits."""
    return [
        (days, words("tips_flow_mark", days=number_text(days)))
        for days in (SHELTER_DAYS, REFLECTION_DAYS)
    ]


def mark_note() -> str:
    """What the marked days are, and what they are not."""
    return words(
        "tips_flow_mark_note", shelter=SHELTER_DAYS, reflection=REFLECTION_DAYS
    )


def exact_table(
    frame: pd.DataFrame,
    headings: Mapping[str, Any],
    key: str,
    label: str = "",
    missing: str | None = None,
) -> None:
    """A table of exact figures: on the screen alone, without a file.

    Args:
        frame: The rows, in order.
        headings: For each column to show, in order, its heading or a st.column_config.
        key: `tips_flow_<what>`.
        label: Of the fold, where it is not below the figure of the same.
        missing: What a missing figure means; None: that there are no data.
    """
    fold = st.expander(
        label or words("tips_flow_exact_table"),
        key=f"{key}_expander",
        on_change="rerun",
    )
    if fold.open:
        fold.caption(say("tips_flow_exact_note"))
        fold.dataframe(
            frame[list(headings)],
            hide_index=True,
            column_config=dict(headings),
            height="content" if len(frame) <= WHOLE_ROWS else TABLE_HEIGHT,
            key=f"{key}_table",
            placeholder=number_text(None) if missing is None else missing,
        )


def number_column(
    heading: str,
    width: int | None = None,
    more: str | None = None,
) -> Any:  # noqa: ANN401
    """A column of counts, with separators; `more` is said where its heading is."""
    return st.column_config.NumberColumn(
        heading, format="localized", width=width, help=more
    )
