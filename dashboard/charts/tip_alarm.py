"""The weeks around an alarm: what was known then, what is now, what was usual."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

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
)
from dashboard.charts.training import KEY_LINE, key, key_note
from dashboard.text import SHORT_MONTHS

LEFT, HEIGHT = 34, 230  # px
TITLE_WIDTH = 44
ROOM = 1.1  # of the highest value
EVERY = 3  # months between two names on the axis
HOVER = "%{hovertext}<extra></extra>"


@dataclass(frozen=True)
class AlarmWords:
    """What the parts of the figure are called.

    Attributes:
        axis: What is counted.
        now: The line: as known at the week that is looked at.
        raised: The rings: as known when the alarm was raised.
        usual: The band: 19 weeks of 20 lie in it, of a whole week.
        alarm_from: The dashed line: the fewest tips known by then that alarm.
        total: The whiskers: what the last weeks will have in the end.
        unreported: The crosses at the foot.
        still_open: The ground of weeks of which tips still come in.
    """

    axis: str
    now: str
    raised: str
    usual: str
    alarm_from: str
    total: str
    unreported: str
    still_open: str


def alarm_series(
    weeks: pd.DataFrame,
    look: Look,
    title: str,
    said: AlarmWords,
    note: Sequence[str],
) -> Figure:
    """Tips by week over what is usual, with the threshold and the alarm's own week.

    Args:
        weeks: In order, without a gap: on_day (Sunday), tips (missing: not reported),
            tips_raised, high (of the whole week), alarm_from (of what is known by
            then), total_low, total_high (missing: none), hover, is_alarm, is_picked,
            is_open (tips still come in).
        look: Colours, language and era.
        title: What is seen.
        said: What its parts are called.
        note: Lines with source, data date and data status.
    """
    lines = _key(weeks, said, look)
    figure = layout(
        look,
        heading(title, said.axis, TITLE_WIDTH),
        note_lines(note),
        HEIGHT,
        left=LEFT,
        above=14 + KEY_LINE * len(lines),
        xaxis=_week_axis(weeks, look),
        yaxis=_tip_axis(weeks, look),
        shapes=[
            *(
                _ground(day, look.ink, 0.08)
                for day in weeks["on_day"][weeks["is_open"]]
            ),
            *(
                _ground(day, look.accent, 0.16)
                for day in weeks["on_day"][weeks["is_picked"]]
            ),
        ],
    )
    figure["annotations"].append(
        key_note("<br>".join(lines), 14) | {"xshift": EDGE - LEFT}
    )
    data = [*_band(weeks, look), _threshold(weeks, look), *_totals(weeks, look)]
    data += [_line(weeks, look), _raised(weeks, look), _crosses(weeks, look)]
    return {"data": [trace for trace in data if trace["x"]], "layout": figure}


def _key(weeks: pd.DataFrame, said: AlarmWords, look: Look) -> list[str]:
    """Lines of the key, of what the figure has."""
    grey, pale = veiled(look.ink, 0.75), veiled(look.ink, 0.35)
    entries = [
        (look.accent, "━●", said.now, True),
        (look.ink, "○", said.raised, _has(weeks, "tips_raised")),
        (pale, "■", said.usual, _has(weeks, "high")),
        (grey, "┅", said.alarm_from, _has(weeks, "alarm_from")),
        (look.accent, "┃", said.total, _has(weeks, "total_high")),
        (grey, "×", said.unreported, bool(weeks["tips"].isna().any())),
        (veiled(look.ink, 0.2), "■", said.still_open, bool(weeks["is_open"].any())),
    ]
    there = [
        (colour, mark, name) for colour, mark, name, is_there in entries if is_there
    ]
    named = [(colour, name) for colour, _, name in there]
    return key(named, look, [mark for _, mark, _ in there])


def _has(weeks: pd.DataFrame, column: str) -> bool:
    return bool(weeks[column].notna().any())


def _week_axis(weeks: pd.DataFrame, look: Look) -> Figure:
    first, last = weeks["on_day"].min(), weeks["on_day"].max()
    months = pd.date_range(first, last, freq="MS")
    named = [month for month in months if (month.month - 1) % EVERY == 0]
    edge = pd.Timedelta(days=6)
    return {
        "type": "date",
        "range": [f"{first - edge:%Y-%m-%d}", f"{last + edge:%Y-%m-%d}"],
        "tickmode": "array",
        "tickvals": [f"{month:%Y-%m-%d}" for month in named],
        "ticktext": [
            f"{SHORT_MONTHS[look.lang][month.month - 1]} {look.year(month.year)}"
            for month in named
        ],
        "tickangle": 0,
        "tickfont": {"size": NOTE_SIZE},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "linecolor": look.faint,
        "ticks": "outside",
        "tickcolor": look.faint,
    }


def _tip_axis(weeks: pd.DataFrame, look: Look) -> Figure:
    columns = ["tips", "tips_raised", "high", "alarm_from", "total_high"]
    most = weeks[columns].astype(float).max().max()
    return {
        "range": [0, max(4.0, float(most) * ROOM) if pd.notna(most) else 4.0],
        "nticks": 5,
        "tickformat": ",~r",
        "tickfont": {"size": NOTE_SIZE},
        "gridcolor": look.faint,
        "zeroline": True,
        "zerolinecolor": look.faint,
        "fixedrange": True,
    }


def _ground(day: pd.Timestamp, colour: str, share: float) -> Figure:
    """A pale bar behind a week."""
    half = pd.Timedelta(hours=84)
    return {
        "type": "rect",
        "x0": f"{day - half:%Y-%m-%d %H:%M}",
        "x1": f"{day + half:%Y-%m-%d %H:%M}",
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "fillcolor": veiled(colour, share),
        "line": {"width": 0},
        "layer": "below",
    }


def _band(weeks: pd.DataFrame, look: Look) -> list[Figure]:
    """From none to what is usual at most, wherever that is known."""
    known = weeks[weeks["high"].notna()]
    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": _days(known),
        "line": {"width": 0, "shape": "hvh"},
        "hoverinfo": "skip",
    }
    fill = {"fill": "tonexty", "fillcolor": veiled(look.ink, 0.13)}
    return [
        edge | {"y": [0] * len(known), "name": "none"},
        edge | {"y": _values(known["high"]), "name": "high"} | fill,
    ]


def _threshold(weeks: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "alarm_from",
        "x": _days(weeks),
        "y": _values(weeks["alarm_from"]),
        "line": {
            "color": veiled(look.ink, 0.75),
            "width": 1.2,
            "dash": "4px,3px",
            "shape": "hvh",
        },
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _totals(weeks: pd.DataFrame, look: Look) -> list[Figure]:
    """What provisional weeks will have in the end, from low to high."""
    known = weeks[weeks["total_high"].notna() & weeks["tips"].notna()]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "total",
            "x": [f"{row.on_day:%Y-%m-%d}"] * 2,
            "y": [float(row.total_low), float(row.total_high)],
            "line": {"color": veiled(look.accent, 0.45), "width": 5},
            "hoverinfo": "skip",
        }
        for row in known.itertuples()
    ]


def _line(weeks: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "tips",
        "x": _days(weeks),
        "y": _values(weeks["tips"]),
        "connectgaps": False,
        "line": {"color": look.accent, "width": 1.6},
        "marker": {
            "size": [8 if alarms else 4 for alarms in weeks["is_alarm"]],
            "color": look.accent,
        },
        "hovertext": [html.escape(text, quote=False) for text in weeks["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }


def _raised(weeks: pd.DataFrame, look: Look) -> Figure:
    """As known when the alarm was raised, where that was another number."""
    differs = weeks["tips_raised"].notna() & (
        weeks["is_picked"] | (weeks["tips_raised"] != weeks["tips"])
    )
    known = weeks[differs]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "tips_raised",
        "x": _days(known),
        "y": _values(known["tips_raised"]),
        "marker": {
            "symbol": "circle-open",
            "size": 11,
            "color": look.ink,
            "line": {"width": 1.4},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _crosses(weeks: pd.DataFrame, look: Look) -> Figure:
    """A cross at the foot of each week that was not reported."""
    silent = weeks[weeks["tips"].isna()]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "not_reported",
        "x": _days(silent),
        "y": [0] * len(silent),
        "marker": {"symbol": "x-thin-open", "size": 7, "color": veiled(look.ink, 0.7)},
        "hovertext": [html.escape(text, quote=False) for text in silent["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }


def _days(weeks: pd.DataFrame) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in weeks["on_day"]]


def _values(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else round(float(value), 2) for value in values]
