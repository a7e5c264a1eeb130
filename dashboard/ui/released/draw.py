"""The map and the table of what is published, with the file to take away."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import known, maps, release
from dashboard.disclosure import Audience, Gated
from dashboard.rules import rules
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import ask, kept
from dashboard.ui.province_map import map_words, province_map
from dashboard.ui.released.rows import (
    class_names,
    count_rows,
    period_text,
    status_names,
    word_rows,
)
from dashboard.ui.tables import download_csv
from dashboard.ui.words import number_text, words

DATASETS = ("tip_report", "referral", "tip_outcome")
# px, where the first rows, by which a column is measured, say little
WIDE = {
    "area": 150,
    "count": 130,
    "status": 180,
    "kind": 260,
    "kind_of": 190,
    "remark": 260,
}
CODES = {  # what stands in a file
    "area": "area_code",
    "kind": "kind_code",
    "weeks_since_rise_name": "weeks_since_rise",
}
WHOLE_ROWS = 30  # a table of no more than these does not scroll


def published(last: date) -> dict[str, Gated]:
    """The tables of the week that ends on this day, for readers outside."""
    return kept(_published, last)


def _published(last: date) -> dict[str, Gated]:
    return release.tables(ask(known.known, last), last, Audience.OUTSIDE)


def published_map(last: date, name: str, measure: str) -> None:
    """The provinces of a published table on a map; clicks only point at them.

    Args:
        last: The Sunday of the last complete week.
        name: "province_year" or "province_week".
        measure: What is counted; "" for the words of province_week.
    """
    spec = kept(_map_spec, last, name, measure)
    classes = [kind["id"] for kind in spec["classes"]]
    spec["selected"] = choice("disclosure_province", spec["provinces"]["codes"])
    spec["kept"] = choices("disclosure_class", classes)
    province_map(spec, "disclosure_map", _select, _keep)


def _select(code: str | None) -> None:
    set_choice("disclosure_province", code)


def _keep(classes: list[str]) -> None:
    st.session_state["disclosure_class"] = classes  # `choices` puts it into the address


def _map_spec(last: date, name: str, measure: str) -> dict[str, Any]:
    gated = published(last)[name]
    frame = gated.frame
    if measure:
        frame = frame[frame["measure"] == measure].reset_index(drop=True)
    period = period_text(frame["period_start"].iloc[0], frame["period_end"].iloc[0])
    if name == "province_week":
        title = words("disclosure_map_status_title", period=period)
        shown, kinds = word_rows(frame), maps.status_kinds(status_names())
        class_id = frame["status"].replace(
            {"silent": maps.UNREPORTED, "no_data": maps.NO_DATA}
        )
        lines: tuple[str, ...] = ("status", "weeks_since_rise", "open_referral")
    else:
        what = words(f"disclosure_measure_{measure}")
        title = words("disclosure_map_title", measure=what, period=period)
        shown, kinds = count_rows(frame), maps.count_kinds(class_names(rules()))
        class_id = maps.count_class(frame["count"], frame["count_state"])
        lines = tuple(
            c for c in ("count", "count_state", "rate_per_100k", "remark") if c in shown
        )
    provinces = shown.assign(
        province_code=frame["area"],
        name=shown["area"],
        class_id=class_id,
        is_shown=True,
    )
    version = words("disclosure_map_note", version=gated.rules_version)
    return maps.class_map(
        provinces,
        kinds=kinds,
        words=map_words(
            title,
            source=words("disclosure_source"),
            datasets=DATASETS,
            note=(version,),
            has_picture=False,
        ),
        lines={column: words(f"disclosure_col_{column}") for column in lines},
        file_name=f"{name}_{measure or 'status'}",
        number=number_text,
    )


def published_table(gated: Gated, name: str, key: str = "disclosure_published") -> None:
    """The table as readers outside see it, and its file.

    Args:
        gated: Of dashboard.release, or some of its rows.
        name: Of the table; the file is called so.
        key: `<page>_<what>`.
    """
    of_words = name == "province_week"
    what = "status" if of_words else gated.frame["measure"].iloc[0]
    shown = (word_rows if of_words else count_rows)(gated.frame)
    headings = {column: words(f"disclosure_col_{column}") for column in shown}
    st.dataframe(
        shown,
        hide_index=True,
        column_order=_order(shown),
        column_config={
            column: st.column_config.Column(heading, width=WIDE.get(column))
            for column, heading in headings.items()
        },
        height="content" if len(shown) <= WHOLE_ROWS else "auto",
        key=f"{key}_table",
    )
    leaves = gated.named(_file_words(gated.frame, shown))
    download_csv(
        leaves,
        {
            column: words(f"disclosure_col_{CODES.get(column, column)}")
            for column in _file_columns(leaves)
        },
        key,
        source=words("disclosure_source"),
        file_name=f"{name}_{what}_{gated.frame['period_end'].max():%Y-%m-%d}",
        datasets=DATASETS,
    )


def _order(shown: pd.DataFrame) -> list[str]:
    """The columns, of counts by kind first what tells them apart: a phone shows few."""
    if "kind" not in shown:
        return list(shown)
    is_of_areas = len(set(shown["area"])) > 1
    first = ("area", "kind", "count") if is_of_areas else ("kind", "count")
    return list(dict.fromkeys([*first, *shown]))


def _file_words(frame: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """What a file says in words beside its codes, dates and figures."""
    said = (
        *("period", "kind_of", "kind", "remark"),
        *("status", "weeks_since_rise", "open_referral"),
    )
    named = {f"{column}_name": shown[column] for column in said if column in shown}
    measure = [words(f"disclosure_measure_{key}") for key in frame["measure"]]
    return pd.DataFrame({"measure_name": measure, "area_name": shown["area"], **named})


def _file_columns(leaves: Gated) -> list[str]:
    """The columns of the file, in order."""
    order = (
        *("measure_name", "area", "area_name", "period_start", "period_end"),
        *("period_name", "kind_of_name", "kind", "kind_name", "count"),
        *("rate_per_100k", "change", "status_name", "weeks_since_rise_name"),
        *("open_referral_name", "open_referral_on", "remark_name"),
    )
    frame = leaves.frame
    has_kinds = "kind_of_name" in frame
    return [
        column
        for column in order
        if column in frame
        and (has_kinds or column != "kind")
        and not frame[column].isna().all()
    ]
