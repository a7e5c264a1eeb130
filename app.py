"""The dashboard: its pages, in the order of the menu, and what stands around them.

Run it with `make run`. A page is a file in pages/ and one line here.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import ui

FOLDER = Path(__file__).resolve().parent / "pages"
PAGES = (
    "weekly_snapshot",
    "coverage_map",
    "province_profile",
    "risk_index",
    "indicator_map",
    "tips",
    "training",
    "tip_tier",
    "briefing",
    "data_quality",
)


def listed(name: str, **options: Any) -> st.Page:  # noqa: ANN401
    """A page for the menu, with its title in the reader's language."""
    return st.Page(FOLDER / f"{name}.py", title=ui.say(f"nav_{name}"), **options)


ui.start()
first, *others = PAGES
pages = [
    listed(first, url_path="start", default=True),
    # Streamlit knows its default page by "/" alone, and calls its own name not found.
    listed(first, visibility="hidden"),
    *map(listed, others),
]
ui.run(st.navigation({ui.say("app_title"): pages}))
