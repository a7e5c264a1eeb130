"""Figures of how long reports take: by province, and from quarter to quarter."""

from collections.abc import Sequence

import pandas as pd

from dashboard.charts.base import (
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    named_axis,
    wrapped,
)

ROW_HEIGHT = 18  # px
LEFT = 152  # px of room for the names of the provinces
TREND_LEFT, TREND_HEIGHT = 44, 220  # px
TITLE_WIDTH, NOTE_WIDTH = 44, 62  # characters
NAMED = 6  # quarters named on the axis at most
DUE_DAYS = 7  # a report is in time until then


def delay_ranges(provinces: pd.DataFrame, look: Look, note: Sequence[str]) -> Figure:
    """For each province the days within which half and nine tenths had come.

    Args:
        provinces: The slowest first: name, median_days, p90_days, counted.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    names = [wrapped(name, 40) for name in provinces["name"]]
    most = max(float(provinces["p90_days"].max()), DUE_DAYS)
    least = min(float(provinces["median_days"].min()), 0.0)
    figure = layout(
        look,
        _titled(look, "data_quality_delay_ranges"),
        _lines(note),
        ROW_HEIGHT * len(names),
        left=LEFT,
        below=34,
        xaxis=_days_axis(look, least, most),
        yaxis=named_axis(names, is_down=True, tickfont={"size": NOTE_SIZE + 1}),
        shapes=[_due(look)],
    )
    return {
        "data": [_bars(provinces, look), *_dots(provinces, look)],
        "layout": figure,
    }


def _titled(look: Look, key: str) -> str:
    return heading(look.words(key), look.words("data_quality_delay_marks"), TITLE_WIDTH)


def _lines(note: Sequence[str]) -> list[str]:
    return [part for line in note for part in wrapped(line, NOTE_WIDTH).split("<br>")]


def _days_axis(look: Look, least: float, most: float) -> Figure:
    room = (most - least) * 0.05 + 0.5
    return {
        "range": [least - room, most + room],
        "title": {
            "text": look.words("data_quality_delay_days"),
            "standoff": 4,
        },
        "fixedrange": True,
        "gridcolor": look.faint,
        "zeroline": False,
        "nticks": 8,
    }


def _due(look: Look) -> Figure:
    """The line until which a report is in time."""
    return {
        "type": "line",
        "x0": DUE_DAYS,
        "x1": DUE_DAYS,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "opacity": 0.6,
    }


def _bars(provinces: pd.DataFrame, look: Look) -> Figure:
    """The way from median to p90 of each province, as one broken line."""
    x: list[float | None] = []
    y: list[int | None] = []
    spans = zip(provinces["median_days"], provinces["p90_days"], strict=True)
    for at, (median, p90) in enumerate(spans):
        x += [float(median), float(p90), None]
        y += [at, at, None]
    line = {"color": look.accent, "width": 2}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line,
            "hoverinfo": "skip"}  # fmt: skip


def _dots(provinces: pd.DataFrame, look: Look) -> list[Figure]:
    """A filled dot at the median, an open one at p90."""
    hover = look.words(
        "data_quality_delay_hover", name="%{y}", days="%{x}", counted="%{customdata}"
    )
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": column,
            "x": [float(days) for days in provinces[column]],
            "y": list(range(len(provinces))),
            "customdata": [int(counted) for counted in provinces["counted"]],
            "hovertemplate": f"{look.words(f'data_quality_{column}')}<br>{hover}"
            "<extra></extra>",
            "marker": {
                "symbol": symbol,
                "size": 10,
                "color": look.accent if symbol == "circle" else look.ground,
                "line": {"color": look.accent, "width": 2},
            },
            "cliponaxis": False,
        }
        for column, symbol in (("median_days", "circle"), ("p90_days", "diamond"))
    ]


def delay_trend(quarters: pd.DataFrame, look: Look, note: Sequence[str]) -> Figure:
    """Median and p90 from quarter to quarter.

    Args:
        quarters: In order: name (of the quarter), median_days, p90_days, counted.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    names = [wrapped(name, 40) for name in quarters["name"]]
    every = max(1, -(-len(names) // NAMED))
    most = max(float(quarters["p90_days"].max()), DUE_DAYS)
    due = _due(look)
    due |= {"x0": 0, "x1": 1, "xref": "paper", "y0": DUE_DAYS, "y1": DUE_DAYS}
    figure = layout(
        look,
        _titled(look, "data_quality_delay_trend"),
        _lines(note),
        TREND_HEIGHT,
        left=TREND_LEFT,
        xaxis={
            "range": [-0.5, len(names) - 0.5],
            "tickmode": "array",
            "tickvals": list(range(0, len(names), every)),
            "ticktext": names[::every],
            "tickangle": 0,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "linecolor": look.faint,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": look.faint,
        },
        yaxis={
            "range": [min(0.0, float(quarters["median_days"].min())), most * 1.08],
            "fixedrange": True,
            "gridcolor": look.faint,
            "zeroline": False,
            "nticks": 6,
        },
        shapes=[due | {"yref": "y"}],
    )
    return {"data": _lines_of(quarters, names, look), "layout": figure}


def _lines_of(quarters: pd.DataFrame, names: list[str], look: Look) -> list[Figure]:
    hover = look.words(
        "data_quality_delay_hover",
        name="%{text}",
        days="%{y}",
        counted="%{customdata}",
    )
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": column,
            "x": list(range(len(quarters))),
            "y": [float(days) for days in quarters[column]],
            "text": names,
            "customdata": [int(counted) for counted in quarters["counted"]],
            "hovertemplate": f"{look.words(f'data_quality_{column}')}<br>{hover}"
            "<extra></extra>",
            "line": {"color": look.accent, "width": 2, "dash": dash},
            "marker": {
                "symbol": symbol,
                "size": 9,
                "color": look.accent if symbol == "circle" else look.ground,
                "line": {"color": look.accent, "width": 2},
            },
            "cliponaxis": False,
        }
        for column, symbol, dash in (
            ("median_days", "circle", "solid"),
            ("p90_days", "diamond", "dot"),
        )
    ]
