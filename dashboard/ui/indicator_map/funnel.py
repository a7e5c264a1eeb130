"""Rates against limits that chance alone explains, by how many people they are of."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.charts import funnel as charts
from dashboard.charts.base import Figure, Look
from dashboard.maps import NO_DATA, Kind, ink_on, no_data
from dashboard.ui.address import choice
from dashboard.ui.answers import kept
from dashboard.ui.figures import figure, look
from dashboard.ui.indicator_map import controls, specs, values
from dashboard.ui.indicator_map.controls import Chosen
from dashboard.ui.indicator_map.measures import VICTIMS, Measure
from dashboard.ui.province_map import province_map
from dashboard.ui.tables import source_note
from dashboard.ui.words import fiscal_year_text, number_text, say, words
from methods.funnel_limits import overdispersion

PER = 100_000
NAMED_IN_ANSWER = 5
WIDENED = "indicator_map_widened"  # key of the switch


def target(measure: Measure, year: int, is_widened: bool) -> charts.Target | None:
    """The rate of all provinces together, and the spread; None without any count."""
    found = values.provinces(measure, year).dropna(subset=["value"])
    found = found[found["denominator"] > 0]
    if found.empty or not found["numerator"].sum() > 0:
        return None
    rate = found["numerator"].sum() / found["denominator"].sum()
    phi = overdispersion(found["numerator"], found["denominator"] * rate)
    return charts.Target(
        float(rate * PER), PER, max(1.0, phi) ** 0.5 if is_widened else 1.0
    )


def spread(measure: Measure, year: int) -> float:
    """How many times more the counts spread than chance alone lets them."""
    widened = target(measure, year, is_widened=True)
    return 1.0 if widened is None else widened.widened**2


def provinces(measure: Measure, year: int, is_widened: bool) -> pd.DataFrame:
    """The provinces with class_id, the highest rate first."""
    return kept(_provinces, measure, year, is_widened)


def _provinces(measure: Measure, year: int, is_widened: bool) -> pd.DataFrame:
    found = values.provinces(measure, year)
    held = target(measure, year, is_widened)
    if held is None:
        return found.assign(class_id=NO_DATA)
    return found.assign(class_id=charts.funnel_class(found, held))


def _is_widened() -> bool:
    return choice(WIDENED, (True, False), False)


def answer(chosen: Chosen) -> str:
    """Which provinces lie above the limits, and how much the rates spread."""
    measure, year = chosen.measure, chosen.year
    found = provinces(measure, year, _is_widened())
    said = fiscal_year_text(year)
    if (found["class_id"] == NO_DATA).all():
        return say("indicator_map_answer_none", measure=measure.name, year=said)
    above = found[found["class_id"] == "above_alarm"]
    below = found[found["class_id"] == "below_alarm"]
    shared = {
        "measure": measure.name,
        "year": said,
        "below": len(below),
        "spread": _spread(measure, year),
    }
    if above.empty:
        return say("indicator_map_funnel_answer_none", **shared)
    names = list(above["name"][:NAMED_IN_ANSWER])
    listed = ", ".join(names) + (" …" if len(above) > len(names) else "")
    return say("indicator_map_funnel_answer", above=len(above), names=listed, **shared)


def draw(chosen: Chosen) -> None:
    """Draw the funnel beside the map of who lies outside."""
    measure, year = chosen.measure, chosen.year
    is_widened = _is_widened()
    st.toggle(say(WIDENED), key=WIDENED)
    if target(measure, year, is_widened) is None:
        st.info(say("indicator_map_funnel_no_counts"))
        return
    left, right = st.columns([6, 5], gap="small")
    with left:
        figure(
            kept(_figure, measure, year, is_widened, chosen.province, look()),
            "indicator_map_funnel",
            file_name=f"funnel_{measure.id}_{year}",
            alt=words("indicator_map_funnel_alt", measure=measure.name),
            is_internal=measure.is_internal,
        )
    with right:
        spec = kept(_map, measure, year, is_widened, chosen.province)
        province_map(spec, "indicator_map_outside", controls.select, lambda _: None)
    st.caption(say("indicator_map_internal"))


def _figure(
    measure: Measure, year: int, is_widened: bool, selected: str | None, drawn_as: Look
) -> Figure:
    found = provinces(measure, year, is_widened)
    held = target(measure, year, is_widened)
    if held is None:
        raise ValueError(f"{measure.id}: nothing was counted in {year}")
    names = _names()
    return charts.funnel(
        found.assign(
            hover=found["line_value"]
            + " · "
            + found["line_made_of"]
            + " · "
            + found["class_id"].map(names)
        ),
        drawn_as,
        [
            source_note(measure.source(), *measure.datasets),
            words("indicator_map_funnel_note_widened", spread=_spread(measure, year))
            if is_widened
            else words("indicator_map_funnel_note"),
        ],
        title=words(
            "indicator_map_funnel_title",
            measure=measure.name,
            year=fiscal_year_text(year),
        ),
        people=words(
            "indicator_map_person_years"
            if measure.id == VICTIMS
            else "indicator_map_people"
        ),
        rate=measure.title,
        target=held,
        selected=selected,
    )


def _spread(measure: Measure, year: int) -> str:
    return number_text(spread(measure, year), 1)


def _names() -> dict[str, str]:
    keys = (*charts.FILLS, NO_DATA)
    return {key: words(f"indicator_map_funnel_{key}") for key in keys}


def _map(
    measure: Measure, year: int, is_widened: bool, selected: str | None
) -> dict[str, Any]:
    names = _names()
    kinds = [
        *(Kind(key, names[key], f, ink_on(f)) for key, f in charts.FILLS.items()),
        no_data(names[NO_DATA]),
    ]
    said = words(
        "indicator_map_outside_title", measure=measure.name, year=fiscal_year_text(year)
    )
    return maps.class_map(
        provinces(measure, year, is_widened).assign(is_shown=True),
        kinds=kinds,
        words=specs.picture_words(measure, said),
        lines=values.line_labels(measure),
        file_name=f"outside_{measure.id}_{year}",
        selected=selected,
        number=number_text,
    )
