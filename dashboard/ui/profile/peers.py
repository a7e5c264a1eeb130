"""Whom the province is compared with: by likeness, by border, or by region."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.disclosure import Audience, disclosed
from dashboard.queries import profile as queries
from dashboard.text import escape_markdown
from dashboard.ui.answers import ask
from dashboard.ui.coverage.rows import gap_text
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import download_csv
from dashboard.ui.words import lang, number_text, say, share_text, words

DATASETS = ("province_risk", "province_grade", "volunteer_roster", "population")
NEAR = ("name", "distance_text", "shared_text")
STANDS = ("level_text", "k_text", "gap_text")
NEAR_FILE = ("distance", "weight_shared")
FILE = (
    *("province_code", "peer", *NEAR_FILE, "ministry_level", "computed_level"),
    *("volunteers_trained_per_100k", "at_least", "coverage_gap", "gap_at_most"),
)
DECIMALS = {
    "distance": 2,
    "weight_shared": 3,
    "volunteers_trained_per_100k": 1,
    "coverage_gap": 1,
}


def peers_table(profile: pd.Series, year: int, kind: str) -> None:
    """The peers with their distance, and how they stand on coverage and gap."""
    subheader(say(f"profile_peers_title_{kind}", name=profile["name"]))
    near = ask(queries.peers, year, profile["province_code"], kind)
    every = ask(queries.profiles, year)
    found = near.merge(every, left_on="peer_code", right_on="province_code")
    rows = _rows(found)
    if rows.empty:
        st.info(say(f"profile_peers_none_{kind}"))
        return
    columns = {
        column: words(f"profile_peer_{column}")
        for column in (*NEAR, *STANDS)
        if column not in NEAR[1:] or kind == "statistical"
    }
    shown = rows[list(columns)].map(escape_markdown).rename(columns=columns)
    with st.container(key="profile_peers_room"):
        st.table(shown, hide_index=True, border="horizontal")
    headings = {
        column: words(f"profile_peer_{column}")
        for column in FILE
        if column not in NEAR_FILE or kind == "statistical"
    }
    download_csv(
        disclosed(file_rows(found)[list(headings)], Audience.OUTSIDE, counts=()),
        headings,
        "profile_peers",
        source=words("profile_facts_source"),
        file_name=f"profile_peers_{profile['province_code']}_{year}_{kind}",
        datasets=DATASETS,
    )
    st.caption(say(f"profile_peers_note_{kind}"))


def file_rows(found: pd.DataFrame) -> pd.DataFrame:
    """The peers as a file holds them: one figure a column, numbers as such."""
    return found.round(DECIMALS).assign(
        peer=found[f"name_{lang()}"],
        ministry_level=found["ministry_level"].astype("Int64"),
        computed_level=found["computed_level"].astype("Int64"),
        at_least=_flags(_at_least(found)),
        gap_at_most=_flags(_gap_at_most(found)),
    )


def _at_least(found: pd.DataFrame) -> pd.Series:
    return found["volunteers_at_least"].astype("boolean").fillna(False).astype(bool)


def _gap_at_most(found: pd.DataFrame) -> pd.Series:
    """Where G is only a maximum, as K is only a minimum."""
    return _at_least(found) & found["coverage_gap"].gt(0)


def _flags(found: pd.Series) -> list[str]:
    return [words("profile_peer_yes") if each else "" for each in found]


def _rows(found: pd.DataFrame) -> pd.DataFrame:
    """The peers in words, the nearest first."""
    return pd.DataFrame(
        {
            "name": found[f"name_{lang()}"],
            "distance_text": [number_text(each, 2) for each in found["distance"]],
            "shared_text": [share_text(each) for each in found["weight_shared"]],
            "level_text": [_levels(row) for row in found.itertuples()],
            "k_text": [_coverage(row) for row in found.itertuples()],
            "gap_text": [
                gap_text(gap, is_most)
                for gap, is_most in zip(
                    found["coverage_gap"], _gap_at_most(found), strict=True
                )
            ],
        },
        dtype=object,
    )


def _coverage(row: Any) -> str:  # noqa: ANN401
    """K, which may be "at least"."""
    k = number_text(row.volunteers_trained_per_100k, 1)
    if pd.isna(row.volunteers_trained_per_100k) or not row.volunteers_at_least:
        return k
    return words("coverage_at_least", value=k)


def _levels(row: Any) -> str:  # noqa: ANN401
    """The ministry's grade and the computed level: "3 / 4"."""
    levels = (row.ministry_level, row.computed_level)
    return " / ".join("–" if pd.isna(level) else str(int(level)) for level in levels)
