"""Figures of what became of tips: by stage, each unit on its own axis, and by month."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from dashboard.charts.base import (
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    veiled,
    wrapped,
)

TITLE_WIDTH, HOVER_WIDTH = 40, 58  # characters: what a phone shows
NAME_WIDTH, NAME_LEFT = 20, 140  # characters and px of the names of bars
ROW_HEIGHT, PANEL_HEAD, PANEL_GAP = 32, 20, 10  # px
LABEL_ROOM = 1.75  # of the longest bar, for the figure at its end
SHARE_LEFT, SHARE_RIGHT, SHARE_HEIGHT = 44, 104, 340  # px
APART = 0.075  # of the height, between the names at the ends of lines
MARKED_MONTHS = 30  # no more of them have marks on their lines
NAMED_MONTHS = 4  # on the axis at most
DASHES = ("solid", "dash", "dot")
SYMBOLS = ("circle", "square", "diamond")
HOVER = "%{hovertext}<extra></extra>"


class Panel(NamedTuple):
    """Bars of one unit.

    Attributes:
        name: The unit, in words.
        rows: From top to bottom: name, value, part (of the value, drawn over it),
            label (at the end of the bar), hover.
    """

    name: str
    rows: pd.DataFrame


def stage_panels(
    panels: Sequence[Panel], look: Look, title: str, below: str, note: Sequence[str]
) -> Figure:
    """Bars of each stage, those of another unit on an axis of their own.

    Args:
        panels: From top to bottom.
        look: Colours, language and era.
        title: Says what is seen.
        below: What pale and dark are.
        note: Lines with source, data date and data status.
    """
    heights = [
        PANEL_HEAD + ROW_HEIGHT * len(panel.rows) + PANEL_GAP for panel in panels
    ]
    whole = sum(heights)
    figure = layout(
        look,
        heading(title, below, TITLE_WIDTH),
        note_lines(note),
        whole,
        left=NAME_LEFT,
        below=8,
        template={},
        barmode="overlay",
        bargap=0.3,
    )
    data: list[Figure] = []
    for at, panel in enumerate(panels):
        top = 1 - sum(heights[:at]) / whole
        place = "" if at == 0 else str(at + 1)
        bottom = top - (heights[at] - PANEL_GAP) / whole
        bars_top = top - PANEL_HEAD / whole
        figure[f"xaxis{place}"] = _bar_axis(panel.rows, f"y{place}")
        figure[f"yaxis{place}"] = _name_axis(panel.rows, bottom, bars_top, f"x{place}")
        figure["annotations"].append(_panel_name(panel.name, bars_top))
        data += _stage_bars(panel.rows, place, look)
    return {"data": data, "layout": figure}


def _bar_axis(rows: pd.DataFrame, anchor: str) -> Figure:
    most = float(rows["value"].max()) if len(rows) else 0.0
    return {
        "range": [0, (most or 1.0) * LABEL_ROOM],
        "anchor": anchor,
        "showticklabels": False,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
    }


def _name_axis(rows: pd.DataFrame, bottom: float, top: float, anchor: str) -> Figure:
    return {
        "domain": [max(0.0, bottom), min(1.0, top)],
        "anchor": anchor,
        "range": [len(rows) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(rows))),
        "ticktext": [wrapped(name, NAME_WIDTH) for name in rows["name"]],
        "tickfont": {"size": NOTE_SIZE + 1},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
    }


def _panel_name(name: str, top: float) -> Figure:
    return {
        "text": f"<b>{wrapped(name, 99)}</b>",
        "showarrow": False,
        "font": {"size": NOTE_SIZE + 1},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8 - NAME_LEFT,
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
    }


def _stage_bars(rows: pd.DataFrame, place: str, look: Look) -> list[Figure]:
    axes = {"xaxis": f"x{place}", "yaxis": f"y{place}"}
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "name": column,
            "x": [float(value) for value in rows[column]],
            "y": list(range(len(rows))),
            "marker": {"color": colour, "line": {"width": 0}},
            "hovertext": [wrapped(line, HOVER_WIDTH) for line in rows["hover"]],
            "hovertemplate": HOVER,
            **axes,
        }
        for column, colour in (
            ("value", veiled(look.accent, 0.35)),
            ("part", look.accent),
        )
    ]
    ends = {
        "type": "scatter",
        "mode": "text",
        "name": "labels",
        "x": [float(value) for value in rows["value"]],
        "y": list(range(len(rows))),
        "text": [f" {wrapped(label, 99)}" for label in rows["label"]],
        "textposition": "middle right",
        "textfont": {"size": NOTE_SIZE + 1, "color": look.ink},
        "cliponaxis": False,
        "hoverinfo": "skip",
        **axes,
    }
    return [*bars, ends]


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
        months: In order: label (name of the month), has_had_time (all of its tips),
            and for each series its share (0 to 1; missing: too few tips) and
            hover_<column>.
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
        template={},
        xaxis=_month_axis(months, look),
        yaxis=_share_axis(look),
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


def _share_axis(look: Look) -> Figure:
    return {
        "range": [0, 1.02],
        "tickmode": "array",
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "tickformat": ".0%",
        "fixedrange": True,
        "gridcolor": look.faint,
        "zeroline": False,
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
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(months) <= MARKED_MONTHS else "lines",
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
        "marker": {"symbol": symbol, "size": 6, "color": look.accent},
        "connectgaps": False,
        "cliponaxis": False,
    }


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
