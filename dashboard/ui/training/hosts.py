"""Where batches were held, and where their volunteers come from."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.charts import training_batches as charts
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import training_progress as queries
from dashboard.ui.address import choice, choices, set_choice
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.province_map import map_words, province_map
from dashboard.ui.shelf import rows_behind
from dashboard.ui.tables import table_twin
from dashboard.ui.training import years
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    words,
)

SCOPES = ("year", "so_far")
FROM = (1, 2, 3, 5)  # lower ends of the classes of batches held
PLANNED = "planned"
MOST_BARS = 15
LINES = ("held", "planned", "not_held", "last", "volunteers")
DAYS = {"last_held_on": "last_text"}
DRAWN = (
    *("name", "batches_held", "batches_planned", "batches_not_held", "last_held_on"),
    *("volunteers_trained", "volunteers_at_least"),
)
HOMES = (
    *("name", "volunteers_home", "volunteers_host"),
    *("volunteers_trained", "volunteers_at_least"),
)
FILE = (
    "name",
    "batches_held",
    "batches_planned",
    "batches_not_held",
    "last_text",
    "volunteers_trained",
    "volunteers_at_least",
    "volunteers_home",
    "volunteers_host",
    "batches_attended",
    "batches_not_reporting",
)


def host_map(year: int) -> None:
    """The map of host provinces, in the year or since the first."""
    scope = choice("training_scope", SCOPES, SCOPES[0])
    st.segmented_control(
        say("training_scope"),
        SCOPES,
        format_func={s: words(f"training_scope_{s}") for s in SCOPES}.__getitem__,
        key="training_scope",
        required=True,
    )
    found = _provinces(year, scope)
    kinds = _kinds()
    kept = choices("training_class", [kind.id for kind in kinds])
    codes = found["province_code"].tolist()
    selected = choice("training_host", codes)
    spec = maps.class_map(
        found.assign(is_shown=True),
        kinds=kinds,
        words=map_words(
            words(
                f"training_map_title_{scope}",
                year=fiscal_year_text(year),
                number=number_text((found["batches_held"] > 0).sum()),
                all=number_text(len(found)),
            ),
            source=words("training_source"),
            datasets=years.DATASETS,
            note=(words("training_map_note"),),
        ),
        lines={f"line_{line}": words(f"training_line_{line}") for line in LINES},
        file_name=f"training_hosts_{year}",
        selected=selected,
        kept=kept,
        number=number_text,
    )
    province_map(spec, "training_map", _select, _keep)
    table_twin(
        disclosed(_file_rows(found), Audience.OUTSIDE, counts=()),
        {column: words(f"training_host_{column}") for column in FILE},
        "training_map",
        source=words("training_source"),
        file_name=f"training_provinces_{year}",
        datasets=years.DATASETS,
        lazy=True,
        behind={
            column: words(f"training_host_{DAYS.get(column, column)}")
            for column in DRAWN
        },
    )


def _select(code: str | None) -> None:
    set_choice("training_host", code)


def _keep(classes: list[str]) -> None:
    st.session_state["training_class"] = classes


def _provinces(year: int, scope: str) -> pd.DataFrame:
    found = ask(queries.host_provinces, fiscal_year_be=year, scope=scope)
    lines = [_lines(row) for row in found.itertuples()]
    said = pd.DataFrame(lines, found.index, [f"line_{line}" for line in LINES])
    return found.assign(
        name=found[f"name_{lang()}"],
        class_id=[_class(row) for row in found.itertuples()],
    ).join(said)


def _class(row: Any) -> str:  # noqa: ANN401
    held = int(row.batches_held)
    if held:
        return str(max(low for low in FROM if low <= held))
    return PLANNED if row.batches_planned else maps.ZERO


def _kinds() -> list[maps.Kind]:
    named = {
        str(low): words("training_class_one", number=low)
        if low == high
        else words("training_class_range", low=low, high=high)
        for low, high in ((1, 1), (2, 2), (3, 4))
    } | {"5": words("training_class_from", low=5)}
    shades = zip(FROM, maps.COUNT_RAMP, strict=True)
    return [
        maps.Kind(maps.ZERO, words("training_class_none"), "#ffffff", "#1b1f24"),
        maps.Kind(
            PLANNED, words("training_class_planned"), "#ffffff", "#3f86a8", "dots"
        ),
        *(
            maps.Kind(str(low), named[str(low)], fill, maps.ink_on(fill))
            for low, fill in shades
        ),
    ]


def _lines(row: Any) -> tuple[str, ...]:  # noqa: ANN401
    last = row.last_held_on
    return (
        number_text(row.batches_held),
        number_text(row.batches_planned),
        number_text(row.batches_not_held),
        "" if pd.isna(last) else date_text(last.date()),
        years.at_least(row.volunteers_trained, row.volunteers_at_least),
    )


def _file_rows(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(
        last_text=[
            "" if pd.isna(day) else date_text(day.date())
            for day in found["last_held_on"]
        ],
        volunteers_at_least=[
            words("training_yes") if least else ""
            for least in found["volunteers_at_least"]
        ],
    )


def homes(year: int) -> None:
    """Volunteers trained by home province where known, else by host."""
    scope = choice("training_scope", SCOPES, SCOPES[0])
    found = _provinces(year, scope)
    known = found[found["volunteers_trained"].gt(0).fillna(False)]
    if known.empty:
        st.info(say("training_homes_none"))
        return
    top = known.sort_values("volunteers_trained", ascending=False).head(MOST_BARS)
    said = [
        years.at_least(value, least)
        for value, least in zip(
            top["volunteers_trained"], top["volunteers_at_least"], strict=True
        )
    ]
    is_least = bool(found["batches_not_reporting"].sum())
    home, total = found["volunteers_home"].sum(), known["volunteers_trained"].sum()
    title = words(
        "training_homes_title",
        home=number_text(home),
        total=years.at_least(total, is_least),
        shown=len(top),
        all=len(known),
    )
    figure(
        charts.home_bars(
            top.assign(said=said),
            (words("training_homes_home"), words("training_homes_host")),
            title,
            look(),
            years.note(),
        ),
        "training_homes",
        file_name=f"training_homes_{year}",
        alt=title,
    )
    rows = _file_rows(known.sort_values("volunteers_trained", ascending=False))
    rows_behind(
        "training_homes",
        disclosed(rows, Audience.OUTSIDE, counts=()),
        {column: words(f"training_host_{column}") for column in HOMES},
    )
