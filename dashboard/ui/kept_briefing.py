"""The selection of a briefing outlives a reload: the browser's tab keeps it.

It lies in the tab's own storage (sessionStorage), which no other tab and no other host
reads, and goes with the tab: on a shared machine nothing stays. What comes back is read
as strictly as a file of a selection.
"""

import logging
from dataclasses import replace

import streamlit as st

from dashboard.ui.address import next_run_is_the_browsers
from dashboard.ui.answers import is_collecting
from dashboard.ui.selection import MOST_ITEMS, SelectionError, read, written
from dashboard.ui.shelf import begin_with, chosen, has_begun, has_chosen
from dashboard.ui.words import words

KEY = "briefing_kept"
# What a tab keeps is told before it is written over: what a reader adds while a page
# still loads comes from a session that has not taken up the rest.
_SCRIPT = """
const NAME = "risk-area-watch-briefing";
const OURS = "riskAreaWatchBriefing";  // on window: written since the page was loaded
export default ({ data, setTriggerValue }) => {
  let store;
  try { store = window.sessionStorage; } catch { return; }  // forbidden in this browser
  const kept = store.getItem(NAME);
  const isNew = data.selection === null || !window[OURS];
  if (kept !== null && isNew && !data.hasBegun && kept !== data.selection) {
    setTriggerValue("kept", kept);  // heard once, however often it is told
    return;
  }
  if (data.selection === null) return;
  window[OURS] = true;
  store.setItem(NAME, data.selection);
};
"""
_component = st.components.v2.component(KEY, js=_SCRIPT)
_log = logging.getLogger(__name__)


def keep_briefing() -> None:
    """Let the tab keep the selection; a new session takes up what the tab has kept."""
    if is_collecting():
        return
    data = {
        "selection": written(chosen()).decode() if has_chosen() else None,
        "hasBegun": has_begun(),
    }
    with st.container(key=f"{KEY}_unseen"):
        _component(key=KEY, data=data, on_kept_change=_take)


def _take() -> None:
    """Take up what the tab has kept, before what was added while it was asked.

    What was added then was counted alone, so the reader is told anew how many are in.
    """
    next_run_is_the_browsers()
    kept = st.session_state[KEY].get("kept")
    if not isinstance(kept, str) or has_begun():
        return
    try:
        found = read(kept.encode())
    except SelectionError as error:
        _log.warning("What a tab kept of a briefing is no selection: %s", error)
        begin_with(chosen())
        st.toast(words("briefing_kept_refused"))
        return
    added = chosen().items if has_chosen() else ()
    known = [(each.page, each.key, each.choices) for each in found.items]
    new = [x for x in added if (x.page, x.key, x.choices) not in known]
    items = (*found.items, *new)[:MOST_ITEMS]
    begin_with(replace(found, items=items))
    if len(found.items) + len(new) > MOST_ITEMS:
        st.toast(words("briefing_full", most=MOST_ITEMS))
    elif new:
        st.toast(words("briefing_added", number=len(items)))
