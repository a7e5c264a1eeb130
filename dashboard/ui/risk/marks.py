"""What the reader marks on the page's maps: a province, and classes of a legend."""

from collections.abc import Callable

import streamlit as st

from dashboard.queries import names
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import ask
from dashboard.ui.risk import rows
from dashboard.ui.risk.scenario_map import Marked

PROVINCE = "risk_province"
_PICKED = "_risk_picked"  # session: the province that a map in a fragment picked


def selected() -> str | None:
    """The code of the province that the page shows more of."""
    return choice(PROVINCE, ask(names.provinces)["province_code"].tolist())


def select(code: str | None) -> None:
    """Select a province, or none; for callbacks."""
    set_choice(PROVINCE, code)


def select_in_fragment(code: str | None) -> None:
    """The same, for a map of which a click runs its fragment alone: kept for `follow`.

    Chosen at once, the choice would be undone: the list of provinces is outside the
    fragment, and the run that follows begins with what it still shows.
    """
    st.session_state[_PICKED] = code


def take_picked() -> None:
    """Select what a map in a fragment picked; before the list of provinces is drawn."""
    if _PICKED in st.session_state:
        select(st.session_state.pop(_PICKED))


def marked(legend: str) -> Marked:
    """What is marked on the map whose legend's classes are kept under this key."""
    classes = choices(legend, [kind.id for kind in rows.level_kinds()])
    return Marked(selected(), tuple(classes))


def keeper(legend: str) -> Callable[[list[str]], None]:
    """Keeps these classes of a legend; for callbacks."""

    def keep(classes: list[str]) -> None:
        st.session_state[legend] = classes  # `choices` puts it into the address

    return keep


def follow() -> None:
    """Run the whole page once more when a map in a fragment picked a province."""
    if _PICKED in st.session_state:
        st.rerun()
