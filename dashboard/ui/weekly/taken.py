"""The week as two tables to take along: its figures, and all that it says in words."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.rules import rules
from dashboard.ui.shelf import offer_table, unmarked
from dashboard.ui.weekly import DATASETS
from dashboard.ui.weekly.change import change_words
from dashboard.ui.weekly.context import publishers
from dashboard.ui.weekly.listed import LISTS, lines
from dashboard.ui.weekly.prose import sentence_text
from dashboard.ui.weekly.tiles import SAID, usual_text, value_text
from dashboard.ui.words import date_text, number_text, week_text, words
from dashboard.weekly.model import Tile, Week

FIGURES = ("figure", "value", "on_week", "on_year", "usual", "until", "note")
WORDS = ("part", "text")


def figures(week: Week) -> None:
    """Offer the figures of the tiles, as they are said."""
    _offer(week, "weekly_figures", FIGURES, lambda: [_row(tile) for tile in week.tiles])


def said(week: Week) -> None:
    """Offer the sentences and the lines of the lists."""
    _offer(week, "weekly_said", WORDS, lambda: _said(week))


def _offer(
    week: Week,
    key: str,
    columns: Sequence[str],
    rows: Callable[[], Sequence[Sequence[str]]],
) -> None:
    """Offer a table of words, all of which passed the gate with the week.

    By the rules of the week, which for a frozen one are those of then.
    """
    using = replace(rules(), version=week.rules_version)

    def gated() -> Gated:
        frame = pd.DataFrame(rows(), columns=list(columns), dtype="string")
        frame = frame.map(unmarked)
        return disclosed(
            frame, Audience.LEADERSHIP, counts=(), using=using, is_protected=True
        )

    offer_table(
        gated,
        {column: words(f"weekly_taken_{column}") for column in columns},
        f"{key}_rows",
        title=words(f"{key}_title", week=week_text(week.iso_week)),
        source=publishers(sorted({n for t in week.tiles for n in t.datasets})),
        until=date_text(week.ends_on),
        datasets=DATASETS,
    )


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


def _said(week: Week) -> list[tuple[str, str]]:
    heading = words("weekly_taken_sentences")
    sentences = [(heading, sentence_text(each)) for each in week.sentences]
    listed = [
        (words(f"weekly_list_{name}"), line)
        for name in LISTS
        for line in lines(week, name)
    ]
    return sentences + listed
