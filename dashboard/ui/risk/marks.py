"""What the reader marks on the page's maps: a province, and classes of a legend."""

from collections.abc import Callable

import streamlit as st

from dashboard.queries import names
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import ask
from dashboard.ui.risk import rows
from dashboard.ui.risk.scenario_map import Marked

PROVINCE = "risk_province"


def selected() -> str | None:
    """The code of the province that the page shows more of."""
    return choice(PROVINCE, codes())


def codes() -> list[str]:
    """The provinces that there are to select."""
    return list(ask(names.provinces)["province_code"])


def select(code: str | None) -> None:
    """Select a province, or none; for callbacks."""
    set_choice(PROVINCE, code)


def marked(legend: str) -> Marked:
    """What is marked on the map whose legend's classes are kept under this key."""
    classes = choices(legend, [kind.id for kind in rows.level_kinds()])
    return Marked(selected(), tuple(classes))


def keeper(legend: str) -> Callable[[list[str]], None]:
    """Keeps these classes of a legend; for callbacks."""

    def keep(classes: list[str]) -> None:
        st.session_state[legend] = classes  # `choices` puts it into the address

    return keep
