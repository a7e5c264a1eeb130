"""Provinces as points of two figures, over curves and lines that say what is usual."""

import html
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import log10

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    wrapped,
)
from dashboard.charts.name_sides import free_sides

PLOT_HEIGHT = 400
SIZE, RING, RIM = 10, 16, 0.8  # px: points, the selected one, their outline
LEFT, ABOVE, BELOW = 52, 40, 56  # px of room
TITLE_WIDTH = 38  # characters that a phone shows beside the menu


@dataclass(frozen=True)
class Scale:
    """One axis.

    Attributes:
        column: Of the provinces.
        title: With the unit.
        range: From and to; empty: all points with some room.
        is_share: Whether values are shares of 0 to 1, written in per cent.
        is_log: Whether it is logarithmic; the range is then one of logarithms.
        ticks: Where it is marked, and in which words; empty: as plotly does.
    """

    column: str
    title: str
    range: tuple[float, float] | tuple[()] = ()
    is_share: bool = False
    is_log: bool = False
    ticks: Mapping[float, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Curve:
    """A line through places.

    Attributes:
        name: What it is, above the place that is named; "": it has no name.
        x: Of its places.
        y: Likewise; None is a gap.
        dash: "solid", "dash" or "dot".
        named_at: Position of the place that is named.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float | None]
    dash: str = "solid"
    named_at: int = -1


def province_points(
    provinces: pd.DataFrame,
    colours: Mapping[str, str],
    look: Look,
    note: Sequence[str],
    *,
    title: str,
    across: Scale,
    up: Scale,
    curves: Sequence[Curve] = (),
    crossing: tuple[float, float] | None = None,
    named: Collection[str] = (),
    selected: str | None = None,
) -> Figure:
    """A point for each province that has both figures.

    Args:
        provinces: province_code, name, class_id, hover (what is said of it) and the
            columns of both scales.
        colours: Colour of each class_id.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        title: What is seen.
        across: The horizontal axis.
        up: The vertical one.
        curves: Lines behind the points.
        crossing: Where two straight lines cross, if any.
        named: Codes of the provinces to name where there is room, beside the
            selected one.
        selected: Code of the province to ring.
    """
    known = provinces.dropna(subset=[across.column, up.column])
    drawn = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        PLOT_HEIGHT,
        left=LEFT,
        below=BELOW,
        above=ABOVE,
        xaxis=_axis(look, across, known[across.column], wrapped(across.title, 60)),
        yaxis=_axis(look, up, known[up.column], ""),
        shapes=[] if crossing is None else _crossing(look, *crossing),
    )
    drawn["annotations"] += [
        _vertical_title(look, up),
        *_curve_names(look, curves, across),
    ]
    ringed = known[known["province_code"].isin({*named, selected})].sort_values(
        "province_code", key=lambda codes: codes != selected, kind="stable"
    )
    sides = _sides(known, ringed, across, up, curves)
    return {
        "data": [
            *(_curve(look, each) for each in curves),
            _points(known, colours, look, across, up),
            _names(ringed, look, across, up, selected, sides),
        ],
        "layout": drawn,
    }


def _axis(look: Look, scale: Scale, numbers: pd.Series, title: str) -> Figure:
    form = {"tickformat": ".0%"} if scale.is_share else {}
    kind: Figure = {"type": "log"} if scale.is_log else {}
    if scale.ticks:
        kind |= {"tickvals": list(scale.ticks), "ticktext": list(scale.ticks.values())}
    return {
        "title": {"text": title, "standoff": 6},
        "range": list(scale.range) or _room(numbers),
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
        **form,
        **kind,
    }


def _room(numbers: pd.Series) -> list[float]:
    least, most = float(numbers.min()), float(numbers.max())
    span = (most - least) or 1.0
    return [least - 0.08 * span, most + 0.08 * span]


def _crossing(look: Look, x: float, y: float) -> list[Figure]:
    line = {"color": look.ink, "width": 1, "dash": "dot"}
    shared = {"type": "line", "line": line, "opacity": 0.5, "layer": "below"}
    return [
        {**shared, "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "y domain"},
        {**shared, "y0": y, "y1": y, "x0": 0, "x1": 1, "xref": "x domain"},
    ]


def _vertical_title(look: Look, up: Scale) -> Figure:
    """The name of the vertical axis, level above it: turned, Thai marks go astray."""
    return {
        "text": f"↑ {wrapped(up.title, 70)}",
        "showarrow": False,
        "align": "left",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - LEFT,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 6,
    }


def _curve(look: Look, curve: Curve) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(curve.x),
        "y": list(curve.y),
        "line": {"color": look.ink, "width": 1.2, "dash": curve.dash},
        "opacity": 0.75,
        "hoverinfo": "skip",
    }


def _curve_names(look: Look, curves: Sequence[Curve], across: Scale) -> list[Figure]:
    """What each curve is, above a place of it."""
    return [
        {
            "text": _safe(each.name),
            "showarrow": False,
            # of a logarithmic axis, plotly takes the logarithm of a note's place
            "x": log10(each.x[each.named_at])
            if across.is_log
            else each.x[each.named_at],
            "xanchor": "right" if each.named_at < 0 else "left",
            "y": each.y[each.named_at],
            "yanchor": "bottom",
            "font": {"size": 11, "color": look.ink},
        }
        for each in curves
        if each.name
    ]


def _points(
    known: pd.DataFrame,
    colours: Mapping[str, str],
    look: Look,
    across: Scale,
    up: Scale,
) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": known[across.column].tolist(),
        "y": known[up.column].tolist(),
        "hovertext": [
            "<br>".join((f"<b>{_safe(name)}</b>", _safe(said)))
            for name, said in zip(known["name"], known["hover"], strict=True)
        ],
        "hoverinfo": "text",
        "marker": {
            "size": SIZE,
            "opacity": 1,
            "color": [colours[kind] for kind in known["class_id"]],
            "line": {"color": look.ink, "width": RIM},
        },
        "cliponaxis": False,
    }


def _sides(
    known: pd.DataFrame,
    ringed: pd.DataFrame,
    across: Scale,
    up: Scale,
    curves: Sequence[Curve],
) -> list[str]:
    """Where each name hides no point and crosses no curve, as far as there is room."""

    def places(x: Sequence[float], y: Sequence[float]) -> list[tuple[float, float]]:
        ends = (_fraction(x, across, known), _fraction(y, up, known))
        return list(zip(*ends, strict=True))

    drawn = [
        (x, y)
        for each in curves
        for x, y in zip(each.x, each.y, strict=True)
        if y is not None
    ]
    points = known[[across.column, up.column]].to_numpy(float).tolist()
    obstacles = places(*zip(*points, *drawn, strict=True)) if points or drawn else []
    at = places(ringed[across.column].tolist(), ringed[up.column].tolist())
    return free_sides(ringed["name"].tolist(), at, obstacles)


def _fraction(
    numbers: Sequence[float], scale: Scale, known: pd.DataFrame
) -> list[float]:
    """Where numbers lie along an axis, from 0 at its beginning to 1 at its end."""
    least, most = scale.range or _room(known[scale.column])
    shown = [log10(each) for each in numbers] if scale.is_log else numbers
    return [(each - least) / (most - least) for each in shown]


def _names(
    ringed: pd.DataFrame,
    look: Look,
    across: Scale,
    up: Scale,
    selected: str | None,
    sides: Sequence[str],
) -> Figure:
    is_selected = (ringed["province_code"] == selected).tolist()
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": ringed[across.column].tolist(),
        "y": ringed[up.column].tolist(),
        "text": [
            _safe(name) if side or is_the_one else ""
            for name, side, is_the_one in zip(
                ringed["name"], sides, is_selected, strict=True
            )
        ],
        "textposition": [side or "top center" for side in sides],
        "textfont": {"size": 12, "color": look.ink},
        "hoverinfo": "skip",
        "marker": {
            # others have a size too, as names keep their distance from it
            "size": [RING if each else SIZE for each in is_selected],
            "color": "rgba(0,0,0,0)",
            "line": {
                "color": look.ink,
                "width": [2.5 if each else 0 for each in is_selected],
            },
        },
        "cliponaxis": False,
    }


def _safe(words: str) -> str:
    """Words of which nothing is markup."""
    return html.escape(words, quote=False)
