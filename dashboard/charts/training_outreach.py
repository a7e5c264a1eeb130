"""Figures of knowledge passed on: by group, from year to year, and after a batch."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    BARE,
    EDGE,
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    named_axis,
    note_lines,
    share_axis,
    veiled,
    wrapped,
)
from dashboard.charts.lying_bars import HOVER, HOVER_WIDTH, bars, ends, numbers

TITLE_WIDTH = 38  # characters: what a phone shows
NAME_WIDTH, NAME_LEFT = 18, 132  # characters and px of the names of bars
ROW_HEIGHT, TWO_LINES = 30, 38  # px
LABEL_ROOM = 1.8  # of the longest bar, for the figure at its end
PANEL_HEAD, PANEL_HEIGHT, PANEL_GAP = 18, 50, 12  # px
PANEL_ROOM = 1.45  # of the highest bar, for the figure above it
LABEL_SIZE = 10  # px
SHARE_LEFT, SHARE_HEIGHT = 44, 220  # px
NAMED_MONTHS = 3  # every so many months the curve says its share


def group_bars(
    groups: pd.DataFrame, look: Look, title: str, axis: str, note: Sequence[str]
) -> Figure:
    """A bar for each group, with its figure in words at the end.

    Args:
        groups: From top to bottom: name, value (missing: no bar), label (what the value
            is in words), hover; part (of the value, drawn over it) where there is one.
        look: Colours, language and era.
        title: Says what is seen.
        axis: What the bars measure, with unit.
        note: Lines with source, data date and data status.
    """
    names = [wrapped(name, NAME_WIDTH) for name in groups["name"]]
    height = TWO_LINES if any("<br>" in name for name in names) else ROW_HEIGHT
    most = float(groups["value"].max()) if groups["value"].notna().any() else 0.0
    figure = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        height * len(names),
        left=NAME_LEFT,
        below=44,
        barmode="overlay",
        bargap=0.35,
        xaxis={
            "range": [0, (most or 1.0) * LABEL_ROOM],
            "title": {"text": wrapped(axis, 99), "standoff": 4},
            "fixedrange": True,
            "gridcolor": look.faint,
            "zeroline": False,
            "nticks": 4,
            "tickformat": ",",
        },
        yaxis=named_axis(names, is_down=True),
    )
    has_part = "part" in groups
    drawn = [bars(groups, "value", look.ramp[2] if has_part else look.accent)]
    if has_part:
        drawn.append(bars(groups, "part", look.accent))
    return {"data": [*drawn, ends(groups, look)], "layout": figure}


def year_panels(
    years: pd.DataFrame,
    ticks: Sequence[str],
    look: Look,
    title: str,
    below: str,
    note: Sequence[str],
) -> Figure:
    """Bars from year to year, a panel with its own scale for each group.

    Args:
        years: panel (name, in the order of the panels), at (position of the year),
            value (missing: no bar), label (above the bar), hover, is_running (the year
            has not ended: pale); part and part_label (within the value) where there is
            one.
        ticks: Names of the years, by position.
        look: Colours, language and era.
        title: Says what is seen.
        below: Unit, and that each panel has its own scale.
        note: Lines with source, data date and data status.
    """
    panels = list(dict.fromkeys(years["panel"]))
    step = PANEL_HEAD + PANEL_HEIGHT + PANEL_GAP
    whole = step * len(panels)
    figure = layout(
        look,
        heading(title, below, TITLE_WIDTH),
        note_lines(note),
        whole,
        left=EDGE,
        below=28,
        barmode="overlay",
        bargap=0.25,
        xaxis=_years_axis(look, ticks, "y" if len(panels) == 1 else f"y{len(panels)}"),
    )
    data: list[Figure] = []
    for at, panel in enumerate(panels):
        own = years[years["panel"] == panel]
        top = 1 - (at * step + PANEL_HEAD) / whole
        place = "" if at == 0 else str(at + 1)
        figure[f"yaxis{place}"] = _panel_axis(own, top, top - PANEL_HEIGHT / whole)
        figure["annotations"].append(_panel_name(panel, top))
        data += _panel(own, f"y{place}", look)
    return {"data": data, "layout": figure}


def _years_axis(look: Look, ticks: Sequence[str], anchor: str) -> Figure:
    return named_axis(
        ticks,
        range=[-0.55, len(ticks) - 0.45],
        anchor=anchor,
        tickfont={"size": NOTE_SIZE},
        tickangle=0,
    )


def _panel_axis(own: pd.DataFrame, top: float, bottom: float) -> Figure:
    most = float(own["value"].max()) if own["value"].notna().any() else 0.0
    return {
        "domain": [max(0.0, bottom), top],
        "range": [0, (most or 1.0) * PANEL_ROOM],
        "showticklabels": False,
        **BARE,
    }


def _panel_name(panel: str, top: float) -> Figure:
    return {
        "text": f"<b>{wrapped(panel, 99)}</b>",
        "showarrow": False,
        "font": {"size": NOTE_SIZE + 1},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
    }


def _panel(own: pd.DataFrame, axis: str, look: Look) -> list[Figure]:
    if "part" not in own:
        return [_columns(own, "value", "label", axis, look.accent, look)]
    return [
        _columns(own, "value", "label", axis, look.ramp[2], look),
        _columns(own, "part", "part_label", axis, look.accent, look),
    ]


def _columns(
    own: pd.DataFrame, column: str, label: str, axis: str, colour: str, look: Look
) -> Figure:
    """The bars of a panel; a part says its figure inside, a whole above."""
    inside = column == "part"
    return {
        "type": "bar",
        "name": column,
        "yaxis": axis,
        "x": own["at"].tolist(),
        "y": [number or 0.0 for number in numbers(own[column])],
        "text": [wrapped(words, 99) for words in own[label]],
        "textposition": "inside" if inside else "outside",
        "insidetextanchor": "middle",
        "textfont": {
            "size": LABEL_SIZE,
            "color": look.ground if inside else look.ink,
        },
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {
            "color": [
                veiled(colour, 0.55) if running and not inside else colour
                for running in own["is_running"]
            ],
            "line": {"width": 0},
        },
        "hovertext": [wrapped(line, HOVER_WIDTH) for line in own["hover"]],
        "hovertemplate": HOVER,
    }


def first_activity_curve(
    months: pd.DataFrame, look: Look, title: str, axis: str, note: Sequence[str]
) -> Figure:
    """The share of batches with a first activity, by months after the batch.

    Args:
        months: In order: month, begun_share (0 to 1, missing: nothing observed), label
            (the share in words), hover.
        look: Colours, language and era.
        title: Says what is seen.
        axis: Name of the horizontal axis.
        note: Lines with source, data date and data status.
    """
    last = int(months["month"].max())
    known = months.dropna(subset=["begun_share"])
    latest = int(known["month"].max()) if len(known) else 0
    figure = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        SHARE_HEIGHT,
        left=SHARE_LEFT,
        below=48,
        xaxis={
            "range": [0, last + 0.9],
            "title": {"text": wrapped(axis, 99), "standoff": 4},
            "dtick": 1 if last <= 12 else 3,
            "tickangle": 0,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "linecolor": look.faint,
        },
        yaxis=share_axis(look, 1.12),
        shapes=[_half(look)],
    )
    curve = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": "begun_share",
        "x": months["month"].tolist(),
        "y": numbers(months["begun_share"]),
        "text": [
            wrapped(label, 99)
            if month % NAMED_MONTHS == 0 or month in (1, latest)
            else ""
            for month, label in zip(months["month"], months["label"], strict=True)
        ],
        "textposition": [
            "bottom right" if month == 1 else "top center" for month in months["month"]
        ],
        "textfont": {"size": NOTE_SIZE + 1, "color": look.ink},
        "hovertext": [wrapped(line, HOVER_WIDTH) for line in months["hover"]],
        "hovertemplate": HOVER,
        "line": {"color": look.accent, "width": 2},
        "marker": {"size": 7, "color": look.accent},
        "connectgaps": False,
        "cliponaxis": False,
    }
    return {"data": [curve], "layout": figure}


def _half(look: Look) -> Figure:
    """The line of half of the batches."""
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "x domain",
        "y0": 0.5,
        "y1": 0.5,
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "opacity": 0.6,
        "layer": "below",
    }
