"""Groups of channels in a figure: their colours, and their names beside the data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.charts.base import NOTE_SIZE, Figure, Look, veiled, wrapped
from dashboard.charts.tip_time import spread

LABEL_APART = 16  # px between the names at the ends of lines


@dataclass(frozen=True)
class Group:
    """One line, and its part of each column.

    Attributes:
        name: Short.
        points: Rows by block: on_day (its middle), share (0 to 1; missing: none), low,
            high (its interval), tips (missing: not reported), hover.
        colour: Position among those of `colours`; the last one is of all others.
    """

    name: str
    points: pd.DataFrame
    colour: int


def colours(look: Look) -> tuple[str, ...]:
    """The colours of lines; neither red nor green, as no channel is a good one."""
    blue, _red, _green, amber, plum, indigo = look.categories
    return blue, amber, indigo, plum, veiled(look.ink, 0.5)


def line_names(
    groups: Sequence[Group], look: Look, last: date, most: float, height: int
) -> list[Figure]:
    """The name of each line at its end, with its last share, none over another.

    Args:
        groups: Those that have a line.
        look: Colours and language.
        last: The last day of the axis.
        most: The share at the top of the panel.
        height: Of the panel, in px.
    """
    found = []
    for group in groups:
        known = group.points[group.points["share"].notna()]
        if len(known):
            found.append((group, float(known["share"].iloc[-1])))
    if not found:
        return []
    heights = spread([share / most * height for _, share in found], LABEL_APART)
    return [
        {
            "text": f"<b>{wrapped(group.name, 99)}</b> {share:.0%}",
            "x": last.isoformat(),
            "y": 0,
            "yref": "y",
            "yshift": height,
            "xanchor": "left",
            "yanchor": "middle",
            "xshift": 6,
            "showarrow": False,
            "font": {"size": NOTE_SIZE + look.is_wide, "color": _ink(group, look)},
        }
        for (group, share), height in zip(found, heights, strict=True)
    ]


def column_names(groups: Sequence[Group], look: Look, last: date) -> list[Figure]:
    """The name of each part of the columns, where no line has it: from below up."""
    drawn = [each for each in groups if each.points["tips"].sum() > 0]
    return [
        {
            "text": f"<b>{wrapped(group.name, 99)}</b>",
            "x": last.isoformat(),
            "y": 0,
            "yref": "y2",
            "yshift": LABEL_APART * (at + 0.5),
            "xanchor": "left",
            "yanchor": "middle",
            "xshift": 6,
            "showarrow": False,
            "font": {"size": NOTE_SIZE + look.is_wide, "color": _ink(group, look)},
        }
        for at, group in enumerate(drawn)
    ]


def rest_name(rest: Group, groups: Sequence[Group], look: Look, last: date) -> Figure:
    """The name of all others beside their part of the last column."""
    below = [each.points["tips"].iloc[-1] for each in groups[:-1]]
    known = [float(each) for each in below if pd.notna(each)]
    own = rest.points["tips"].iloc[-1]
    return {
        "text": wrapped(rest.name, 99),
        "x": last.isoformat(),
        "y": sum(known) + (0 if pd.isna(own) else float(own) / 2),
        "yref": "y2",
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 6,
        "showarrow": False,
        "font": {"size": NOTE_SIZE + 1, "color": look.ink},
    }


def _ink(group: Group, look: Look) -> str:
    colour = colours(look)[group.colour]
    return colour if colour.startswith("#") else look.ink
