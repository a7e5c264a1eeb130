"""A figure as it leaves alone: its size, its foot, words across made-up figures."""

import base64
from collections.abc import Mapping
from functools import cache
from typing import Any

from dashboard.charts import base
from dashboard.exhibits import Exhibit
from dashboard.export.chromium import STATIC, Form
from dashboard.export.deck.markup import OWN, note_left
from dashboard.export.foot import foot_lines, foot_of, noted, watermark

WIDTH, HEIGHT = 900, 500  # px of a figure that does not say
PLACED = 720  # px of one that is placed on a page: its letters must stay readable
FOOT_WIDTH = 140  # letters of a foot in a line of WIDTH
GAP = 10  # px between a figure and its foot
PRINT_EDGE = 20  # px that Chromium's printing takes off a page, right and below
MARGIN = dict.fromkeys("tblr", 80)  # px where a figure does not say
RANGES = {"thai": "U+0E01-0E5B,U+200C-200D,U+25CC", "latin": "U+0000-0DFF,U+1E00-FFFF"}


def framed(exhibit: Exhibit, form: Form, has_foot: bool) -> dict[str, Any]:
    """The figure of an exhibit with a width, and with foot and mark where asked for.

    Its note says what no foot says. Without a foot it stands on a page that says both
    foot and title: it says neither.
    """
    given = exhibit.drawn or {}
    layout = dict(given["layout"])
    layout.setdefault("width", WIDTH if has_foot else PLACED)
    layout.setdefault("height", HEIGHT)
    layout.setdefault("annotations", [])
    layout["margin"] = MARGIN | layout.get("margin", {})
    figure = {"data": list(given["data"]), "layout": layout}
    if len(layout["annotations"]) >= OWN:
        figure = _noted_once(figure, exhibit)
        figure = figure if has_foot else _untitled(figure)
    if has_foot:
        mark = watermark(exhibit.foot, exhibit.lang)
        figure = base.watermarked(figure, mark) if mark else figure
        figure = _footed(figure, exhibit)
    return _edged(figure) if form == "pdf" else figure


def _noted_once(figure: Mapping[str, Any], exhibit: Exhibit) -> dict[str, Any]:
    """The figure with what no foot says of its note."""
    title, note, *others = figure["layout"]["annotations"]
    left = note_left(figure, noted(exhibit.foot, exhibit.lang))
    letters = FOOT_WIDTH * figure["layout"]["width"] // WIDTH
    kept = base.wrapped(left, letters) if left else " "
    lines = kept.count("<br>") - note["text"].count("<br>")
    said = [title, {**note, "text": kept}, *others]
    return _grown(figure, 0, base.NOTE_LINE * lines, said)


def _untitled(figure: Mapping[str, Any]) -> dict[str, Any]:
    """The figure without its title; what stands in small below it stays."""
    title, *others = figure["layout"]["annotations"]
    _bold, _end, below = title["text"].partition("</b>")
    below = below.removeprefix("<br>") or " "
    fewer = title["text"].count("<br>") - below.count("<br>") + (below == " ")
    above = -base.TITLE_LINE * fewer
    moved = {**title, "text": below, "yshift": title["yshift"] + above}
    return _grown(figure, 0, 0, [moved, *others], above)


def _footed(figure: Mapping[str, Any], exhibit: Exhibit) -> dict[str, Any]:
    """The figure with its foot below all that it has."""
    layout = figure["layout"]
    below, left = layout["margin"]["b"], layout["margin"]["l"]
    lines = [
        f"<b>{part}</b>" if at == 1 else part
        for at, line in enumerate(foot_lines(foot_of(exhibit), exhibit.lang))
        for part in base.wrapped(line, FOOT_WIDTH * layout["width"] // WIDTH).split(
            "<br>"
        )
    ]
    foot = {
        "text": "<br>".join(lines),
        "name": "foot",
        "showarrow": False,
        "align": "left",
        "font": {"size": base.NOTE_SIZE},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": base.EDGE - left,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -below - GAP,
    }
    more = GAP + base.NOTE_LINE * len(lines) + base.EDGE
    return _grown(figure, 0, more, [*layout["annotations"], foot])


def _edged(figure: Mapping[str, Any]) -> dict[str, Any]:
    """The figure with room on its right and below for what printing takes off."""
    return _grown(figure, PRINT_EDGE, PRINT_EDGE, figure["layout"]["annotations"])


def _grown(
    figure: Mapping[str, Any],
    right: int,
    below: int,
    annotations: list[Any],
    above: int = 0,
) -> dict[str, Any]:
    """The figure with so many px more at its sides."""
    layout = figure["layout"]
    margin = layout["margin"]
    sides = {
        "r": margin["r"] + right,
        "b": margin["b"] + below,
        "t": margin["t"] + above,
    }
    grown = {
        "width": layout["width"] + right,
        "height": layout["height"] + below + above,
        "margin": margin | sides,
        "annotations": annotations,
    }
    return {**figure, "layout": layout | grown}


def with_fonts(svg: bytes) -> bytes:
    """An SVG with Sarabun inside, so that any browser draws the same letters."""
    head, end, rest = svg.partition(b">")
    return b"".join([head, end, b"<style>", _faces().encode(), b"</style>", rest])


@cache
def _faces() -> str:
    return "".join(
        _face(script, weight) for script in RANGES for weight in ("400", "700")
    )


def _face(script: str, weight: str) -> str:
    file = STATIC / "fonts" / f"sarabun-{script}-{weight}.woff2"
    content = base64.b64encode(file.read_bytes()).decode()
    return (
        f"@font-face{{font-family:Sarabun;font-weight:{weight};"
        f"unicode-range:{RANGES[script]};"
        f"src:url(data:font/woff2;base64,{content})}}"
    )
