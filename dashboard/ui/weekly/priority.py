"""The small map of one class: high risk and the fewest volunteers."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.disclosure import Gated
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import kept
from dashboard.ui.province_map import map_words, province_map
from dashboard.ui.words import lang, number_text, say, words
from dashboard.weekly.model import Week

KEY, CLASS_KEY = "weekly_province", "weekly_class"
DATASETS = ("volunteer_roster", "training_batch", "population", "province_risk")
IN, OUT = "priority", "other"
FILLS = {IN: "#4a3426", OUT: "#f1f3f4"}
DARK_FILLS = {IN: "#f2a65a", OUT: "#2a3138"}


def priority_map(week: Week) -> None:
    """The map; a click marks a province, the legend filters and counts."""
    fills = DARK_FILLS if st.context.theme.type == "dark" else FILLS
    spec = kept(_spec, week.ends_on, week.tables["priority"], fills)
    spec["selected"] = choice(KEY, spec["provinces"]["codes"])
    spec["kept"] = choices(CLASS_KEY, [kind["id"] for kind in spec["classes"]])
    with st.container(key="weekly_map"):
        province_map(spec, "weekly_priority_map", _select, _keep)
        st.caption(_legend(spec))


def _select(code: str | None) -> None:
    set_choice(KEY, code)


def _keep(classes: list[str]) -> None:
    st.session_state[CLASS_KEY] = classes  # `choices` puts it into the address


def _legend(spec: dict[str, Any]) -> str:
    """The map in words: who is in the class, and of how many nobody can say it."""
    names_of, classes = spec["provinces"]["names"], spec["provinces"]["class"]
    inside = [name for name, at in zip(names_of, classes, strict=True) if at == 0]
    unknown = classes.count(len(spec["classes"]) - 1)
    said = say(
        "weekly_map_legend" if inside else "weekly_map_legend_nobody",
        number=number_text(len(inside)),
        names=", ".join(inside),
    )
    left_out = say("weekly_map_legend_none", number=number_text(unknown))
    return "  \n".join([said, left_out] if unknown else [said])


def _spec(ends_on: date, gated: Gated, fills: dict[str, str]) -> dict[str, Any]:
    """The map's spec; one week's map is kept apart from another's by its day."""
    rows = gated.frame
    inside = rows["is_priority"].astype("boolean")
    class_id = inside.map({True: IN, False: OUT}).astype(object)
    shown = rows.assign(
        name=rows[f"name_{lang()}"],
        is_shown=True,
        class_id=class_id.where(inside.notna(), maps.NO_DATA),
        change=_changes(rows["change"]),
    )
    return maps.class_map(
        shown,
        kinds=_kinds(fills),
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


def _kinds(fills: dict[str, str]) -> list[maps.Kind]:
    """The class, all others, and provinces of which risk or volunteers are unknown."""
    said = {name: words(f"weekly_map_{name}") for name in (IN, OUT, "none")}
    kinds = [maps.Kind(k, said[k], f, maps.ink_on(f)) for k, f in fills.items()]
    return [*kinds, maps.no_data(said["none"])]


def _changes(change: pd.Series) -> pd.Series:
    """Entered or left since last week, in words; "" when neither."""
    said = {name: words(f"weekly_map_{name}") for name in ("entered", "left")}
    return change.map(said).fillna("")
