"""Figures of the TIP Report's tiers and of Thailand's 3P figures."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.base import (
    EDGE,
    NOTE_SIZE,
    Figure,
    Look,
    heading,
    layout,
    upright,
    veiled,
    wrapped,
    year_axis,
)

TIERS = ("1", "2", "2WL", "3")  # best first
PALE = TIERS[:2]  # shades that the ink stands out from; the ground from the others
SHADES = (1, 3, 6, 9)  # of the sequential ramp: further from the ground is worse
HOVER = "%{hovertext}<extra></extra>"
HOVER_WIDTH = 60  # characters
LEAST_SIZE = 8  # px of a tier in its cell: on paper and slides the cells are narrow
STRIP_LEFT, PANEL_LEFT = 96, 52  # px for the labels of the vertical axis
PANEL_TITLE = 32  # characters
PANEL_WIDTH, DIGIT = 240, 7  # px: the narrowest plot of a panel, a digit of its values
FLOOR = 0.2  # of the axis: below it there is no room under a point
BREAK_BEFORE = 0.75  # years: the line of a new definition, clear of the first figure
MILLION = 1_000_000


def tier_colours(look: Look) -> dict[str, str]:
    """One shade for each tier, from pale (1) to strong (3)."""
    return {t: look.ramp[i] for t, i in zip(TIERS, SHADES, strict=True)}


def tier_steps(tiers: pd.DataFrame, look: Look, note: Sequence[str]) -> Figure:
    """One country's tier from report to report, tier 1 at the top.

    A level holds until the next report; after a missing one the line begins anew. The
    years in which it moved are named, and the last one where there is room. A tier that
    is not verified is an open mark, a year without any a dotted frame.

    Args:
        tiers: Rows of one country by report_year: tier, tier_rank, is_verified, hover.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    known = tiers["tier"].notna()
    years = [int(year) for year in tiers["report_year"]]
    colours = tier_colours(look)
    moves = dict(zip(years, _moves(tiers["tier_rank"]), strict=True))
    levels = [_rank(rank) for rank in tiers["tier_rank"]]
    last = max(int(year) for year in tiers["report_year"][known])
    named = {year for year, move in moves.items() if move}
    if not named & {last - 1, last - 2, last - 3}:
        named.add(last)
    steps = {
        "type": "scatter",
        "x": years,
        "y": levels,
        "mode": "lines+markers",
        "cliponaxis": False,
        "line": {"shape": "hv", "color": look.ink, "width": 2},
        "marker": {
            "size": 11,
            "symbol": _symbols(tiers["is_verified"]),
            "color": [colours.get(t, look.ground) for t in tiers["tier"].fillna("")],
            "line": {"color": look.ink, "width": 1.5},
        },
        "connectgaps": False,
        "hovertext": _hovers(tiers["hover"]),
        "hovertemplate": HOVER,
    }
    ranks = dict(zip(years, levels, strict=True))
    names = _labels(
        [
            (year, ranks[year], look.year(year), "bottom" if moves[year] > 0 else "top")
            for year in sorted(named)
        ],
        NOTE_SIZE,
    )
    title = look.words(
        "tip_tier_steps_title", first=look.year(min(years)), last=look.year(last)
    )
    open_years = [int(year) for year in tiers["report_year"][~known]]
    figure = layout(
        look,
        heading(title),
        note,
        180,
        left=112,
        xaxis=year_axis(look, min(years), max(years)),
        yaxis=_tier_axis(look),
        shapes=[_open_year(look, year) for year in open_years],
    )
    figure["annotations"] += [
        upright(look, year, look.words("tip_tier_open_short")) for year in open_years
    ]
    return {"data": [steps, names], "layout": figure}


