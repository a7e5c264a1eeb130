"""What the reader looks at: the week as of which, how far back, and which tips."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from dashboard.queries import tip_alarms, weekly
from dashboard.queries.tips import Narrowed
from dashboard.ui.address import asked, choice
from dashboard.ui.answers import ask, kept
from dashboard.ui.tips.kind_labels import labels_of
from dashboard.ui.unknown import warn_of_all_unknown
from dashboard.ui.words import lang, say, week_text, words

SPANS = ("26", "52", "104", "all")  # weeks shown
KINDS = ("region", "channel", "form", "status")
# px, by language: the longest name of each fits, and all stand in one row of a desk
WIDTHS = {
    "th": {
        "week": 204,
        "span": 119,
        "region": 165,
        "channel": 178,
        "form": 213,
        "status": 161,
    },
    "en": {
        "week": 199,
        "span": 115,
        "region": 113,
        "channel": 218,
        "form": 209,
        "status": 186,
    },
}


@dataclass(frozen=True)
class Scope:
    """What is looked at.

    Attributes:
        iso_week: The week, "2026-W47": everything is as known at its end.
        week_start: Its Monday.
        since: The Monday of the first week shown.
        narrowed: Which tips are counted; any but a region makes a view exploratory.
    """

    iso_week: str
    week_start: date
    since: date
    narrowed: Narrowed

    @property
    def week_end(self) -> date:
        """The Sunday of the week."""
        return self.week_start + timedelta(days=6)

    @property
    def is_exploratory(self) -> bool:
        """Whether a channel, form or status is picked: such views raise no alarms."""
        return any(self.narrowed[1:])


def warn_of_unknown(parts: Collection[str]) -> None:
    """Say what the address names that there is not; before `chosen`.

    Args:
        parts: Of the page.
    """
    weeks = ask(weekly.weeks)
    if weeks.empty:
        return
    kinds = {f"tips_{kind}": (labels_of(kind), f"tips_{kind}") for kind in KINDS}
    alarms: Collection[str] = ()
    if asked("tips_alarm"):
        last = weeks["week_start"].iloc[-1].date()
        alarms = set(ask(tip_alarms.alarms, last)["alarm_id"])
    warn_of_all_unknown(
        {
            "tips_part": (parts, "tips_part"),
            "tips_week": (set(weeks["iso_week"]), "tips_week"),
            "tips_span": (SPANS, "tips_span"),
            **kinds,
            "tips_alarm": (alarms, "tips_alarm"),
        }
    )


def chosen() -> Scope | None:
    """The scope by address or widgets; None where no week is complete."""
    weeks = ask(weekly.weeks)
    if weeks.empty:
        return None
    weeks = weeks.iloc[::-1].set_index("iso_week")
    iso_week = choice("tips_week", list(weeks.index), weeks.index[0])
    span = choice("tips_span", SPANS, SPANS[1])
    narrowed = Narrowed(
        *(choice(f"tips_{kind}", ["", *labels_of(kind)], "") for kind in KINDS)
    )
    starts = weeks["week_start"].dt.date
    week_start = starts.loc[iso_week]
    back = week_start - timedelta(weeks=int(span) - 1) if span != "all" else date.min
    return Scope(iso_week, week_start, max(back, starts.iloc[-1]), narrowed)


def filters() -> None:
    """The row of controls; call `chosen` before."""
    weeks, widths = kept(_week_names), WIDTHS[lang()]
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="xxsmall", key="tips_row"
    ):
        st.selectbox(
            say("tips_week"),
            list(weeks),
            format_func=weeks.__getitem__,
            key="tips_week",
            width=widths["week"],
            help=say("tips_week_help"),
        )
        st.selectbox(
            say("tips_span"),
            SPANS,
            format_func={s: words(f"tips_span_{s}") for s in SPANS}.__getitem__,
            key="tips_span",
            width=widths["span"],
        )
        for kind in KINDS:
            labels = {"": words("tips_any"), **labels_of(kind)}
            st.selectbox(
                say(f"tips_{kind}"),
                list(labels),
                format_func=labels.__getitem__,
                key=f"tips_{kind}",
                width=widths[kind],
            )


def _week_names() -> dict[str, str]:
    """What the weeks are called, the last one first: 47/2569 (16–22 พ.ย.).

    The label says that it is a week, and the year stands before the days.
    """
    weeks = ask(weekly.weeks)["iso_week"][::-1]
    return {week: week_text(week, short=True) for week in weeks}
