"""Says that the address asks for what there is not: it is not dropped in silence.

The choice that stands in its place takes it out of the address. So what was said is
said again in a run that the browser alone asked for, until the reader goes on.
"""

from collections.abc import Collection, Mapping

import streamlit as st

from dashboard.ui.address import (
    TEXT_LIMIT,
    asked,
    is_run_of_the_browser,
    selection,
)
from dashboard.ui.words import say, words

_SAID = "_unknown_said"  # session: by page and choice, what the last run warned of


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
        warn_until_the_reader_goes_on("all", "")
        return
    pairs = found.items()
    named = ", ".join(
        words("address_unknown_one", choice=choice, found=value)
        for choice, value in pairs
    )
    warn_until_the_reader_goes_on("all", say("address_unknown_all", named=named))


def warn_of_unknown(key: str, options: Collection[str | int], label: str) -> None:
    """A warning where the address names none of the options; before `choice`.

    Args:
        key: Of the choice.
        options: All that there ever is to choose, whatever else was chosen.
        label: Key of the text that names the choice.
    """
    named, said = asked(key), ""
    if named and named not in {str(each) for each in options}:
        found = named[:TEXT_LIMIT]
        said = say("address_unknown", choice=words(label), found=found)
    warn_until_the_reader_goes_on(key, said)


def warn_until_the_reader_goes_on(key: str, said: str) -> None:
    """A warning, or the one of the run before where the reader did nothing since.

    Args:
        key: Of what is warned of; one warning of each on a page.
        said: "" where nothing is amiss.
    """
    page, _ = selection()
    kept: dict[tuple[str, str], str] = st.session_state.setdefault(_SAID, {})
    if not said and is_run_of_the_browser():
        said = kept.get((page, key), "")
    kept[page, key] = said
    if said:
        st.warning(said)
