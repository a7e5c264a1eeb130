"""Two rates of each province side by side, each with its interval, in one order."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from dashboard.charts.base import (
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

ROW, LEFT = 17, 148  # px: of a province, for its name
TITLE_WIDTH, HEAD_WIDTH = 38, 17  # characters: they fit a phone
WIDE_HEAD_WIDTH = 48  # half of a wide page
HEAD_LINE = 15  # px
APART = 0.06  # of the width: between the panels
BEYOND = 2.0  # times the least and the most rate: where a panel ends
ZERO = 0.13  # of a panel: its strip for zero
FEW_STEPS, FEWER_STEPS = 2.5, 1.7  # decades up to which 3 is a step too
SHORT = 200  # up to here figures are short, and more of them have room
HOVER = "%{hovertext}<extra></extra>"
SYMBOLS = {"counted": "circle", "few": "circle-open", "zero": "diamond-open"}


class Panel(NamedTuple):
    """One of the two rates.

    Attributes:
        side: Prefix of its columns.
        head: What is measured, with its unit.
        line: What the country's rate is called, with its value; "" without one.
        country: The country's rate; None: not known.
    """

    side: str
    head: str
    line: str
    country: float | None


class _Scale(NamedTuple):
    """A logarithmic axis with a strip for zero at its left, in decades."""

    least: float
    most: float

    @property
    def edge(self) -> float:
        """Where the strip begins."""
        return self.least - ZERO / (1 - ZERO) * (self.most - self.least)

    @property
    def zero(self) -> float:
        """The middle of the strip."""
        return (self.edge + self.least) / 2

    def at(self, value: float) -> float:
        """Where a value lies; what is beyond an end lies on it."""
        if value <= 0:
            return self.zero
        return min(max(math.log10(value), self.least), self.most)


def rates_beside(
    provinces: pd.DataFrame,
    panels: tuple[Panel, Panel],
    look: Look,
    note: Sequence[str],
    *,
    title: str,
    key: str,
) -> Figure:
    """Two columns of dots in one order of provinces, with intervals and the country's.

    Both axes are logarithmic, with a strip for zero; an interval that goes on beyond
    an end is cut there.

    Args:
        provinces: From top to bottom: name, is_marked (in bold), and for each panel
            <side> (the rate; missing: none), <side>_low, <side>_high, <side>_kind
            ("counted", "few", "zero", "none"), <side>_said (why there is none) and
            <side>_hover.
        panels: The left and the right one.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        title: Says what is seen.
        key: What the marks mean.
    """
    heads = [_head(look, panel) for panel in panels]
    title_width, note_width = look.widths(TITLE_WIDTH)
    drawn = layout(
        look,
        heading(title, key, width=title_width),
        note_lines(note, note_width),
        ROW * len(provinces),
        left=LEFT,
        below=12,
        above=34 + HEAD_LINE * max(head.count("<br>") + 1 for head in heads),
        yaxis=_names(look, provinces),
        yaxis2=_names(look, provinces) | {"anchor": "x2", "visible": False},
    )
    traces: list[Figure] = []
    for number, (panel, head) in enumerate(zip(panels, heads, strict=True), 1):
        scale = _scale(provinces, panel)
        suffix = "" if number == 1 else "2"
        room = (1 - APART) / 2
        left = (number - 1) * (room + APART)
        drawn[f"xaxis{suffix}"] = _axis(look, scale, [left, left + room], suffix)
        drawn["annotations"].append(_above(look, head, left))
        drawn.setdefault("shapes", []).extend(_lines(look, panel, scale, suffix))
        traces += [
            axes | {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
            for axes in (
                _unsaid(provinces, panel, scale, look),
                *_dots(provinces, panel, scale, look),
            )
        ]
    return {"data": traces, "layout": drawn}


def _head(look: Look, panel: Panel) -> str:
    width = WIDE_HEAD_WIDTH if look.is_wide else HEAD_WIDTH
    head = f"<b>{wrapped(panel.head, width)}</b>"
    return f"{head}<br>{wrapped(panel.line, width)}" if panel.line else head


def _above(look: Look, head: str, left: float) -> Figure:
    """What a panel measures, above its axis."""
    return {
        "text": head,
        "showarrow": False,
        "align": "left",
        "font": {"size": NOTE_SIZE, "color": look.ink},
        "x": left,
        "xref": "paper",
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 22,
    }


def _names(look: Look, provinces: pd.DataFrame) -> Figure:
    names = [wrapped(name, 99) for name in provinces["name"]]
    return {
        "range": [len(provinces) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(provinces))),
        "ticktext": [
            f"<b>{name}</b>" if is_marked else name
            for name, is_marked in zip(names, provinces["is_marked"], strict=True)
        ],
        "tickfont": {"size": TEXT_SIZE - 1},
        "fixedrange": True,
        "gridcolor": veiled(look.faint, 0.6),
        "zeroline": False,
    }


def _scale(provinces: pd.DataFrame, panel: Panel) -> _Scale:
    rates = provinces.loc[provinces[panel.side] > 0, panel.side]
    said = [*rates, *([panel.country] if panel.country else [])] or [1.0]
    return _Scale(math.log10(min(said) / BEYOND), math.log10(max(said) * BEYOND))


def _axis(look: Look, scale: _Scale, domain: list[float], suffix: str) -> Figure:
    ticks = _ticks(scale)
    return {
        "domain": domain,
        "anchor": f"y{suffix}",
        "side": "top",
        "range": [scale.edge, scale.most],
        "tickmode": "array",
        "tickvals": [scale.zero, *(math.log10(tick) for tick in ticks)],
        "ticktext": ["0", *(f"{tick:,.10g}" for tick in ticks)],
        "tickangle": 0,
        "tickfont": {"size": NOTE_SIZE},
        "fixedrange": True,
        "gridcolor": look.faint,
        "zeroline": False,
        "linecolor": look.faint,
    }


def _ticks(scale: _Scale) -> list[float]:
    """Powers of ten, and their triples where a phone has room for them."""
    span, is_short = scale.most - scale.least, scale.most <= math.log10(SHORT)
    steps = (1, 3) if span <= (FEW_STEPS if is_short else FEWER_STEPS) else (1,)
    decades = range(math.floor(scale.least), math.ceil(scale.most) + 1)
    every = (step * 10.0**decade for decade in decades for step in steps)
    return [tick for tick in every if scale.least <= math.log10(tick) <= scale.most]


def _lines(look: Look, panel: Panel, scale: _Scale, suffix: str) -> list[Figure]:
    """Where the strip for zero ends, and the country's rate."""
    whole = {"yref": "paper", "y0": 0, "y1": 1, "type": "line", "xref": f"x{suffix}"}
    strip = whole | {
        "x0": scale.least,
        "x1": scale.least,
        "line": {"color": look.faint, "width": 1},
        "layer": "below",
    }
    if panel.country is None:
        return [strip]
    at = scale.at(panel.country)
    country = {"color": look.ink, "width": 1, "dash": "dot"}
    return [strip, whole | {"x0": at, "x1": at, "line": country, "opacity": 0.7}]


