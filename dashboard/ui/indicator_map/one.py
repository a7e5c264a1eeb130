"""One measure in one year: map, every province in order, and the rows."""

import streamlit as st

from dashboard.charts.base import Figure, Look
from dashboard.charts.ranked_values import ranked_values
from dashboard.ui.answers import kept
from dashboard.ui.figures import figure, look
from dashboard.ui.indicator_map import classes, controls, specs, values
from dashboard.ui.indicator_map.controls import Chosen
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.province_map import province_map
from dashboard.ui.shelf import rows_behind
from dashboard.ui.tables import source_note, table_twin
from dashboard.ui.words import say, words

NAMED_IN_ANSWER = 3


def answer(chosen: Chosen) -> str:
    """Where the measure is highest, and what is not known."""
    measure, year = chosen.measure, chosen.year
    found = values.provinces(measure, year)
    known = found.dropna(subset=["value"])
    said = values.year_said(year, measure)
    if known.empty:
        return say("indicator_map_answer_none", measure=measure.name, year=said)
    if measure.kind == "flag":
        return say(
            "indicator_map_answer_flag",
            measure=measure.name,
            year=said,
            number=int((known["value"] > 0).sum()),
            known=len(known),
        )
    return say(
        "indicator_map_answer",
        measure=measure.name,
        year=said,
        top=", ".join(
            f"{row.name_shown} ({values.bounded(measure.said(row.value), row)})"
            for row in known.rename(columns={"name": "name_shown"})[
                :NAMED_IN_ANSWER
            ].itertuples()
        ),
        median=measure.said(float(known["value"].median())),
        missing=_missing(len(found) - len(known)),
    ) + values.bounds_said(measure, known, "indicator_map_bounds")


def _missing(number: int) -> str:
    """How many provinces have no figure."""
    if number == 0:
        return words("indicator_map_missing_none")
    if number == 1:
        return words("indicator_map_missing_one")
    return words("indicator_map_missing_some", missing=number)


def draw(chosen: Chosen) -> None:
    """Draw the map beside the provinces in order, and give the rows."""
    measure, year = chosen.measure, chosen.year
    how = classes.scheme(measure, chosen.method, chosen.number, year)
    ids = [kind.id for kind in classes.kinds(measure, how)]
    kept_ids = controls.kept_classes(ids)
    left, right = st.columns([7, 5], gap="small")
    with left:
        spec = specs.value_map(
            measure, year, how, selected=chosen.province, kept_ids=kept_ids
        )
        province_map(spec, "indicator_map_map", controls.select, controls.keep)
        if not measure.is_internal:
            rows_behind(
                "indicator_map_map",
                lambda: specs.file_rows(measure, how, year),
                specs.file_columns(measure),
            )
    with right:
        in_order(chosen, how, kept_ids)
    rows(measure, how, year)


def in_order(chosen: Chosen, how: classes.Scheme, kept_ids: tuple[str, ...]) -> None:
    """The figure of every province by its value."""
    measure = chosen.measure
    found = specs.classed(measure, how, chosen.year).dropna(subset=["value"])
    if kept_ids:
        found = found[found["class_id"].isin(kept_ids)]
    if found.empty or measure.kind == "flag":
        return
    drawn = kept(
        _in_order, measure, chosen.year, how, kept_ids, chosen.province, look()
    )
    figure(
        drawn,
        "indicator_map_order",
        file_name=f"order_{measure.id}_{chosen.year}",
        alt=words("indicator_map_order_alt", measure=measure.title, number=len(found)),
        is_internal=measure.is_internal,
    )


def _in_order(
    measure: Measure,
    year: int,
    how: classes.Scheme,
    kept_ids: tuple[str, ...],
    selected: str | None,
    drawn_as: Look,
) -> Figure:
    found = specs.classed(measure, how, year).dropna(subset=["value"])
    if kept_ids:
        found = found[found["class_id"].isin(kept_ids)]
    source = source_note(measure.source(), *measure.datasets)
    return ranked_values(
        found,
        {kind.id: kind.fill for kind in classes.kinds(measure, how)},
        drawn_as,
        [source, specs.method_text(how), *values.partial_note(measure, year)],
        title=words(
            "indicator_map_order_title",
            measure=measure.name,
            number=len(found),
            year=values.year_said(year, measure),
        ),
        axis=measure.title,
        breaks=how.breaks,
        is_share=measure.kind == "share",
        floor=measure.lowest,
        selected=selected,
    )


def rows(measure: Measure, how: classes.Scheme, year: int) -> None:
    """The rows behind the map; of an internal measure, that there are none to take."""
    if measure.is_internal:
        st.caption(say("indicator_map_internal"))
        return
    table_twin(
        specs.file_rows(measure, how, year),
        specs.formed(specs.file_columns(measure), {"value": measure}),
        "indicator_map_twin",
        source=measure.source(),
        file_name=f"map_{measure.id}_{year}",
        datasets=measure.datasets,
        lazy=True,
    )
