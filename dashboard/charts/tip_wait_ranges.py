"""How long groups waited: within how many days half and nine tenths had ended."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    named_axis,
    note_lines,
    wrapped,
)
from dashboard.charts.tip_waits import (
    HOVER,
    HOVER_WIDTH,
    MARK_ROOM,
    TITLE_WIDTH,
    axis_title,
    mark_line,
    mark_name,
)

RANGE_LEFT, ROW_HEIGHT, NAME_LINE = 154, 22, 13  # px
NAME_WIDTH = 25  # characters
EDGE_AT = 0.72  # of the axis: where what was not reached is said


def wait_ranges(
    groups: pd.DataFrame,
    marks: Sequence[tuple[int, str]],
    look: Look,
    title: str,
    below: str,
    axis: str,
    note: Sequence[str],
) -> Figure:
    """For each group the days within which half and nine tenths had ended.

    Args:
        groups: From top to bottom: name, median, p90 (days; missing: not reached),
            hover_median, hover_p90, edge (what is said at the end of the axis where a
            quantile was not reached; else "").
        marks: Days that are marked by a line, and their names.
        look: Colours, language and era.
        title: Says what is seen.
        below: What the marks are.
        axis: What the days count from.
        note: Lines with source, data date and data status.
    """
    known = groups[["median", "p90"]].max().max()
    names = [wrapped(name, NAME_WIDTH) for name in groups["name"]]
    more = max((name.count("<br>") for name in names), default=0)
    end = max(0.0 if pd.isna(known) else float(known), *(day for day, _ in marks))
    end = end / EDGE_AT * 1.02
    figure = layout(
        look,
        heading(title, below, TITLE_WIDTH),
        note_lines(note),
        (ROW_HEIGHT + NAME_LINE * more) * len(groups),
        left=RANGE_LEFT,
        below=46,
        above=MARK_ROOM + 6,
        xaxis={
            "range": [-0.02 * end, end],
            "title": axis_title(axis),
            "fixedrange": True,
            "gridcolor": look.faint,
            "zeroline": False,
            "nticks": 7,
        },
        yaxis=named_axis(names, is_down=True, tickfont={"size": NOTE_SIZE + 1}),
        shapes=[mark_line(day, look) for day, _ in marks],
    )
    figure["annotations"] += [mark_name(day, name, look) for day, name in marks]
    dots = [
        _dots(groups, "median", "circle", look),
        _dots(groups, "p90", "diamond", look),
    ]
    return {
        "data": [*_ways(groups, end, look), *dots, _edges(groups, end, look)],
        "layout": figure,
    }


def _ways(groups: pd.DataFrame, end: float, look: Look) -> list[Figure]:
    """From median to the 90th percentile; dotted to the edge where not reached."""
    ways: dict[str, tuple[list[float | None], list[int | None]]] = {
        "solid": ([], []),
        "dot": ([], []),
    }
    for at, (median, p90) in enumerate(
        zip(groups["median"], groups["p90"], strict=True)
    ):
        x, y = ways["dot" if pd.isna(p90) else "solid"]
        first = 0.0 if pd.isna(median) else float(median)
        x += [first, end * EDGE_AT if pd.isna(p90) else float(p90), None]
        y += [at, at, None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": dash,
            "x": x,
            "y": y,
            "line": {"color": look.accent, "width": 2, "dash": dash},
            "hoverinfo": "skip",
        }
        for dash, (x, y) in ways.items()
    ]


def _dots(groups: pd.DataFrame, column: str, symbol: str, look: Look) -> Figure:
    reached = groups.assign(at=range(len(groups))).dropna(subset=[column])
    return {
        "type": "scatter",
        "mode": "markers",
        "name": column,
        "x": [float(days) for days in reached[column]],
        "y": reached["at"].tolist(),
        "hovertext": [
            wrapped(line, HOVER_WIDTH) for line in reached[f"hover_{column}"]
        ],
        "hovertemplate": HOVER,
        "marker": {
            "symbol": symbol,
            "size": 9,
            "color": look.accent if symbol == "circle" else look.ground,
            "line": {"color": look.accent, "width": 2},
        },
        "cliponaxis": False,
    }


def _edges(groups: pd.DataFrame, end: float, look: Look) -> Figure:
    open_ended = groups.assign(at=range(len(groups)))
    open_ended = open_ended[open_ended["edge"] != ""]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "edges",
        "x": [end * EDGE_AT] * len(open_ended),
        "y": open_ended["at"].tolist(),
        "text": [f" {wrapped(words, 99)}" for words in open_ended["edge"]],
        "textposition": "middle right",
        "textfont": {"size": NOTE_SIZE, "color": look.ink},
        "marker": {"symbol": "triangle-right", "size": 9, "color": look.accent},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
