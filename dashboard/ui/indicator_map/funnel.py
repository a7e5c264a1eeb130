"""Rates against limits that chance alone explains, by how many people they are of."""

from dataclasses import dataclass
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
from methods.funnel_limits import is_overdispersed, overdispersion

PER = 100_000
NAMED_IN_ANSWER = 5
PLAIN = "indicator_map_plain"  # key of the switch


@dataclass(frozen=True)
class Spread:
    """How the counts of provinces spread, beside what chance alone explains.

    Attributes:
        rate: Of all provinces together, per PER people.
        phi: How many times more they spread; 1 is chance alone.
        is_more: Whether that is more than chance has it.
    """

    rate: float
    phi: float
    is_more: bool

    def target(self, is_plain: bool) -> charts.Target:
        """What provinces are held against; plain: with the limits of chance alone."""
        is_widened = self.is_more and not is_plain
        return charts.Target(self.rate, PER, self.phi**0.5 if is_widened else 1.0)


def spread(measure: Measure, year: int) -> Spread | None:
    """How the counts of a year spread; None where nothing was counted."""
    found = values.provinces(measure, year).dropna(subset=["value"])
    found = found[found["denominator"] > 0]
    if found.empty or not found["numerator"].sum() > 0:
        return None
    rate = found["numerator"].sum() / found["denominator"].sum()
    phi = overdispersion(found["numerator"], found["denominator"] * rate)
    return Spread(float(rate * PER), phi, is_overdispersed(phi, len(found)))


def provinces(measure: Measure, year: int, is_plain: bool) -> pd.DataFrame:
    """The provinces with class_id, the highest rate first."""
    return kept(_provinces, measure, year, is_plain)


def _provinces(measure: Measure, year: int, is_plain: bool) -> pd.DataFrame:
    found = values.provinces(measure, year)
    spreads = spread(measure, year)
    if spreads is None:
        return found.assign(class_id=NO_DATA)
    return found.assign(class_id=charts.funnel_class(found, spreads.target(is_plain)))


def _is_plain() -> bool:
    return choice(PLAIN, (True, False), False)


def answer(chosen: Chosen) -> str:
    """Which provinces lie above the limits, and which limits those are."""
    measure, year = chosen.measure, chosen.year
    said = fiscal_year_text(year)
    spreads = spread(measure, year)
    if spreads is None:
        return say("indicator_map_answer_none", measure=measure.name, year=said)
    found = provinces(measure, year, _is_plain())
    above = found[found["class_id"] == "above_alarm"]
    shared = {
        "measure": measure.name,
        "year": said,
        "below": int((found["class_id"] == "below_alarm").sum()),
        "limits": _said("limits", spreads, _is_plain()),
    }
    if above.empty:
        return say("indicator_map_funnel_answer_none", **shared)
    names = list(above["name"][:NAMED_IN_ANSWER])
    listed = ", ".join(names) + (" …" if len(above) > len(names) else "")
    return say("indicator_map_funnel_answer", above=len(above), names=listed, **shared)


def _said(what: str, spreads: Spread, is_plain: bool) -> str:
    """Which limits are shown, and why: in the answer ("limits") or below ("note")."""
    how = "usual" if not spreads.is_more else "plain" if is_plain else "widened"
    phi = number_text(spreads.phi, 1)
    return words(f"indicator_map_funnel_{what}_{how}", spread=phi)


def draw(chosen: Chosen) -> None:
    """Draw the funnel beside the map of who lies outside."""
    measure, year = chosen.measure, chosen.year
    is_plain = _is_plain()
    spreads = spread(measure, year)
    if spreads is None:
        st.info(say("indicator_map_funnel_no_counts"))
        return
    st.toggle(say("indicator_map_plain"), key=PLAIN, disabled=not spreads.is_more)
    left, right = st.columns([6, 5], gap="small")
    with left:
        figure(
            kept(_figure, measure, year, is_plain, chosen.province, look()),
            "indicator_map_funnel",
            file_name=f"funnel_{measure.id}_{year}",
            alt=words("indicator_map_funnel_alt", measure=measure.name),
            is_internal=measure.is_internal,
        )
    with right:
        spec = kept(_map, measure, year, is_plain, chosen.province)
        province_map(spec, "indicator_map_outside", controls.select, lambda _: None)
    st.caption(say("indicator_map_internal"))


def _figure(
    measure: Measure, year: int, is_plain: bool, selected: str | None, drawn_as: Look
) -> Figure:
    found = provinces(measure, year, is_plain)
    spreads = spread(measure, year)
    if spreads is None:
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
            _said("note", spreads, is_plain),
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
        target=spreads.target(is_plain),
        selected=selected,
    )


def _names() -> dict[str, str]:
    keys = (*charts.FILLS, NO_DATA)
    return {key: words(f"indicator_map_funnel_{key}") for key in keys}


def _map(
    measure: Measure, year: int, is_plain: bool, selected: str | None
) -> dict[str, Any]:
    names = _names()
    kinds = [
        *(Kind(key, names[key], f, ink_on(f)) for key, f in charts.FILLS.items()),
        no_data(names[NO_DATA]),
    ]
    said = words(
        "indicator_map_outside_title", measure=measure.name, year=fiscal_year_text(year)
    )
    spreads = spread(measure, year)
    note = () if spreads is None else (_said("note", spreads, is_plain),)
    return maps.class_map(
        provinces(measure, year, is_plain).assign(is_shown=True),
        kinds=kinds,
        words=specs.picture_words(measure, said, *note),
        lines=values.line_labels(measure),
        file_name=f"outside_{measure.id}_{year}",
        selected=selected,
        number=number_text,
    )
