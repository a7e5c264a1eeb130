"""What became of alarms year by year, and how soon a week of tips is complete."""

import html
from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.charts.base import (
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
from dashboard.charts.training import KEY_LINE, key, key_note

LEFT, HEIGHT, DELAY_HEIGHT = 40, 200, 170  # px
TITLE_WIDTH = 44
ROOM = 1.12  # of the highest value
HOVER = "%{hovertext}<extra></extra>"
OPEN = "open"
OUTCOMES = ("SIGNAL", "CAMPAIGN", "TRAINING", "DATA_ERROR", "UNEXPLAINED", OPEN)


def outcome_colours(look: Look) -> dict[str, str]:
    """The colour of each outcome; none of them is good or bad, open is the ground."""
    return {
        "SIGNAL": look.accent,
        "CAMPAIGN": look.categories[3],
        "TRAINING": look.categories[5],
        "DATA_ERROR": look.categories[4],
        "UNEXPLAINED": veiled(look.ink, 0.35),
        OPEN: look.ground,
    }


def outcome_bars(
    years: pd.DataFrame,
    names: Mapping[str, str],
    expected_name: str,
    look: Look,
    title: str,
    axis: str,
    note: Sequence[str],
) -> Figure:
    """A bar of alarms for each year, by outcome, and how many were to be false.

    Args:
        years: In order: name, expected (false alarms; missing: not known), hover, and
            a column of counts for each outcome of OUTCOMES.
        names: What the outcomes are called.
        expected_name: What the mark of the expected false alarms is called.
        look: Colours, language and era.
        title: What is seen.
        axis: What the bars count.
        note: Lines with source, data date and data status.
    """
    colours = outcome_colours(look)
    shown = [each for each in OUTCOMES if years[each].sum() > 0]
    entries = [(colours[each], names[each]) for each in shown]
    marks = ["■" if each != OPEN else "□" for each in shown]
    lines = key([*entries, (look.ink, expected_name)], look, [*marks, "━"])
    most = max(years[list(OUTCOMES)].sum(axis=1).max(), years["expected"].max(), 1)
    figure = layout(
        look,
        heading(title, axis, TITLE_WIDTH),
        note_lines(note),
        HEIGHT,
        left=LEFT,
        above=14 + KEY_LINE * len(lines),
        barmode="stack",
        bargap=0.35,
        xaxis=_names_axis(years["name"]),
        yaxis=_count_axis(look, float(most)),
    )
    figure["annotations"].append(
        key_note("<br>".join(lines), 12) | {"xshift": EDGE - LEFT}
    )
    data = [_bar(years, each, colours[each], look) for each in shown]
    return {"data": [*data, _expected(years, look)], "layout": figure}


def _bar(years: pd.DataFrame, outcome: str, colour: str, look: Look) -> Figure:
    edge = veiled(look.ink, 0.6) if outcome == OPEN else look.ground
    return {
        "type": "bar",
        "name": outcome,
        "x": list(range(len(years))),
        "y": [int(each) for each in years[outcome]],
        "marker": {"color": colour, "line": {"width": 1, "color": edge}},
        "hovertext": [html.escape(text, quote=False) for text in years["hover"]],
        "hovertemplate": HOVER,
    }


def _expected(years: pd.DataFrame, look: Look) -> Figure:
    """A short line across each bar."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "expected",
        "x": list(range(len(years))),
        "y": [None if pd.isna(e) else round(float(e), 1) for e in years["expected"]],
        "marker": {
            "symbol": "line-ew-open",
            "size": 30,
            "color": look.ink,
            "line": {"width": 2.4, "color": look.ink},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _names_axis(names: pd.Series) -> Figure:
    return named_axis(
        [wrapped(name, 99) for name in names],
        range=[-0.6, len(names) - 0.4],
        tickfont={"size": NOTE_SIZE},
        tickangle=0,
    )


def _count_axis(look: Look, most: float) -> Figure:
    return {
        "range": [0, most * ROOM],
        "nticks": 5,
        "tickformat": ",~r",
        "tickfont": {"size": NOTE_SIZE},
        "gridcolor": look.faint,
        "zeroline": True,
        "zerolinecolor": look.faint,
        "fixedrange": True,
    }


def delay_points(
    weeks: pd.DataFrame, look: Look, title: str, axis: str, note: Sequence[str]
) -> Figure:
    """Which share of a week is known so many weeks after its end, with its interval.

    Args:
        weeks: In order: weeks_after, share_known, share_low, share_high (0 to 1;
            missing: not known), label (the share in words), hover.
        look: Colours, language and era.
        title: What is seen.
        axis: Name of the horizontal axis.
        note: Lines with source, data date and data status.
    """
    known = weeks[weeks["share_known"].notna()]
    figure = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        DELAY_HEIGHT,
        left=LEFT + 8,
        below=48,
        xaxis={
            "range": [-0.5, float(weeks["weeks_after"].max()) + 0.6],
            "title": {"text": wrapped(axis, 99), "standoff": 4},
            "dtick": 1,
            "tickfont": {"size": NOTE_SIZE},
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "linecolor": look.faint,
        },
        yaxis=share_axis(look, 1.16, tickfont={"size": NOTE_SIZE}),
    )
    points = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": "share_known",
        "x": known["weeks_after"].tolist(),
        "y": [round(float(each), 4) for each in known["share_known"]],
        "text": [wrapped(label, 99) for label in known["label"]],
        "textposition": "top center",
        "textfont": {"size": NOTE_SIZE, "color": look.ink},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": _reach(known["share_high"] - known["share_known"]),
            "arrayminus": _reach(known["share_known"] - known["share_low"]),
            "color": veiled(look.ink, 0.6),
            "thickness": 1.2,
            "width": 4,
        },
        "hovertext": [html.escape(text, quote=False) for text in known["hover"]],
        "hovertemplate": HOVER,
        "line": {"color": look.accent, "width": 1.6},
        "marker": {"size": 6, "color": look.accent},
        "cliponaxis": False,
    }
    return {"data": [points], "layout": figure}


def _reach(lengths: pd.Series) -> list[float]:
    """Of the whiskers; none where an end is not known."""
    return [0.0 if pd.isna(each) else round(float(each), 4) for each in lengths]
