"""The dashboard: its pages, in the order of the menu, and what stands around them.

Run it with `make run`. A page is a file in pages/ and one line here.
"""

from pathlib import Path

import streamlit as st

from dashboard import ui

FOLDER = Path(__file__).resolve().parent / "pages"
PAGES = (
    "coverage_map",
    "tip_tier",
    "data_quality",
)


def home() -> None:
    """The address without a page's name: the first page, as the address says."""
    st.switch_page(pages[0], query_params=st.query_params.to_dict())


ui.start()
pages = [st.Page(FOLDER / f"{name}.py", title=ui.say(f"nav_{name}")) for name in PAGES]
# Streamlit knows its default page by "/" alone and calls the page's own name "not
# found"; with a default page of no content every page has its name.
start = st.Page(home, title=pages[0].title, default=True, visibility="hidden")
ui.run(st.navigation({ui.say("app_title"): [start, *pages]}))
