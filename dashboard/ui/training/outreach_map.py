"""Where activities reached people: the map, and the provinces in order beside it."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import layers as layer_queries
from dashboard.queries import training_outreach as queries
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import ask, kept
from dashboard.ui.coverage import layers
from dashboard.ui.province_map import map_words, province_map
from dashboard.ui.shelf import rows_behind
from dashboard.ui.training.outreach_scope import (
    ALL,
    Scope,
    columns,
    day_text,
    headings,
    least_text,
    listing,
    reach_state,
    small_title,
)
from dashboard.ui.words import date_text, lang, number_text, say, words

PROVINCES = ("outreach", "population", "volunteer_roster", "training_batch")
LAYER = "outreach"  # of the coverage map: the same figure in the same classes
CLASS = ["province_code", "layer_class", "state"]
MAP_DRAWN = (
    *("name", "people_reached_per_100k", "people_reached", "state_text", "activities"),
)
MAP_LINES = ("per_100k", "people", "held", "media", "per_volunteer", "last_on")


def provinces(scope: Scope) -> None:
    """The map of people reached per 100,000, and the provinces in order beside it."""
    rows = kept(province_rows, scope)
    selected = choice("training_province", rows["province_code"].tolist())
    kinds = layers.kinds(scope.year, LAYER)
    classes = choices("training_reach", [kind.id for kind in kinds])
    left, right = st.columns([7, 5], gap="small")
    with left:
        province_map(
            kept(_map_spec, scope, selected, tuple(classes)),
            "training_outreach_map",
            lambda code: set_choice("training_province", code),
            _keep,
        )
    listed = rows[rows["is_shown"]]
    _behind(listed)
    if classes:
        listed = listed[listed["class_id"].isin(classes)]
    if selected:
        listed = pd.concat(
            [listed[listed["province_code"] == selected],
             listed[listed["province_code"] != selected]]
        )  # fmt: skip
    with right:
        number = number_text(len(listed))
        small_title(say("training_outreach_provinces", number=number))
        listing(
            listed,
            columns(
                "name",
                "people_reached_per_100k",
                "people_reached",
                "state_text",
                "activities",
                "per_volunteer_text",
                "media_activities",
                "last_text",
                people_reached_per_100k="%.1f",
                people_reached="localized",
            ),
            "training_outreach_provinces",
            scope.file_name("outreach_provinces"),
            PROVINCES,
        )
        st.caption(say("training_outreach_provinces_hint"))


def _behind(shown: pd.DataFrame) -> None:
    """Give the map its rows, days as days."""
    last = words("training_outreach_col_last_text")
    drawn = headings(*MAP_DRAWN) | {"last_activity_on": last}
    rows = disclosed(shown[[*drawn]], Audience.OUTSIDE, counts=())
    rows_behind("training_outreach_map", rows, drawn)


def _keep(classes: list[str]) -> None:
    st.session_state["training_reach"] = classes  # `choices` puts it into the address


def province_rows(scope: Scope) -> pd.DataFrame:
    """All provinces with their class on the map and what is said of each."""
    found = ask(queries.province_outreach, fiscal_year_be=scope.year)
    classes = ask(layer_queries.province_layer, LAYER, scope.year)[CLASS]
    found = found.merge(classes, on="province_code")
    records = found.to_dict("records")
    found = found.assign(
        name=found[f"name_{lang()}"],
        is_shown=True if scope.area == ALL else found["region6_ngc"] == scope.area,
        state_text=[reach_state(row) for row in records],
        per_volunteer_text=[_per_volunteer(row) for row in records],
        last_text=[day_text(day) for day in found["last_activity_on"]],
        class_id=maps.layer_class(found["layer_class"], found["state"]),
    )
    said = pd.DataFrame([_lines(row) for row in found.to_dict("records")], found.index)
    # the gate takes a column called state for one of its own
    return found.drop(columns="state").join(said)


def _per_volunteer(row: dict[str, Any]) -> str:
    """People per volunteer; which way it errs where one of both is a minimum."""
    value = row["people_reached_per_volunteer"]
    said = number_text(value, 1)
    if pd.isna(value):
        return said
    few_people = bool(row["people_reached_at_least"])
    if few_people and row["volunteers_at_least"]:
        return words("training_outreach_about", value=said)
    if row["volunteers_at_least"]:
        return words("training_outreach_at_most", value=said)
    return least_text(value, few_people, 1)


def _lines(row: dict[str, Any]) -> dict[str, str]:
    is_least = bool(row["people_reached_at_least"])
    people = least_text(row["people_reached"], is_least)
    return {
        "per_100k": least_text(row["people_reached_per_100k"], is_least, 1),
        "people": f"{people} ({row['state_text']})",
        "held": number_text(row["activities"]),
        "media": number_text(row["media_activities"]),
        "per_volunteer": row["per_volunteer_text"],
        "last_on": row["last_text"],
    }


def _map_spec(
    scope: Scope, selected: str | None, classes: tuple[str, ...]
) -> dict[str, Any]:
    rows = province_rows(scope)
    on = date_text(rows["as_on"].iloc[0].date())
    how = words(f"coverage_classes_{layers.method(scope.year, LAYER)}")
    return maps.class_map(
        rows,
        kinds=layers.kinds(scope.year, LAYER),
        words=map_words(
            words("training_outreach_map_title", of=scope.title),
            source=words("training_outreach_source"),
            datasets=("outreach", "population"),
            note=(
                words("training_outreach_map_note", on=on, how=how),
                *layers.partial_note(scope.year, LAYER),
            ),
        ),
        lines={line: words(f"training_outreach_line_{line}") for line in MAP_LINES},
        file_name=scope.file_name("outreach_map"),
        selected=selected,
        kept=classes,
        number=number_text,
    )
