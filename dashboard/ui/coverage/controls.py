"""What the reader chooses on the coverage page."""

import pandas as pd
import streamlit as st

from dashboard.queries import coverage as queries
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import ask
from dashboard.ui.coverage import layers
from dashboard.ui.coverage.rows import WHOSE
from dashboard.ui.words import fiscal_year_text, lang, say, words

LAYERS = tuple(layer.id for layer in layers.LAYERS)
VIEWS = ("flat", "columns")
GROUPINGS = ("region4_nso", "region6_ngc", "region7_nesdc")


def select(code: str | None) -> None:
    """Select a province, or none; for callbacks."""
    set_choice("coverage_province", code)


def keep(classes: list[str]) -> None:
    """Show only these classes of the legend; for callbacks."""
    st.session_state["coverage_class"] = classes  # `choices` puts it into the address


def year_filter(years: list[int]) -> None:
    """The fiscal year, kept under coverage_year."""
    st.selectbox(
        say("coverage_year"),
        years,
        format_func={each: fiscal_year_text(each) for each in years}.__getitem__,
        key="coverage_year",
        width=178,
    )


def whose_filter() -> None:
    """Whose risk level counts, kept under coverage_whose."""
    st.segmented_control(
        say("coverage_whose"),
        WHOSE,
        format_func={w: words(f"coverage_whose_{w}") for w in WHOSE}.__getitem__,
        key="coverage_whose",
        required=True,
    )


def chosen_layer() -> str:
    """What the map is to show, by address or widget."""
    return choice("coverage_layer", LAYERS, layers.RISK) or layers.RISK


def layer_filter() -> None:
    """What the map shows, kept under coverage_layer."""
    names = {layer: words(f"coverage_layer_{layer}") for layer in LAYERS}
    st.selectbox(
        say("coverage_layer"),
        LAYERS,
        format_func=names.__getitem__,
        key="coverage_layer",
        width=212,
    )


def drawn_as(layer: str) -> layers.Height | None:
    """Flat map or columns, and what the height of those shows.

    Returns:
        The height, None for the flat map.
    """
    drawn = choice("coverage_view", VIEWS, VIEWS[0])
    st.segmented_control(
        say("coverage_view"),
        VIEWS,
        format_func={v: words(f"coverage_view_{v}") for v in VIEWS}.__getitem__,
        key="coverage_view",
        required=True,
    )
    if drawn == VIEWS[0]:
        return None
    heights = {height.id: height for height in layers.heights(layer)}
    if len(heights) == 1:
        return next(iter(heights.values()))
    return heights[_height_filter(heights)]


def _height_filter(heights: dict[str, layers.Height]) -> str:
    ids = list(heights)
    chosen = choice("coverage_height", ids, ids[0]) or ids[0]
    st.segmented_control(
        say("coverage_height"),
        ids,
        format_func={i: heights[i].title() for i in ids}.__getitem__,
        key="coverage_height",
        required=True,
    )
    return chosen


def area_filter(provinces: pd.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Filters of the area.

    Returns:
        The codes of the provinces that pass, and the filters in words.
    """
    regions = ask(queries.regions)
    names = dict(zip(regions["code"], regions[f"label_{lang()}"], strict=True))
    grouping = choice("coverage_grouping", GROUPINGS, GROUPINGS[0]) or GROUPINGS[0]
    codes = list(regions.loc[regions["grouping"] == grouping, "code"])
    picked = choices("coverage_region", codes)
    kinds = [
        k for k in ("border", "coast") if choice(f"coverage_{k}", (True, False), False)
    ]
    filters = [names[code] for code in picked]
    filters += [words(f"coverage_{kind}") for kind in kinds]
    label = say("coverage_filters_on", number=len(filters))
    with st.popover(label if filters else say("coverage_filters")):
        st.selectbox(
            say("coverage_grouping"),
            GROUPINGS,
            format_func={g: words(f"coverage_{g}") for g in GROUPINGS}.__getitem__,
            key="coverage_grouping",
        )
        st.multiselect(
            say("coverage_region"),
            codes,
            format_func=names.__getitem__,
            placeholder=words("coverage_region_all"),
            key="coverage_region",
        )
        st.toggle(say("coverage_border"), key="coverage_border")
        st.toggle(say("coverage_coast"), key="coverage_coast")
    passes = provinces[grouping].isin(picked or codes)
    for kind in kinds:
        passes &= provinces["is_border" if kind == "border" else "is_coastal"]
    return tuple(provinces.loc[passes, "province_code"]), tuple(filters)
