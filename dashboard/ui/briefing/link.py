"""A selection in an address, to be sent: what was chosen, and no figure."""

import base64
import binascii
import zlib
from dataclasses import replace

import streamlit as st

from dashboard.ui.selection import MOST_BYTES, Selection, SelectionError, read, written
from dashboard.ui.shelf import begin_with
from dashboard.ui.words import say, words

NAME = "briefing"  # in the address of the page
LONGEST = 6000  # characters; proxies refuse addresses of more than 8 KB
_REFUSED = "_briefing_link"  # session: why the address held no selection


def packed(selection: Selection) -> str:
    """A selection as letters that stand in an address as they are.

    Without what its objects were called: such a name may tell a figure.
    """
    items = tuple(replace(each, name="") for each in selection.items)
    content = zlib.compress(written(replace(selection, items=items)), 9)
    return base64.urlsafe_b64encode(content).decode()


def unpacked(letters: str) -> Selection:
    """The selection of such letters.

    Raises:
        SelectionError: They hold none.
    """
    try:
        given = base64.urlsafe_b64decode(letters.encode())
        content = zlib.decompressobj().decompress(given, MOST_BYTES + 1)
    except (ValueError, binascii.Error, zlib.error) as error:
        raise SelectionError("briefing_link_cut") from error
    return read(content)


def take_link() -> None:
    """Take the selection that the address holds in place of the one at hand; once.

    It leaves the address, which would bring it back after each change.
    """
    letters = st.query_params.get(NAME)
    if letters is None:
        return
    del st.query_params[NAME]
    try:
        selection = unpacked(letters)
    except SelectionError as error:
        st.session_state[_REFUSED] = error
        return
    begin_with(selection)
    st.toast(words("briefing_link_taken", number=len(selection.items)))


def link(selected: Selection) -> None:
    """The address that opens this selection, to be copied; or why there is none."""
    letters = packed(selected)
    with st.expander(words("briefing_link"), key="briefing_link"):
        if len(letters) > LONGEST:
            st.markdown(say("briefing_link_long"))
            return
        st.caption(say("briefing_link_note"))
        st.code(f"{_here()}?{NAME}={letters}", language=None)


def refused() -> SelectionError | None:
    """Why the address held no selection, once; None when it did or had none."""
    found: SelectionError | None = st.session_state.pop(_REFUSED, None)
    return found


def _here() -> str:
    """The address of this page as the reader's browser has it."""
    return st.context.url or ""
