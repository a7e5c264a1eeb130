"""Training against risk: the concentration curve, and its index year by year."""

import html
from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    veiled,
    wrapped,
    year_axis,
)

PLOT_HEIGHT = 330
TITLE_WIDTH, NOTE_WIDTH, LABEL_WIDTH = 38, 58, 24  # characters
LEFT, ABOVE, BELOW = 48, 30, 54  # px of room: figures of the axis, its name, the other
SHADE = 0.16
MOST_YEARS = 9  # that all are labelled; of more, the first, the chosen and the last
BE_OFFSET = 543


def concentration_curve(
    steps: pd.DataFrame,
    read: tuple[float, float],
    look: Look,
    note: Sequence[str],
    *,
    title: str,
) -> Figure:
    """Cumulative share of volunteers over that of people, the highest risk first.

    The area between curve and diagonal is shaded, the regions on both sides are named,
    and one point is read off.

    Args:
        steps: One row per step, the highest risk first: population_share and
            volunteers_share (0 to 1), hover (text, its lines parted by line ends).
        read: The point that is read off: shares of people and of volunteers.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        title: Says what is seen.
    """
    people = [0.0, *steps["population_share"]]
    volunteers = [0.0, *steps["volunteers_share"]]
    figure = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        _lines(note),
        PLOT_HEIGHT,
        left=LEFT,
        below=BELOW,
        above=ABOVE,
        template={},
        xaxis=_share_axis(look, look.words("training_risk_axis_people")),
        yaxis=_share_axis(look, ""),
    )
    is_above = read[1] >= read[0]
    figure["annotations"] += [
        _axis_name(look, look.words("training_risk_axis_volunteers")),
        _region(look, look.words("training_risk_above"), 0.02, 0.98, "left", "top"),
        _region(look, look.words("training_risk_below"), 0.98, 0.02, "right", "bottom"),
        _read_off(look, read, is_above),
    ]
    diagonal = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "hoverinfo": "skip",
    }
    return {
        "data": [
            _area(people, volunteers, look),
            diagonal,
            _curve(people, volunteers, ["", *steps["hover"]], look),
            _point(read, look),
        ],
        "layout": figure,
    }


def _area(people: list[float], volunteers: list[float], look: Look) -> Figure:
    """Between curve and diagonal: the curve there, the diagonal back."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*people, 0],
        "y": [*volunteers, 0],
        "fill": "toself",
        "fillcolor": veiled(look.accent, SHADE),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _curve(
    people: list[float], volunteers: list[float], hovers: list[str], look: Look
) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": people,
        "y": volunteers,
        "line": {"color": look.accent, "width": 2},
        "marker": {"size": 5, "color": look.accent},
        "hovertext": [_hover(line) for line in hovers],
        "hovertemplate": ["<extra></extra>" if not h else HOVER for h in hovers],
        "cliponaxis": False,
    }


HOVER = "%{hovertext}<extra></extra>"


def _point(read: tuple[float, float], look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [read[0]],
        "y": [read[1]],
        "marker": {
            "size": 12,
            "color": look.ground,
            "line": {"color": look.ink, "width": 2},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _read_off(look: Look, read: tuple[float, float], is_above: bool) -> Figure:
    """What the point says, on the side of the diagonal where the curve is not."""
    said = look.words(
        "training_risk_read", people=f"{read[0]:.0%}", share=f"{read[1]:.0%}"
    )
    place = (0.4, 0.22) if is_above else (0.03, 0.72)
    return {
        "x": read[0],
        "y": read[1],
        "text": f"<b>{wrapped(said, LABEL_WIDTH)}</b>",
        "align": "left",
        "font": {"size": NOTE_SIZE + 1},
        "axref": "x",
        "ayref": "y",
        "ax": place[0],
        "ay": place[1],
        "xanchor": "left",
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": look.ink,
        "standoff": 7,
    }


def _region(
    look: Look, words: str, x: float, y: float, xanchor: str, yanchor: str
) -> Figure:
    return {
        "text": wrapped(words, LABEL_WIDTH),
        "showarrow": False,
        "align": xanchor,
        "font": {"size": NOTE_SIZE, "color": look.ink},
        "opacity": 0.75,
        "x": x,
        "xref": "paper",
        "xanchor": xanchor,
        "y": y,
        "yref": "paper",
        "yanchor": yanchor,
    }


def _share_axis(look: Look, title: str) -> Figure:
    return {
        "title": {"text": wrapped(title, NOTE_WIDTH), "standoff": 6},
        "range": [0, 1],
        "tickformat": ".0%",
        "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1],
        "gridcolor": look.faint,
        "zeroline": False,
        "linecolor": look.faint,
        "fixedrange": True,
    }


def _axis_name(look: Look, words: str) -> Figure:
    """The name of the vertical axis, level above it: turned Thai text is broken."""
    return {
        "text": f"↑ {wrapped(words, NOTE_WIDTH)}",
        "showarrow": False,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - LEFT,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 6,
    }


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
        _lines(note),
        PLOT_HEIGHT,
        left=LEFT,
        below=BELOW,
        above=ABOVE,
        template={},
        xaxis={
            **year_axis(look, first, last, every),
            "title": {"text": look.words("training_risk_axis_year"), "standoff": 6},
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
        _axis_name(look, look.words("training_risk_axis_index")),
        _region(look, look.words("training_risk_low"), 0.02, 0.99, "left", "top"),
        _region(look, look.words("training_risk_high"), 0.02, 0.01, "left", "bottom"),
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
        "hovertext": [_hover(line) for line in known["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }


def _values(known: pd.DataFrame, chosen: int, look: Look) -> Figure:
    """The figures, above their intervals; the chosen year's is bold."""
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
    tops = labelled["high_95"].fillna(labelled["concentration_index"])
    return {
        "type": "scatter",
        "mode": "text",
        "x": _years(labelled),
        "y": tops.tolist(),
        "text": texts,
        "textposition": "top center",
        "textfont": {"size": NOTE_SIZE, "color": look.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def signed(value: float, decimals: int) -> str:
    """A number with a true minus sign; what rounds to nothing has none."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def _years(known: pd.DataFrame) -> list[int]:
    return [int(year) - BE_OFFSET for year in known["fiscal_year_be"]]


def _reach(lengths: pd.Series) -> list[float]:
    """The length of each interval on one side; none without an interval."""
    return [float(length) for length in lengths.fillna(0)]


def _index_range(known: pd.DataFrame) -> list[float]:
    """From below the lowest limit to above the highest, zero always inside."""
    shown = known[["concentration_index", "low_95", "high_95"]]
    low = min(0.0, float(shown.min().min())) if len(known) else 0.0
    high = max(0.0, float(shown.max().max())) if len(known) else 0.0
    room = max(0.1, 0.2 * (high - low))
    return [low - room, high + room]


def _lines(note: Sequence[str]) -> list[str]:
    return [part for line in note for part in wrapped(line, NOTE_WIDTH).split("<br>")]


def _hover(lines: str) -> str:
    return html.escape(lines, quote=False).replace("\n", "<br>")
