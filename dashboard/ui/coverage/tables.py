"""The list beside the map, and the provinces as files and the table twin hold them."""

from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.ui.address import typed
from dashboard.ui.answers import kept
from dashboard.ui.coverage import layers
from dashboard.ui.coverage.controls import select
from dashboard.ui.coverage.figures import View
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import download_csv
from dashboard.ui.words import date_text, fiscal_year_text, lang, say, words, year_text

# Form of each number in the gap list, in order, and its width in px.
LIST = {
    "coverage_gap": ("gap", "%.1f", 76),
    "volunteers_trained_per_100k": ("k", "%.1f", 72),
    "ministry_level": ("ministry", "%d", 70),
    "computed_level": ("computed", "%d", 80),
    "gap_rank": ("rank", "%d", 64),
    "risk_score": ("score", "%.1f", 72),
    "completeness": ("completeness", "percent", 72),
}
# The same of another layer; between them its own figure.
LAYER_LIST = {
    "level": ("level", "%d", 74),
    "coverage_gap": LIST["coverage_gap"],
    "risk_score": LIST["risk_score"],
}
NAME_WIDTH = {"th": 104, "en": 148}  # px
NARROW = {"gap": 60, "k": 62}  # px: columns with shorter headings in English
VALUE_WIDTH, REMARK_WIDTH, LAYER_REMARK_WIDTH = 72, 66, 116
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
HELPED = ("gap", "ministry", "computed")  # columns whose heading is explained
VALUE_ROUNDED = {"value": 4}  # a layer's value; shares are below 1
AFTER = 4  # the figures of a layer stand behind year, day, code and name
LIST_HEIGHT = 460  # px; ends where the map beside it does
_DRAWN = "_coverage_list"  # session: codes and selection the list shows, and its number


def gap_list(listed: pd.DataFrame, view: View) -> None:
    """The provinces by gap or layer, with a search box; a row selects its province.

    Args:
        listed: From View.listed.
        view: What the reader chose.
    """
    sought = typed("coverage_search").strip().casefold()
    if sought:
        named = [listed[name].str.casefold() for name in ("name_th", "name_en")]
        is_found = [each.str.contains(sought, regex=False) for each in named]
        listed = listed[is_found[0] | is_found[1]]
    subheader(_list_title(view.layer, len(listed)))
    st.text_input(
        say("coverage_search"),
        placeholder=words("coverage_search"),
        key="coverage_search",
        label_visibility="collapsed",
    )
    if listed.empty:
        st.info(say("coverage_list_empty"))
        return
    _selectable(listed, view)
    is_risk = view.layer == layers.RISK
    st.caption(say("coverage_list_hint" if is_risk else "coverage_layer_list_hint"))
    if listed["volunteers_at_least"].any():
        st.caption(say("coverage_list_least"))
    download_csv(
        file_rows(listed, view),
        file_columns(view.layer),
        "coverage_list_file",
        source=view.source(),
        file_name=view.file_name("coverage_gaps"),
        datasets=view.datasets(),
        main=_main(view.layer),
    )


def _main(layer: str) -> tuple[str, ...]:
    """The columns that slides and paper show: the list's, and what is a minimum."""
    return ("name", *_numbers(layer), layers.minimum(layer))


def _list_title(layer: str, number: int) -> str:
    if layer == layers.RISK:
        return say("coverage_list_title", number=number)
    value = words(f"coverage_{layer}_value")
    return say("coverage_layer_list_title", value=value, number=number)


def _selectable(listed: pd.DataFrame, view: View) -> None:
    codes, selected = listed["province_code"].tolist(), view.selected
    key = _list_key(codes, selected)

    def pick() -> None:
        _, _, number = st.session_state[_DRAWN]
        if key != _numbered(number):
            return  # a list that another has replaced speaks once more when it goes
        picked = st.session_state[key].selection.rows
        code = codes[picked[0]] if picked else None
        st.session_state[_DRAWN] = (codes, code, number)
        select(code)

    st.dataframe(
        _sent(listed, view.layer),
        hide_index=True,
        column_config=_list_columns(view.layer),
        height=LIST_HEIGHT,
        placeholder="–",
        key=key,
        on_select=pick,
        selection_mode="single-row",
        selection_default={
            "selection": {"rows": [codes.index(selected)] if selected in codes else []}
        },
    )


def _numbers(layer: str) -> dict[str, tuple[str, str, int]]:
    """LIST, or what stands in its place for another layer."""
    if layer == layers.RISK:
        return LIST
    form = "percent" if layers.layer_of(layer).is_share else "%.1f"
    return {"value": (f"{layer}_short", form, VALUE_WIDTH), **LAYER_LIST}


