"""What the figures of the programme share: colours of fates, keys, months, rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.base import (
    NOTE_SIZE,
    TEXT_SIZE,
    Figure,
    Look,
    veiled,
    wrapped,
)

TITLE_WIDTH = 36  # characters that a phone shows beside the menu
KEY_LINE, KEY_WIDTH = 20, 52  # px and characters of a line of a key
ROW = 19  # px for a batch or a province in rows


@dataclass(frozen=True)
class Month:
    """Where a month begins on an axis, and its name."""

    at: float
    name: str


def status_colours(look: Look) -> dict[str, str]:
    """The colour of what became of a batch, the same in all figures of the programme.

    Held stands out; all that is not held is grey or pale, and told apart by its mark.
    """
    return {
        "held": look.accent,
        "held_later": veiled(look.accent, 0.6),
        "planned": veiled(look.accent, 0.3),
        "overdue": look.categories[1],
        "postponed": veiled(look.ink, 0.45),
        "cancelled": veiled(look.ink, 0.75),
        "missing": look.ground,
    }


def key(
    entries: Sequence[tuple[str, str]], look: Look, marks: Sequence[str] = ()
) -> list[str]:
    """Lines of a key: before each entry a square of its colour, or its mark."""
    lines, width = [""], 0
    for (colour, said), mark in zip(
        entries, marks or ["■"] * len(entries), strict=True
    ):
        if width and width + len(said) + 4 > KEY_WIDTH:
            lines.append("")
            width = 0
        shown = colour if colour != look.ground else veiled(look.ink, 0.25)
        square = f"<span style='color:{shown}'>{mark}</span>"
        lines[-1] += f"{square} {wrapped(said, 99)}\u2003"
        width += len(said) + 4
    return lines


def key_note(text: str, above: int) -> Figure:
    """The key, so many px above the plot."""
    return {
        "text": text,
        "showarrow": False,
        "align": "left",
        "font": {"size": TEXT_SIZE - 1},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": above - 6,
    }


def month_axis(months: Sequence[Month], range_: list[float], look: Look) -> Figure:
    """An axis of time with a mark where each month begins."""
    return {
        "range": range_,
        "tickmode": "array",
        "tickvals": [month.at for month in months],
        "ticktext": [month.name for month in months],
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }


def row_axis(labels: Sequence[str], look: Look) -> Figure:
    """An axis of names from top to bottom."""
    return {
        "range": [len(labels) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [wrapped(label, 60) for label in labels],
        "tickfont": {"size": NOTE_SIZE},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
