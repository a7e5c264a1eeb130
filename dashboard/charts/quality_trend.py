"""How quality moved over versions: a small step line for each dataset, one below."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.base import (
    EDGE,
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    wrapped,
)

STRIP, GAP = 34, 26  # px: a strip's plot, and the room above it for its name
RIGHT = 64  # px for the last value
TITLE_WIDTH, NOTE_WIDTH = 38, 56  # characters


@dataclass(frozen=True)
class Strip:
    """One line over the versions.

    Attributes:
        name: What it shows.
        values: One for each version; None where there is none.
        texts: The same as a reader reads them.
    """

    name: str
    values: Sequence[float | None]
    texts: Sequence[str]


def quality_strips(
    strips: Sequence[Strip],
    versions: Sequence[str],
    title: str,
    look: Look,
    note: Sequence[str],
) -> Figure:
    """Step lines over versions, each on an axis of its own from 0 to its greatest.

    Args:
        strips: The lines, from the top.
        versions: When each version was built, in words, the earliest first.
        title: What is seen.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    height = len(strips) * (STRIP + GAP)
    last = len(versions) - 1
    figure = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        [part for line in note for part in wrapped(line, NOTE_WIDTH).split("<br>")],
        height,
        left=EDGE,
        xaxis={
            "range": [-0.1, last + 0.1],
            "tickmode": "array",
            "tickvals": [0, last],
            "ticktext": ["", ""],
            "domain": [0, 1],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "anchor": f"y{len(strips)}" if len(strips) > 1 else "y",
        },
    )
    figure["margin"]["r"] = RIGHT
    figure["annotations"] += [
        _end(versions[0], 0.0, "left", look),
        _end(versions[-1], 1.0, "right", look),
    ]
    for number, strip in enumerate(strips):
        axis = "" if number == 0 else str(number + 1)
        top = 1 - (number * (STRIP + GAP) + GAP) / height
        figure[f"yaxis{axis}"] = _axis(strip, top, top - STRIP / height, look)
        figure["annotations"] += [_name(strip, top, look), _value(strip, axis, look)]
    lines = [
        _line(strip, versions, "" if number == 0 else str(number + 1), look)
        for number, strip in enumerate(strips)
    ]
    return {"data": lines, "layout": figure}


def _axis(strip: Strip, top: float, bottom: float, look: Look) -> Figure:
    most = max((value for value in strip.values if value is not None), default=0)
    return {
        "domain": [max(bottom, 0), top],
        "range": [-0.06 * (most or 1), (most or 1) * 1.1],
        "fixedrange": True,
        "showgrid": False,
        "showticklabels": False,
        "zeroline": True,
        "zerolinecolor": look.faint,
    }


def _line(strip: Strip, versions: Sequence[str], axis: str, look: Look) -> Figure:
    return {
        "type": "scatter",
        "x": list(range(len(strip.values))),
        "y": list(strip.values),
        "yaxis": f"y{axis}",
        "mode": "lines+markers",
        "line": {"shape": "hv", "color": look.accent, "width": 2},
        "marker": {"size": 5, "color": look.accent},
        "cliponaxis": False,
        "hovertext": [
            f"{wrapped(strip.name, 40)}<br>{wrapped(on, 40)}: {wrapped(text, 20)}"
            for on, text in zip(versions, strip.texts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _name(strip: Strip, top: float, look: Look) -> Figure:
    return {
        "text": wrapped(strip.name, 60),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2,
        "showarrow": False,
        "font": {"size": NOTE_SIZE + 1, "color": look.ink},
    }


def _value(strip: Strip, axis: str, look: Look) -> Figure:
    """The last value at the right end of its line."""
    known = [value for value in strip.values if value is not None]
    return {
        "text": f"<b>{wrapped(strip.texts[-1], 20)}</b>",
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE,
        "y": strip.values[-1]
        if strip.values[-1] is not None
        else min(known, default=0),
        "yref": f"y{axis}",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": NOTE_SIZE + 1, "color": look.ink},
    }


def _end(on: str, x: float, side: str, look: Look) -> Figure:
    return {
        "text": wrapped(on, 40),
        "x": x,
        "xref": "paper",
        "xanchor": side,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -6,
        "showarrow": False,
        "font": {"size": NOTE_SIZE, "color": look.ink},
    }
