"""One measure in all fiscal years: small maps with the same classes."""

import pandas as pd
import streamlit as st

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.queries import names
from dashboard.ui.answers import ask, kept
from dashboard.ui.indicator_map import classes, controls, specs, values
from dashboard.ui.indicator_map.controls import Chosen
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.profile_link import profile_link
from dashboard.ui.shelf import name_below
from dashboard.ui.small_maps import Panel, small_maps, spec_of
from dashboard.ui.tables import table_twin
from dashboard.ui.words import fiscal_year_text, lang, say, words

BOUNDS = "bounds"  # column of the table: the years of which a figure is a bound
PREFIX = "year_"  # of a column of the table, before the fiscal year


def years_of(measure: Measure) -> list[int]:
    """The fiscal years in which a province has a figure, the earliest first."""
    every = values.every_year(measure.id)
    return sorted(every.loc[every["value"].notna(), "fiscal_year_be"].unique().tolist())


def answer(chosen: Chosen) -> str:
    """Between which years the median province rose or fell."""
    measure = chosen.measure
    shown = values.whole_years(measure)
    if len(shown) < 2:
        return say("indicator_map_years_few", measure=measure.name)
    every = values.every_year(measure.id)
    medians = every.groupby("fiscal_year_be")["value"].median()
    return say(
        "indicator_map_years_answer",
        measure=measure.name,
        first=fiscal_year_text(shown[0]),
        last=fiscal_year_text(shown[-1]),
        start=measure.said(float(medians[shown[0]])),
        end=measure.said(float(medians[shown[-1]])),
    )


def draw(chosen: Chosen) -> None:
    """Draw a small map for each year, and give all figures as a table."""
    measure = chosen.measure
    how = classes.scheme(measure, chosen.method, chosen.number, chosen.year)
    spec = kept(_spec, measure, how, chosen.province)
    small_maps(spec, "indicator_map_years", controls.select)
    open_profile(chosen.province)
    st.caption(say("indicator_map_years_hint"))
    if measure.is_internal:
        st.caption(say("indicator_map_internal"))
        return
    # the title stands above the maps
    name_below(say("indicator_map_years_title", measure=measure.title))
    table_twin(
        file_rows(measure),
        specs.formed(
            file_columns(measure),
            {f"{PREFIX}{year}": measure for year in years_of(measure)},
        ),
        "indicator_map_years_twin",
        source=measure.source(),
        file_name=f"years_{measure.id}",
        datasets=measure.datasets,
        lazy=True,
    )


def open_profile(province_code: str | None) -> None:
    """The way to the page of the province that was pressed."""
    if province_code is None:
        return
    named = ask(names.provinces).set_index("province_code")[f"name_{lang()}"]
    with st.container(key="indicator_map_years_profile"):
        profile_link(province_code, named[province_code])


def _spec(
    measure: Measure, how: classes.Scheme, selected: str | None
) -> dict[str, object]:
    named = ask(names.provinces).set_index("province_code")[f"name_{lang()}"]
    said = words("indicator_map_years_title", measure=measure.title)
    return spec_of(
        named.to_dict(),
        [_panel(measure, how, year, list(named.index)) for year in years_of(measure)],
        classes.kinds(measure, how),
        specs.picture_words(
            measure,
            said,
            specs.method_text(how, is_for_years=True),
            *values.partial_note(measure, *years_of(measure)),
            method=how.method,
        ),
        selected,
    )


def _panel(measure: Measure, how: classes.Scheme, year: int, codes: list[str]) -> Panel:
    found = specs.classed(measure, how, year).set_index("province_code").loc[codes]
    return Panel(
        label=values.year_said(year, measure),
        spoken=specs.title(measure, year),
        classes=found["class_id"].tolist(),
        said=found["line_value"].tolist(),
    )


def file_rows(measure: Measure) -> Gated:
    """A row per province with a column for each year, by code.

    Raises:
        ValueError: Nothing of the measure may be taken along.
    """
    specs.require_open(measure)
    return disclosed(kept(_file_rows, measure), Audience.OUTSIDE, counts=())


def _file_rows(measure: Measure) -> pd.DataFrame:
    every = values.every_year(measure.id)
    by_year = every.pivot_table(
        index="province_code", columns="fiscal_year_be", values="value", dropna=False
    ).round(measure.decimals)
    wide = by_year[years_of(measure)].add_prefix(PREFIX).reset_index()
    if measure.bound:
        wide[BOUNDS] = wide["province_code"].map(_bounds(measure)).fillna("")
    named = ask(names.provinces).rename(columns={f"name_{lang()}": "name"})
    return named[["province_code", "name"]].merge(wide, on="province_code", how="left")


def _bounds(measure: Measure) -> pd.Series:
    """In which years a province's figure is only a bound, in words, by code."""
    every = values.every_year(measure.id)
    is_bound = every[list(values.BOUNDS)].any(axis="columns") & every["value"].notna()
    of = every[is_bound].sort_values("fiscal_year_be")
    said = of["fiscal_year_be"].map(fiscal_year_text)
    return said.groupby(of["province_code"]).agg(", ".join)


def file_columns(measure: Measure) -> dict[str, str]:
    """Heading of each column of the table, in order."""
    return {
        "province_code": words("indicator_map_file_province_code"),
        "name": words("indicator_map_file_name"),
        **{
            f"{PREFIX}{year}": values.year_said(year, measure)
            for year in years_of(measure)
        },
        **(
            {BOUNDS: words(f"indicator_map_file_{measure.bound}")}
            if measure.bound
            else {}
        ),
    }
