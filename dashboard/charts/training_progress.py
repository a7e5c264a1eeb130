"""How far the programme is: the bullet bar, and steps from week to week."""

from collections.abc import Sequence

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
    wrapped,
)
from dashboard.charts.training import (
    KEY_LINE,
    TITLE_WIDTH,
    Month,
    key,
    key_note,
    month_axis,
    status_colours,
)

BAR = 46  # px: the bullet bar
STEPS_HEIGHT, STEPS_RIGHT = 240, 96  # px


def programme_bar(
    parts: Sequence[tuple[str, int, str]],
    target: float | None,
    target_text: str,
    title: str,
    look: Look,
    note: Sequence[str],
) -> Figure:
    """The bullet bar: what became of the numbers of a fiscal year, and the target.

    Args:
        parts: Of PARTS, in order, those that are not 0: name, batches, and what its
            entry in the key says.
        target: How many batches were to be held; None without a target.
        target_text: What stands at the mark of the target.
        title: What is seen.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    colours = status_colours(look)
    entries = key([(colours[part], said) for part, _, said in parts], look)
    numbers = sum(number for _, number, _ in parts)
    most = max(numbers, target or 0, 1)
    drawn = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        BAR,
        left=EDGE,
        above=30 + KEY_LINE * len(entries),
        barmode="stack",
        xaxis={
            "range": [0, most * 1.02],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "nticks": 6,
            "ticks": "outside",
            "tickcolor": look.faint,
        },
        yaxis={"visible": False, "range": [-0.5, 0.5], "fixedrange": True},
    )
    drawn["annotations"].append(key_note("<br>".join(entries), 28))
    if target is not None:
        drawn["shapes"] = [_mark(target, look)]
        drawn["annotations"].append(_target(target, most, target_text, look))
    bars = [
        _bar(number, said, colours[part], part == "missing", look)
        for part, number, said in parts
    ]
    return {"data": bars, "layout": drawn}


def _bar(number: int, said: str, colour: str, is_open: bool, look: Look) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [number],
        "y": [0],
        "width": [0.8],
        "marker": {
            "color": colour,
            "line": {"color": look.ink, "width": 1},
            **(
                {"pattern": {"shape": "/", "size": 6, "fgcolor": veiled(look.ink, 0.6)}}
                if is_open
                else {}
            ),
        },
        "hovertext": [wrapped(said, 60)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _mark(target: float, look: Look) -> Figure:
    """The target: an upright line through the bar, as in a bullet graph (Few 2006)."""
    return {
        "type": "line",
        "x0": target,
        "x1": target,
        "y0": -0.5,
        "y1": 0.5,
        "line": {"color": look.ink, "width": 4},
    }


def _target(target: float, most: float, words: str, look: Look) -> Figure:
    is_right = target > most * 0.5
    return {
        "x": target,
        "y": 0.5,
        "text": wrapped(words, 40),
        "showarrow": False,
        "xanchor": "right" if is_right else "left",
        "yanchor": "bottom",
        "font": {"size": NOTE_SIZE + 1, "color": look.ink},
    }


def programme_steps(
    weeks: pd.DataFrame,
    months: Sequence[Month],
    title: str,
    names: tuple[str, str],
    target: tuple[float, str] | None,
    look: Look,
    note: Sequence[str],
) -> Figure:
    """Batches held and due so far, as steps from week to week of a fiscal year.

    Args:
        weeks: Of one fiscal year: week_no, batches_due, batches_held, and `hover`,
            what is said of the week.
        months: Where months begin, in weeks.
        title: What is seen.
        names: What stands at the end of the line held and of the line due.
        target: The target and its name.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    held = weeks.dropna(subset="batches_held")
    lines = [
        _step(weeks, "batches_due", look.ink, "dot", 1.5),
        _step(held, "batches_held", look.accent, "solid", 3),
    ]
    most = max(float(weeks["batches_due"].max()), target[0] if target else 0.0, 1.0)
    drawn = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        STEPS_HEIGHT,
        left=32,
        hovermode="x unified",
        xaxis=month_axis(months, [1, float(weeks["week_no"].max())], look),
        yaxis={
            "range": [0, most * 1.08],
            "fixedrange": True,
            "gridcolor": look.faint,
            "zeroline": False,
            "nticks": 6,
        },
    )
    drawn["margin"]["r"] = STEPS_RIGHT
    ends = [(held, "batches_held", names[0], look.accent)] if len(held) else []
    ends.append((weeks, "batches_due", names[1], look.ink))
    drawn["annotations"] += _ends(ends, most, look)
    if target:
        drawn["shapes"] = [_level(target[0], look)]
        drawn["annotations"].append(_level_name(target, look))
    return {"data": lines, "layout": drawn}


def _step(
    weeks: pd.DataFrame, column: str, colour: str, dash: str, width: float
) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": weeks["week_no"].tolist(),
        "y": [int(value) for value in weeks[column]],
        "line": {"shape": "hv", "color": colour, "dash": dash, "width": width},
        "hovertext": [wrapped(line, 44) for line in weeks[f"{column}_hover"]],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _ends(
    ends: Sequence[tuple[pd.DataFrame, str, str, str]], most: float, look: Look
) -> list[Figure]:
    """The name of each line at its end, kept clear of the other's."""
    highest = max(float(rows[column].iloc[-1]) for rows, column, _, _ in ends)
    values = [float(rows[column].iloc[-1]) for rows, column, _, _ in ends]
    is_near = len(ends) > 1 and max(values) - min(values) < most * 0.12
    return [
        {
            "x": float(rows["week_no"].iloc[-1]),
            "y": value,
            "text": wrapped(name, 14),
            "showarrow": False,
            "align": "left",
            "xanchor": "left",
            "xshift": 6,
            "yanchor": "middle",
            "yshift": (8 if value == highest else -8) if is_near else 0,
            "font": {"size": NOTE_SIZE + 1, "color": colour},
            "bgcolor": veiled(look.ground, 0.8),
        }
        for (rows, _, name, colour), value in zip(ends, values, strict=True)
    ]


def _level(at: float, look: Look) -> Figure:
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": at,
        "y1": at,
        "line": {"color": look.ink, "width": 1, "dash": "dash"},
    }


def _level_name(target: tuple[float, str], look: Look) -> Figure:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 4,
        "y": target[0],
        "yanchor": "bottom",
        "text": wrapped(target[1], 40),
        "showarrow": False,
        "font": {"size": NOTE_SIZE, "color": look.ink},
    }
