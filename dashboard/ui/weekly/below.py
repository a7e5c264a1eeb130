"""What stands below the tiles: lists and folds on the left, the map on the right."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboard.ui.as_of import AS_OF, as_of
from dashboard.ui.weekly import taken
from dashboard.ui.weekly.context import context
from dashboard.ui.weekly.listed import LISTS, lines
from dashboard.ui.weekly.priority import priority_map
from dashboard.ui.weekly.prose import trace
from dashboard.ui.words import era, lang, say, words
from dashboard.weekly.model import Week

PAGES = Path(__file__).resolve().parents[3] / "pages"
# Where analysts see exactly what a list says in words: what is chosen on the page tips.
BEHIND = {
    "crossed": {"tips_part": "week"},
    "late": {"tips_part": "week"},
    "waits": {"tips_part": "flow"},
}
# Where everybody sees all of a list that names the first ones only.
WHOLE = {
    "waits": {
        "data_quality_part": "disclosure",
        "disclosure_table": "province_week",
    },
}


def below(week: Week) -> None:
    """Every list with its title, what must be known of them, and the map beside."""
    left, right = st.columns([3, 1], gap="medium")
    with left:
        with st.container(key="weekly_lists"):
            for name in LISTS:
                if name in week.tables:  # a week that was frozen before lists none
                    _listed(week, name)
        taken.said(week)
        trace(week)
        context(week)
    with right:
        priority_map(week)


def _listed(week: Week, name: str) -> None:
    """One list, or what it means that it is empty."""
    with st.container(gap="xxsmall", key=f"weekly_list_{name}"):
        st.subheader(say(f"weekly_list_{name}"), anchor=False)
        st.markdown("  \n".join(lines(week, name)))
        if week.tables[name].frame.empty:
            return
        if name in WHOLE:
            _link("data_quality", "published", WHOLE[name])
        if name in BEHIND and not as_of():  # of then nobody is shown exact counts
            _link("tips", name, {"tips_week": week.iso_week, **BEHIND[name]})


def _link(page: str, key: str, view: Mapping[str, str]) -> None:
    """To another page, in the reader's language and at the snapshot if there is one."""
    file = PAGES / f"{page}.py"
    if file.exists():
        pinned = {AS_OF: as_of()} if as_of() else {}
        st.page_link(
            st.Page(file),
            label=words(f"weekly_behind_{key}"),
            query_params={**pinned, "lang": lang(), "era": era(), **view},
        )
