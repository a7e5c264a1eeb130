"""Where the figures of a page come from: one answer for its feet and for the log."""

import streamlit as st

from dashboard.exhibits import Origin
from dashboard.rules import rules
from dashboard.ui.answers import version
from dashboard.ui.as_of import pinned_to

_ORIGIN = "_origin"  # session: of a page that shows what was frozen


def begin_origin() -> None:
    """From now on, figures are asked of the version of this run."""
    st.session_state.pop(_ORIGIN, None)


def set_origin(frozen: Origin) -> None:
    """From now on, the page shows figures as they were frozen."""
    st.session_state[_ORIGIN] = frozen


def origin() -> Origin:
    """Where the figures come from that the page shows from here on.

    What is asked of a version, be it that of a snapshot, passes the rules in force.
    """
    frozen: Origin | None = st.session_state.get(_ORIGIN)
    return frozen or Origin(version().name, rules().version, pinned_to())
