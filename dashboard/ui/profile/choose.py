"""What the reader chooses: a province by any of its names, a year, and its peers."""

import pandas as pd
import streamlit as st

from dashboard.queries import profile as queries
from dashboard.ui.address import TEXT_LIMIT, asked, choice
from dashboard.ui.answers import ask, kept
from dashboard.ui.profile_link import PROVINCE, YEAR
from dashboard.ui.words import fiscal_year_text, lang, say, words

PEERS = ("statistical", "neighbour", "region")


def chosen_year(years: list[int]) -> int:
    """The fiscal year, by address or widget."""
    return choice(YEAR, years, years[0], is_always=True)


def chosen_province(year: int) -> str:
    """The province, by address or widget; else the one with the largest gap.

    What the address names is by now a code (dashboard.ui.named_province) or unknown.
    """
    codes: list[str] = ask(queries.profiles, year)["province_code"].tolist()
    named = asked(PROVINCE)
    if named and named not in codes:
        st.warning(say("profile_unknown", found=named[:TEXT_LIMIT]))
    return choice(PROVINCE, codes, codes[0], is_always=True)


def chosen_peers() -> str:
    """The kind of peers, by address or widget."""
    return choice("profile_peers", PEERS, PEERS[0]) or PEERS[0]


def filters(years: list[int]) -> None:
    """The row of controls."""
    names = kept(search_names)
    with st.container(horizontal=True, vertical_alignment="bottom", key="profile_row"):
        st.selectbox(
            say("profile_province"),
            list(names),
            format_func=names.__getitem__,
            filter_mode="contains",
            key=PROVINCE,
            width=380,
            help=say("profile_province_help"),
        )
        st.selectbox(
            say("profile_year"),
            years,
            format_func={each: fiscal_year_text(each) for each in years}.__getitem__,
            key=YEAR,
            width=190,
        )
        st.segmented_control(
            say("profile_peers"),
            PEERS,
            format_func={k: words(f"profile_peers_{k}") for k in PEERS}.__getitem__,
            key="profile_peers",
            required=True,
        )


def search_names() -> dict[str, str]:
    """All that each province is called, by code, in the order of the reader's names.

    The name in the reader's language comes first; what follows is there to be found.
    """
    first, second = (lang(), "en" if lang() == "th" else "th")
    rows = ask(queries.provinces_by_name).sort_values(f"name_{first}")
    return {
        row["province_code"]: " · ".join(_names(row, first, second))
        for _, row in rows.iterrows()
    }


def _names(row: pd.Series, first: str, second: str) -> list[str]:
    said = [row[f"name_{first}"], row[f"name_{second}"]]
    for lang_of in (first, second):
        said += _parts(row[f"aliases_{lang_of}"])
    said += [row["abbr_th"], row["abbr_en"]]
    return list(dict.fromkeys(name for name in said if not pd.isna(name)))


def _parts(aliases: object) -> list[str]:
    """Aliases one by one; none where there are none."""
    return (
        [part.strip() for part in aliases.split("|")]
        if isinstance(aliases, str)
        else []
    )
