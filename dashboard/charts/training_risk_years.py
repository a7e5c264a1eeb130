"""The concentration index over the fiscal years, each with its interval."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    year_axis,
)
from dashboard.charts.training_risk import (
    ABOVE,
    BELOW,
    HOVER,
    LEFT,
    PLOT_HEIGHT,
    TITLE_WIDTH,
    axis_name,
    axis_title,
    corner,
    hover_text,
)
from dashboard.text import BE_OFFSET

MOST_YEARS = 9  # that all are labelled; of more, the first, the chosen and the last


def index_by_year(
    years: pd.DataFrame, chosen: int, look: Look, note: Sequence[str], *, title: str
) -> Figure:
    """The concentration index of each fiscal year with its interval, and zero.

    Args:
        years: One row per fiscal year, in order: fiscal_year_be, concentration_index,
            low_95, high_95 (missing where not computed), hover.
        chosen: The fiscal year (B.E.) whose dot is filled.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        title: Says what is seen.
    """
    first, last = (int(years["fiscal_year_be"].iloc[at]) - BE_OFFSET for at in (0, -1))
    every = 1 if last - first < MOST_YEARS else 5
    known = years.dropna(subset=["concentration_index"])
    figure = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        PLOT_HEIGHT,
        left=LEFT,
        below=BELOW,
        above=ABOVE,
        xaxis={
            **year_axis(look, first, last, every),
            "title": axis_title(look.words("training_risk_axis_year")),
        },
        yaxis={
            "range": _index_range(known),
            "tickformat": ".1f",
            "gridcolor": look.faint,
            "zeroline": True,
            "zerolinecolor": look.ink,
            "zerolinewidth": 1,
            "linecolor": look.faint,
            "fixedrange": True,
        },
    )
    figure["annotations"] += [
        axis_name(look, look.words("training_risk_axis_index")),
        corner(look, look.words("training_risk_low"), 0.98, 0.99, "right", "top"),
        corner(look, look.words("training_risk_high"), 0.98, 0.01, "right", "bottom"),
    ]
    return {
        "data": [_dots(known, chosen, look), _values(known, chosen, look)],
        "layout": figure,
    }


def _dots(known: pd.DataFrame, chosen: int, look: Look) -> Figure:
    index = known["concentration_index"]
    is_chosen = known["fiscal_year_be"] == chosen
    return {
        "type": "scatter",
        "mode": "markers",
        "x": _years(known),
        "y": index.tolist(),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": _reach(known["high_95"] - index),
            "arrayminus": _reach(index - known["low_95"]),
            "color": look.accent,
            "thickness": 1.5,
            "width": 4,
        },
        "marker": {
            "size": 11,
            "color": [look.accent if one else look.ground for one in is_chosen],
            "line": {"color": look.accent, "width": 2},
        },
        "hovertext": [hover_text(line) for line in known["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }


def _values(known: pd.DataFrame, chosen: int, look: Look) -> Figure:
    """The figures, at the end of their intervals that is further from zero.

    The chosen year's is bold.
    """
    labelled = known
    if len(known) > MOST_YEARS:
        named = {chosen, *known["fiscal_year_be"].iloc[[0, -1]]}
        labelled = known[known["fiscal_year_be"].isin(named)]
    texts = [
        f"<b>{signed(value, 2)}</b>" if year == chosen else signed(value, 2)
        for year, value in zip(
            labelled["fiscal_year_be"], labelled["concentration_index"], strict=True
        )
    ]
    index = labelled["concentration_index"]
    is_below = index < 0
    ends = labelled["low_95"].where(is_below, labelled["high_95"]).fillna(index)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "marker": {"size": 8, "opacity": 0},  # keeps the words off the bars
        "x": _years(labelled),
        "y": ends.tolist(),
        "text": texts,
        "textposition": [
            "bottom center" if below else "top center" for below in is_below
        ],
        "textfont": {"size": NOTE_SIZE, "color": look.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _years(known: pd.DataFrame) -> list[int]:
    return [int(year) - BE_OFFSET for year in known["fiscal_year_be"]]


def _reach(lengths: pd.Series) -> list[float | None]:
    """The length of each interval on one side; none without an interval."""
    return [None if pd.isna(length) else float(length) for length in lengths]


def _index_range(known: pd.DataFrame) -> list[float]:
    """From below the lowest limit to above the highest, zero always inside."""
    shown = known[["concentration_index", "low_95", "high_95"]]
    low = min(0.0, float(shown.min().min())) if len(known) else 0.0
    high = max(0.0, float(shown.max().max())) if len(known) else 0.0
    room = max(0.1, 0.2 * (high - low))
    return [low - room, high + room]


def signed(value: float, decimals: int) -> str:
    """A number with a true minus sign; what rounds to nothing has none."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")
