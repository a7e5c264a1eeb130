"""Which week the page shows: from the address, with buttons to its neighbours."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import streamlit as st

from dashboard.ui.address import TEXT_LIMIT, choice, set_choice
from dashboard.ui.as_of import set_as_of
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
    with st.container(horizontal=True, gap="small", key="weekly_weeks"):
        for what, target in beside(ends, sunday).items():
            button(what, Target(named(target)) if target else None)


def beside(ends: Sequence[date], sunday: date) -> dict[str, date | None]:
    """The Sundays of the weeks before and after one, and the latest; None: it is none.

    Args:
        ends: The Sundays of the weeks that there are, the earliest first.
        sunday: Of the week; it need not be one of those.
    """
    before = [day for day in ends if day < sunday]
    after = [day for day in ends if day > sunday]
    return {
        "before": before[-1] if before else None,
        "after": after[0] if after else None,
        "latest": after[-1] if after else None,
    }


class Target(NamedTuple):
    """Where a button leads: a week as known now, or a snapshot of it.

    Attributes:
        week: The ISO week.
        snapshot: Its id; "" for now.
        help: What the reader is told of it; "": the week.
    """

    week: str
    snapshot: str = ""
    help: str = ""


def button(what: str, target: Target | None) -> None:
    """A button to a week; one that leads nowhere cannot be pressed."""
    st.button(
        words(f"weekly_week_{what}"),
        key=f"weekly_week_{what}",
        disabled=target is None,
        help=(target.help or week_text(target.week)) if target else None,
        on_click=_go,
        args=(target,),
    )


def _go(target: Target) -> None:
    """Show a snapshot, or a week as it is known now."""
    set_as_of(target.snapshot)
    set_choice(KEY, None if target.snapshot else target.week)


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
        button("latest", Target(named(ends[-1])))
