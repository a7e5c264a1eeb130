"""What deck.gl is told to draw: columns, markers, borders, and a tooltip.

Streamlit would keep the column that was clicked as selected, whatever is selected
elsewhere on the page: so the names of deck.gl's layers change with the selection, and
it forgets.
"""

import html
import json
from functools import lru_cache
from typing import Any

import pandas as pd
import pydeck
from pydeck.bindings.json_tools import default_serialize

from dashboard.borders import Borders
from dashboard.charts.base import FONT, Look
from dashboard.ui.borders import borders
from dashboard.ui.coverage import layers
from dashboard.ui.coverage.figures import View
from dashboard.ui.coverage.layers import Height

BLANK = "app/static/map/blank-style.json"  # without one, deck.gl asks CARTO for its own
VIEW = pydeck.ViewState(
    latitude=12.7, longitude=101.3, zoom=4.72, pitch=48, bearing=0, min_zoom=4
)
# A finger or the first button turns: the country is whole in sight, nothing to move.
CONTROL = {"dragMode": "rotate", "scrollZoom": False, "touchRotate": True}
# Neighbours around Bangkok stand 27 km apart: none stands in another.
RADIUS, RING, MARK = 11_000, 19_000, 11_000  # m
TALLEST = 320_000  # m
SIDES = 4
# Lit sides would not have the colours of the legend.
UNLIT = {"ambient": 1, "diffuse": 0, "shininess": 1, "specularColor": [0, 0, 0]}

SOUTH = 11.5  # degrees; below it, the tooltip stands at the upper edge
TIP_ROOM = {
    "transform": "none",
    "width": "100%",
    "height": "100%",
    "padding": "0",
    "backgroundColor": "transparent",
}
TIP_STYLE = (
    ".coverage-tip {position: absolute; left: 0; right: 0; max-width: 320px;"
    " box-sizing: border-box; padding: 8px 12px; border-radius: 8px}"
    " .coverage-tip.top {top: 0} .coverage-tip.bottom {bottom: 0}"
    " .coverage-tip h6 {font-size: 15px; margin: 0; padding: 0; color: inherit}"
    " .coverage-tip p {display: flex; justify-content: space-between; gap: 12px;"
    " margin: 0; font-size: inherit}"
    " .coverage-tip p:has(b:empty) {display: none}"
    " .coverage-tip b {text-align: right}"
)


class CompactDeck(pydeck.Deck):  # type: ignore[misc]
    """A deck that is sent in a third of the bytes: no blanks, Thai as it is written."""

    def to_json(self) -> str:
        """The deck as the browser reads it."""
        return json.dumps(
            self, default=default_serialize, ensure_ascii=False, separators=(",", ":")
        )


@lru_cache(maxsize=8)
def places(shown: Borders) -> pd.DataFrame:
    """Where each province's column stands: province_code, lon, lat; inside it."""
    shapes = json.loads(shown.fine)
    found = pd.DataFrame([shape["properties"] for shape in shapes["features"]])
    return found.rename(columns={"label_lon": "lon", "label_lat": "lat"})


def deck(view: View, height: Height, drawn_as: Look, address: str) -> CompactDeck:
    """The columns of the provinces that all filters let pass, and all borders.

    A province without the figure of the height is a flat marker with a rim; a column
    of height 0 is flat and has none.

    Args:
        view: What the reader chose.
        height: What the columns' height shows.
        drawn_as: The colours of the page.
        address: Where the browser finds the provinces' shapes.
    """
    listed = _placed(view, height, drawn_as)
    is_high = listed["height"].notna()
    parts = [
        _borders(view, drawn_as, address),
        _markers(listed[~is_high], view, drawn_as),
        _columns(listed[is_high], view, drawn_as),
        *_rings(listed[listed["province_code"] == view.selected], view, drawn_as),
    ]
    return CompactDeck(
        layers=parts,
        views=[pydeck.View(type="MapView", controller=CONTROL)],
        initial_view_state=VIEW,
        map_style=BLANK,
        map_provider=None,
        tooltip=tooltip(view.layer, drawn_as),
    )


def _placed(view: View, height: Height, drawn_as: Look) -> pd.DataFrame:
    """What the browser is sent of each province."""
    kinds = {kind.id: kind for kind in layers.kinds(view.year, view.layer)}
    listed = view.listed().merge(places(borders()), on="province_code")
    kind = [kinds[each] for each in listed["class_id"]]
    share = listed[height.column] / layers.full_height(height, view.year)
    return listed.assign(
        height=(share * TALLEST).round(),
        fill=[_rgb(each.fill) for each in kind],
        rim=[_rgb(each.ink if each.pattern else drawn_as.ink) for each in kind],
        kind=[each.label for each in kind],
        edge=["top" if lat < SOUTH else "bottom" for lat in listed["lat"]],
    )


