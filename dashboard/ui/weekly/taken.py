"""The week as two tables to take along: its figures, and all that it says in words."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.export.tables import exactness
from dashboard.rules import rules
from dashboard.ui.shelf import offer_table, unmarked
from dashboard.ui.weekly import DATASETS
from dashboard.ui.weekly.change import change_number, change_unit, change_words
from dashboard.ui.weekly.context import publishers
from dashboard.ui.weekly.listed import LISTS, lines
from dashboard.ui.weekly.prose import sentence_text
from dashboard.ui.weekly.tiles import SAID, usual_text, value_text
from dashboard.ui.words import date_text, lang, number_text, week_text, words
from dashboard.weekly.model import Tile, Week

# A row of words for slides and paper, and one to compute with for files.
READ = ("figure", "value", "on_week", "on_year", "usual", "until", "note")
FIGURES = (
    *("figure", "number", "whole", "unit", "exactness"),
    *("week_number", "week_unit", "year_number", "year_unit"),
    *("low", "high", "until_day", "note"),
)
WORDS = ("part", "text")


def figures(week: Week) -> None:
    """Offer the figures of the tiles, as they are said and as numbers."""

    def rows() -> pd.DataFrame:
        read = pd.DataFrame(map(_row, week.tiles), columns=READ, dtype="string")
        numbers = pd.DataFrame(map(_numbers, week.tiles), columns=FIGURES, dtype=object)
        return read.assign(**{name: numbers[name] for name in FIGURES})

    _offer(week, "weekly_figures", FIGURES, rows, READ)


def said(week: Week) -> None:
    """Offer the sentences and the lines of the lists."""

    def rows() -> pd.DataFrame:
        return pd.DataFrame(_said(week), columns=list(WORDS), dtype="string")

    _offer(week, "weekly_said", WORDS, rows)


def _offer(
    week: Week,
    key: str,
    columns: Sequence[str],
    rows: Callable[[], pd.DataFrame],
    read: Sequence[str] = (),
) -> None:
    """Offer a table, all of which passed the gate with the week.

    By the rules of the week, which for a frozen one are those of then.
    """
    using = replace(rules(), version=week.rules_version)

    def gated() -> Gated:
        return disclosed(
            rows().apply(as_read),
            Audience.LEADERSHIP,
            counts=(),
            using=using,
            is_protected=True,
        )

    offer_table(
        gated,
        {column: words(f"weekly_taken_{column}") for column in columns},
        f"{key}_rows",
        title=words(f"{key}_title", week=week_text(week.iso_week)),
        source=publishers(sorted({n for t in week.tiles for n in t.datasets})),
        until=date_text(week.ends_on),
        datasets=DATASETS,
        read={column: words(f"weekly_taken_{column}") for column in read},
    )


def as_read(column: pd.Series) -> pd.Series:
    """The column with texts as they are read; whole numbers among others stay so."""
    cells = [unmarked(cell) if isinstance(cell, str) else cell for cell in column]
    return pd.Series(cells, index=column.index, dtype=column.dtype)


def _row(tile: Tile) -> tuple[str, ...]:
    unit = words(f"weekly_tile_{tile.key}_unit") if tile.state in SAID else ""
    return (
        words(f"weekly_tile_{tile.key}"),
        f"{value_text(tile)} {unit}".strip(),
        change_words(tile.on_week),
        change_words(tile.on_year),
        usual_text(tile),
        date_text(tile.until) if tile.until else number_text(None),
        words(f"weekly_tile_{tile.key}_note"),
    )


def _numbers(tile: Tile) -> tuple[object, ...]:
    """The figure of a tile with what belongs to it; words where there is no number."""
    unit = words(f"weekly_tile_{tile.key}_unit")
    is_said = tile.state in SAID and tile.value is not None
    changes = [
        part
        for change in (tile.on_week, tile.on_year)
        for part in (
            change_words(change)
            if change_number(change) is None
            else _plain(change_number(change)),
            change_unit(change, unit),
        )
    ]
    unknown = words("weekly_usual_unknown")
    return (
        words(f"weekly_tile_{tile.key}"),
        _plain(tile.value) if is_said else value_text(tile),
        _plain(tile.whole) if is_said else None,
        unit,
        exactness(tile.state, tile.base, lang()) if is_said else value_text(tile),
        *changes,
        *(unknown if end is None else _plain(end) for end in (tile.low, tile.high)),
        tile.until,
        words(f"weekly_tile_{tile.key}_note"),
    )


def _plain(value: float | None) -> float | None:
    """A number with the decimals that it is said with, whole where it has none."""
    if value is None or float(value).is_integer():
        return None if value is None else int(value)
    return round(float(value), 1)


def _said(week: Week) -> list[tuple[str, str]]:
    heading = words("weekly_taken_sentences")
    sentences = [(heading, sentence_text(each)) for each in week.sentences]
    listed = [
        (words(f"weekly_list_{name}"), line)
        for name in LISTS
        if name in week.tables
        for line in lines(week, name)
    ]
    return sentences + listed
