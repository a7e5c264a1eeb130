"""The way to a province's own page, from wherever a province was picked."""

from pathlib import Path

import streamlit as st

from dashboard.ui.as_of import AS_OF, as_of
from dashboard.ui.words import era, lang, words

PAGE = Path(__file__).resolve().parents[2] / "pages" / "province_profile.py"
PROVINCE = "province"  # in the address: ?province=TH-50


def profile_link(province_code: str, name: str) -> None:
    """A link that opens the profile of a province, as of the snapshot if there is one.

    An app without that page has no link.

    Args:
        province_code: "TH-50".
        name: Of the province, in the reader's language.
    """
    if not PAGE.exists():
        return
    pinned = {AS_OF: as_of()} if as_of() else {}
    st.page_link(
        st.Page(PAGE),
        label=words("profile_open", name=name),
        icon=":material/arrow_forward:",
        query_params={**pinned, "lang": lang(), "era": era(), PROVINCE: province_code},
    )
