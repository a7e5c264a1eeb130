"""The gap list, the table behind the pictures, and what is known of one province."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.queries import coverage as queries
from dashboard.ui.address import typed
from dashboard.ui.answers import ask, kept
from dashboard.ui.coverage import rows
from dashboard.ui.coverage.controls import select
from dashboard.ui.coverage.figures import View
from dashboard.ui.tables import download_csv
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    words,
    year_text,
)

# Form of each number in the gap list, in order, and its width in px.
LIST = {
    "coverage_gap": ("gap", "%.1f", 76),
    "volunteers_trained_per_100k": ("k", "%.1f", 76),
    "ministry_level": ("ministry", "%d", 70),
    "computed_level": ("computed", "%d", 80),
    "gap_rank": ("rank", "%d", 64),
    "risk_score": ("score", "%.1f", 72),
    "completeness": ("completeness", "percent", 72),
}
# Figures that leave with one decimal more than they are shown with.
ROUNDED = {
    "volunteers_trained_per_100k": 2,
    "full_coverage_per_100k": 2,
    "coverage_gap": 2,
    "risk_score": 2,
    "exposure_score": 2,
    "vulnerability_score": 2,
    "completeness": 3,
}
LIST_HEIGHT = 460  # px; ends where the map beside it does
_DRAWN = "_coverage_list"  # session: codes and selection the list shows, and its number


def gap_list(listed: pd.DataFrame, view: View) -> None:
    """The provinces by gap, with a search box; a row selects its province.

    Args:
        listed: From View.listed.
        view: What the reader chose.
    """
    sought = typed("coverage_search").strip().casefold()
    if sought:
        named = [listed[name].str.casefold() for name in ("name_th", "name_en")]
        is_found = [each.str.contains(sought, regex=False) for each in named]
        listed = listed[is_found[0] | is_found[1]]
    st.subheader(say("coverage_list_title", number=len(listed)), anchor=False)
    st.text_input(
        say("coverage_search"),
        placeholder=words("coverage_search"),
        key="coverage_search",
        label_visibility="collapsed",
    )
    if listed.empty:
        st.info(say("coverage_list_empty"))
        return
    _selectable(listed, view.selected)
    st.caption(say("coverage_list_hint"))
    download_csv(
        file_rows(listed, view),
        file_columns(),
        "coverage_list_file",
        source=words("coverage_source"),
        file_name=f"coverage_gaps_{view.year}",
        datasets=rows.DATASETS,
    )


def _selectable(listed: pd.DataFrame, selected: str | None) -> None:
    codes = listed["province_code"].tolist()
    key = _list_key(codes, selected)

    def pick() -> None:
        picked = st.session_state[key].selection.rows
        code = codes[picked[0]] if picked else None
        _, _, number = st.session_state[_DRAWN]
        st.session_state[_DRAWN] = (codes, code, number)
        select(code)

    st.dataframe(
        _sent(listed),
        hide_index=True,
        column_config=_list_columns(),
        height=LIST_HEIGHT,
        placeholder="–",
        key=key,
        on_select=pick,
        selection_mode="single-row",
        selection_default={
            "selection": {"rows": [codes.index(selected)] if selected in codes else []}
        },
    )


def _sent(listed: pd.DataFrame) -> pa.Table:
    """The list in few bytes: whole numbers are small, and no word on pandas."""
    shown = listed[list(LIST)]  # unrounded: rounded twice, 2.054 would read 2.0
    whole = [column for column, (_, form, _) in LIST.items() if form == "%d"]
    shown = shown.astype(dict.fromkeys(whole, "Int8"))
    shown.insert(0, "name", listed["name"])
    return pa.Table.from_pandas(shown, preserve_index=False).replace_schema_metadata()


def _list_key(codes: list[str], selected: str | None) -> str:
    """A key under which the list shows the selection.

    Streamlit keeps a table's selection by the place of the row and takes another only
    for a new table. So the table is a new one when its selection was made elsewhere, or
    when rows move under a selection.
    """
    drawn, known, number = st.session_state.get(_DRAWN, (codes, None, 0))
    if selected != known or (selected and codes != drawn):
        number += 1
    st.session_state[_DRAWN] = (codes, selected, number)
    return f"coverage_list_{number}"


def _list_columns() -> dict[str, Any]:
    province = st.column_config.TextColumn(
        words("coverage_column_province"), pinned=True, width=104
    )
    return {"name": province} | {
        column: st.column_config.NumberColumn(
            words(f"coverage_column_{key}"),
            format=form,
            width=width,
            help=words("coverage_help_gap") if key == "gap" else None,
        )
        for column, (key, form, width) in LIST.items()
    }


def file_rows(listed: pd.DataFrame, view: View) -> Gated:
    """The provinces as a file and the table behind the pictures hold them: all open."""
    every = kept(_file_rows, view.year, view.whose)
    is_listed = every["province_code"].isin(listed["province_code"])
    return disclosed(every[is_listed], Audience.OUTSIDE, counts=())


def _file_rows(year: int, whose: str) -> pd.DataFrame:
    found = rows.provinces(year, whose)

    def said(column: str, key: str) -> list[str]:
        is_known = found[column].notna()
        return [
            words(f"{key}_{value}") if known else ""
            for value, known in zip(found[column], is_known, strict=True)
        ]

    labels = {kind.id: kind.label for kind in rows.kinds(year)}
    as_of = [
        "" if pd.isna(day) else date_text(day.date())
        for day in found["volunteers_as_of"]
    ]
    years = [
        "" if pd.isna(y) else year_text(int(y)) for y in found["population_year_be"]
    ]
    at_least = [
        words("coverage_yes") if y else "" for y in found["volunteers_at_least"]
    ]
    return (
        found.round(ROUNDED)
        .assign(
            year=fiscal_year_text(year),
            as_on=[date_text(day.date()) for day in found["as_on"]],
            level_source=said("level_source", "coverage_level_by"),
            volunteers_source=said("volunteers_source", "coverage_counted"),
            full_coverage_source=said("full_coverage_source", "coverage_full"),
            volunteers_at_least=at_least,
            volunteers_as_of=as_of,
            population_year_be=years,
            map_class=[labels[kind] for kind in found["class_id"]],
        )
        .filter(items=list(FILE))
    )


def file_columns() -> dict[str, str]:
    """Heading of each column of a file, in order."""
    return {column: words(f"coverage_file_{column}") for column in FILE}


FILE = (
    "year",
    "as_on",
    "province_code",
    "name",
    "coverage_gap",
    "gap_rank",
    "volunteers_trained_per_100k",
    "volunteers_at_least",
    "volunteers_trained",
    "volunteers_source",
    "volunteers_as_of",
    "batches_held",
    "batches_not_reporting",
    "full_coverage_per_100k",
    "full_coverage_source",
    "level",
    "level_source",
    "ministry_level",
    "computed_level",
    "risk_score",
    "exposure_score",
    "vulnerability_score",
    "completeness",
    "population",
    "population_year_be",
    "map_class",
)


def selected_province(row: pd.Series, year: int, clear: Callable[[], None]) -> None:
    """Everything the page knows of one province."""
    with st.container(border=True, key="coverage_selected"):
        st.subheader(say("coverage_selected", name=row["name"]), anchor=False)
        said = [
            f"{label} **{row[line]}**"
            for line, label in rows.line_labels().items()
            if row[line]
        ]
        st.markdown("  \n".join(said))
        fold = st.expander(
            say("coverage_indicators", year=fiscal_year_text(year)),
            key="coverage_indicators",
            on_change="rerun",
        )
        if fold.open:
            with fold:
                _indicators(row["province_code"], year)
        st.button(say("coverage_selected_clear"), key="coverage_clear", on_click=clear)


def _indicators(province_code: str, year: int) -> None:
    parts = ask(queries.risk_indicators, year, province_code)
    if parts.empty:
        st.markdown(number_text(None))
        return
    parts = parts.assign(
        name=parts[f"name_{lang()}"],
        dimension=[words(f"coverage_dimension_{d}") for d in parts["dimension"]],
    )
    columns: dict[str, Any] = {
        "name": words("coverage_indicator"),
        "score": st.column_config.ProgressColumn(
            words("coverage_score"), min_value=0, max_value=10, format="%.1f"
        ),
        "value": words("coverage_value"),
        f"unit_{lang()}": words("coverage_unit"),
        "dimension": words("coverage_dimension"),
    }
    st.dataframe(parts[list(columns)], hide_index=True, column_config=columns)
