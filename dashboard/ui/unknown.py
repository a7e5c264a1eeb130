"""Says that the address asks for what there is not: it is not dropped in silence."""

from collections.abc import Collection, Mapping

import streamlit as st

from dashboard.ui.address import TEXT_LIMIT, asked
from dashboard.ui.words import say, words


def warn_of_all_unknown(
    every: Mapping[str, tuple[Collection[str | int], str]],
) -> None:
    """One warning of all choices of which the address names none of the options.

    Args:
        every: By key of a choice, its options and label, as of warn_of_unknown.
    """
    found = {
        words(label): named[:TEXT_LIMIT]
        for key, (options, label) in every.items()
        if (named := asked(key)) and named not in {str(each) for each in options}
    }
    if not found:
        return
    pairs = found.items()
    named = ", ".join(
        words("address_unknown_one", choice=choice, found=value)
        for choice, value in pairs
    )
    st.warning(say("address_unknown_all", named=named))


def warn_of_unknown(key: str, options: Collection[str | int], label: str) -> None:
    """A warning where the address names none of the options; before `choice`.

    Args:
        key: Of the choice.
        options: All that there ever is to choose, whatever else was chosen.
        label: Key of the text that names the choice.
    """
    named = asked(key)
    if named and named not in {str(each) for each in options}:
        found = named[:TEXT_LIMIT]
        st.warning(say("address_unknown", choice=words(label), found=found))