def _dots(
    provinces: pd.DataFrame, panel: Panel, scale: _Scale, look: Look
) -> list[Figure]:
    """Intervals as lines, then the rates over them."""
    side = panel.side
    rows = provinces.assign(row=range(len(provinces))).dropna(subset=[side])
    records = rows.to_dict("records")
    ends: dict[str, list[Any]] = {"x": [], "y": []}
    for row in records:
        low, high = scale.at(row[f"{side}_low"]), scale.at(row[f"{side}_high"])
        ends["x"] += [low, high, None]
        ends["y"] += [row["row"], row["row"], None]
    lines = {
        "type": "scatter",
        "mode": "lines",
        **ends,
        "line": {"color": veiled(look.accent, 0.45), "width": 2},
        "hoverinfo": "skip",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": side,
        "x": [scale.at(row[side]) for row in records],
        "y": rows["row"].tolist(),
        "marker": {
            "size": 9,
            "color": look.accent,
            "symbol": [SYMBOLS[row[f"{side}_kind"]] for row in records],
            "line": {"color": look.accent, "width": 2},
        },
        "hovertext": [wrapped(row[f"{side}_hover"], 44) for row in records],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }
    return [lines, dots]


def _unsaid(provinces: pd.DataFrame, panel: Panel, scale: _Scale, look: Look) -> Figure:
    """In words, where there is no rate."""
    rows = provinces.assign(row=range(len(provinces)))
    rows = rows[rows[panel.side].isna()]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [scale.edge] * len(rows),
        "y": rows["row"].tolist(),
        "text": [wrapped(said, 99) for said in rows[f"{panel.side}_said"]],
        "textposition": "middle right",
        "textfont": {"size": NOTE_SIZE, "color": veiled(look.ink, 0.75)},
        "hovertext": [wrapped(line, 44) for line in rows[f"{panel.side}_hover"]],
        "hovertemplate": HOVER,
        "cliponaxis": False,
    }
