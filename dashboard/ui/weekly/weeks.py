"""Which week the page shows: from the address, with buttons to its neighbours."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard.ui.address import TEXT_LIMIT, choice, set_choice
from dashboard.ui.words import say, week_text, words

KEY = "weekly_week"


def named(sunday: date) -> str:
    """The ISO week that ends on a Sunday: "2026-W46"."""
    return f"{sunday:%G-W%V}"


def chosen(ends: Sequence[date]) -> date | None:
    """The Sunday of the week in the address, else the latest; None: it is not there.

    Args:
        ends: The Sundays of the weeks that there are, the earliest first.
    """
    by_name = {named(sunday): sunday for sunday in ends}
    asked = st.query_params.get(KEY, "")[:TEXT_LIMIT]
    strange = [asked] if asked and asked not in by_name else []
    latest = named(ends[-1])
    week = choice(KEY, [*by_name, *strange], latest, is_text=bool(strange))
    return by_name.get(week or latest)


def switch(ends: Sequence[date], sunday: date) -> None:
    """Buttons to the week before, the week after and the latest one."""
    at = ends.index(sunday)
    targets = {
        "before": ends[at - 1] if at else None,
        "after": ends[at + 1] if at + 1 < len(ends) else None,
        "latest": ends[-1] if at + 1 < len(ends) else None,
    }
    with st.container(horizontal=True, gap="small", key="weekly_weeks"):
        for what, target in targets.items():
            _button(what, target)


def _button(what: str, target: date | None) -> None:
    """A button to a week; one that leads nowhere cannot be pressed."""
    st.button(
        words(f"weekly_week_{what}"),
        key=f"weekly_week_{what}",
        disabled=target is None,
        help=week_text(named(target)) if target else None,
        on_click=set_choice,
        args=(KEY, named(target) if target else None),
    )


def not_there(ends: Sequence[date]) -> None:
    """Says that the week of the address is none of those, and leads to the latest."""
    st.warning(
        say(
            "weekly_week_not_there",
            asked=str(st.session_state.get(KEY, "")),
            first=week_text(named(ends[0])),
            last=week_text(named(ends[-1])),
        )
    )
    with st.container(key="weekly_weeks"):
        _button("latest", ends[-1])