def _records(placed: pd.DataFrame, layer: str) -> list[dict[str, Any]]:
    sent = [
        "province_code",
        "name",
        "kind",
        "edge",
        "lon",
        "lat",
        "height",
        "fill",
        "rim",
    ]
    found = placed[[*sent, *layers.line_labels(layer)]]
    return found.to_dict("records")  # type: ignore[no-any-return]


def _borders(view: View, drawn_as: Look, address: str) -> pydeck.Layer:
    """All provinces as outlines, the selected one's in ink."""
    is_it = f"properties.province_code == '{view.selected or ''}'"
    ink, faint = _rgb(drawn_as.ink), _mixed(drawn_as.ink, drawn_as.ground, 0.42)
    return pydeck.Layer(
        "GeoJsonLayer",
        id=f"borders-{view.selected or ''}",
        data=address,
        get_fill_color=_mixed(drawn_as.ink, drawn_as.ground, 0.06),
        get_line_color=f"{is_it} ? {ink} : {faint}",
        get_line_width=f"{is_it} ? 3 : 0.8",
        line_width_units="'pixels'",
        pickable=False,
    )


def _columns(placed: pd.DataFrame, view: View, drawn_as: Look) -> pydeck.Layer:
    return pydeck.Layer(
        "ColumnLayer",
        id=f"columns-{view.selected or ''}",
        data=_records(placed, view.layer),
        get_position="[lon, lat]",
        get_elevation="height",
        get_fill_color="fill",
        get_line_color=[*_rgb(drawn_as.ink), 150],
        radius=RADIUS,
        disk_resolution=SIDES,
        angle=45,
        extruded=True,
        wireframe=True,
        material=UNLIT,
        pickable=True,
        auto_highlight=True,
        highlight_color=[*_rgb(drawn_as.ink), 50],
    )


def _markers(placed: pd.DataFrame, view: View, drawn_as: Look) -> pydeck.Layer:
    return pydeck.Layer(
        "ScatterplotLayer",
        id=f"markers-{view.selected or ''}",
        data=_records(placed.assign(height=None), view.layer),
        get_position="[lon, lat]",
        get_fill_color="fill",
        get_line_color="rim",
        get_radius=MARK,
        stroked=True,
        line_width_min_pixels=2,
        pickable=True,
        auto_highlight=True,
        highlight_color=[*_rgb(drawn_as.ink), 50],
    )


def _rings(selected: pd.DataFrame, view: View, drawn_as: Look) -> list[pydeck.Layer]:
    """Around the selected province, at its foot and at its top."""
    records = [
        {"lon": row.lon, "lat": row.lat, "at": at}
        for row in selected.itertuples()
        for at in sorted({0.0, 0.0 if pd.isna(row.height) else row.height})
    ]
    return [
        pydeck.Layer(
            "ScatterplotLayer",
            id=f"rings-{view.selected or ''}",
            data=records,
            get_position="[lon, lat, at]",
            get_line_color=_rgb(drawn_as.ink),
            get_radius=RING,
            filled=False,
            stroked=True,
            line_width_min_pixels=3,
            pickable=False,
        )
    ]


def tooltip(layer: str, drawn_as: Look) -> dict[str, Any]:
    """The flat map's lines; Streamlit escapes the values that it puts in.

    It stands at the edge away from the province: at the pointer it would be cut off.
    """
    lines = "".join(
        f"<p><span>{html.escape(label)}</span> <b>{{{line}}}</b></p>"
        for line, label in layers.line_labels(layer).items()
    )
    colours = (
        f"background: {drawn_as.ground}; color: {drawn_as.ink};"
        f" border: 1px solid {drawn_as.faint}; font: 13px/1.4 {FONT}"
    )
    return {
        "html": f"<style>.coverage-tip {{{colours}}} {TIP_STYLE}</style>"
        f"<div class='coverage-tip {{edge}}'><h6>{{name}}</h6><p>{{kind}}</p>"
        f"{lines}</div>",
        "style": TIP_ROOM,
    }


def _rgb(colour: str) -> list[int]:
    return list(bytes.fromhex(colour.removeprefix("#")))


def _mixed(colour: str, ground: str, share: float) -> list[int]:
    """So much of a colour upon a ground."""
    pairs = zip(_rgb(colour), _rgb(ground), strict=True)
    return [round(share * one + (1 - share) * other) for one, other in pairs]
