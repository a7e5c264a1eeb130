"""What became of tips, stage by stage, each unit on an axis of its own."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from dashboard.charts.base import (
    BARE,
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    named_axis,
    note_lines,
    veiled,
    wrapped,
)
from dashboard.charts.lying_bars import bars, ends

TITLE_WIDTH = 40  # characters: what a phone shows
NAME_WIDTH, NAME_LEFT = 20, 140  # characters and px of the names of bars
ROW_HEIGHT, PANEL_HEAD, PANEL_GAP = 32, 20, 10  # px
LABEL_ROOM = 1.75  # of the longest bar, for the figure at its end


class Panel(NamedTuple):
    """Bars of one unit.

    Attributes:
        name: The unit, in words.
        rows: From top to bottom: name, value, part (of the value, drawn over it; both
            missing: no bar), label (at the end of the bar), hover.
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
    most = max((float(value) for value in rows["value"].dropna()), default=0.0)
    return {
        "range": [0, (most or 1.0) * LABEL_ROOM],
        "anchor": anchor,
        "showticklabels": False,
        **BARE,
    }


def _name_axis(rows: pd.DataFrame, bottom: float, top: float, anchor: str) -> Figure:
    return named_axis(
        [wrapped(name, NAME_WIDTH) for name in rows["name"]],
        is_down=True,
        domain=[max(0.0, bottom), min(1.0, top)],
        anchor=anchor,
        tickfont={"size": NOTE_SIZE + 1},
    )


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
    return [
        bars(rows, "value", veiled(look.accent, 0.35), **axes),
        bars(rows, "part", look.accent, **axes),
        ends(rows, look, **axes),
    ]