def _labels(points: Sequence[tuple[int, float | None, str, str]], size: int) -> Figure:
    """Words at points (x, y, words, place).

    A trace of their own: in one with gaps, Plotly leaves some out until it draws again.
    """
    return {
        "type": "scatter",
        "mode": "markers+text",
        "marker": {"size": 11, "opacity": 0},  # keeps the words off the figure's own
        "x": [x for x, _, _, _ in points],
        "y": [y for _, y, _, _ in points],
        "text": [words for _, _, words, _ in points],
        "textposition": [
            place if " " in place else f"{place} center" for _, _, _, place in points
        ],
        "textfont": {"size": size},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _moves(ranks: pd.Series) -> list[float]:
    """By how many levels each tier is below the one before it; 0 where unknown."""
    return [float(move) for move in ranks.astype("float").diff().fillna(0)]


def _tier_axis(look: Look) -> Figure:
    return {
        "range": [len(TIERS) + 0.5, 0.5],
        "tickmode": "array",
        "tickvals": list(range(1, len(TIERS) + 1)),
        "ticktext": [look.words(f"tip_tier_level_{tier}") for tier in TIERS],
        "gridcolor": look.faint,
        "zeroline": False,
        "fixedrange": True,
    }


def _open_year(look: Look, year: int) -> Figure:
    return {
        "type": "rect",
        "x0": year - 0.45,
        "x1": year + 0.45,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": look.ink, "width": 1, "dash": "dot"},
        "layer": "below",
    }


def tier_strip(tiers: pd.DataFrame, look: Look, note: Sequence[str]) -> Figure:
    """Every country's tiers as a row of cells, one for each report.

    Unverified cells are hatched and carry a question mark; missing ones stay open.

    Args:
        tiers: Rows of the countries, in their order from top to bottom: report_year,
            country_iso3, country, tier, is_verified, hover.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    countries = list(dict.fromkeys(tiers["country_iso3"]))
    names = dict(zip(tiers["country_iso3"], tiers["country"], strict=True))
    rows = {code: row for row, code in enumerate(countries)}
    placed = tiers.assign(row=tiers["country_iso3"].map(rows))
    cells = [_cells(placed, tier, look) for tier in TIERS]
    years = [int(year) for year in tiers["report_year"]]
    figure = layout(
        look,
        heading(look.words("tip_tier_strip_title")),
        note,
        28 * len(countries),
        left=STRIP_LEFT,
        above=48,
        xaxis=year_axis(look, min(years), max(years)),
        yaxis={
            "range": [len(countries) - 0.5, -0.5],
            "tickmode": "array",
            "tickvals": list(rows.values()),
            "ticktext": [wrapped(names[code], 40) for code in countries],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        barmode="overlay",
        uniformtext={"mode": "hide", "minsize": LEAST_SIZE},
    )
    figure["annotations"].append(_key(look))
    return {"data": [*cells, _missing_cells(placed, look)], "layout": figure}


def _key(look: Look) -> Figure:
    """What the shades and signs mean, in two lines that fit a phone."""
    colours = tier_colours(look)
    shades = [
        f"<span style='color:{colours[tier]}'>■</span> {_tier_name(tier, look)}"
        for tier in TIERS
    ]
    signs = [f"□ {look.words('tip_tier_missing')}", look.words("tip_tier_unverified")]
    return {
        "text": "<br>".join("  ".join(line) for line in (shades, signs)),
        "showarrow": False,
        "align": "left",
        "font": {"size": NOTE_SIZE + 1},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - STRIP_LEFT,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
    }


def _tier_name(tier: str, look: Look) -> str:
    """The tier's name, and its code where the name does not hold it."""
    name = look.words(f"tip_tier_level_{tier}")
    return name if tier in name else f"{name} ({tier})"


def _cells(placed: pd.DataFrame, tier: str, look: Look) -> Figure:
    """The cells of one tier: one trace, so that the legend names it once."""
    own = placed[placed["tier"] == tier]
    doubted = [_doubted(flag) for flag in own["is_verified"]]
    return {
        **_bars(own),
        "name": _tier_name(tier, look),
        "text": [f"{tier}?" if doubt else tier for doubt in doubted],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "insidetextfont": {"color": look.ink if tier in PALE else look.ground},
        "textangle": 0,
        "marker": {
            "color": tier_colours(look)[tier],
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if doubt else "" for doubt in doubted],
                "fgcolor": look.ground,
                "size": 8,
                "solidity": 0.2,
                "fillmode": "overlay",
            },
        },
    }


def _missing_cells(placed: pd.DataFrame, look: Look) -> Figure:
    return {
        **_bars(placed[placed["tier"].isna()]),
        "name": look.words("tip_tier_missing"),
        "marker": {
            "color": look.ground,
            "line": {"width": 1, "color": veiled(look.ink, 0.35)},
        },
    }


def _bars(own: pd.DataFrame) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [int(year) - 0.47 for year in own["report_year"]],
        "x": [0.94] * len(own),
        "y": [int(row) for row in own["row"]],
        "width": 0.86,
        "hovertext": _hovers(own["hover"]),
        "hovertemplate": HOVER,
    }