def _sent(listed: pd.DataFrame, layer: str) -> pa.Table:
    """The list in few bytes: whole numbers are small, and no word on pandas."""
    numbers = _numbers(layer)
    shown = listed[list(numbers)]  # unrounded: rounded twice, 2.054 would read 2.0
    whole = [column for column, (_, form, _) in numbers.items() if form == "%d"]
    shown = shown.astype(dict.fromkeys(whole, "Int8"))
    shown.insert(0, "name", listed["name"])
    if _has_remark(listed, layer):
        # behind the figures that it speaks of
        place = 3 if layer == layers.RISK else 2
        shown.insert(place, "remark", listed["remark"])
    return pa.Table.from_pandas(shown, preserve_index=False).replace_schema_metadata()


def _has_remark(listed: pd.DataFrame, layer: str) -> bool:
    """Whether the list has a column for what bare numbers do not say."""
    return layer != layers.RISK or bool(listed["remark"].ne("").any())


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
    return _numbered(number)


def _numbered(number: int) -> str:
    return f"coverage_list_{number}"


def _list_columns(layer: str) -> dict[str, Any]:
    texts = {
        "name": st.column_config.TextColumn(
            words("coverage_column_province"), pinned=True, width=NAME_WIDTH[lang()]
        ),
        "remark": st.column_config.TextColumn(
            words("coverage_column_remark"),
            width=REMARK_WIDTH if layer == layers.RISK else LAYER_REMARK_WIDTH,
        ),
    }
    return texts | {
        column: st.column_config.NumberColumn(
            words(f"coverage_column_{key}"),
            format=form,
            width=NARROW.get(key, width) if lang() == "en" else width,
            help=words(f"coverage_help_{key}") if key in HELPED else None,
        )
        for column, (key, form, width) in _numbers(layer).items()
    }


def file_rows(listed: pd.DataFrame, view: View) -> Gated:
    """The provinces as a file and the table behind the pictures hold them: all open."""
    every = kept(_file_rows, view.year, view.whose, view.layer)
    is_listed = every["province_code"].isin(listed["province_code"])
    return disclosed(every[is_listed], Audience.OUTSIDE, counts=())


def _file_rows(year: int, whose: str, layer: str) -> pd.DataFrame:
    found = layers.provinces(year, whose, layer)

    def said(column: str, key: str) -> list[str]:
        is_known = found[column].notna()
        return [
            words(f"{key}_{value}") if known else ""
            for value, known in zip(found[column], is_known, strict=True)
        ]

    labels = {kind.id: kind.label for kind in layers.kinds(year, layer)}
    years = [
        "" if pd.isna(y) else year_text(int(y)) for y in found["population_year_be"]
    ]
    if layer != layers.RISK:
        found = found.assign(
            at_least=_flags(found["at_least"]),
            as_of=_days(found["as_of"]),
            # the gate takes a column called state for one of its own
            layer_state=[
                layers.layer_of(layer).state(state) for state in found["state"]
            ],
        )
    return (
        found.round(ROUNDED | VALUE_ROUNDED)
        .assign(
            year=fiscal_year_text(year),
            as_on=_days(found["as_on"]),
            level_source=said("level_source", "coverage_level_by"),
            volunteers_source=said("volunteers_source", "coverage_counted"),
            full_coverage_source=said("full_coverage_source", "coverage_full"),
            volunteers_at_least=_flags(found["volunteers_at_least"]),
            gap_at_most=_flags(found["gap_at_most"]),
            volunteers_as_of=_days(found["volunteers_as_of"]),
            population_year_be=years,
            map_class=[labels[kind] for kind in found["class_id"]],
        )
        .filter(items=list(file_columns(layer)))
    )


def _flags(found: pd.Series) -> list[str]:
    return [words("coverage_yes") if is_so else "" for is_so in found]


def _days(found: pd.Series) -> list[str]:
    return ["" if pd.isna(day) else date_text(day.date()) for day in found]


def file_columns(layer: str) -> dict[str, str]:
    """Heading of each column of a file, in order."""
    every = {column: words(f"coverage_file_{column}") for column in FILE}
    if layer == layers.RISK:
        return every
    own = {
        "value": words(f"coverage_{layer}_value"),
        "at_least": words("coverage_file_at_least"),
        "layer_state": words("coverage_file_layer_state"),
        "counted": words(f"coverage_{layer}_counted"),
        "counted_of": words(f"coverage_{layer}_of"),
        "as_of": words("coverage_file_as_of"),
    }
    first = {column: every.pop(column) for column in FILE[:AFTER]}
    return first | own | every


def drawn_columns(layer: str) -> dict[str, str]:
    """Heading of each column that map and scatter draw, in order."""
    every = file_columns(layer)
    return {column: every[column] for column in DRAWN if column in every}


DRAWN = (
    "province_code",
    "name",
    "map_class",
    "value",
    "at_least",
    "layer_state",
    "volunteers_trained_per_100k",
    "volunteers_at_least",
    "level",
    "risk_score",
    "coverage_gap",
    "gap_at_most",
)
FILE = (
    "year",
    "as_on",
    "province_code",
    "name",
    "coverage_gap",
    "gap_rank",
    "gap_at_most",
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
