"""The selection of a briefing outlives a reload: the browser's tab keeps it.

It lies in the tab's own storage (sessionStorage), which no other tab and no other host
reads, and goes with the tab: on a shared machine nothing stays. What comes back is read
as strictly as a file of a selection.
"""

import logging
from dataclasses import replace

import streamlit as st

from dashboard.ui.answers import is_collecting
from dashboard.ui.selection import MOST_ITEMS, SelectionError, read, written
from dashboard.ui.shelf import choose, chosen, has_chosen
from dashboard.ui.words import words

KEY = "briefing_kept"
# A tab is asked what it keeps while the session has none, once; else it is told.
_SCRIPT = """
const NAME = "risk-area-watch-briefing";
let hasTold = false;
export default ({ data, setTriggerValue }) => {
  let store;
  try { store = window.sessionStorage; } catch { return; }  // forbidden in this browser
  if (data.selection !== null) {
    hasTold = false;
    store.setItem(NAME, data.selection);
    return;
  }
  const kept = store.getItem(NAME);
  if (kept === null || hasTold) return;
  hasTold = true;
  setTriggerValue("kept", kept);
};
"""
_component = st.components.v2.component(KEY, js=_SCRIPT)
_log = logging.getLogger(__name__)


def keep_briefing() -> None:
    """Let the tab keep the selection; a new session takes up what the tab has kept."""
    if is_collecting():
        return
    selection = written(chosen()).decode() if has_chosen() else None
    with st.container(key=f"{KEY}_unseen"):
        _component(key=KEY, data={"selection": selection}, on_kept_change=_take)


def _take() -> None:
    """Take up what the tab has kept, before what was added while it was asked."""
    kept = st.session_state[KEY].get("kept")
    if not isinstance(kept, str):
        return
    try:
        found = read(kept.encode())
    except SelectionError as error:
        _log.warning("What a tab kept of a briefing is no selection: %s", error)
        st.toast(words("briefing_kept_refused"))
        return
    added = chosen().items if has_chosen() else ()
    known = [(each.page, each.key, each.choices) for each in found.items]
    new = [x for x in added if (x.page, x.key, x.choices) not in known]
    choose(replace(found, items=(*found.items, *new)[:MOST_ITEMS]))
