"""How sure each province's rank is: median and interval of the draws, both levels."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    NOTE_SIZE,
    WIDE_TITLE,
    Figure,
    Look,
    heading,
    layout,
    note_lines,
    wrapped,
)
from dashboard.charts.risk_levels import level_fill, level_ink

ROW, HEAD = 20, 2  # px of a province; rows that the name of a group takes
LEFT = {"th": 112, "en": 140}  # px: the longest name of a province
TITLE_WIDTH, HEAD_WIDTH, BELOW_WIDTH = 38, 54, 54  # characters
TOP = 20  # the ranks that a group is about
ABOVE = 40  # px: the axis and its name stand on top
MARK, SQUARE, LINE = 10, 15, 5  # px
NAME_SIZE, SMALL = 12, 11
# where the levels stand, right of the last rank: shares of it; on a phone, where a rank
# is narrower than the name of a column, further apart
COLUMNS, NARROW = (0.12, 0.29), (0.17, 0.5)


@dataclass(frozen=True)
class Group:
    """Provinces that are equally sure to be among the first twenty.

    Attributes:
        name: In words, with the number of provinces.
        rows: name, risk_rank, rank_median, rank_p05, rank_p95, computed_level,
            ministry_level, is_level_uncertain (the computed one) and hover of each,
            from top to bottom.
    """

    name: str
    rows: pd.DataFrame


def rank_intervals(
    groups: Sequence[Group],
    look: Look,
    note: Sequence[str],
    *,
    title: str,
    ranked: int,
) -> Figure:
    """Each province as a dot (median rank) upon a line (90 % of the draws).

    The dot has the colour of the computed level; a tick is the published rank. Right of
    the ranks stand the ministry's grade and the computed level.

    Args:
        groups: From top to bottom; none is empty.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
        title: Says what is seen.
        ranked: How many provinces have a rank.
    """
    rows, heads, end = _placed(groups)
    left = LEFT[look.lang]
    title_width, note_width = look.widths(TITLE_WIDTH)
    figure = layout(
        look,
        heading(title, look.words("risk_ranks_marks"), width=title_width),
        note_lines(note, note_width),
        round(ROW * end),
        left=left,
        below=8,
        above=ABOVE,
        xaxis=_rank_axis(look, ranked),
        yaxis=_name_axis(look, rows, end),
        shapes=[_limit(look), *(_rule(look, at) for at, _ in heads[1:])],
    )
    figure["annotations"] += [
        *(_head(look, at, name, left) for at, name in heads),
        *_column_names(look, ranked),
    ]
    return {
        "data": [
            _intervals(rows, look),
            _published(rows, look),
            *_medians(rows, look),
            *_levels(rows, look, ranked),
            *_ungraded(rows, look, ranked),
        ],
        "layout": figure,
    }


def _placed(
    groups: Sequence[Group],
) -> tuple[pd.DataFrame, list[tuple[float, str]], float]:
    """The provinces with their place from the top (y), names of groups, the end."""
    at, parts, heads = 0.0, [], []
    for group in groups:
        heads.append((at, group.name))
        at += HEAD
        number = len(group.rows)
        parts.append(group.rows.assign(y=[at + place + 0.5 for place in range(number)]))
        at += number
    return pd.concat(parts, ignore_index=True), heads, at


def _columns(look: Look) -> tuple[float, float]:
    return COLUMNS if look.is_wide else NARROW


def _rank_axis(look: Look, ranked: int) -> Figure:
    named = [1, *range(TOP, ranked - 5, TOP)]
    if look.is_wide:  # else it would run into the names of the columns
        named.append(ranked)
    return {
        "title": {
            "text": wrapped(look.words("risk_ranks_axis"), BELOW_WIDTH),
            "standoff": 4,
            "font": {"size": NOTE_SIZE},
        },
        "side": "top",
        "range": [-0.03 * ranked, ranked * (1 + _columns(look)[-1] + 0.09)],
        "tickvals": named,
        "tickfont": {"size": NOTE_SIZE},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _name_axis(look: Look, rows: pd.DataFrame, end: float) -> Figure:
    return {
        "range": [end, 0],
        "tickvals": rows["y"].tolist(),
        "ticktext": [html.escape(name, quote=False) for name in rows["name"]],
        "tickfont": {
            "size": NAME_SIZE if look.lang == "th" else SMALL,
            "color": look.ink,
        },
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _limit(look: Look) -> Figure:
    """The line behind which a province is not among the first twenty."""
    return {
        "type": "line",
        "x0": TOP + 0.5,
        "x1": TOP + 0.5,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "opacity": 0.5,
        "layer": "below",
    }


def _rule(look: Look, at: float) -> Figure:
    """A thin line above the name of a group."""
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": at,
        "y1": at,
        "line": {"color": look.faint, "width": 1},
        "layer": "below",
    }


def _head(look: Look, at: float, name: str, left: int) -> Figure:
    return {
        "text": f"<b>{wrapped(name, WIDE_TITLE if look.is_wide else HEAD_WIDTH)}</b>",
        "showarrow": False,
        "align": "left",
        "font": {"size": NAME_SIZE, "color": look.ink},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - left,
        "y": at + HEAD / 2,
        "yanchor": "middle",
        "bgcolor": look.ground,
    }


def _column_names(look: Look, ranked: int) -> list[Figure]:
    """What the two columns of levels are called, above them."""
    keys = ("risk_ranks_ministry", "risk_ranks_computed")
    return [
        {
            "text": wrapped(look.words(key), 8),
            "showarrow": False,
            "font": {"size": NOTE_SIZE - 1, "color": look.ink},
            "x": ranked * (1 + share),
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
        }
        for key, share in zip(keys, _columns(look), strict=True)
    ]


def _intervals(rows: pd.DataFrame, look: Look) -> Figure:
    """One line for all: its parts are set apart by gaps."""
    gaps: list[Any] = [None] * len(rows)
    x = zip(rows["rank_p05"], rows["rank_p95"], gaps, strict=True)
    y = zip(rows["y"], rows["y"], gaps, strict=True)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [each for part in x for each in part],
        "y": [each for part in y for each in part],
        "line": {"color": look.faint, "width": LINE},
        "hoverinfo": "skip",
    }


def _published(rows: pd.DataFrame, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["risk_rank"].tolist(),
        "y": rows["y"].tolist(),
        "marker": {
            "symbol": "line-ns-open",
            "size": MARK + 3,
            "color": look.ink,
            "line": {"width": 1.5},
        },
        "hoverinfo": "skip",
    }


def _medians(rows: pd.DataFrame, look: Look) -> list[Figure]:
    """A trace for each level: native charts have one colour for a series."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": look.words("risk_level", level=int(level)),
            "x": part["rank_median"].tolist(),
            "y": part["y"].tolist(),
            "hovertext": [_hover(line) for line in part["hover"]],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "size": MARK,
                "color": level_fill(level),
                "opacity": 1,
                "line": {"color": look.ink, "width": 1},
            },
        }
        for level, part in rows.groupby("computed_level")
    ]


