"""The coverage map as columns that can be tilted and turned, with its legend.

Their script (deck.gl, 3 MB) is asked for only once a reader chooses the columns.
"""

from collections.abc import Callable

import streamlit as st

from dashboard import maps
from dashboard.ui.answers import kept
from dashboard.ui.borders import borders_address
from dashboard.ui.coverage import figures
from dashboard.ui.coverage.deck import deck
from dashboard.ui.coverage.layers import Height
from dashboard.ui.figures import look
from dashboard.ui.province_map import open_profile, province_map
from dashboard.ui.shelf import offer_map, subheader
from dashboard.ui.words import say, words

KEY = "coverage_columns"
ROOM = 520  # px


def columns_map(
    view: figures.View,
    height: Height,
    on_select: Callable[[str | None], None],
    on_keep: Callable[[list[str]], None],
) -> None:
    """Draw the columns with the legend of the flat map below them.

    Args:
        view: What the reader chose.
        height: What the columns' height shows, of layers.heights.
        on_select: Takes the code of the province clicked, None when it was given up.
        on_keep: Takes the ids of the classes that the legend keeps; empty: all.
    """
    spec = figures.map_spec(view)
    subheader(say("coverage_columns_title", title=spec["title"]))
    st.caption(say("coverage_columns_status", status=spec["status"]))
    st.pydeck_chart(
        kept(deck, view, height, look(), borders_address()),
        height=ROOM,
        on_select=lambda: _heard(view, on_select),
        key=KEY,
        alt=words("coverage_columns_alt", height=height.title()),
    )
    st.caption(tallest(view, height))
    st.caption(say("coverage_columns_hint"))
    province_map(maps.legend_alone(spec), "coverage_legend", on_select, on_keep)
    open_profile(spec, KEY)
    offer_map(spec, "coverage_map")  # columns that turn are for the screen alone


def _heard(view: figures.View, on_select: Callable[[str | None], None]) -> None:
    """Select the province clicked, or give it up where it was selected.

    A click beside the columns, and Streamlit forgetting one, bring no province.
    """
    codes = set(view.listed()["province_code"])
    for clicked in st.session_state[KEY].selection.objects.values():
        code = clicked[0].get("province_code")
        if code in codes:
            on_select(None if code == view.selected else code)


def tallest(view: figures.View, height: Height) -> str:
    """What the height shows, and how much the tallest column in sight is."""
    shown = view.listed().dropna(subset=[height.column])
    title = height.title()
    if shown.empty:
        return say("coverage_columns_none", height=title)
    top = shown.loc[shown[height.column].idxmax()]
    missing = len(view.listed()) - len(shown)
    return say(
        "coverage_columns_tallest",
        height=title,
        name=top["name"],
        value=height.said(top),
        missing=missing,
    )
