"""The province map on a page: draws a spec of dashboard.maps and hears the clicks.

The page keeps the state: a click calls back before the page runs anew, and the spec of
that run says what is selected and kept. The map never answers a spec with a click.
"""

import hashlib
import json
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.maps import Words
from dashboard.ui.answers import data_status, data_until
from dashboard.ui.borders import borders_address, borders_note
from dashboard.ui.profile_link import profile_link
from dashboard.ui.shelf import offer_map
from dashboard.ui.words import date_text, lang, words

STATIC = Path(__file__).resolve().parents[2] / "static"


def _version(folder: Path = STATIC) -> str:
    """Short hash of its scripts and style, so that a browser never has an old one."""
    files = sorted((folder / "province_map").iterdir())
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content).hexdigest()[:12]


# Streamlit sends the script of a component along with every change of its data: so it
# is this line, and the module behind it comes once, as a file.
_LOADER = f"""
const map = new URL("app/static/province_map/main.js?v={_version()}", document.baseURI);
export default async (component) => (await import(map)).default(component);
"""
_component = st.components.v2.component("province_map", js=_LOADER)


def province_map(
    spec: dict[str, Any],
    key: str,
    on_select: Callable[[str | None], None],
    on_keep: Callable[[list[str]], None],
) -> None:
    """Draw the map; state changes arrive through the callbacks, before the next run.

    Args:
        spec: From dashboard.maps.
        key: Widget key.
        on_select: Takes the code of the province clicked, None when it was given up.
        on_keep: Takes the ids of the classes that the legend keeps; empty: all.
    """

    def heard(event: str) -> Any:  # noqa: ANN401
        return st.session_state[key].get(event)

    _component(
        key=key,
        data=packed({**spec, "borders": borders_address()}),
        on_selected_change=lambda: on_select(heard("selected") or None),
        on_kept_change=lambda: on_keep(heard("kept") or []),
    )
    if spec["provinces"] is not None:  # else the legend of what is drawn elsewhere
        open_profile(spec, key)
        offer_map(spec, key)


def open_profile(spec: dict[str, Any], key: str) -> None:
    """Below a map, the way to the page of the province that is selected on it."""
    named = dict(
        zip(spec["provinces"]["codes"], spec["provinces"]["names"], strict=True)
    )
    if spec["selected"] in named:
        with st.container(key=f"{key}_profile"):
            profile_link(spec["selected"], named[spec["selected"]])


def packed(spec: dict[str, Any]) -> bytes:
    """The spec as the component reads it: JSON, deflated to a third.

    Streamlit's own JSON would spend six bytes on a Thai letter.
    """
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode())


def map_words(
    title: str,
    *,
    source: str,
    datasets: tuple[str, ...] = (),
    note: tuple[str, ...] = (),
    is_internal: bool = False,
    has_picture: bool = True,
    until: date | None = None,
) -> Words:
    """What stands around a map, in the reader's language.

    Args:
        title: What is seen, in one sentence.
        source: Who publishes the figures.
        datasets: The datasets the figures are made of; without any, all.
        note: Further lines, below whose borders they are.
        is_internal: Whether it shows protected counts as they are: it says so.
        has_picture: Whether it can be taken away as a picture, of which no log knows.
        until: The last day that the figures speak of; None: that of the data.
    """
    until = until or data_until()
    first = words(
        "source_note", source=source, until=date_text(until) if until else "–"
    )
    return Words(
        locale=lang(),
        title=title,
        status=words(f"status_{data_status(*datasets)}"),
        note=(first, borders_note(), *note),
        hint=words("map_hint"),
        map=words("map_map"),
        legend=words("map_legend"),
        clear=words("map_clear"),
        picture=words("map_picture") if has_picture else "",
        failed=words("map_failed"),
        bangkok=words("map_bangkok"),
        phuket=words("map_phuket"),
        mark=words("internal_use") if is_internal else "",
    )
