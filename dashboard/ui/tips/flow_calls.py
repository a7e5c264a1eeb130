"""Which provinces need a call, and whose records are to be checked before that."""

import unicodedata
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui.tables import PROVINCE_WIDTH
from dashboard.ui.tips.flow_scope import (
    REFLECTION_DAYS,
    SHELTER_DAYS,
    WHOLE_ROWS,
    agency_names,
    number_column,
    short_agency_names,
)
from dashboard.ui.words import lang, number_text, say, words

YEAR_DAYS = 365  # open for longer: perhaps accepted and never recorded
CALLS_HEIGHT = 500  # px
NAMED = 5  # provinces named in a sentence
OVER = {
    "over_shelter": SHELTER_DAYS,
    "over_reflection": REFLECTION_DAYS,
    "over_year": YEAR_DAYS,
}
WIDTHS = {  # px: beside a province a phone shows both limits
    **dict.fromkeys(OVER, 86),
    **{"over_year": 96, "oldest": 106, "oldest_name": 136},
}
ROOM = 1050  # px: of a wide page; the agencies have what the other columns leave
LETTER = 7  # px: of a letter in a table, on average and with room to spare
TWO_LINES = 66  # px: of a row, from which on Streamlit wraps its texts


def calls(provinces: pd.DataFrame, labels: dict[str, str]) -> None:
    """Provinces with a referral open for more than the first limit.

    Args:
        provinces: Of flow_ageing.by_need.
        labels: What provinces are called, by code.
    """
    found = provinces[provinces["over_shelter"] > 0]
    st.markdown(" ".join(call_sentences(found, labels)))
    if found.empty:
        return
    old = ["over_year"] if found["over_year"].any() else []
    _table(found, labels, ["over_shelter", "over_reflection", *old], "calls")
    _closed(found)


def checks(provinces: pd.DataFrame, labels: dict[str, str]) -> None:
    """Provinces with referrals open for over a year, below what to make of them.

    Args:
        provinces: Of flow_ageing.by_need, of those referrals alone.
        labels: What provinces are called, by code.
    """
    if provinces.empty:
        return
    st.markdown(
        say(
            "tips_flow_old",
            days=YEAR_DAYS,
            number=number_text(provinces["over_year"].sum()),
            provinces=number_text(len(provinces)),
        )
    )
    _table(provinces, labels, ["over_year"], "checks")
    _closed(provinces)


def call_sentences(found: pd.DataFrame, labels: dict[str, str]) -> list[str]:
    """Which provinces need a call, and why; of how many that is not sure."""
    if found.empty:
        return [say("tips_flow_calls_none", days=SHELTER_DAYS)]
    names = [labels[code] for code in found["province_code"].head(NAMED)]
    said = say(
        "tips_flow_calls",
        provinces=number_text(len(found)),
        days=SHELTER_DAYS,
        referrals=number_text(found["over_shelter"].sum()),
        reflection=REFLECTION_DAYS,
        longer=number_text(found["over_reflection"].sum()),
        names=", ".join(names) + (" …" if len(found) > NAMED else ""),
    )
    old = found["over_year"].sum()
    if not old:
        return [said]
    number = number_text(old)
    return [said, say("tips_flow_calls_old", days=YEAR_DAYS, number=number)]


def _closed(found: pd.DataFrame) -> None:
    """How many are open although the tip is closed."""
    closed = found["closed"].sum()
    if closed:
        st.caption(say("tips_flow_closed", number=number_text(closed)))


def _table(
    found: pd.DataFrame, labels: dict[str, str], over: list[str], name: str
) -> None:
    agencies = short_agency_names()
    rows = found.assign(
        name=found["province_code"].map(labels),
        oldest_name=found["oldest_agency"].map(agencies),
        waiting=[_waiting(each, agencies) for each in found["agencies"]],
    )
    columns = {each: _column(each) for each in ("name", *over, "oldest", "oldest_name")}
    room = ROOM - sum(_width(each) for each in columns)
    columns["waiting"] = st.column_config.Column(
        words("tips_flow_col_waiting"), width=room, help=_in_full()
    )
    is_one_line = all(_letters(said) * LETTER <= room for said in rows["waiting"])
    st.dataframe(
        rows[list(columns)],
        hide_index=True,
        column_config=columns,
        height="content" if len(rows) <= WHOLE_ROWS else CALLS_HEIGHT,
        row_height=None if is_one_line else TWO_LINES,
        key=f"tips_flow_{name}_table",
        placeholder=number_text(None),
    )


def _letters(said: str) -> int:
    """How many letters stand beside each other: Thai vowels and tones above do not."""
    return sum(unicodedata.category(letter) != "Mn" for letter in said)


def _waiting(each: list[tuple[str, int]], agencies: dict[str, str]) -> str:
    """The agencies that have not accepted, with their number."""
    said = [
        words(
            "tips_flow_agency_number", name=agencies[code], number=number_text(number)
        )
        for code, number in each
    ]
    return " · ".join(said)


def _width(name: str) -> int:
    return PROVINCE_WIDTH[lang()] if name == "name" else WIDTHS[name]


def _column(name: str) -> Any:  # noqa: ANN401
    if name in OVER:
        return number_column(words("tips_flow_col_over", days=OVER[name]), _width(name))
    if name == "oldest":
        return number_column(words("tips_flow_col_oldest"), _width(name))
    heading = {"name": "province", "oldest_name": "oldest_agency"}.get(name, name)
    return st.column_config.Column(
        words(f"tips_flow_col_{heading}"), width=_width(name), pinned=name == "name"
    )


def _in_full() -> str:
    """What the short names of agencies stand for."""
    short, names = short_agency_names(), agency_names()
    said = [
        words("tips_flow_agency_named", short=short[code], name=name)
        for code, name in names.items()
        if short[code] != name
    ]
    return words("tips_flow_agency_help", names=" · ".join(said))
