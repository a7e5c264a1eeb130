"""The cells of a table as a reader sees them: numbers, dates and states in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from dashboard.disclosure import Audience
from dashboard.exhibits import Exhibit
from dashboard.export.tables import NUMBERS, count_said
from dashboard.text import (
    MISSING,
    Era,
    Lang,
    date_text,
    number_text,
    share_text,
    words,
    year_text,
)

NARROW, WIDE = 5, 34  # the least and the most that a column takes, in letters
LISTED = 60  # rows of a figure that stand in for its picture


@dataclass(frozen=True)
class Rows:
    """A table in words.

    Attributes:
        headings: One a column.
        cells: Row by row.
        numbers: Whether a column holds numbers.
    """

    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """How much room each column takes against the others."""
        columns = zip(self.headings, *self.cells, strict=True)
        longest = (max(map(len, column)) for column in columns)
        return tuple(min(max(length, NARROW), WIDE) for length in longest)


def table_rows(exhibit: Exhibit) -> Rows:
    """The rows of a table that is taken along.

    Raises:
        ValueError: It is no table, or an analyst's.
    """
    if exhibit.gated is None:
        raise ValueError(f"{exhibit.key}: a {exhibit.kind} has no rows.")
    if exhibit.gated.audience is Audience.ANALYST:
        raise ValueError("A file leaves: gate it for Audience.OUTSIDE, not ANALYST.")
    columns = [list(_column(exhibit, name)) for name in exhibit.headings]
    frame = exhibit.gated.frame
    return Rows(
        headings=tuple(exhibit.headings.values()),
        cells=tuple(zip(*columns, strict=True)),
        numbers=tuple(_is_number(frame[name]) for name in exhibit.headings),
    )


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(
        values
    )


def _column(exhibit: Exhibit, name: str) -> Iterator[str]:
    frame = exhibit.gated.frame if exhibit.gated else pd.DataFrame()
    states = frame.get(f"{name}_state")
    for at, value in enumerate(frame[name].tolist()):
        if states is not None:
            yield _count(value, states.iloc[at], exhibit.lang)
        else:
            yield cell(value, name, exhibit.lang, exhibit.era)


def _count(value: Any, state: str, lang: Lang) -> str:  # noqa: ANN401
    """A count that passed the gate: a number, about a number, or why there is none."""
    if state not in NUMBERS:
        return str(count_said(value, state, lang))
    said = number_text(float(value), lang)
    return words("export_pdf_about", lang, value=said) if state == "rounded" else said


def cell(value: Any, name: str, lang: Lang, era: Era) -> str:  # noqa: ANN401
    """A value as its column's name has it: a year, a share, a number, a day, a text."""
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return MISSING[lang]
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return date_text(day, lang, era)
    if isinstance(value, bool | str) or not isinstance(value, int | float):
        return str(value)
    if name.endswith("year_be"):
        return year_text(int(value), era)
    if "year" in name:
        return str(int(value))
    if name.endswith("_share"):
        return share_text(value, lang)
    return number_text(value, lang, 0 if float(value).is_integer() else 1)


def figure_rows(drawn: Mapping[str, Any], lang: Lang) -> Rows:
    """The points of a figure as rows, for where its picture is missing.

    What it draws beside its figures (bands, lines without a name) is left out; of many
    points the last ones stand, and that is said by whoever shows them.
    """
    found = [row for trace in drawn["data"] for row in _points(trace)]
    heads = ("export_pdf_series", "export_pdf_point", "export_pdf_value")
    return Rows(
        headings=tuple(words(key, lang) for key in heads),
        cells=tuple(found[-LISTED:]),
        numbers=(False, False, True),
    )


def _points(trace: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Name of the series, place, figure; an upright axis of names is the place."""
    across, up = list(trace.get("x", ())), list(trace.get("y", ()))
    if trace.get("orientation") == "h":
        across, up = up, across
    for place, value in zip(across, up, strict=False):
        if isinstance(value, int | float) and not isinstance(value, bool):
            said = f"{value:,.10g}" if value == value else ""  # noqa: PLR0124
            yield str(trace.get("name", "")), str(place), said
