"""Two lists: high-risk provinces never reached, and the next ones by gap."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.disclosure import Audience, disclosed
from dashboard.queries import training_risk as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask, kept
from dashboard.ui.tables import table_twin
from dashboard.ui.training.risk_figures import DATASETS
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    words,
    year_text,
)

LIST_DATASETS = (*DATASETS, "province_grade", "target")
HIGH = 3  # risk band of levels 4 and 5
TOPS = ("10", "20", "all")
NAMED = 3  # of the largest gaps, in the sentence
ROW, MOST = 36, 12  # px of a row of a list; rows it shows without moving inside
NEVER = (
    "name",
    "risk_level",
    "level_source",
    "elsewhere",
    "volunteers_as_of",
    "coverage_gap",
    "next_planned",
)
NEXT = (
    "name",
    "coverage_gap",
    "volunteers_needed",
    "volunteers_trained_per_100k",
    "full_coverage_per_100k",
    "volunteers_at_least",
    "last_batch",
    "next_planned",
    "risk_level",
    "level_source",
)
FILE = (
    "year",
    "as_on",
    "province_code",
    "name",
    "gap_rank",
    "coverage_gap",
    "volunteers_trained_per_100k",
    "volunteers_at_least",
    "full_coverage_per_100k",
    "full_coverage_source",
    "volunteers_needed",
    "needed_at_most",
    "population",
    "volunteers_trained",
    "volunteers_source",
    "volunteers_as_of",
    "batches_hosted",
    "last_batch",
    "volunteers_home",
    "last_home",
    "is_reached",
    "next_planned",
    "risk_level",
    "level_source",
    "risk_score",
)


def provinces(year: int) -> pd.DataFrame:
    """All provinces of a fiscal year, the largest gap first, with texts for the lists.

    Returns:
        The rows of queries.programme_reach with name, and in the reader's words
        last_batch, last_home, next_planned, level_source and elsewhere: the volunteers
        that a roster tells of.
    """
    return kept(_provinces, year)


def _provinces(year: int) -> pd.DataFrame:
    found = ask(queries.programme_reach, fiscal_year_be=year)
    is_roster = found["volunteers_source"] == "roster"
    return found.assign(
        name=found[f"name_{lang()}"],
        last_batch=_days(found["last_batch_on"], words("training_risk_not_held")),
        last_home=_days(found["last_home_on"], ""),
        as_of=_days(found["volunteers_as_of"], ""),
        next_planned=[_planned(row) for _, row in found.iterrows()],
        level_source=_said(found["risk_level_source"], "training_risk_level"),
        elsewhere=[
            number_text(trained) if known else words("training_risk_no_roster")
            for trained, known in zip(
                found["volunteers_trained"], is_roster, strict=True
            )
        ],
    )


def _days(days: pd.Series, none: str) -> list[str]:
    return [none if pd.isna(day) else date_text(day.date()) for day in days]


def _planned(row: pd.Series) -> str:
    if pd.isna(row["next_planned_on"]):
        return words("training_risk_not_planned")
    return words(
        "training_risk_batch",
        on=date_text(row["next_planned_on"].date()),
        number=int(row["next_planned_batch_no"]),
        year=year_text(int(row["next_planned_year_be"])),
    )


def _said(values: pd.Series, key: str) -> list[str]:
    return ["" if pd.isna(value) else words(f"{key}_{value}") for value in values]


def never_reached(year: int) -> None:
    """High-risk provinces that neither hosted a batch nor had a volunteer in one."""
    found = provinces(year)
    high = found[found["risk_band"] == HIGH]
    never = high[~high["is_reached"].astype(bool)]
    on = date_text(found["as_on"].iloc[0].date())
    st.subheader(say("training_risk_never_title"), anchor=False)
    st.markdown(_never_sentence(high, never, on))
    if len(never):
        shown = never.assign(volunteers_as_of=never["as_of"])
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
    is_elsewhere = (never["volunteers_source"] == "roster") & (
        never["volunteers_trained"] > 0
    )
    return say(
        "training_risk_never",
        on=on,
        high=len(high),
        number=len(never),
        names=", ".join(never["name"]),
        ministry=int((never["risk_level_source"] == "ministry").sum()),
        computed=int((never["risk_level_source"] == "computed").sum()),
        elsewhere=int(is_elsewhere.sum()),
    )


def next_by_gap(year: int) -> None:
    """The provinces with the largest gaps, what they lack, and what is planned."""
    found = provinces(year)
    ranked = found.dropna(subset=["coverage_gap"])
    st.subheader(say("training_risk_next_title"), anchor=False)
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
    st.caption(say("training_risk_plan_now", on=on))
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
        f"{name} ({number_text(gap, 1)})"
        for name, gap in zip(largest["name"], largest["coverage_gap"], strict=True)
    ]
    key = "training_risk_needed_at_most" if least.any() else "training_risk_needed"
    return say(
        "training_risk_next",
        names=", ".join(names),
        shown=len(shown),
        needed=words(key, number=needed),
        planned=int(shown["next_planned_on"].notna().sum()),
    )


# Form of each number in a list, and its width in px.
NUMBERS = {
    "coverage_gap": ("%.1f", 100),
    "volunteers_trained_per_100k": ("%.1f", 120),
    "full_coverage_per_100k": ("%.1f", 120),
    "volunteers_needed": ("localized", 120),
    "risk_level": ("%d", 100),
}


def _list(shown: pd.DataFrame, columns: tuple[str, ...], key: str) -> None:
    config: dict[str, Any] = {}
    for name in columns:
        label = words(f"training_risk_col_{name}")
        if name in NUMBERS:
            form, width = NUMBERS[name]
            config[name] = st.column_config.NumberColumn(
                label, format=form, width=width
            )
        elif name == "name":
            config[name] = st.column_config.TextColumn(label, pinned=True, width=110)
        else:
            config[name] = st.column_config.TextColumn(label)
    st.dataframe(
        shown[list(columns)],
        hide_index=True,
        column_config=config,
        height=ROW * (min(len(shown), MOST) + 1) + 2,
        placeholder=number_text(None),
        key=f"{key}_list",
    )


def _twin(shown: pd.DataFrame, year: int, key: str) -> None:
    every = kept(_file_rows, year)
    rows = every[every["province_code"].isin(shown["province_code"])]
    table_twin(
        disclosed(rows, Audience.OUTSIDE, counts=()),
        {name: words(f"training_risk_col_{name}") for name in FILE},
        f"{key}_twin",
        source=words("training_risk_source"),
        file_name=f"{key}_{year}",
        datasets=LIST_DATASETS,
        lazy=True,
    )


def _file_rows(year: int) -> pd.DataFrame:
    found = provinces(year)
    yes, no = words("training_risk_yes"), words("training_risk_no")
    least = found["volunteers_at_least"].astype(bool)
    is_most = least & (found["volunteers_needed"] > 0)
    rounded = found.round(
        {
            "coverage_gap": 2,
            "volunteers_trained_per_100k": 2,
            "full_coverage_per_100k": 2,
            "risk_score": 2,
        }
    )
    return rounded.assign(
        year=fiscal_year_text(year),
        as_on=_days(found["as_on"], ""),
        volunteers_at_least=[yes if y else "" for y in least],
        needed_at_most=[yes if y else "" for y in is_most],
        full_coverage_source=_said(found["full_coverage_source"], "training_risk_full"),
        volunteers_source=_said(found["volunteers_source"], "training_risk_by"),
        volunteers_as_of=found["as_of"],
        is_reached=[yes if y else no for y in found["is_reached"]],
    ).filter(items=list(FILE))
