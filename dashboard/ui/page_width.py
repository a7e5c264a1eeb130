"""How wide the page is in the browser: text in a figure cannot wrap by itself.

Only the browser knows. A page is taken for a wide one, on a phone for a narrow one,
until it says otherwise, and then it is drawn anew.
"""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.ui.address import next_run_is_the_browsers
from dashboard.ui.answers import is_collecting

KEY = "page_width"
WIDE_FROM = 900  # px that the page's content has: as much as wide texts need
_IS_WIDE = "_is_wide"  # session: what the browser said last
_SCRIPT = """
export default ({ data, setTriggerValue }) => {
  const main = document.querySelector(".stMainBlockContainer");
  if (main === null) return;
  let told = data.is_wide;
  const tell = () => {
    const style = getComputedStyle(main);
    const room = main.clientWidth
      - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const isWide = room >= data.wide_from;
    if (main.clientWidth === 0 || isWide === told) return;
    told = isWide;
    setTriggerValue("width", { is_wide: isWide });
  };
  const watch = new ResizeObserver(tell);
  watch.observe(main);
  return () => watch.disconnect();
};
"""
_component = st.components.v2.component(KEY, js=_SCRIPT)


def is_wide() -> bool:
    """Whether figures that are as wide as the page have room for wide texts.

    What is collected for a briefing is as narrow as always: its place decides there.
    """
    if is_collecting():
        return False
    agent = st.context.headers.get("User-Agent", "")
    return bool(st.session_state.get(_IS_WIDE, "Mobi" not in agent))


def abreast(*widths: int) -> Sequence[DeltaGenerator]:
    """Places side by side where the page is wide, else one below the other.

    Columns stack by themselves on a phone alone, not in a narrow window.
    """
    if is_wide():
        return st.columns(widths, gap="medium")
    return [st.container() for _ in widths]


def follow_width() -> None:
    """Let the browser say when the page becomes wide or narrow."""
    if is_collecting():
        return
    with st.container(key=f"{KEY}_unseen"):
        _component(
            key=KEY,
            data={"is_wide": is_wide(), "wide_from": WIDE_FROM},
            on_width_change=_take,
        )


def _take() -> None:
    next_run_is_the_browsers()
    found = st.session_state[KEY].get("width")
    if isinstance(found, dict):
        st.session_state[_IS_WIDE] = found.get("is_wide") is True
