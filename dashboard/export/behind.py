"""The rows behind a figure or map: those that came with it, else what it draws.

What is read from a figure is what its reader reads: the words at its ticks in place of
positions, one row for each point, the names of its axes as headings. Corners of a step,
words and shades of a figure are no points.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.exhibits import Exhibit
from dashboard.export.cells import DAY, Column, column_of, table_columns
from dashboard.export.deck import axes
from dashboard.export.deck.axes import long
from dashboard.export.deck.markup import axis_name, heading_below, plain
from dashboard.export.deck.matrix import matrix
from dashboard.export.deck.points import named
from dashboard.export.deck.reading import panel_title, panels, read
from dashboard.export.deck.shades import at
from dashboard.text import Era, Lang, words

Drawn = Mapping[str, Any]
Row = tuple[str, object, object]  # series, place, figure


def columns_behind(exhibit: Exhibit) -> list[Column]:
    """The columns of the rows of a table, figure or map; none where nothing is drawn.

    Raises:
        ValueError: A table has no rows, or rows are an analyst's.
    """
    if exhibit.gated is not None or exhibit.kind == "table":
        return table_columns(exhibit)
    drawn = exhibit.drawn or {}
    if exhibit.kind == "map":
        return _of_map(drawn, exhibit.lang)
    cells = [] if read(drawn, exhibit.lang, exhibit.era) else matrix(drawn, exhibit.era)
    return cells or _of_figure(drawn, exhibit.lang, exhibit.era)


def _of_map(spec: Drawn, lang: Lang) -> list[Column]:
    """Each province with its class, and what the map says of it to who points at it."""
    provinces = spec.get("provinces")
    if not provinces:
        return []
    labels = [kind["label"] for kind in spec["classes"]]
    found = {
        words("export_province", lang): provinces["names"],
        words("export_class", lang): [labels[place] for place in provinces["class"]],
    }
    for line in spec["lines"]:
        found[line["label"]] = [line["levels"][place] for place in line["at"]]
    return [
        column_of(f"column_{number}", heading, cells)
        for number, (heading, cells) in enumerate(found.items())
    ]


def _of_figure(drawn: Drawn, lang: Lang, era: Era) -> list[Column]:
    """A row for each point: its series, where it stands, its figure."""
    below = heading_below(drawn)
    lies = any(trace.get("orientation") == "h" for trace in drawn["data"])
    placed, measured = ("yaxis", "xaxis") if lies else ("xaxis", "yaxis")
    layout = drawn["layout"]
    has_years = axes.shift(layout.get(placed, {}), era) is not None
    is_share = str(layout.get(measured, {}).get("tickformat")).endswith("%")
    headings = {
        "series": words("export_pdf_series", lang),
        "point_year" if has_years else "point": axis_name(drawn, placed)
        or words("export_pdf_point", lang),
        "value_share" if is_share else "value": axis_name(drawn, measured)
        or below
        or words("export_pdf_value", lang),
    }
    rows = list(dict.fromkeys(_points(drawn, era)))
    columns = [
        column_of(name, heading, [row[place] for row in rows])
        for place, (name, heading) in enumerate(headings.items())
    ]
    return [
        column for column in columns if any(c not in (None, "") for c in column.cells)
    ]


def _points(drawn: Drawn, era: Era) -> Iterator[Row]:
    """The points of all panels. What says nothing to a hovering reader draws none."""
    names, found = named(drawn), panels(drawn)
    for of_axes, traces in found.items():
        title = panel_title(drawn, of_axes) if len(found) > 1 else ""
        told = [trace for trace in traces if trace.get("hoverinfo") != "skip"]
        seen = [trace for trace in told or traces if trace.get("mode") != "text"]
        rows = [row for trace in seen for row in _of_trace(trace, names)]
        placed, measured = (drawn["layout"].get(long(name), {}) for name in of_axes)
        if any(trace.get("orientation") == "h" for trace in seen):
            placed, measured = measured, placed
        places = _said([place for _series, place, _value in rows], placed, era)
        values = _said([value for *_, value in rows], measured, era)
        for (series, *_), place, value in zip(rows, places, values, strict=True):
            yield " ".join(filter(None, (title, series))), place, value


def _of_trace(trace: Drawn, names: Mapping[str, str]) -> Iterator[Row]:
    """The points of a trace as it holds them, under the name that its colour has."""
    ways = "yx" if trace.get("orientation") == "h" else "xy"
    pairs = zip(*(trace.get(way, ()) for way in ways), strict=False)
    for number, (place, value) in enumerate(pairs):
        if value is not None and place is not None:
            yield names.get(_colour(trace, number), ""), place, value


def _colour(trace: Drawn, number: int) -> str:
    """The colour of a point: of its line, else of its mark or bar."""
    line, marker = trace.get("line") or {}, trace.get("marker") or {}
    return str(line.get("color") or at(marker.get("color"), number))


def _said(places: Sequence[object], axis: Drawn, era: Era) -> list[object]:
    """What an axis calls places: by its words where it has one for each of them.

    Else years of the era and numbers; nothing where it is hidden and says nothing.
    """
    known: dict[object, str] = dict(axes.ticks(axis))
    moved = axes.shift(axis, era)
    if moved is None and known and set(places) <= set(known):
        return [known[place] for place in places]
    if axis.get("visible") is False and not known and len(set(places)) == 1:
        return [None for _place in places]
    return [_plain(place, moved or 0) for place in places]


def _plain(place: object, moved: int) -> object:
    """A day, a number (moved to the reader's era), or words."""
    if isinstance(place, str):
        is_day = re.match(DAY, place)
        return date.fromisoformat(place[:10]) if is_day else plain(place)
    return place + moved if isinstance(place, int | float) else plain(place)


def rows_of(columns: Sequence[Column]) -> int:
    """How many rows columns have."""
    return len(columns[0].cells) if columns else 0
