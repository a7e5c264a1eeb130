"""How far the tips of each month had come."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    share_axis,
    veiled,
    wrapped,
)

TITLE_WIDTH, HOVER_WIDTH = 40, 58  # characters: what a phone shows
SHARE_LEFT, SHARE_RIGHT, SHARE_HEIGHT = 44, 104, 340  # px
APART = 0.075  # of the height, between the names at the ends of lines
MARKED_MONTHS = 30  # no more of them have marks on their lines
NAMED_MONTHS = 4  # on the axis at most
DASHES = ("solid", "dash", "dot")
SYMBOLS = ("circle", "square", "diamond")
HOVER = "%{hovertext}<extra></extra>"


def cohort_lines(
    months: pd.DataFrame,
    series: Sequence[tuple[str, str]],
    look: Look,
    title: str,
    below: str,
    note: Sequence[str],
) -> Figure:
    """The share of each month's tips that came so far, a line for each stage.

    Args:
        months: In order, none left out: label (name of the month), has_had_time (all
            of its tips), is_part (some days of the month alone: a hollow mark), and for
            each series its share (0 to 1; missing: too few tips) and hover_<column>.
        series: Column and name of each line.
        look: Colours, language and era.
        title: Says what is seen.
        below: Of what the shares are, and what is shaded.
        note: Lines with source, data date and data status.
    """
    figure = layout(
        look,
        heading(title, below, TITLE_WIDTH),
        note_lines(note),
        SHARE_HEIGHT,
        left=SHARE_LEFT,
        below=36,
        xaxis=_month_axis(months, look),
        yaxis=share_axis(look, 1.02),
        shapes=_young(months, look),
    )
    figure["margin"]["r"] = SHARE_RIGHT
    figure["annotations"] += _line_names(months, series, look)
    drawn = zip(series, DASHES, SYMBOLS, strict=False)
    return {
        "data": [
            _line(months, column, name, dash, symbol, look)
            for (column, name), dash, symbol in drawn
        ],
        "layout": figure,
    }


def _month_axis(months: pd.DataFrame, look: Look) -> Figure:
    every = max(1, -(-len(months) // NAMED_MONTHS))
    return {
        "range": [-0.5, len(months) - 0.5],
        "tickmode": "array",
        "tickvals": list(range(0, len(months), every)),
        "ticktext": [wrapped(label, 99) for label in months["label"][::every]],
        "tickfont": {"size": NOTE_SIZE},
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }


def _young(months: pd.DataFrame, look: Look) -> list[Figure]:
    """The shade over months whose tips have not all had time."""
    places = [at for at, done in enumerate(months["has_had_time"]) if not done]
    return [
        {
            "type": "rect",
            "x0": at - 0.5,
            "x1": at + 0.5,
            "y0": 0,
            "y1": 1,
            "yref": "y domain",
            "fillcolor": veiled(look.ink, 0.09),
            "line": {"width": 0},
            "layer": "below",
        }
        for at in places
    ]


def _line(
    months: pd.DataFrame, column: str, name: str, dash: str, symbol: str, look: Look
) -> Figure:
    marked = _marked(months, column)
    return {
        "type": "scatter",
        "mode": "lines+markers" if any(marked) else "lines",
        "name": name,
        "x": list(range(len(months))),
        "y": [None if pd.isna(share) else float(share) for share in months[column]],
        "hovertext": [wrapped(line, HOVER_WIDTH) for line in months[f"hover_{column}"]],
        "hovertemplate": HOVER,
        "line": {
            "color": look.accent,
            "width": 2 if len(months) <= MARKED_MONTHS else 1.2,
            "dash": dash,
        },
        "marker": {
            "symbol": symbol,
            "size": [6 if is_marked else 0 for is_marked in marked],
            "opacity": 1,
            "color": [
                look.ground if part else look.accent for part in months["is_part"]
            ],
            "line": {"color": look.accent, "width": 1.4},
        },
        "connectgaps": False,
        "cliponaxis": False,
    }


def _marked(months: pd.DataFrame, column: str) -> list[bool]:
    """Which points have a mark: of many only those that no line shows, and parts."""
    missing = months[column].isna()
    alone = missing.shift(1, fill_value=True) & missing.shift(-1, fill_value=True)
    is_few = len(months) <= MARKED_MONTHS
    return [bool(each) for each in is_few | alone | months["is_part"]]


def _line_names(
    months: pd.DataFrame, series: Sequence[tuple[str, str]], look: Look
) -> list[Figure]:
    """The name of each line beside its end, pushed apart where they would meet."""
    ends = [
        (float(months[column].dropna().iloc[-1]), name)
        for column, name in series
        if months[column].notna().any()
    ]
    placed: list[Figure] = []
    floor = 0.0
    for share, name in sorted(ends):
        lines = wrapped(name, 15)
        y = max(share, floor)
        floor = y + APART * (lines.count("<br>") + 1)
        placed.append(
            {
                "text": lines,
                "showarrow": False,
                "align": "left",
                "font": {"size": NOTE_SIZE, "color": look.ink},
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 6,
                "y": y,
                "yanchor": "middle",
            }
        )
    return placed
