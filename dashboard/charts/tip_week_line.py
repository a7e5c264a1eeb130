"""The country's tips week by week, over what is usual, with weeks still coming in."""

from collections.abc import Sequence
from datetime import date

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
from dashboard.charts.tip_week_axis import week_axis

HEIGHT, LEFT, BELOW = 250, 44, 40  # px
TITLE_WIDTH, HOVER_WIDTH = 38, 60  # characters
ROOM = 1.12  # of the highest value, for marks above it
USUAL, PROVISIONAL = 0.16, 0.07  # share of colour over the ground
WIDE_TICKS, NARROW_TICKS = 12, 5
DOTTED = 110  # weeks, of no more than which each has a dot
HOVER = "%{hovertext}<extra></extra>"


def week_line(
    weeks: pd.DataFrame,
    look: Look,
    title: str,
    below: str,
    axis: str,
    note: Sequence[str],
) -> Figure:
    """Tips of each week, over the usual range; what is to come is shaded.

    Args:
        weeks: In order, no week left out: week_start (Monday), tips (missing: not
            known, the line breaks and a stroke stands at its foot), hover, is_open
            (tips still come in; the last weeks, if any). With a usual range also high,
            expected (missing: none is known; of the whole week), is_alarm, and of weeks
            still coming in total, total_low, total_high (else missing).
        look: Colours, language, era and room.
        title: Says what is seen.
        below: Names the marks.
        axis: What is counted, with unit.
        note: Lines with source, data date and data status.
    """
    wide_title, wide_note = look.widths(TITLE_WIDTH)
    figure = layout(
        look,
        heading(title, below, wide_title),
        note_lines(note, wide_note),
        HEIGHT,
        left=LEFT,
        below=BELOW,
        xaxis=week_axis(look, _starts(weeks), _ticks(look)),
        yaxis=_tips_axis(weeks, axis, look),
        shapes=_provisional(weeks, look),
    )
    judged = [_range(weeks, look), _expected(weeks, look)] if "high" in weeks else []
    marks = [_to_come(weeks, look), _alarms(weeks, look)] if "high" in weeks else []
    gaps = [_gaps(weeks, look)] if weeks["tips"].isna().any() else []
    line = [_line(weeks, look), *gaps]
    return {"data": [*judged, *line, *marks], "layout": figure}


def _ticks(look: Look) -> int:
    return WIDE_TICKS if look.is_wide else NARROW_TICKS


def _starts(weeks: pd.DataFrame) -> list[date]:
    return [start.date() for start in weeks["week_start"]]


def _tips_axis(weeks: pd.DataFrame, axis: str, look: Look) -> Figure:
    shown = [name for name in ("tips", "high", "total_high") if name in weeks]
    most = weeks[shown].astype("Float64").max(axis=None)
    title = {"text": wrapped(axis, 99), "font": {"size": NOTE_SIZE}, "standoff": 4}
    return {
        "range": [0, max(4.0, 0.0 if pd.isna(most) else float(most)) * ROOM],
        "title": title,
        "nticks": 5,
        "tickformat": ",d",
        "tickfont": {"size": NOTE_SIZE},
        "fixedrange": True,
        "gridcolor": look.faint,
        "zeroline": False,
        "rangemode": "tozero",
    }


def _provisional(weeks: pd.DataFrame, look: Look) -> list[Figure]:
    """The weeks that still come in, shaded from top to bottom."""
    if not weeks["is_open"].any():
        return []
    first = int(weeks["is_open"].to_numpy().argmax())
    return [
        {
            "type": "rect",
            "x0": first - 0.5,
            "x1": len(weeks) - 0.4,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "fillcolor": veiled(look.ink, PROVISIONAL),
            "line": {"width": 0},
            "layer": "below",
        }
    ]


def _range(weeks: pd.DataFrame, look: Look) -> Figure:
    """The usual range: 19 weeks of 20 lie in it."""
    return {
        "type": "bar",
        "name": "usual",
        "y": numbers(weeks["high"]),
        "width": 1,
        "marker": {"color": veiled(look.accent, USUAL), "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _expected(weeks: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "expected",
        "y": numbers(weeks["expected"]),
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "opacity": 0.65,
        "hoverinfo": "skip",
    }


def _line(weeks: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(weeks) <= DOTTED else "lines",
        "name": "tips",
        "y": numbers(weeks["tips"]),
        "hovertext": [wrapped(line, HOVER_WIDTH) for line in weeks["hover"]],
        "hovertemplate": HOVER,
        "line": {"color": look.accent, "width": 2},
        "marker": {"size": 4, "color": look.accent},
        "connectgaps": False,
    }


def _gaps(weeks: pd.DataFrame, look: Look) -> Figure:
    """A stroke where a week is not known, which says why when it is pointed at."""
    is_gap = weeks["tips"].isna()
    at = [place for place, is_missing in enumerate(is_gap) if is_missing]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "gap",
        "x": at,
        "y": [0] * len(at),
        "marker": gap_mark(look),
        "hovertext": [
            wrapped(line, HOVER_WIDTH) for line in weeks.loc[is_gap, "hover"]
        ],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }


def gap_mark(look: Look) -> Figure:
    """The mark of a week that is not known, the same in all figures."""
    return {
        "symbol": "line-ne",
        "size": 6,
        "line": {"color": look.ink, "width": 1.2},
        "opacity": 0.75,
    }


def _to_come(weeks: pd.DataFrame, look: Look) -> Figure:
    """What weeks that still come in will have in the end, with the 95 % interval."""
    to_come = weeks["total"].notna()
    own = weeks[to_come]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "total",
        "x": [at for at, is_open in enumerate(to_come) if is_open],
        "y": numbers(own["total"]),
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": numbers(own["total_high"] - own["total"]),
            "arrayminus": numbers(own["total"] - own["total_low"]),
            "color": look.ink,
            "thickness": 1,
            "width": 3,
        },
        "marker": {
            "symbol": "circle",
            "size": 7,
            "color": look.ground,
            "line": {"color": look.ink, "width": 1.2},
        },
        "hovertext": [wrapped(line, HOVER_WIDTH) for line in own["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }


def _alarms(weeks: pd.DataFrame, look: Look) -> Figure:
    """A diamond at each week of which an alarm was raised."""
    alarms = weeks["is_alarm"] & weeks["tips"].notna()
    own = weeks[alarms]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "alarm",
        "x": [at for at, is_alarm in enumerate(alarms) if is_alarm],
        "y": numbers(own["tips"]),
        "marker": alarm_mark(look, 9),
        "hovertext": [wrapped(line, HOVER_WIDTH) for line in own["hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }


def alarm_mark(look: Look, size: int) -> Figure:
    """The mark of an alarm, the same in all figures; neutral in colour."""
    return {
        "symbol": "diamond",
        "size": size,
        "color": look.ink,
        "line": {"color": look.ground, "width": 1},
    }


def numbers(values: pd.Series) -> list[float | None]:
    """Numbers as a figure takes them; None where there is none."""
    return [None if pd.isna(value) else round(float(value), 2) for value in values]
