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

ui.start()
pages = [st.Page(FOLDER / f"{name}.py", title=ui.say(f"nav_{name}")) for name in PAGES]
ui.run(st.navigation({ui.say("app_title"): pages}))
