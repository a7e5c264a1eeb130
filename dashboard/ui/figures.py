"""Figures on a page: in the reader's colours and language, with a menu of their own."""

from dataclasses import replace
from typing import Literal

import streamlit as st

from dashboard.charts import base
from dashboard.ui.page_width import is_wide
from dashboard.ui.shelf import offer_figure
from dashboard.ui.words import era, lang, words

INTERNAL_EVERY = 700  # px of a plot on a screen: each that is seen whole has one mark


def look() -> base.Look:
    """The reader's theme, language and era, for the functions of dashboard.charts."""
    mode: base.Mode = "dark" if st.context.theme.type == "dark" else "light"
    return replace(base.look(mode, lang(), era()), is_wide=is_wide())


def figure(
    drawn: base.Figure,
    key: str,
    *,
    file_name: str,
    alt: str,
    width: int | Literal["stretch"] = "stretch",
    is_internal: bool = False,
    source: str = "",
    until: str = "",
) -> None:
    """Draw a figure of dashboard.charts.

    Args:
        drawn: The figure; it looks as it says, Streamlit's theme is off.
        key: `<page>_<what>`.
        file_name: Name of the picture to take away, without folder and ending.
        alt: What the figure shows, for a reader who does not see it.
        width: In px, or as wide as there is room.
        is_internal: Whether it draws protected counts as they are: it says so across
            itself and there is nothing of it to take away.
        source: Who publishes its figures, where its note does not say so in the words
            of source_note.
        until: The last day or year of its figures, likewise.
    """
    menu = base.menu(look(), file_name)
    if is_internal:
        menu = base.no_menu(look())
        drawn = base.watermarked(drawn, words("internal_use"), INTERNAL_EVERY)
    st.plotly_chart(drawn, width=width, theme=None, key=key, config=menu, alt=alt)
    offer_figure(drawn, key, alt, source, until, is_internal=is_internal)
