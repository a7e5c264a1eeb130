"""The other pages, at this province."""

from pathlib import Path

import streamlit as st

from dashboard.ui.as_of import AS_OF, as_of
from dashboard.ui.words import era, lang, words

PAGES = Path(__file__).resolve().parents[3] / "pages"


def links(province_code: str, region: str, year: int) -> None:
    """A link to each view that shows the province, in its year."""
    pinned = {AS_OF: as_of()} if as_of() else {}
    reader = {**pinned, "lang": lang(), "era": era()}
    with st.container(horizontal=True, key="profile_links"):
        for page, name, view in views(province_code, region, year):
            st.page_link(
                st.Page(PAGES / f"{page}.py"),
                label=words(f"profile_link_{name}"),
                query_params=reader | view,
            )


def views(
    province_code: str, region: str, year: int
) -> list[tuple[str, str, dict[str, str]]]:
    """Page, name and choices of each view, of those pages that there are."""
    every = [
        (
            "coverage_map",
            "coverage",
            {"coverage_year": str(year), "coverage_province": province_code},
        ),
        (
            "training",
            "volunteers",
            {
                "training_year": str(year),
                "training_part": "volunteers",
                "training_province": province_code,
            },
        ),
        (
            "training",
            "outreach",
            {
                "training_year": str(year),
                "training_part": "outreach",
                "training_province": province_code,
            },
        ),
        (
            "risk_index",
            "risk",
            {"risk_year": str(year), "risk_province": province_code},
        ),
        (
            "indicator_map",
            "map",
            {"indicator_map_year": str(year), "indicator_map_province": province_code},
        ),
        (
            "tips",
            "tips",
            {
                "tips_part": "week",
                "tips_region": region,
                "tips_province": province_code,
            },
        ),
    ]
    return [view for view in every if (PAGES / f"{view[0]}.py").exists()]