def _levels(rows: pd.DataFrame, look: Look, ranked: int) -> list[Figure]:
    """The ministry's grade and the computed level, each a coloured square."""
    columns = ("ministry_level", "computed_level")
    return [
        _squares(part, column, int(level), look, ranked * (1 + share))
        for column, share in zip(columns, _columns(look), strict=True)
        for level, part in rows.groupby(column)
    ]


def _ungraded(rows: pd.DataFrame, look: Look, ranked: int) -> list[Figure]:
    """A dash where the ministry gave no grade: it is not a square that was lost."""
    part = rows[rows["ministry_level"].isna()]
    if part.empty:
        return []
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [ranked * (1 + _columns(look)[0])] * len(part),
            "y": part["y"].tolist(),
            "text": ["–"] * len(part),
            "textfont": {"size": NAME_SIZE, "color": look.ink},
            "hoverinfo": "skip",
        }
    ]


def _squares(
    rows: pd.DataFrame, column: str, level: int, look: Look, at: float
) -> Figure:
    fill = level_fill(level)
    is_computed = column == "computed_level"
    is_uncertain = rows["is_level_uncertain"] & is_computed
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [at] * len(rows),
        "y": rows["y"].tolist(),
        "text": [f"{level}?" if each else str(level) for each in is_uncertain],
        "textfont": {"size": NOTE_SIZE, "color": level_ink(fill)},
        "marker": {
            "symbol": "square",
            "size": SQUARE,
            "color": fill,
            "opacity": 1,
            "line": {"color": look.faint, "width": 1},
        },
        "hoverinfo": "skip",
    }


def _hover(lines: str) -> str:
    return html.escape(lines, quote=False).replace("\n", "<br>")
