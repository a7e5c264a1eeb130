"""Small maps beside each other with one legend: draws them and hears the clicks.

For the screen alone: what is taken along are the rows, and single maps.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.maps import Kind, Words
from dashboard.ui.borders import borders_address

STATIC = Path(__file__).resolve().parents[2] / "static"


def _digest(*files: Path) -> str:
    """Short hash of what the browser fetches, so that it never shows an old one."""
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content).hexdigest()[:12]


_SCRIPTS = _digest(*sorted((STATIC / "province_map").iterdir()))
_LOADER = f"""
const map = new URL("app/static/province_map/small.js?v={_SCRIPTS}", document.baseURI);
export default async (component) => (await import(map)).default(component);
"""
_component = st.components.v2.component("small_maps", js=_LOADER)


@dataclass(frozen=True)
class Panel:
    """One of the maps.

    Attributes:
        label: Above it.
        spoken: What it shows, for who does not see it.
        classes: The id of each province's class, in the order of the codes.
        said: The figure of each province in words, likewise.
    """

    label: str
    spoken: str
    classes: Sequence[str]
    said: Sequence[str]


def spec_of(
    names: Mapping[str, str],
    panels: Sequence[Panel],
    kinds: Sequence[Kind],
    words: Words,
    selected: str | None,
) -> dict[str, Any]:
    """What the component draws.

    Args:
        names: Of the provinces, by code; their order is that of the panels' rows.
        panels: The maps, in order.
        kinds: The classes, the same in all of them.
        words: What stands around them.
        selected: Code of the selected province.
    """
    places = {kind.id: place for place, kind in enumerate(kinds)}
    return {
        "locale": words.locale,
        "title": words.title,
        "status": words.status,
        "note": [*words.note, *([words.mark] if words.mark else [])],
        "failed": words.failed,
        "codes": list(names),
        "names": list(names.values()),
        "classes": [asdict(kind) for kind in kinds],
        "panels": [
            {
                "label": panel.label,
                "spoken": panel.spoken,
                "class": [places[each] for each in panel.classes],
                "said": list(panel.said),
            }
            for panel in panels
        ],
        "selected": selected,
    }


def small_maps(
    spec: dict[str, Any], key: str, on_select: Callable[[str | None], None]
) -> None:
    """Draw the maps.

    Args:
        spec: Of `spec_of`.
        key: Widget key.
        on_select: Takes the code of the province clicked, None when it was given up.
    """

    def heard() -> None:
        on_select(st.session_state[key].get("selected") or None)

    # The coarse ones: a province is a few pixels.
    drawn = {**spec, "borders": borders_address(is_coarse=True)}
    _component(key=key, data=drawn, on_selected_change=heard)
