"""Two measures on two maps: what is selected on one is selected on both."""

import pandas as pd
import streamlit as st

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.ui.address import choices
from dashboard.ui.answers import kept
from dashboard.ui.indicator_map import classes, controls, specs, values
from dashboard.ui.indicator_map.controls import Chosen
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.province_map import province_map
from dashboard.ui.tables import table_twin
from dashboard.ui.words import number_text, say, words

FEWEST = 10  # provinces with both figures, below which nothing is said of them


def pairs(chosen: Chosen) -> pd.DataFrame:
    """The provinces with both figures, the highest of the first one first.

    Returns:
        province_code, name, value and other (in their units; missing), line_value and
        line_other in words.
    """
    first = values.provinces(chosen.measure, chosen.year)
    second = values.provinces(chosen.other, chosen.year)[
        ["province_code", "value", "line_value"]
    ].rename(columns={"value": "other", "line_value": "line_other"})
    return first.merge(second, on="province_code")


def answer(chosen: Chosen) -> str:
    """What is selected has of both; without a selection, how alike the orders are."""
    found = pairs(chosen)
    selected = found[found["province_code"] == chosen.province]
    if not selected.empty:
        row = selected.iloc[0]
        return say(
            "indicator_map_beside_selected",
            name=row["name"],
            year=values.year_said(chosen.year, chosen.measure, chosen.other),
            first=chosen.measure.name,
            value=row["line_value"],
            second=chosen.other.name,
            other=row["line_other"],
        )
    known = found.dropna(subset=["value", "other"])
    ranks = known[["value", "other"]].rank()
    said = {"first": chosen.measure.name, "second": chosen.other.name}
    if len(known) < FEWEST or (ranks.nunique() < 2).any():
        return say("indicator_map_beside_unknown", **said)
    alike = float(ranks["value"].corr(ranks["other"]))
    return say(
        f"indicator_map_beside_{_direction(alike)}",
        year=values.year_said(chosen.year, chosen.measure, chosen.other),
        alike=number_text(alike, 2),
        known=len(known),
        **said,
    )


def _direction(alike: float) -> str:
    """What a rank correlation is called: by Cohen's limit of what is not small."""
    return "alike" if alike >= 0.3 else "opposite" if alike <= -0.3 else "apart"


def draw(chosen: Chosen) -> None:
    """Draw the two maps; a click on either selects on both."""
    columns = st.columns(2, gap="small")
    both = (("first", chosen.measure), ("second", chosen.other))
    for column, (side, measure) in zip(columns, both, strict=True):
        with column:
            _one(chosen, side, measure)
    if chosen.measure.is_internal or chosen.other.is_internal:
        st.caption(say("indicator_map_internal"))
        return
    table_twin(
        _file_rows(chosen),
        specs.formed(
            _file_columns(chosen), {"value": chosen.measure, "other": chosen.other}
        ),
        "indicator_map_beside_twin",
        source="; ".join(
            dict.fromkeys((chosen.measure.source(), chosen.other.source()))
        ),
        file_name=f"maps_{chosen.measure.id}_{chosen.other.id}_{chosen.year}",
        datasets=chosen.datasets(),
        lazy=True,
    )


def _one(chosen: Chosen, side: str, measure: Measure) -> None:
    ways = classes.methods(measure, chosen.year)
    method = chosen.method if chosen.method in ways else ways[0]
    how = classes.scheme(measure, method, chosen.number, chosen.year)
    key = f"indicator_map_{side}_class"
    ids = [kind.id for kind in classes.kinds(measure, how)]
    spec = specs.value_map(
        measure,
        chosen.year,
        how,
        selected=chosen.province,
        kept_ids=tuple(choices(key, ids)),
    )

    def keep(wanted: list[str]) -> None:
        st.session_state[key] = wanted  # `choices` puts it into the address

    province_map(spec, f"indicator_map_{side}", controls.select, keep)


def _file_rows(chosen: Chosen) -> Gated:
    found = kept(_made, chosen.measure, chosen.other, chosen.year)
    return disclosed(found, Audience.OUTSIDE, counts=())


def _made(measure: Measure, other: Measure, year: int) -> pd.DataFrame:
    first = values.provinces(measure, year)
    second = values.provinces(other, year)[["province_code", "value"]]
    found = first.merge(second.rename(columns={"value": "other"}), on="province_code")
    decimals = {"value": measure.decimals, "other": other.decimals}
    columns = ["year", "province_code", "name", "value", "other"]
    return found.round(decimals).assign(year=values.year_said(year, measure, other))[
        columns
    ]


def _file_columns(chosen: Chosen) -> dict[str, str]:
    columns = ("year", "province_code", "name")
    named = {each: words(f"indicator_map_file_{each}") for each in columns}
    return named | {"value": chosen.measure.title, "other": chosen.other.title}