def pillar_panel(
    series: pd.DataFrame,
    years: tuple[int, int],
    breaks: Collection[int],
    look: Look,
    note: Sequence[str],
) -> Figure:
    """One indicator by data year: points, joined only from one year to the next.

    Nothing is joined over a year without a figure nor over a change of definition,
    which a dotted line marks. A figure that is not verified is an open point.

    Args:
        series: Rows of one indicator by year: year, name, value, unit, period,
            is_verified, hover.
        years: First and last year of the axis, the same for all panels side by side.
        breaks: Years (C.E.) from which another definition holds.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    head = series.iloc[0]
    divisor = MILLION if _in_millions(series) else 1
    unit = look.words("tip_tier_millions", unit=head["unit"])
    unit = unit if divisor > 1 else head["unit"]
    rows = series.assign(shown=series["value"] / divisor).to_dict("records")
    values = {row["year"]: f"{row['shown']:,.{_decimals(rows)}f}" for row in rows}
    digits = max(map(len, values.values()))
    room = digits * DIGIT * (years[1] - years[0] + 1) / PANEL_WIDTH
    labelled = _telling(rows, room)
    line = _with_gaps(rows, breaks)
    trace = {
        "type": "scatter",
        "x": [row["year"] if row else None for row in line],
        "y": [row["shown"] if row else None for row in line],
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": look.accent, "width": 2},
        "marker": {
            "size": 8,
            "color": look.accent,
            "symbol": _symbols([row["is_verified"] if row else None for row in line]),
        },
        "cliponaxis": False,
        "hovertext": _hovers([row["hover"] if row else "" for row in line]),
        "hovertemplate": HOVER,
    }
    top = max(row["shown"] for row in rows) or 1
    names = _labels(
        [
            (row["year"], row["shown"], values[row["year"]], place)
            for row, place in zip(line, _places(line, top), strict=True)
            if row and row["year"] in labelled
        ],
        NOTE_SIZE + 1,
    )
    periods = ", ".join(dict.fromkeys(series["period"]))
    figure = layout(
        look,
        heading(str(head["name"]), f"{unit} · {periods}", PANEL_TITLE),
        note,
        130,
        left=PANEL_LEFT,
        xaxis=year_axis(look, *years),
        yaxis={
            "range": [0, top * 1.22],
            "nticks": 4,
            "tickformat": ",~r",
            "gridcolor": look.faint,
            "zerolinecolor": look.faint,
            "fixedrange": True,
        },
        shapes=[_break(look, year) for year in breaks],
    )
    figure["annotations"] += [
        upright(look, year - BREAK_BEFORE, look.words("tip_tier_break_short"))
        | {"xshift": -8, "y": 1, "yanchor": "top"}
        for year in breaks
    ]
    return {"data": [trace, names], "layout": figure}


def _in_millions(series: pd.DataFrame) -> bool:
    return bool((series["value"] >= MILLION).all())


def _decimals(rows: Sequence[dict[str, Any]]) -> int:
    """As many as the figures carry, at most two."""
    return next(
        (n for n in (0, 1) if all(r["shown"] == round(r["shown"], n) for r in rows)), 2
    )


def _telling(rows: Sequence[dict[str, Any]], room: float) -> set[int]:
    """The years whose values are written: last, most, least, first, then what fits.

    Args:
        rows: The figures, by year.
        room: How many years apart two values must stand.
    """
    by_value = sorted(rows, key=lambda row: row["shown"])
    labelled: set[int] = set()
    for row in (rows[-1], by_value[-1], by_value[0], rows[0], *rows):
        if all(abs(row["year"] - other) >= room for other in labelled):
            labelled.add(row["year"])
    return labelled


def _places(line: Sequence[dict[str, Any] | None], top: float) -> list[str]:
    """Where each point's value stands so that the line does not cross it."""
    places = []
    neighbours = zip([None, *line], line, [*line[1:], None], strict=False)
    for before, row, after in neighbours:
        here = row["shown"] if row else 0
        from_above = before is not None and before["shown"] > here
        to_above = after is not None and after["shown"] > here
        if from_above and to_above and here > FLOOR * top:
            places.append("bottom center")
        elif from_above != to_above:
            places.append("top right" if from_above else "top left")
        else:
            places.append("top center")
    return places


def _with_gaps(
    rows: Sequence[dict[str, Any]], breaks: Collection[int]
) -> list[dict[str, Any] | None]:
    """The rows with None wherever the line must stop."""
    line: list[dict[str, Any] | None] = []
    for before, row in zip([None, *rows], rows, strict=False):
        joined = (
            before is not None
            and row["year"] == before["year"] + 1
            and row["period"] == before["period"]
            and row["year"] not in breaks
        )
        if line and not joined:
            line.append(None)
        line.append(row)
    return line


def _break(look: Look, year: int) -> Figure:
    return {
        "type": "line",
        "x0": year - BREAK_BEFORE,
        "x1": year - BREAK_BEFORE,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": look.ink, "width": 1.5, "dash": "dot"},
    }


def _rank(rank: float) -> int | None:
    return None if pd.isna(rank) else int(rank)


def _symbols(flags: Collection[object]) -> list[str]:
    return ["circle-open" if _doubted(flag) else "circle" for flag in flags]


def _doubted(is_verified: object) -> bool:
    """Whether a figure is there and not verified; a missing one is neither."""
    return not pd.isna(is_verified) and not is_verified


def _hovers(texts: Collection[str]) -> list[str]:
    """Texts of several lines, each in short lines that hold no markup."""
    return [
        "<br>".join(wrapped(line, HOVER_WIDTH) for line in text.splitlines())
        for text in texts
    ]
