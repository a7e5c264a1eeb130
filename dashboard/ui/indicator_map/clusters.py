"""Where a measure is high among high neighbours, beyond what chance explains."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.charts import map_classes
from dashboard.charts.base import Figure, Look
from dashboard.charts.province_points import Scale, province_points
from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.queries import indicator_map as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.figures import figure, look
from dashboard.ui.indicator_map import controls, specs, values
from dashboard.ui.indicator_map.controls import Chosen
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.province_map import province_map
from dashboard.ui.shelf import rows_behind
from dashboard.ui.tables import source_note, table_twin
from dashboard.ui.words import number_text, say, words

NAMED_IN_ANSWER = 6
NAMED = ("high_high", "low_low", "high_low", "low_high")
CLUSTERS = (*NAMED, "chance", "not_computed", "none")
LINES = ("line_cluster", "line_value", "line_neighbours", "line_p")


def provinces(measure: Measure, year: int) -> pd.DataFrame:
    """All provinces with what their neighbourhood is called.

    Returns:
        The columns of values.provinces with cluster (also "none": without a figure),
        score, neighbour_score, neighbours, p_value, adjusted_p_value and LINES.
    """
    return kept(_provinces, measure, year)


def _provinces(measure: Measure, year: int) -> pd.DataFrame:
    found = values.provinces(measure, year)
    clusters = ask(queries.map_clusters, measure.id, year)
    found = found.merge(clusters, on="province_code", how="left")
    found["cluster"] = found["cluster"].astype(object).fillna("none")
    said = [_lines(row) for row in found.itertuples()]
    return found.join(pd.DataFrame(said, found.index, dtype=object))


def _lines(row: Any) -> dict[str, str]:  # noqa: ANN401
    is_known = pd.notna(row.adjusted_p_value)
    return {
        "line_cluster": words(f"indicator_map_cluster_{row.cluster}"),
        "line_neighbours": words(
            "indicator_map_neighbours",
            number=int(row.neighbours),
            score=_score(row.neighbour_score),
        )
        if is_known
        else "",
        "line_p": number_text(row.adjusted_p_value, 3) if is_known else "",
    }


def _score(score: float) -> str:
    """Standard deviations from the mean, with their sign."""
    return f"{'+' if score >= 0 else '−'}{number_text(abs(score), 1)}"


def answer(chosen: Chosen) -> str:
    """How many provinces are high among high neighbours, and which."""
    found = provinces(chosen.measure, chosen.year)
    high, low = (found[found["cluster"] == kind] for kind in NAMED[:2])
    year = values.year_said(chosen.year, chosen.measure)
    name = chosen.measure.name
    if found["adjusted_p_value"].isna().all():
        return say("indicator_map_cluster_unknown", measure=name, year=year)
    if high.empty:
        said = say(
            "indicator_map_cluster_none_high", measure=name, year=year, low=len(low)
        )
    else:
        said = say(
            "indicator_map_cluster_answer",
            measure=name,
            year=year,
            number=len(high),
            names=_listed(high),
            low=len(low),
        )
    known = found.dropna(subset=["value"])
    return said + values.bounds_said(
        chosen.measure, known, "indicator_map_cluster_bounds"
    )


def _listed(found: pd.DataFrame) -> str:
    names = list(found["name"][:NAMED_IN_ANSWER])
    return ", ".join(names) + (" …" if len(found) > len(names) else "")


def draw(chosen: Chosen) -> None:
    """Draw the map beside the figure of each province against its neighbours."""
    measure, year = chosen.measure, chosen.year
    kept_ids = controls.kept_classes(list(CLUSTERS))
    left, right = st.columns([7, 5], gap="small")
    with left:
        spec = kept(_map, measure, year, chosen.province, kept_ids)
        province_map(spec, "indicator_map_clusters", controls.select, controls.keep)
        if not measure.is_internal:
            columns = file_columns(measure)
            rows_behind(
                "indicator_map_clusters", lambda: file_rows(measure, year), columns
            )
    with right:
        figure(
            kept(_scatter, measure, year, chosen.province, look()),
            "indicator_map_neighbourhoods",
            file_name=f"neighbourhoods_{measure.id}_{year}",
            alt=words("indicator_map_neighbours_alt", measure=measure.name),
            # the places of points would tell a score exactly
            is_internal=measure.is_internal,
        )
    _rows(measure, year)


def _map(
    measure: Measure, year: int, selected: str | None, kept_ids: tuple[str, ...]
) -> dict[str, Any]:
    found = provinces(measure, year)
    names = {each: words(f"indicator_map_cluster_{each}") for each in CLUSTERS}
    said = words(
        "indicator_map_cluster_title",
        measure=measure.name,
        year=values.year_said(year, measure),
    )
    labels = {
        line: words(f"indicator_map_{line}") for line in LINES if line != LINES[1]
    }
    labels = {LINES[0]: labels.pop(LINES[0]), LINES[1]: measure.title, **labels}
    return maps.class_map(
        found.assign(class_id=found["cluster"], is_shown=True),
        kinds=map_classes.cluster_kinds(names),
        words=specs.picture_words(
            measure,
            said,
            words("indicator_map_cluster_note"),
            *values.partial_note(measure, year),
        ),
        lines=labels,
        file_name=f"clusters_{measure.id}_{year}",
        selected=selected,
        kept=kept_ids,
        number=number_text,
    )


def _scatter(
    measure: Measure, year: int, selected: str | None, drawn_as: Look
) -> Figure:
    found = provinces(measure, year)
    is_named = found["cluster"].isin(("high_high", "high_low", "low_high"))
    names = dict.fromkeys(CLUSTERS, "")
    return province_points(
        found.assign(
            class_id=found["cluster"],
            hover=found["line_value"] + " · " + found["line_cluster"],
        ),
        {kind.id: kind.fill for kind in map_classes.cluster_kinds(names)},
        drawn_as,
        [
            source_note(measure.source(), *measure.datasets),
            words("indicator_map_cluster_note"),
            *values.partial_note(measure, year),
        ],
        title=words(
            "indicator_map_neighbours_title",
            measure=measure.name,
            year=values.year_said(year, measure),
        ),
        across=Scale("score", words("indicator_map_axis_own")),
        up=Scale("neighbour_score", words("indicator_map_axis_neighbours")),
        crossing=(0.0, 0.0),
        named=found.loc[is_named, "province_code"][:NAMED_IN_ANSWER].tolist(),
        selected=selected,
    )


def _rows(measure: Measure, year: int) -> None:
    if measure.is_internal:
        st.caption(say("indicator_map_internal"))
        return
    table_twin(
        file_rows(measure, year),
        specs.formed(file_columns(measure), {"value": measure}),
        "indicator_map_clusters_twin",
        source=measure.source(),
        file_name=f"clusters_{measure.id}_{year}",
        datasets=measure.datasets,
        lazy=True,
    )


def file_rows(measure: Measure, year: int) -> Gated:
    """The provinces with their clusters as a file holds them.

    Raises:
        ValueError: Nothing of the measure may be taken along.
    """
    specs.require_open(measure)
    found = provinces(measure, year)
    told = values.provinces(measure, year).set_index("province_code")
    made = (
        found.assign(value=found["province_code"].map(told["value"]))
        .round(
            {
                "value": measure.decimals,
                "score": 2,
                "neighbour_score": 2,
                "p_value": 4,
                "adjusted_p_value": 4,
            }
        )
        .assign(
            year=values.year_said(year, measure),
            cluster=found["line_cluster"],
            **{each: specs.yes(found[each]) for each in values.BOUNDS},
        )
    )
    return disclosed(made[list(file_columns(measure))], Audience.OUTSIDE, counts=())


def file_columns(measure: Measure) -> dict[str, str]:
    """Heading of each column of the file, in order."""
    columns = (
        *("year", "province_code", "name", "value", "cluster", "score"),
        *("neighbour_score", "neighbours", "p_value", "adjusted_p_value"),
        *((measure.bound,) if measure.bound else ()),
    )
    named = {each: words(f"indicator_map_file_{each}") for each in columns}
    return named | {"value": measure.title}
