"""Where are volunteers thin against the risk? For analysts and provincial offices."""

import pandas as pd
import streamlit as st

from dashboard.queries import coverage as queries
from dashboard.ui import (
    ask,
    begin,
    choice,
    choices,
    date_text,
    figure,
    fiscal_year_text,
    page_header,
    say,
    table_twin,
    words,
)
from dashboard.ui.coverage import card, controls, figures, layers, rows, tables
from dashboard.ui.coverage.columns import columns_map
from dashboard.ui.province_map import province_map
from dashboard.ui.shelf import rows_behind

NAMED_IN_ANSWER = 5
HIGH = 3  # risk band of levels 4 and 5


def answer(provinces: pd.DataFrame, layer: str, year: int) -> str:
    """The page's question answered in one sentence, over the whole country."""
    high = provinces[provinces["risk_band"] == HIGH]
    if layer != layers.RISK:
        states = layer_answer(provinces, layer, year)
        return f"{states} {against_risk(provinces, high, layer, year)}"
    thin = high[high["coverage_class"] == 1]
    ranked = provinces.dropna(subset=["coverage_gap"])
    said = fiscal_year_text(year)
    if ranked.empty:
        return say("coverage_answer_unknown", year=said, high=len(high))
    return say(
        "coverage_answer_none" if thin.empty else "coverage_answer",
        year=said,
        high=len(high),
        thin=len(thin),
        names=named(thin, layer),
        top=ranked.iloc[0]["name"],
        gap=ranked.iloc[0]["gap_said"],
    ) + only_minima(thin, layer)


def layer_answer(provinces: pd.DataFrame, layer: str, year: int) -> str:
    """How many provinces have the layer's figure."""
    states = provinces["state"].value_counts()
    return say(
        "coverage_layer_answer"
        if layers.layer_of(layer).is_counted
        else "coverage_layer_answer_in_files",
        year=fiscal_year_text(year),
        value=words(f"coverage_{layer}_value"),
        known=int(states.get("value", 0)),
        zero=int(states.get("zero", 0)),
        unreported=int(states.get("not_reported", 0)),
        none=int(states.get("no_data", 0)),
    )


def against_risk(
    provinces: pd.DataFrame, high: pd.DataFrame, layer: str, year: int
) -> str:
    """How many high-risk provinces are thin; nothing of a part of a year."""
    if layers.is_partial(year, layer):
        on = provinces["as_on"].iloc[0].date()
        return say("coverage_layer_partial", on=date_text(on))
    thin = high[high["layer_class"] <= 1]
    return say(
        "coverage_layer_thin_none" if thin.empty else "coverage_layer_thin",
        high=len(high),
        thin=len(thin),
        names=named(thin, layer),
    ) + only_minima(thin, layer)


def only_minima(thin: pd.DataFrame, layer: str) -> str:
    """Of which thin provinces the figure is a minimum: they may not be that thin."""
    names = list(thin.loc[thin[layers.minimum(layer)], "name"])
    if not names:
        return ""
    return " " + say("coverage_answer_least", names=", ".join(names))


def named(provinces: pd.DataFrame, layer: str) -> str:
    """The first few by name; with the figure where it is only a minimum."""
    line = "line_k" if layer == layers.RISK else "line_value"
    names = [
        f"{row['name']} ({row[line]})" if row[layers.minimum(layer)] else row["name"]
        for row in provinces[:NAMED_IN_ANSWER].to_dict("records")
    ]
    return ", ".join(names) + (" …" if len(provinces) > len(names) else "")


def scatter(view: figures.View, listed: pd.DataFrame) -> None:
    """The scatter, and whom it cannot show."""
    needed = [figures.across(view).column, "risk_score"]
    is_missing = listed[needed].isna().any(axis=1)
    if is_missing.all():
        st.info(say("coverage_scatter_none"))
        return
    figure(
        figures.scatter(view),
        "coverage_scatter",
        file_name=view.file_name("coverage_scatter"),
        alt=words(
            "coverage_scatter_alt",
            number=len(listed),
            across=figures.across(view).title,
        ),
    )
    if is_missing.any():
        names = ", ".join(listed.loc[is_missing, "name"])
        number = int(is_missing.sum())
        st.caption(say("coverage_scatter_left_out", number=number, names=names))


def question(layer: str) -> str:
    """What the page asks of the layer that it shows."""
    if layer == layers.RISK:
        return say("coverage_question")
    return say("coverage_layer_question", layer=words(f"coverage_layer_{layer}"))


begin("pages/coverage_map.py", *layers.datasets(controls.chosen_layer()))
years = ask(queries.fiscal_years)
year = choice("coverage_year", years, years[0]) or years[0]
whose = choice("coverage_whose", rows.WHOSE, rows.WHOSE[0]) or rows.WHOSE[0]
layer = controls.chosen_layer()
provinces = layers.provinces(year, whose, layer)
page_header(question(layer), answer(provinces, layer, year))

with st.container(horizontal=True, vertical_alignment="bottom", key="coverage_row"):
    controls.year_filter(years)
    controls.layer_filter()
    controls.whose_filter()
    area, filters = controls.area_filter(provinces)
    height = controls.drawn_as(layer)

selected = choice("coverage_province", provinces["province_code"].tolist())
classes = choices("coverage_class", [kind.id for kind in layers.kinds(year, layer)])
view = figures.View(year, whose, layer, area, filters, tuple(classes), selected)
listed = view.listed()

left, right = st.columns([7, 5], gap="small")
with left:
    if height:
        columns_map(view, height, controls.select, controls.keep)
    else:
        spec = figures.map_spec(view)
        province_map(spec, "coverage_map", controls.select, controls.keep)
    behind = tables.drawn_columns(layer)
    rows_behind("coverage_map", lambda: tables.file_rows(listed, view), behind)
with right:
    tables.gap_list(listed, view)

left, right = st.columns([5, 7], gap="medium")
with left:
    if selected:
        chosen = provinces[provinces["province_code"] == selected].iloc[0]
        card.selected_province(chosen, view, lambda: controls.select(None))
    else:
        st.container(border=True).caption(say("coverage_select_hint"))
with right:
    scatter(view, listed)
    table_twin(
        tables.file_rows(listed, view),
        tables.file_columns(layer),
        "coverage_twin",
        source=view.source(),
        file_name=view.file_name("coverage"),
        datasets=view.datasets(),
        lazy=True,
        behind=behind,
    )

method = st.expander(say("coverage_method"), key="coverage_method", on_change="rerun")
if method.open:
    how = ask(queries.coverage_breaks, fiscal_year_be=year).iloc[0]["method"]
    breaks = words(f"coverage_breaks_{how}")
    method.markdown(say("coverage_method_text", breaks=breaks))
    method.markdown(say("coverage_layers_method"))
