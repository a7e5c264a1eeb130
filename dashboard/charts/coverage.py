"""The scatter of risk against coverage: what the classes of the map hide."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.base import Figure, Look, layout, wrapped

TITLE_WIDTH = 42
PLOT_HEIGHT = 400
NAMED = 3  # provinces named without hovering: the largest gaps among those shown
NOTE_WIDTH = 62


def risk_coverage_scatter(
    provinces: pd.DataFrame,
    colours: Mapping[str, str],
    look: Look,
    note: Sequence[str],
    *,
    title: str,
    coverage_breaks: tuple[float, float] | None,
    risk_breaks: tuple[float, float],
    selected: str | None = None,
) -> Figure:
    """Every province by coverage (across) and risk score (up), in its map colour.

    The lines are the borders of the map's classes. A province whose level is the
    ministry's may stand on the other side of a risk line: the line is of the computed
    score.

    Args:
        provinces: The provinces to show, largest gap first: province_code, name,
            volunteers_trained_per_100k, risk_score, class_id, hover.
        colours: Colour of each class_id, as on the map.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        title: What is seen.
        coverage_breaks: Where the coverage classes begin, None without any.
        risk_breaks: Where the bands 2 and 3 begin.
        selected: Code of the province to ring.
    """
    known = provinces.dropna(subset=["volunteers_trained_per_100k", "risk_score"])
    is_selected = known["province_code"] == selected
    is_named = is_selected | (pd.Series(range(len(known)), index=known.index) < NAMED)
    points = {
        "type": "scatter",
        "mode": "markers+text",
        "x": known["volunteers_trained_per_100k"].round(2).tolist(),
        "y": known["risk_score"].round(3).tolist(),
        "text": known["name"].where(is_named, "").tolist(),
        "textposition": [
            "bottom center" if place % 2 else "top center"
            for place in range(len(known))
        ],
        "textfont": {"size": 12, "color": look.ink},
        "customdata": known["province_code"].tolist(),
        "hovertext": known["hover"].tolist(),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": [16 if chosen else 11 for chosen in is_selected],
            "color": [colours[kind] for kind in known["class_id"]],
            "line": {
                "color": look.ink,
                "width": [3 if chosen else 0.8 for chosen in is_selected],
            },
        },
        "cliponaxis": False,
    }
    figure = layout(
        look,
        wrapped(title, TITLE_WIDTH),
        [part for line in note for part in wrapped(line, NOTE_WIDTH).split("<br>")],
        PLOT_HEIGHT,
        left=60,
        below=56,
        above=16,
        xaxis=_axis(look, look.words("coverage_axis_k"), range=_room(known)),
        yaxis=_axis(look, look.words("coverage_axis_r"), range=[1, 10], dtick=1),
        shapes=[_border(look, "y", level) for level in risk_breaks]
        + [_border(look, "x", level) for level in coverage_breaks or ()],
    )
    return {"data": [points], "layout": figure}


def _room(known: pd.DataFrame) -> list[float]:
    """The horizontal range: all points, with room for the name of one at 0."""
    most = float(known["volunteers_trained_per_100k"].max()) if len(known) else 1.0
    return [-0.06 * most, 1.08 * most]


def _axis(look: Look, title: str, **more: object) -> Figure:
    return {
        "title": {"text": title, "standoff": 6},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
        **more,
    }


def _border(look: Look, axis: str, at: float) -> Figure:
    """A line across the whole plot at a value of one axis."""
    other = "x" if axis == "y" else "y"
    return {
        "type": "line",
        f"{axis}0": at,
        f"{axis}1": at,
        f"{other}0": 0,
        f"{other}1": 1,
        f"{other}ref": f"{other} domain",
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "opacity": 0.5,
        "layer": "below",
    }
