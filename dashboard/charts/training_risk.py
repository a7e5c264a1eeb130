"""The concentration curve: whose volunteers they are, in the order of risk."""

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
    note_lines,
    veiled,
    wrapped,
)

PLOT_HEIGHT = 330
TITLE_WIDTH, NOTE_WIDTH, LABEL_WIDTH = 38, 58, 24  # characters
LEFT, ABOVE, BELOW = 48, 30, 54  # px of room: figures of the axis, its name, the other
HOVER = "%{hovertext}<extra></extra>"
RIGHT = 22  # px: half of the last figure of the horizontal axis
SHADE = 0.16


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
        note_lines(note),
        PLOT_HEIGHT,
        left=LEFT,
        below=BELOW,
        above=ABOVE,
        xaxis=_share_axis(look, look.words("training_risk_axis_people")),
        yaxis=_share_axis(look, ""),
    )
    figure["margin"]["r"] = RIGHT
    is_above = read[1] >= read[0]
    above = wrapped(look.words("training_risk_above"), LABEL_WIDTH)
    below = wrapped(look.words("training_risk_below"), LABEL_WIDTH)
    figure["annotations"] += [
        axis_name(look, look.words("training_risk_axis_volunteers")),
        corner(look, above, 0.02, 0.98, "left", "top"),
        corner(look, below, 0.98, 0.02, "right", "bottom"),
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
        "hovertext": [hover_text(line) for line in hovers],
        "hovertemplate": ["<extra></extra>" if not h else HOVER for h in hovers],
        "cliponaxis": False,
    }


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


def corner(
    look: Look, words: str, x: float, y: float, xanchor: str, yanchor: str
) -> Figure:
    """What a part of the plot means, in its corner."""
    return {
        "text": words,
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
        "title": axis_title(wrapped(title, NOTE_WIDTH)),
        "range": [0, 1],
        "tickformat": ".0%",
        "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1],
        "gridcolor": look.faint,
        "zeroline": False,
        "linecolor": look.faint,
        "fixedrange": True,
    }


def axis_title(words: str) -> Figure:
    """The name of a horizontal axis."""
    return {"text": words, "standoff": 6, "font": {"size": NOTE_SIZE + 1}}


def axis_name(look: Look, words: str) -> Figure:
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


def hover_text(lines: str) -> str:
    """Lines of a hover, nothing in them markup any more."""
    return html.escape(lines, quote=False).replace("\n", "<br>")
