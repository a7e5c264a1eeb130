"""An exhibit as the templates read it: its words, its map, its rows, its foot."""

from collections.abc import Mapping
from typing import Any

from dashboard.exhibits import Exhibit
from dashboard.export.deck.markup import note_left
from dashboard.export.foot import foot_lines, foot_of, noted, watermark
from dashboard.export.outlines import borders_of
from dashboard.export.rows import Rows, figure_rows, table_rows
from dashboard.export.shapes import EDGE, HEIGHT, captions, country, map_svg, swatch_svg
from dashboard.text import words

MARK_SIZE, MARK_ROOM = 46, 1100  # points; points times letters that fit across a page


def object_of(exhibit: Exhibit, picture: str = "") -> dict[str, Any]:
    """What the template object.typ says of an exhibit.

    Args:
        exhibit: A figure, map or table.
        picture: Of a figure, the name of its picture among the files; "" when there is
            none: then it says so, and its points stand in.
    """
    lang = exhibit.lang
    is_missing = exhibit.kind == "figure" and not picture
    return {
        "title": exhibit.title,
        "subtitle": exhibit.subtitle,
        "alt": exhibit.alt or exhibit.title,
        "picture": picture,
        "missing": words("export_pdf_picture_missing", lang) if is_missing else "",
        "map": _map(exhibit),
        "rows": [_told(part) for part in _rows(exhibit, is_missing) if part.headings],
        "foot": foot_lines(foot_of(exhibit), lang),
    }


def marked(exhibits: list[Exhibit]) -> dict[str, Any]:
    """The words across a page that holds a synthetic figure, and how large they are."""
    said = (watermark(exhibit.foot, exhibit.lang) for exhibit in exhibits)
    mark = next(filter(None, said), "")
    return {"mark": mark, "mark-size": mark_size(mark)}


def mark_size(mark: str) -> int:
    """How large words across a page are, in points, so that all of them have room."""
    return min(MARK_SIZE, MARK_ROOM // max(len(mark), 1))


def map_of(spec: Mapping[str, Any]) -> dict[str, Any]:
    """What the template map.typ says of a spec of dashboard.maps."""
    return {
        "svg": map_svg(spec) if spec["provinces"] else "",
        "ratio": (country(borders_of(spec)).width + 2 * EDGE) / (HEIGHT + 2 * EDGE),
        "captions": captions(spec),
        "grid": spec["legend"]["grid"],
        "list": spec["legend"]["list"],
        "classes": [
            {
                "label": kind["label"],
                "count": kind["count"],
                "fill": kind["fill"],
                "ink": kind["ink"],
                "swatch": swatch_svg(kind),
            }
            for kind in spec["classes"]
        ],
        "note": spec["note"],
    }


def _map(exhibit: Exhibit) -> dict[str, Any] | None:
    """The map of an exhibit, and of its note what the foot does not say."""
    if exhibit.kind != "map" or not exhibit.drawn:
        return None
    left = note_left(exhibit.drawn, noted(exhibit.foot, exhibit.lang))
    return map_of(exhibit.drawn) | {"note": [left] if left else []}


def _rows(exhibit: Exhibit, is_missing: bool) -> list[Rows]:
    if exhibit.kind == "table":
        return table_rows(exhibit)
    if is_missing and exhibit.drawn:
        return [figure_rows(exhibit)]
    return []


def _told(rows: Rows) -> dict[str, Any]:
    """Rows as the template reads them."""
    return {
        "headings": rows.headings,
        "cells": rows.cells,
        "numbers": rows.numbers,
        "widths": rows.widths,
        "more": rows.more,
    }
