"""Figures of the volunteers over time, and of the refreshers that are due."""

import html
import math
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    TEXT_SIZE,
    Figure,
    Look,
    heading,
    layout,
    veiled,
    wrapped,
)

COUNTRY, PROVINCE = "country", "province"
TITLE_WIDTH, NOTE_WIDTH = 38, 54  # characters: they fit a phone
PANEL_LEFT, PANEL_HEIGHT, PANEL_TICKS = 46, 150, 7
BAR_LEFT, BAR_ROW, BAR_NAME = 122, 27, 16  # px, px, characters
ROOM = 1.34  # of the longest bar: for its figure
DASHED = "4px,2px"
HOVER = "%{hovertext}<extra></extra>"
DAYS_AROUND = 60  # days of the axis before the first and after the last point


def volunteer_panel(
    series: pd.DataFrame,
    keys: Mapping[str, str],
    title: str,
    look: Look,
    note: Sequence[str],
    *,
    is_share: bool,
    marked_on: date,
) -> Figure:
    """One figure over the quarters: the country, and a province beside it.

    The value axis begins at 0, and ends at 100 % where it is a share. Nothing is joined
    over a quarter without a figure. Points stand at the day that the words speak of.

    Args:
        series: Rows by area ("country", "province") and on_day: value, hover.
        keys: What each line is called, with its value at marked_on, by area.
        title: What is seen, with its unit.
        look: Colours, language and era.
        note: Lines with completeness, source, data date and data status.
        is_share: Whether values are shares of 0 to 1.
        marked_on: The day of the year that the reader chose.
    """
    first, last = series["on_day"].min(), series["on_day"].max()
    top = 1.0 if is_share else float(series["value"].max())
    figure = layout(
        look,
        f"{heading(title, width=TITLE_WIDTH)}<br>{_keys(keys, look)}",
        _lines(note),
        PANEL_HEIGHT,
        left=PANEL_LEFT,
        xaxis=_quarter_axis(look, first, last),
        yaxis={
            "range": [0, top * 1.06 if top > 0 else 1],
            "nticks": 4,
            "tickformat": ".0%" if is_share else ",~r",
            "gridcolor": look.faint,
            "zerolinecolor": look.faint,
            "fixedrange": True,
        },
        shapes=[_marked(look, marked_on)],
    )
    areas = [area for area in (COUNTRY, PROVINCE) if area in keys]
    lines = [_line(series[series["area"] == area], area, look) for area in areas]
    if PROVINCE in areas:
        lines[0]["line"]["dash"] = DASHED
    points = [
        _point(series[series["area"] == area], area, look, marked_on) for area in areas
    ]
    return {"data": [*lines, *points], "layout": figure}


def _colour(area: str, look: Look) -> str:
    return look.accent if area == PROVINCE else veiled(look.ink, 0.72)


def _keys(keys: Mapping[str, str], look: Look) -> str:
    """The names of the lines in their colours, one below the other."""
    return "<br>".join(
        f"<span style='font-size:{TEXT_SIZE}px;color:{_colour(area, look)}'>"
        f"{'- -' if area == COUNTRY and PROVINCE in keys else '—'} "
        f"{wrapped(said, 99)}</span>"
        for area, said in keys.items()
    )


def _lines(note: Sequence[str]) -> list[str]:
    return [part for line in note for part in wrapped(line, NOTE_WIDTH).split("<br>")]


def _line(own: pd.DataFrame, area: str, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [day.strftime("%Y-%m-%d") for day in own["on_day"]],
        "y": [None if pd.isna(value) else round(value, 4) for value in own["value"]],
        "connectgaps": False,
        "line": {
            "color": _colour(area, look),
            "width": 2.5 if area == PROVINCE else 2,
        },
        "cliponaxis": False,
        "hovertext": [html.escape(line, quote=False) for line in own["hover"]],
        "hovertemplate": HOVER,
    }


def _point(own: pd.DataFrame, area: str, look: Look, marked_on: date) -> Figure:
    at = own[own["on_day"] == pd.Timestamp(marked_on)]
    return {
        **_line(at, area, look),
        "mode": "markers",
        "marker": {"size": 8, "color": _colour(area, look)},
    }


def _marked(look: Look, on: date) -> Figure:
    return {
        "type": "line",
        "x0": on.isoformat(),
        "x1": on.isoformat(),
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": veiled(look.ink, 0.45), "width": 1, "dash": "dot"},
        "layer": "below",
    }


def _quarter_axis(look: Look, first: pd.Timestamp, last: pd.Timestamp) -> Figure:
    """An axis of days that names the beginnings of years in the reader's era."""
    years = range(first.year + 1, last.year + 1)
    every = max(1, math.ceil(len(years) / PANEL_TICKS))
    named = years[::-1][::every][::-1]
    around = pd.Timedelta(days=DAYS_AROUND)
    return {
        "type": "date",
        "range": [f"{first - around:%Y-%m-%d}", f"{last + around:%Y-%m-%d}"],
        "tickmode": "array",
        "tickvals": [f"{year}-01-01" for year in named],
        "ticktext": [look.year(year) for year in named],
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }


def refresher_bars(
    due: pd.DataFrame, title: str, below: str, look: Look, note: Sequence[str]
) -> Figure:
    """Volunteers for whom a refresher is due, a bar for each province.

    Args:
        due: The provinces to show, the most first: name, refresher_due, label (the
            figure in words), hover.
        title: What is seen.
        below: What is counted, with its unit.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    rows = list(range(len(due)))
    most = float(due["refresher_due"].max())
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [int(value) for value in due["refresher_due"]],
        "y": rows,
        "width": 0.66,
        "marker": {"color": look.accent, "line": {"width": 0}},
        "text": [html.escape(label, quote=False) for label in due["label"]],
        "textposition": "outside",
        "textfont": {"size": TEXT_SIZE, "color": look.ink},
        "cliponaxis": False,
        "hovertext": [html.escape(line, quote=False) for line in due["hover"]],
        "hovertemplate": HOVER,
    }
    figure = layout(
        look,
        heading(title, below, TITLE_WIDTH),
        _lines(note),
        BAR_ROW * len(rows),
        left=BAR_LEFT,
        below=EDGE,
        xaxis={
            "range": [0, most * ROOM],
            "visible": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickmode": "array",
            "tickvals": rows,
            "ticktext": [wrapped(name, BAR_NAME) for name in due["name"]],
            "ticks": "outside",
            "tickcolor": look.ground,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )
    return {"data": [bars], "layout": figure}
