"""Where are volunteers thin against the risk? For analysts and provincial offices."""

import pandas as pd
import streamlit as st

from dashboard.queries import coverage as queries
from dashboard.ui import (
    ask,
    begin,
    choice,
    choices,
    figure,
    fiscal_year_text,
    number_text,
    page_header,
    say,
    table_twin,
    words,
)
from dashboard.ui.coverage import controls, figures, rows, tables
from dashboard.ui.province_map import province_map

NAMED_IN_ANSWER = 5
HIGH = 3  # risk band of levels 4 and 5


def answer(provinces: pd.DataFrame, year: str) -> str:
    """The page's question answered in one sentence, over the whole country."""
    high = provinces[provinces["risk_band"] == HIGH]
    thin = high[high["coverage_class"] == 1]
    ranked = provinces.dropna(subset=["coverage_gap"])
    if ranked.empty:
        return say("coverage_answer_unknown", year=year, high=len(high))
    names = list(thin["name"][:NAMED_IN_ANSWER])
    return say(
        "coverage_answer" if names else "coverage_answer_none",
        year=year,
        high=len(high),
        thin=len(thin),
        names=", ".join(names) + (" …" if len(thin) > len(names) else ""),
        top=ranked.iloc[0]["name"],
        gap=number_text(ranked.iloc[0]["coverage_gap"], 1),
    )


def scatter(view: figures.View, listed: pd.DataFrame) -> None:
    """The scatter, and whom it cannot show."""
    needed = ["volunteers_trained_per_100k", "risk_score"]
    is_missing = listed[needed].isna().any(axis=1)
    if is_missing.all():
        st.info(say("coverage_scatter_none"))
        return
    figure(
        figures.scatter(view),
        "coverage_scatter",
        file_name=f"coverage_scatter_{view.year}",
        alt=words("coverage_scatter_alt", number=len(listed)),
    )
    if is_missing.any():
        names = ", ".join(listed.loc[is_missing, "name"])
        number = int(is_missing.sum())
        st.caption(say("coverage_scatter_left_out", number=number, names=names))


begin("pages/coverage_map.py", *rows.DATASETS)
years = ask(queries.fiscal_years)
year = choice("coverage_year", years, years[0]) or years[0]
whose = choice("coverage_whose", rows.WHOSE, rows.WHOSE[0]) or rows.WHOSE[0]
provinces = rows.provinces(year, whose)
page_header(say("coverage_question"), answer(provinces, fiscal_year_text(year)))

with st.container(horizontal=True, vertical_alignment="bottom", key="coverage_row"):
    controls.year_filter(years)
    controls.whose_filter()
    area, filters = controls.area_filter(provinces)

selected = choice("coverage_province", provinces["province_code"].tolist())
classes = choices("coverage_class", [kind.id for kind in rows.kinds(year)])
view = figures.View(year, whose, area, filters, tuple(classes), selected)
listed = view.listed()

left, right = st.columns([7, 5], gap="small")
with left:
    spec = figures.map_spec(view)
    province_map(spec, "coverage_map", controls.select, controls.keep)
with right:
    tables.gap_list(listed, view)

left, right = st.columns([5, 7], gap="medium")
with left:
    if selected:
        chosen = provinces[provinces["province_code"] == selected].iloc[0]
        tables.selected_province(chosen, year, lambda: controls.select(None))
    else:
        st.container(border=True).caption(say("coverage_select_hint"))
with right:
    scatter(view, listed)
    table_twin(
        tables.file_rows(listed, view),
        tables.file_columns(),
        "coverage_twin",
        source=words("coverage_source"),
        file_name=f"coverage_{year}",
        datasets=rows.DATASETS,
        lazy=True,
    )

method = st.expander(say("coverage_method"), key="coverage_method", on_change="rerun")
if method.open:
    how = ask(queries.coverage_breaks, fiscal_year_be=year).iloc[0]["method"]
    breaks = words(f"coverage_breaks_{how}")
    method.markdown(say("coverage_method_text", breaks=breaks))
