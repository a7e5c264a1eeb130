"""Rows of a table in words, and the points of a figure whose picture is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.exhibits import Exhibit
from dashboard.export.cells import (
    Column,
    abreast,
    foremost,
    left_out,
    said,
    table_columns,
)
from dashboard.export.deck.plot import Plot
from dashboard.export.deck.reading import read
from dashboard.text import Era, Lang, width, words

NARROW, WIDE = 5, 34  # the least and the most that a column takes, in letters
ABREAST = 88  # letters of a table in the width of a page
MOST_ROWS = 100  # of all parts of a wide table: some three pages
LISTED = 60  # points of a figure that stand in for its picture
NUMBERS = ("count", "number", "share")  # kinds of columns that stand to the right


@dataclass(frozen=True)
class Rows:
    """A table in words.

    Attributes:
        headings: One a column.
        cells: Row by row.
        numbers: Whether a column holds numbers.
        more: What is said of what is left out; "" where nothing is.
    """

    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    more: str = ""

    @property
    def widths(self) -> tuple[int, ...]:
        """How much room each column takes against the others."""
        columns = list(zip(*self.cells, strict=True)) or [()] * len(self.headings)
        cells = [max(map(width, column), default=0) for column in columns]
        # A heading breaks into lines at its spaces, a cell rather not.
        heads = [width(heading) // 2 for heading in self.headings]
        asked = map(max, cells, heads)
        return tuple(min(max(length, NARROW), WIDE) + 2 for length in asked)


def table_rows(exhibit: Exhibit) -> list[Rows]:
    """The rows of a table that is taken along, of a wide one in parts.

    In its main columns alone where these parts would fill many pages.

    Raises:
        ValueError: It is no table, or an analyst's.
    """
    every = table_columns(exhibit)
    parts = abreast(every, ABREAST)
    is_long = len(parts) * len(every[0].cells) > MOST_ROWS
    if len(parts) == 1 or not (exhibit.main or is_long):
        return [_written(columns, exhibit) for columns in parts]
    shown = foremost(every, exhibit.main, ABREAST)
    of = (_number_of(shown), _number_of(every))
    return [replace(_written(shown, exhibit), more=left_out(exhibit.lang, of))]


def _number_of(columns: Sequence[Column]) -> int:
    """How many columns, without those that say whether the one before is rounded."""
    return sum(1 for column in columns if column.name)


def _written(columns: Sequence[Column], exhibit: Exhibit) -> Rows:
    written = [
        [said(cell, column.kind, exhibit.lang, exhibit.era) for cell in column.cells]
        for column in columns
    ]
    return Rows(
        headings=tuple(column.heading for column in columns),
        cells=tuple(zip(*written, strict=True)),
        numbers=tuple(column.kind in NUMBERS for column in columns),
    )


def figure_rows(drawn: Mapping[str, Any], lang: Lang, era: Era) -> Rows:
    """The points of a figure as rows: series, place, figure.

    What it draws beside its figures is left out. Of many points the last ones stand.
    """
    plots = read(drawn, lang, era)
    found = [row for plot in plots for row in _of_plot(plot)]
    found = found or [row for trace in drawn["data"] for row in _of_trace(trace)]
    heads = ("export_pdf_series", "export_pdf_point", "export_pdf_value")
    return Rows(
        headings=tuple(words(key, lang) for key in heads),
        cells=tuple(found[-LISTED:]),
        numbers=(False, False, True),
    )


def _of_plot(plot: Plot) -> Iterator[tuple[str, str, str]]:
    """The figures of a chart that slides can draw too."""
    for series in plot.series:
        places = plot.categories or tuple(f"{at:.10g}" for at in series.across)
        for place, value in zip(places, series.values, strict=False):
            if value is not None and not series.is_extra:
                name = " ".join(filter(None, (plot.title, series.name)))
                yield name, place, _number(value)


def _of_trace(trace: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The figures of any other; an upright axis of names is their place."""
    places, values = list(trace.get("x", ())), list(trace.get("y", ()))
    if trace.get("orientation") == "h":
        places, values = values, places
    for place, value in zip(places, values, strict=False):
        if isinstance(value, int | float) and value == value:  # noqa: PLR0124
            yield str(trace.get("name", "")), str(place), _number(value)


def _number(value: float) -> str:
    return f"{value:,.10g}"
