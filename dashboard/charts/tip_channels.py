"""Through which channels tips come, over time, beside what makes channels known."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    NOTE_SIZE,
    TEXT_SIZE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    veiled,
    wrapped,
)
from dashboard.charts.tip_channel_names import (
    Group,
    colours,
    column_names,
    line_names,
    rest_name,
)
from dashboard.charts.tip_time import (
    HOVER,
    day_axis,
    days,
    launch_marks,
    numbers,
)

LEFT, TITLE_ROOM, GAP = 40, 24, 12  # px
ABOVE, LAUNCH_ROOM = 8, 34  # px: below the title, and for the words of a launch
SHARES, NO_SHARES, COUNTS, EVENTS = 220, 8, 130, 34  # px: heights of panels
ROOM = 1.12  # of the highest value
TITLE_WIDTH = 38  # characters
NAME_ROOM = 0.37  # of the time axis, at its end, for the names of lines
WIDE_NAME_ROOM = 0.14
DAY = 86_400_000  # ms


@dataclass(frozen=True)
class Events:
    """What makes channels known, block by block.

    Attributes:
        title: What is counted.
        points: Rows by block: on_day (its middle), events, hover.
    """

    title: str
    points: pd.DataFrame


def channel_panels(
    groups: Sequence[Group],
    events: Sequence[Events],
    look: Look,
    *,
    title: str,
    below: str,
    note: Sequence[str],
    span: tuple[date, date],
    block_days: int,
    titles: tuple[str, str],
    no_shares: str,
    provisional_from: date,
    launches: Sequence[tuple[date, str]] = (),
) -> Figure:
    """Shares as lines, counts as columns, and below what makes channels known.

    Args:
        groups: From the lowest part of the columns; the last one, all others, is the
            rest of the shares and has no line, which would flatten those below it.
        events: Panels below.
        look: Colours, language and era.
        title: Says what is seen.
        below: Of whom, and by what the time is parted.
        note: Lines with source, data date and data status.
        span: First and last day.
        block_days: Days of a block.
        titles: Of the panels of shares and of counts, with their units.
        no_shares: Said in place of the lines where no block has a share.
        provisional_from: The day from which tips still come in.
        launches: Days that are marked, with words.
    """
    has_shares = any(each.points["share"].notna().any() for each in groups[:-1])
    shares = SHARES if has_shares else NO_SHARES
    heights = [shares, COUNTS, *(EVENTS for _ in events)]
    whole = sum(height + TITLE_ROOM + GAP for height in heights)
    title_width, note_width = look.widths(TITLE_WIDTH)
    figure = layout(
        look,
        heading(title, below, title_width),
        note_lines(note, note_width),
        whole,
        left=LEFT,
        below=44,
        above=ABOVE + (LAUNCH_ROOM if launches else 0),
        barmode="stack",
        bargap=0.15,
        shapes=[],
    )
    room = WIDE_NAME_ROOM if look.is_wide else NAME_ROOM
    anchor = f"y{len(heights)}"
    figure["xaxis"] = day_axis(look, span, room) | {"anchor": anchor}
    most = [_most(at, groups, events) for at in range(len(heights))]
    first = titles[0] if has_shares else no_shares
    names = [first, titles[1], *(each.title for each in events)]
    _add_panels(figure, look, names, heights, most)
    figure["yaxis"]["visible"] = has_shares
    lines, words = launch_marks(look, launches)
    shaded = ("y", "y2") if has_shares else ("y2",)
    shades = [_shade(look, provisional_from, span[1], axis) for axis in shaded]
    figure["shapes"] += [*shades, *lines]
    figure["annotations"] += [
        *words,
        *(
            [
                *line_names(groups[:-1], look, span[1], most[0], shares),
                rest_name(groups[-1], groups, look, span[1]),
            ]
            if has_shares
            else column_names(groups, look, span[1])
        ),
    ]
    return {"data": _data(groups, events, look, block_days), "layout": figure}


def _add_panels(
    figure: Figure,
    look: Look,
    names: Sequence[str],
    heights: Sequence[int],
    most: Sequence[float],
) -> None:
    """Give the layout the vertical axis and the name of each panel, from the top."""
    whole = sum(height + TITLE_ROOM + GAP for height in heights)
    top = float(whole)
    for at, (name, height) in enumerate(zip(names, heights, strict=True)):
        low = top - TITLE_ROOM - height
        domain = [max(0.0, low / whole), (low + height) / whole]
        place = str(at + 1) if at else ""
        figure[f"yaxis{place}"] = _axis(look, domain, most[at], at == 0, at > 1)
        figure["annotations"].append(_name(look, name, top / whole))
        top = low - GAP


def _data(
    groups: Sequence[Group], events: Sequence[Events], look: Look, block_days: int
) -> list[Figure]:
    """Lines, columns and bars."""
    return [
        *(trace for group in groups[:-1] for trace in _share_traces(group, look)),
        *(_columns(group, look, block_days) for group in groups),
        *(
            _event_bars(each, f"y{at + 3}", look, block_days)
            for at, each in enumerate(events)
        ),
    ]


def _most(at: int, groups: Sequence[Group], events: Sequence[Events]) -> float:
    """The highest value of a panel."""
    if at == 0:
        highest = [each.points[["share", "high"]].max().max() for each in groups[:-1]]
        known = [each for each in highest if pd.notna(each)]
        return min(1.0, math.ceil(max(known, default=1.0) * 20) / 20)
    if at == 1:
        parts = pd.concat([each.points for each in groups])
        found = parts.groupby("on_day")["tips"].sum(min_count=1).max()
    else:
        found = events[at - 2].points["events"].max()
    return float(found) if pd.notna(found) and found > 0 else 1.0


def _axis(
    look: Look, domain: list[float], most: float, is_share: bool, is_small: bool
) -> Figure:
    return {
        "domain": domain,
        "range": [0, most if is_share else most * ROOM],
        "nticks": 2 if is_small else 5,
        **({"tickvals": [0, most]} if is_small else {}),
        "tickformat": ".0%" if is_share else ",~r",
        "tickfont": {"size": NOTE_SIZE},
        "gridcolor": look.faint,
        "zeroline": True,
        "zerolinecolor": look.faint,
        "fixedrange": True,
    }


def _name(look: Look, words: str, at: float) -> Figure:
    return {
        "text": wrapped(words, 99),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - LEFT,
        "y": at,
        "yref": "paper",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": TEXT_SIZE - 1, "color": look.ink},
        "bgcolor": look.ground,  # no line of a launch crosses it
        "borderpad": 0,
    }


def _shade(look: Look, first: date, last: date, axis: str) -> Figure:
    """Behind the days of which tips still come in."""
    return {
        "type": "rect",
        "x0": first.isoformat(),
        "x1": (last + timedelta(days=1)).isoformat(),
        "y0": 0,
        "y1": 1,
        "yref": f"{axis} domain",
        "fillcolor": veiled(look.ink, 0.1),
        "line": {"width": 0},
        "layer": "below",
    }


def _share_traces(group: Group, look: Look) -> list[Figure]:
    """The line of a group within its interval; both break where there is no share."""
    points, colour = group.points, colours(look)[group.colour]
    pale = veiled(colour, 0.16) if colour.startswith("#") else veiled(look.ink, 0.08)
    traces: list[Figure] = []
    runs = points["share"].isna().cumsum()
    for _, run in points[points["share"].notna()].groupby(runs):
        edge = {
            "type": "scatter",
            "mode": "lines",
            "x": days(run["on_day"]),
            "line": {"width": 0},
            "hoverinfo": "skip",
            "yaxis": "y",
        }
        fill = {"fill": "tonexty", "fillcolor": pale}
        traces.append(edge | {"y": numbers(run["low"])})
        traces.append(edge | {"y": numbers(run["high"])} | fill)
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": group.name,
        "x": days(points["on_day"]),
        "y": numbers(points["share"]),
        "connectgaps": False,
        "line": {"color": colour, "width": 2},
        "marker": {"size": 5, "color": colour},
        "hovertext": [wrapped(said, 60) for said in points["hover"]],
        "hovertemplate": HOVER,
        "yaxis": "y",
        "cliponaxis": False,
    }
    return [*traces, line]


def _columns(group: Group, look: Look, block_days: int) -> Figure:
    points = group.points
    return {
        "type": "bar",
        "name": group.name,
        "x": days(points["on_day"]),
        "y": numbers(points["tips"]),
        "width": block_days * DAY * 0.82,
        "marker": {"color": colours(look)[group.colour], "line": {"width": 0}},
        "hovertext": [wrapped(said, 60) for said in points["hover"]],
        "hovertemplate": HOVER,
        "yaxis": "y2",
    }


def _event_bars(events: Events, axis: str, look: Look, block_days: int) -> Figure:
    points = events.points
    return {
        "type": "bar",
        "name": events.title,
        "x": days(points["on_day"]),
        "y": numbers(points["events"]),
        "width": block_days * DAY * 0.82,
        "marker": {"color": veiled(look.ink, 0.45), "line": {"width": 0}},
        "hovertext": [wrapped(said, 60) for said in points["hover"]],
        "hovertemplate": HOVER,
        "yaxis": axis,
    }
