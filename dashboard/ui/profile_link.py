"""The way to a province's own page, from wherever a province was picked."""

from pathlib import Path

import streamlit as st

from dashboard.ui.address import selection
from dashboard.ui.as_of import AS_OF, as_of
from dashboard.ui.words import era, lang, words

PAGE = Path(__file__).resolve().parents[2] / "pages" / "province_profile.py"
PROVINCE = "province"  # in the address: ?province=TH-50
YEAR = "profile_year"
# What pages with a map of one fiscal year call it in their address.
YEARS = ("coverage_year", "indicator_map_year", "risk_year", "training_year")


def profile_link(province_code: str, name: str) -> None:
    """A link that opens the profile of a province, for the fiscal year of this page.

    It is as of the snapshot if there is one. An app without that page has no link.

    Args:
        province_code: "TH-50".
        name: Of the province, in the reader's language.
    """
    if not PAGE.exists():
        return
    pinned = {AS_OF: as_of()} if as_of() else {}
    _, chosen = selection()
    years = [chosen[each] for each in YEARS if each in chosen]
    st.page_link(
        st.Page(PAGE),
        label=words("profile_open", name=name),
        icon=":material/arrow_forward:",
        query_params={
            **pinned,
            **({YEAR: years[0]} if years else {}),
            "lang": lang(),
            "era": era(),
            PROVINCE: province_code,
        },
    )
