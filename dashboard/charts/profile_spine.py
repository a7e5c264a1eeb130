"""The spine chart: where a province stands on each indicator, the median in the middle.

As in the Fingertips profiles of England: all rows share one scale, on which the
national median is the spine and the end that is further from it the edge.
"""

import html
from collections.abc import Sequence
from typing import NamedTuple

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

ROW, BAR = 60, 9  # px: of a row, and of the bar in it
NAME_AT, WORDS_AT = 0.3, -0.27  # of a row, from its bar: names above, words below
TITLE_WIDTH = 38
# All provinces, and the middle half of them darker.
SPANS = (("lowest", "highest", 0.12), ("quarter_low", "quarter_high", 0.2))
SIZES = {"region": 11, "peers": 10, "own": 13}  # px
SYMBOLS = {"region": "diamond", "peers": "triangle-up", "own": "circle"}
GLYPHS = {"own": "●", "region": "◇", "peers": "△"}  # as they are drawn


class Named(NamedTuple):
    """What the marks are called.

    Attributes:
        own: The province.
        region: Mean of its region.
        peers: Mean of its peers; "" where they are the region.
        median: The spine.
        lower: The left end.
        higher: The right end.
    """

    own: str
    region: str
    peers: str
    median: str
    lower: str
    higher: str


def spine_chart(
    rows: pd.DataFrame, named: Named, title: str, look: Look, note: Sequence[str]
) -> Figure:
    """A row for each indicator; more risk is always to the right.

    Args:
        rows: In their order, from the top: name, value_text, trend_text, range_text
            (words); value, lowest, quarter_low, national_median, quarter_high,
            highest, region_mean, peers_mean (in the indicator's unit; missing: none);
            direction (1: more is more risk, -1: less); hover.
        named: What the marks are called.
        title: What is seen.
        look: Colours and language.
        note: Lines with source, data date and data status.
    """
    placed = _placed(rows)
    height = ROW * len(rows)
    figure = layout(
        look,
        f"{heading(title, width=TITLE_WIDTH)}<br>{_keys(named, look)}",
        note_lines(note),
        height,
        left=EDGE,
        below=26,
        xaxis={"range": [-1.03, 1.03], "visible": False, "fixedrange": True},
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "visible": False,
            "fixedrange": True,
        },
        shapes=[_spine(look, len(rows))],
        barmode="overlay",
    )
    figure["annotations"] += [
        *(each for _, row in placed.iterrows() for each in _words(row, look)),
        _end(named.lower, "left", look),
        _end(named.higher, "right", look),
    ]
    marks = ["region", "peers", "own"] if named.peers else ["region", "own"]
    bars = [_bars(placed, *span, look) for span in SPANS]
    return {
        "data": [*bars, *(_marks(placed, of, look) for of in marks)],
        "layout": figure,
    }


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with each figure's place from -1 to 1, the spine at 0."""
    above = rows["highest"] - rows["national_median"]
    below = rows["national_median"] - rows["lowest"]
    reach = above.where(above > below, below).replace(0, 1)
    places = {
        f"{column}_at": (rows[column] - rows["national_median"])
        / reach
        * rows["direction"]
        for column in (
            *("value", "lowest", "quarter_low", "quarter_high", "highest"),
            *("region_mean", "peers_mean"),
        )
    }
    return rows.assign(**places).reset_index(drop=True)


def _keys(named: Named, look: Look) -> str:
    """The marks with their names, the province first; below the title."""
    said = [
        (GLYPHS["own"], named.own, look.accent),
        (GLYPHS["region"], named.region, _ink(look)),
        (GLYPHS["peers"], named.peers, _ink(look)),
        ("│", named.median, _ink(look)),
    ]
    return "<br>".join(
        f"<span style='font-size:{TEXT_SIZE - 1}px;color:{colour}'>"
        f"{glyph} {wrapped(name, 99)}</span>"
        for glyph, name, colour in said
        if name
    )


def _ink(look: Look) -> str:
    return veiled(look.ink, 0.8)


def _spine(look: Look, rows: int) -> Figure:
    return {
        "type": "line",
        **{"x0": 0, "x1": 0, "y0": -0.5, "y1": rows - 0.5},
        "line": {"color": veiled(look.ink, 0.55), "width": 1},
    }


def _bars(
    placed: pd.DataFrame, low: str, high: str, shade: float, look: Look
) -> Figure:
    """The range from one figure to another, in every row that has any."""
    known = placed[placed["lowest"].notna()]
    first, last = known[f"{low}_at"], known[f"{high}_at"]
    return {
        "type": "bar",
        "orientation": "h",
        "base": first.round(4).tolist(),
        "x": (last - first).round(4).tolist(),
        "y": known.index.tolist(),
        "width": BAR / ROW,
        "marker": {"color": veiled(look.ink, shade)},
        "hoverinfo": "skip",
    }


def _marks(placed: pd.DataFrame, of: str, look: Look) -> Figure:
    column = {"own": "value_at", "region": "region_mean_at", "peers": "peers_mean_at"}
    known = placed[placed[column[of]].notna()]
    colour = look.accent if of == "own" else look.ground
    edge = look.ground if of == "own" else look.ink
    return {
        "type": "scatter",
        "mode": "markers",
        "x": known[column[of]].round(4).tolist(),
        "y": known.index.tolist(),
        "marker": {
            "symbol": SYMBOLS[of],
            "size": SIZES[of],
            "color": colour,
            "line": {"color": edge, "width": 1.4},
        },
        "hovertext": [html.escape(said, quote=False) for said in known["hover"]],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _words(row: pd.Series, look: Look) -> list[Figure]:
    """Above the bar name and value, below it the trend and the range."""
    small = {"size": NOTE_SIZE, "color": veiled(look.ink, 0.85)}
    plain = {"size": TEXT_SIZE - 1, "color": look.ink}
    name, value = wrapped(row["name"], 60), wrapped(row["value_text"], 60)
    at = int(row.name)
    return [
        _text(name, "left", at - NAME_AT, plain),
        _text(f"<b>{value}</b>", "right", at - NAME_AT, plain),
        _text(wrapped(row["trend_text"], 60), "left", at - WORDS_AT, small),
        _text(wrapped(row["range_text"], 60), "right", at - WORDS_AT, small),
    ]


def _text(said: str, side: str, y: float, font: Figure) -> Figure:
    return {
        "text": said,
        "x": 0 if side == "left" else 1,
        "xref": "paper",
        "xanchor": side,
        "align": side,
        "y": y,
        "yanchor": "middle",
        "showarrow": False,
        "font": font,
    }


def _end(said: str, side: str, look: Look) -> Figure:
    """What an end of the scale means, below the rows."""
    return {
        "text": wrapped(said, 60),
        "x": 0 if side == "left" else 1,
        "xref": "paper",
        "xanchor": side,
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -4,
        "showarrow": False,
        "font": {"size": NOTE_SIZE, "color": look.ink},
    }
