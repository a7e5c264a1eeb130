"""Batches on their days, years beside each other, and where volunteers come from."""

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
    ROW,
    TITLE_WIDTH,
    Month,
    key,
    key_note,
    month_axis,
    row_axis,
    status_colours,
)

LEFT, RIGHT = 136, 16  # px for names at the left, and to let the last mark out
YEAR_LEFT, YEAR_RIGHT, YEAR_ROW = 88, 92, 26
BARS_LEFT = 124
SYMBOLS = {
    "held": "circle",
    "held_later": "circle",
    "planned": "circle-open",
    "overdue": "circle-open-dot",
    "postponed": "diamond-open",
    "cancelled": "x-thin-open",
}
MARKS = {  # the same in a line of text
    "held": "●",
    "held_later": "●",
    "planned": "○",
    "overdue": "◉",
    "postponed": "◇",
    "cancelled": "✕",
}


def batch_timeline(
    batches: pd.DataFrame,
    months: Sequence[Month],
    fates: Sequence[tuple[str, str]],
    title: str,
    look: Look,
    note: Sequence[str],
) -> Figure:
    """Every batch of a fiscal year on its day, with a line from the day in the plan.

    Args:
        batches: In order from top to bottom: `label`, `day` and `due_day` (days into
            the year), `fate` (one of SYMBOLS), has_plan, `hover`; a row without a day
            has its label alone.
        months: Where months begin, in days; those without a batch before or after are
            left out.
        fates: What each fate is called, in order: fate and its name with its number.
        title: What is seen.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    rows = list(range(len(batches)))
    colours = status_colours(look) | {"planned": look.accent}
    entries = key(
        [(colours[fate], said) for fate, said in fates],
        look,
        [MARKS[fate] for fate, _ in fates],
    )
    drawn = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        ROW * max(len(rows), 1),
        left=LEFT,
        above=10 + KEY_LINE * len(entries),
        xaxis=month_axis(months, _span(batches), look)
        | {"showgrid": True, "gridcolor": look.faint},
        yaxis=row_axis([str(label) for label in batches["label"]], look),
        shapes=[
            _slip(row, due, day, look)
            for row, due, day, has_plan in zip(
                rows,
                batches["due_day"],
                batches["day"],
                batches["has_plan"],
                strict=True,
            )
            if has_plan and due != day
        ],
    )
    drawn["margin"]["r"] = RIGHT
    drawn["annotations"].append(
        key_note("<br>".join(entries), 8) | {"xshift": EDGE - LEFT}
    )
    places = batches.assign(row=rows).dropna(subset="day")
    shades = [colours[fate] for fate in places["fate"]]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [float(day) for day in places["day"]],
        "y": places["row"].tolist(),
        "marker": {
            "size": 10,
            "symbol": [SYMBOLS[fate] for fate in places["fate"]],
            "color": shades,
            "line": {"width": 2, "color": shades},
        },
        "hovertext": [wrapped(line, 44) for line in places["hover"]],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    return {"data": [marks], "layout": drawn}


def _span(batches: pd.DataFrame) -> list[float]:
    """From some days before the first mark to some days after the last."""
    days = batches[["day", "due_day"]].astype("float")
    return [float(days.min().min()) - 8, float(days.max().max()) + 8]


def _slip(row: int, due: float, day: float, look: Look) -> Figure:
    return {
        "type": "line",
        "x0": due,
        "x1": day,
        "y0": row,
        "y1": row,
        "line": {"color": veiled(look.ink, 0.5), "width": 2},
        "layer": "below",
    }


def years_compared(
    years: pd.DataFrame,
    batches: pd.DataFrame,
    months: Sequence[Month],
    same_point: tuple[float, str],
    title: str,
    look: Look,
    note: Sequence[str],
) -> Figure:
    """The held batches of every fiscal year on one axis, October to September.

    Args:
        years: From top to bottom: fiscal_year_be, `label`, `reached` (what is said at
            the right).
        batches: Held ones: fiscal_year_be, `day` (days into its year), `hover`.
        months: Where months begin, in days.
        same_point: Day up to which the running year goes, and its name.
        title: What is seen.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    rows = {int(year): row for row, year in enumerate(years["fiscal_year_be"])}
    drawn = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        YEAR_ROW * max(len(rows), 1),
        left=YEAR_LEFT,
        above=26,
        xaxis=month_axis(months, [-2, 368], look),
        yaxis=row_axis([str(label) for label in years["label"]], look),
        shapes=[
            {
                "type": "line",
                "x0": same_point[0],
                "x1": same_point[0],
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": look.ink, "width": 1.5, "dash": "dot"},
            }
        ],
    )
    drawn["margin"]["r"] = YEAR_RIGHT
    drawn["annotations"].append(
        {
            "x": same_point[0],
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "xanchor": "left" if same_point[0] < 120 else "right",
            "text": wrapped(same_point[1], 44),
            "showarrow": False,
            "font": {"size": NOTE_SIZE, "color": look.ink},
        }
    )
    drawn["annotations"] += [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 6,
            "y": row,
            "text": wrapped(said, 40),
            "showarrow": False,
            "font": {"size": NOTE_SIZE + 1, "color": look.ink},
        }
        for row, said in enumerate(years["reached"])
    ]
    colour = [
        look.accent if day <= same_point[0] else veiled(look.accent, 0.35)
        for day in batches["day"]
    ]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [float(day) for day in batches["day"]],
        "y": [rows[int(year)] for year in batches["fiscal_year_be"]],
        "marker": {"size": 9, "color": colour, "line": {"width": 0}},
        "hovertext": [wrapped(line, 44) for line in batches["hover"]],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    return {"data": [marks], "layout": drawn}


