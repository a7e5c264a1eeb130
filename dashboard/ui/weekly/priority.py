"""The small map of one class: high risk and the fewest volunteers."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.disclosure import Gated
from dashboard.export.week.priority import (
    DARK_FILLS,
    FILLS,
    classed,
    kinds,
    map_lines,
    minima,
)
from dashboard.text import escape_markdown
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import kept
from dashboard.ui.province_map import map_words, province_map
from dashboard.ui.words import lang, number_text, words
from dashboard.weekly.model import Week

KEY, CLASS_KEY = "weekly_province", "weekly_class"
DATASETS = ("volunteer_roster", "training_batch", "population", "province_risk")


def priority_map(week: Week) -> None:
    """The map; a click marks a province, the legend filters and counts."""
    fills = DARK_FILLS if st.context.theme.type == "dark" else FILLS
    spec = kept(_spec, week.ends_on, week.tables["priority"], fills)
    spec["selected"] = choice(KEY, spec["provinces"]["codes"])
    spec["kept"] = choices(CLASS_KEY, [kind["id"] for kind in spec["classes"]])
    with st.container(key="weekly_map"):
        province_map(spec, "weekly_priority_map", _select, _keep)
        st.caption(_legend(spec, minima(week.tables["priority"].frame)))


def _select(code: str | None) -> None:
    set_choice(KEY, code)


def _keep(classes: list[str]) -> None:
    st.session_state[CLASS_KEY] = classes  # `choices` puts it into the address


def _legend(spec: dict[str, Any], least: int) -> str:
    """The map in words."""
    return "  \n".join(map(escape_markdown, map_lines(spec, lang(), None, least)))


def _spec(ends_on: date, gated: Gated, fills: dict[str, str]) -> dict[str, Any]:
    """The map's spec; one week's map is kept apart from another's by its day."""
    rows = gated.frame
    shown = classed(rows, lang()).assign(change=_changes(rows["change"]))
    return maps.class_map(
        shown,
        kinds=kinds(lang(), fills),
        words=map_words(
            words("weekly_map_title"),
            source=words("weekly_map_source"),
            datasets=DATASETS,
            has_picture=False,
            until=ends_on,
        ),
        lines={"change": words("weekly_map_change")},
        file_name=f"weekly_{ends_on:%G-W%V}",
        number=number_text,
    )


def _changes(change: pd.Series) -> pd.Series:
    """Entered or left since last week, in words; "" when neither."""
    said = {name: words(f"weekly_map_{name}") for name in ("entered", "left")}
    return change.map(said).fillna("")
