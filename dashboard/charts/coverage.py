"""The scatter of risk against coverage: what the classes of the map hide."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.base import EDGE, Figure, Look, heading, layout, wrapped
from dashboard.charts.name_sides import SIDES, free_sides

R = "risk_score"
UNKNOWN = "unknown"  # neither the ministry's level nor a computed one

LOWEST, HIGHEST = 1, 10  # of a risk score
TITLE_WIDTH = 42
PLOT_HEIGHT = 400
NAMED = 3  # provinces named without hovering
NOTE_WIDTH = 62
LEFT, ABOVE = 36, 40  # px of room: for the figures of the axis, and for its name
SIZE, RING, RIM = 11, 16, 0.8  # px: points, the selected one, their outline


@dataclass(frozen=True)
class Across:
    """The figure on the horizontal axis.

    Attributes:
        column: Of the provinces.
        short: Its name in the hover; "": its title.
        title: Of the axis, with the unit.
        heading: Of the figure: what is seen.
        key: What colours and lines are, below it.
        breaks: Where its classes begin, as on the map.
        is_share: Whether it is a share of 0 to 1, written in per cent.
        is_named_by_risk: Whether those of the highest risk score are named, instead of
            the first ones.
    """

    column: str
    short: str
    title: str
    heading: str
    key: str
    breaks: Sequence[float]
    is_share: bool = False
    is_named_by_risk: bool = False


def risk_scatter(
    provinces: pd.DataFrame,
    colours: Mapping[str, str],
    look: Look,
    note: Sequence[str],
    *,
    across: Across,
    risk_breaks: tuple[float, float],
    selected: str | None = None,
) -> Figure:
    """Every province by one figure (across) and risk score (up), in its map colour.

    The lines are the borders of the map's classes. A province whose level is the
    ministry's may stand on the other side of a risk line: the line is of the computed
    score, and the hover says whose level it is.

    Args:
        provinces: The provinces to show, those first that are to be named:
            province_code, name, the figure across, risk_score, level, level_source,
            coverage_gap, class_id; where some are bounds, is_minimum (of the figure
            across) and gap_at_most.
        colours: Colour of each class_id, as on the map.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        across: The figure on the horizontal axis.
        risk_breaks: Where the bands 2 and 3 begin.
        selected: Code of the province to ring.
    """
    known = provinces.dropna(subset=[across.column, R])
    sources = known["level_source"].fillna(UNKNOWN)
    figure = layout(
        look,
        heading(across.heading, across.key, width=TITLE_WIDTH),
        [part for line in note for part in wrapped(line, NOTE_WIDTH).split("<br>")],
        PLOT_HEIGHT,
        left=LEFT,
        below=56,
        above=ABOVE,
        xaxis=_axis(
            look,
            wrapped(across.title, TITLE_WIDTH),
            range=_room(known[across.column], across),
            **({"tickformat": ".0%"} if across.is_share else {}),
        ),
        yaxis=_axis(look, "", range=[LOWEST, HIGHEST], dtick=1),
        shapes=[_border(look, "y", level) for level in risk_breaks]
        + [_border(look, "x", level) for level in across.breaks],
    )
    figure["annotations"].append(_vertical_title(look))
    points = [
        _points(known[sources == source], across, colours, look, source)
        for source in sorted(sources.unique())
    ]
    return {
        "data": [*points, _named(known, across, colours, look, selected)],
        "layout": figure,
    }


def _points(
    provinces: pd.DataFrame,
    across: Across,
    colours: Mapping[str, str],
    look: Look,
    source: str,
) -> Figure:
    """The provinces whose level comes from one source; its hover names that once."""
    level = look.words(f"coverage_level_{source}", level="%{customdata[1]}")
    name = across.short or wrapped(across.title, NOTE_WIDTH)
    form = ".1%" if across.is_share else ".1f"
    none = pd.Series(False, provinces.index)
    hover = (
        "<b>%{hovertext}</b>",
        f"{name} %{{customdata[2]}}%{{x:{form}}} · R %{{y:.1f}} · G %{{customdata[0]}}",
        f"{look.words('coverage_line_level')} {level}",
    )
    return {
        "type": "scatter",
        "mode": "markers",
        **_places(provinces, across),
        "hovertext": [html.escape(name, quote=False) for name in provinces["name"]],
        "customdata": [
            [
                _bound(look, "at_most", is_most) + _gap(gap),
                None if pd.isna(at) else int(at),
                _bound(look, "at_least", is_least),
            ]
            for gap, at, is_most, is_least in zip(
                provinces["coverage_gap"],
                provinces["level"],
                provinces.get("gap_at_most", none),
                provinces.get("is_minimum", none),
                strict=True,
            )
        ],
        "hovertemplate": f"{'<br>'.join(hover)}<extra></extra>",
        "marker": _marker(provinces, colours, look, SIZE),
        "cliponaxis": False,
    }


def _gap(gap: float) -> str:
    return "–" if pd.isna(gap) else f"{gap:.1f}"


def _bound(look: Look, which: str, is_bound: bool) -> str:
    """What stands before a figure that is only a bound."""
    return look.words(f"coverage_{which}", value="") if is_bound else ""


def _named(
    known: pd.DataFrame,
    across: Across,
    colours: Mapping[str, str],
    look: Look,
    selected: str | None,
) -> Figure:
    """The names of a few, and the ring and name of the selected one."""
    is_selected = known["province_code"] == selected
    first = known.nlargest(NAMED, R) if across.is_named_by_risk else known[:NAMED]
    largest = known.index.isin(first.index)
    named = known[largest & ~is_selected]
    ringed = pd.concat([known[is_selected], named])
    sizes = [RING if code == selected else SIZE for code in ringed["province_code"]]
    marker = _marker(ringed, colours, look, sizes)
    marker["line"]["width"] = [RIM if size == SIZE else 3 for size in sizes]
    sides = free_sides(
        ringed["name"].tolist(),
        _shares(ringed, known, across),
        _shares(known, known, across),
    )
    said = [
        html.escape(name, quote=False) if side or code == selected else ""
        for name, side, code in zip(
            ringed["name"], sides, ringed["province_code"], strict=True
        )
    ]
    return {
        "type": "scatter",
        "mode": "markers+text",
        **_places(ringed, across),
        "text": said,
        "textposition": [side or SIDES[0] for side in sides],
        "textfont": {"size": 12, "color": look.ink},
        "hoverinfo": "skip",
        "marker": marker,
        "cliponaxis": False,
    }


def _shares(
    provinces: pd.DataFrame, known: pd.DataFrame, across: Across
) -> list[tuple[float, float]]:
    """Where provinces stand, as shares of the plot from its lower left."""
    low, high = _room(known[across.column], across)
    rightwards = (provinces[across.column] - low) / (high - low)
    upwards = (provinces[R] - LOWEST) / (HIGHEST - LOWEST)
    return list(zip(rightwards, upwards, strict=True))


def _places(provinces: pd.DataFrame, across: Across) -> Figure:
    return {
        "x": provinces[across.column].round(4 if across.is_share else 2).tolist(),
        "y": provinces[R].round(2).tolist(),
    }


def _marker(
    provinces: pd.DataFrame,
    colours: Mapping[str, str],
    look: Look,
    size: int | list[int],
) -> Figure:
    return {
        "size": size,
        "opacity": 1,
        "color": [colours[kind] for kind in provinces["class_id"]],
        "line": {"color": look.ink, "width": RIM},
    }


def _vertical_title(look: Look) -> Figure:
    """The name of the vertical axis, level above it.

    In turned text, browsers put the marks above Thai letters beside them.
    """
    return {
        "text": f"↑ {look.words('coverage_axis_r')}",
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


def _room(values: pd.Series, across: Across) -> list[float]:
    """The horizontal range: all points, with room for the name of one at its end.

    It begins at 0; for shares that all lie in the farther half, at the least.
    """
    most = float(values.max()) if len(values) else 0.0
    most = most or 1.0  # nobody trained anywhere
    least = float(values.min()) if len(values) else 0.0
    start = least if across.is_share and most / 2 < least < most else 0.0
    span = most - start
    return [start - 0.06 * span, most + 0.08 * span]


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