def home_bars(
    provinces: pd.DataFrame,
    names: tuple[str, str],
    title: str,
    look: Look,
    note: Sequence[str],
) -> Figure:
    """Volunteers trained by province: of a known home, and counted at the host.

    Args:
        provinces: From top to bottom: name, volunteers_home, volunteers_host, `said`
            (the sum as a reader reads it).
        names: What the two parts are called.
        title: What is seen.
        look: Colours, language and era.
        note: Lines with source, data date and data status.
    """
    rows = list(range(len(provinces)))
    colours = (look.accent, veiled(look.accent, 0.4))
    columns = ("volunteers_home", "volunteers_host")
    entries = key(list(zip(colours, names, strict=True)), look)
    known = provinces[list(columns)].astype("float").fillna(0)
    most = max(float(known.sum(axis=1).max()) if rows else 0.0, 1.0)
    drawn = layout(
        look,
        heading(title, width=TITLE_WIDTH),
        note_lines(note),
        ROW * max(len(rows), 1),
        left=BARS_LEFT,
        above=10 + KEY_LINE * len(entries),
        barmode="stack",
        xaxis={
            "range": [0, most * 1.3],
            "fixedrange": True,
            "gridcolor": look.faint,
            "zeroline": False,
            "nticks": 5,
        },
        yaxis=row_axis([str(name) for name in provinces["name"]], look),
    )
    drawn["annotations"].append(
        key_note("<br>".join(entries), 8) | {"xshift": EDGE - BARS_LEFT}
    )
    drawn["annotations"] += [
        {
            "x": float(total),
            "y": row,
            "text": wrapped(said, 40),
            "showarrow": False,
            "xanchor": "left",
            "xshift": 4,
            "font": {"size": NOTE_SIZE, "color": look.ink},
        }
        for row, total, said in zip(
            rows, known.sum(axis=1), provinces["said"], strict=True
        )
    ]
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "x": known[column].tolist(),
            "y": rows,
            "marker": {"color": colour},
            "hovertext": [
                f"{wrapped(str(place), 40)}<br>{wrapped(name, 40)}: {value:,.0f}"
                for place, value in zip(provinces["name"], known[column], strict=True)
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for column, colour, name in zip(columns, colours, names, strict=True)
    ]
    return {"data": bars, "layout": drawn}
