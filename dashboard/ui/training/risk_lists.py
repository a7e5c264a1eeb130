"""Two lists: high-risk provinces never reached, and the next ones by gap."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.disclosure import Audience, disclosed
from dashboard.ui.address import choice
from dashboard.ui.coverage.rows import gap_text
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import PROVINCE_WIDTH, table_twin
from dashboard.ui.training import risk_rows
from dashboard.ui.training.risk_figures import DATASETS
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    words,
)

LIST_DATASETS = (*DATASETS, "province_grade", "target")
HIGH = 3  # risk band of levels 4 and 5
TOPS = ("10", "20", "all")
NAMED = 3  # of the largest gaps, in the sentence
ROW, MOST = 35, 12  # px of a row of a list; rows it shows without moving inside
NEVER = (
    "name",
    "risk_level",
    "level_source",
    "elsewhere",
    "volunteers_as_of",
    "coverage_gap",
    "next_batch",
)
NEXT = (
    "name",
    "coverage_gap",
    "risk_score",
    "volunteers_needed",
    "volunteers_trained_per_100k",
    "full_coverage_per_100k",
    "volunteers_at_least",
    "last_batch",
    "next_batch",
    "risk_level",
    "level_source",
)


def never_reached(year: int) -> None:
    """High-risk provinces that neither hosted a batch nor had a volunteer in one."""
    found = risk_rows.provinces(year)
    high = found[found["risk_band"] == HIGH]
    never = high[~high["is_reached"].astype(bool)]
    on = date_text(found["as_on"].iloc[0].date())
    subheader(say("training_risk_never_title"))
    st.markdown(_never_sentence(high, never, on))
    if len(never):
        st.caption(_whose(never))
        is_roster = never["volunteers_source"] == "roster"
        shown = never.assign(volunteers_as_of=never["as_of"].where(is_roster, ""))
        _list(shown, NEVER, "training_risk_never")
        _twin(never, year, "training_risk_never")
    unknown = found[found["risk_level"].isna()]
    if len(unknown):
        names = ", ".join(unknown["name"].sort_values())
        st.caption(say("training_risk_never_unknown", number=len(unknown), names=names))
    silent = int(found["batches_without_home"].iloc[0])
    if silent:
        st.caption(say("training_risk_without_home", number=number_text(silent)))


def _never_sentence(high: pd.DataFrame, never: pd.DataFrame, on: str) -> str:
    if high.empty:
        return say("training_risk_never_no_high", on=on)
    if never.empty:
        return say("training_risk_never_none", on=on, high=len(high))
    return say(
        "training_risk_never",
        on=on,
        high=len(high),
        number=len(never),
        names=", ".join(never["name"]),
    )


def _whose(never: pd.DataFrame) -> str:
    """Who gave the levels, and what rosters tell of volunteers trained elsewhere."""
    source = never["risk_level_source"]
    trained = never.loc[never["volunteers_source"] == "roster", "volunteers_trained"]
    return say(
        "training_risk_never_whose",
        ministry=int((source == "ministry").sum()),
        computed=int((source == "computed").sum()),
        elsewhere=int((trained > 0).sum()),
        none=int((trained == 0).sum()),
        silent=len(never) - len(trained),
    )


def next_by_gap(year: int) -> None:
    """The provinces with the largest gaps, what they lack, and what is planned."""
    found = risk_rows.provinces(year)
    ranked = found.dropna(subset=["coverage_gap"])
    subheader(say("training_risk_next_title"))
    if ranked.empty:
        st.info(say("training_risk_next_none", year=fiscal_year_text(year)))
        return
    sentence = st.empty()
    top = choice("training_top", TOPS, TOPS[0])
    st.segmented_control(
        say("training_risk_top"),
        TOPS,
        format_func={t: say(f"training_risk_top_{t}") for t in TOPS}.__getitem__,
        key="training_top",
        required=True,
    )
    shown = ranked if top == "all" else ranked.head(int(top))
    sentence.markdown(_next_sentence(ranked, shown))
    _list(_marked(shown), NEXT, "training_risk_next")
    _twin(shown, year, "training_risk_next")
    on = date_text(found["as_on"].iloc[0].date())
    st.caption(say("training_risk_later", on=on))
    unknown = found[found["coverage_gap"].isna()]
    if len(unknown):
        names = ", ".join(unknown["name"].sort_values())
        st.caption(say("training_risk_next_unknown", number=len(unknown), names=names))


def _marked(shown: pd.DataFrame) -> pd.DataFrame:
    """The rows with words where K is a minimum and so the need a maximum."""
    yes, least = words("training_risk_yes"), shown["volunteers_at_least"].astype(bool)
    return shown.assign(volunteers_at_least=[yes if y else "" for y in least])


def _next_sentence(ranked: pd.DataFrame, shown: pd.DataFrame) -> str:
    largest = ranked[ranked["coverage_gap"] > 0].head(NAMED)
    if largest.empty:
        return say("training_risk_next_closed", number=len(ranked))
    least = shown["volunteers_at_least"].astype(bool) & (shown["volunteers_needed"] > 0)
    needed = number_text(shown["volunteers_needed"].sum())
    names = [
        f"{row['name']} ({gap_text(row['coverage_gap'], row['volunteers_at_least'])})"
        for row in largest.to_dict("records")
    ]
    has_later = shown[["next_held_on", "next_planned_on"]].notna().any(axis=1)
    key = "training_risk_needed_at_most" if least.any() else "training_risk_needed"
    return say(
        "training_risk_next",
        names=", ".join(names),
        shown=len(shown),
        needed=words(key, number=needed),
        later=int(has_later.sum()),
    )


# Form of each number in a list, and its width in px.
NUMBERS = {
    "coverage_gap": ("%.1f", 84),
    "risk_score": ("%.1f", 84),
    "volunteers_needed": ("localized", 96),
    "volunteers_trained_per_100k": ("%.1f", 96),
    "full_coverage_per_100k": ("%.1f", 100),
    "risk_level": ("%d", 64),
}
# Width of texts, in px, that the first rows tell too little of.
WIDTHS = {"next_batch": 235, "last_batch": 110, "elsewhere": 150}


def _list(shown: pd.DataFrame, columns: tuple[str, ...], key: str) -> None:
    config: dict[str, Any] = {}
    for name in columns:
        label = words(f"training_risk_list_{name}")
        if name in NUMBERS:
            form, width = NUMBERS[name]
            config[name] = st.column_config.NumberColumn(
                label, format=form, width=width
            )
        elif name == "name":
            config[name] = st.column_config.TextColumn(
                label, pinned=True, width=PROVINCE_WIDTH[lang()]
            )
        else:
            config[name] = st.column_config.TextColumn(label, width=WIDTHS.get(name))
    st.dataframe(
        shown[list(columns)],
        hide_index=True,
        column_config=config,
        height=ROW * (min(len(shown), MOST) + 1) + 2,
        placeholder=number_text(None),
        key=f"{key}_list",
    )


def _twin(shown: pd.DataFrame, year: int, key: str) -> None:
    every = risk_rows.file_rows(year)
    rows = every[every["province_code"].isin(shown["province_code"])]
    table_twin(
        disclosed(rows, Audience.OUTSIDE, counts=()),
        risk_rows.columns(risk_rows.FILE),
        f"{key}_twin",
        source=words("training_risk_source"),
        file_name=f"{key}_{year}",
        datasets=LIST_DATASETS,
        lazy=True,
    )
