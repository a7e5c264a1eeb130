"""Bars of a plotly figure as a native bar chart: names, parts, words at their ends."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from dashboard.export.deck import axes
from dashboard.export.deck.levels import is_line, levels, line_over, padded
from dashboard.export.deck.markup import axis_name, names_by_colour, notes, plain
from dashboard.export.deck.plot import Axis, Label, Place, Plot, Series, Shade
from dashboard.export.deck.shades import PX, at, bar_fill, shade
from dashboard.text import Era, Lang, date_text

Drawn = Mapping[str, Any]
DAY = re.compile(r"\d{4}-\d\d-\d\d")
Grouping = Literal["clustered", "stacked", "overlay"]
GROUPINGS: dict[str, Grouping] = {
    "stack": "stacked",
    "relative": "stacked",
    "overlay": "overlay",
}


def is_bars(traces: Sequence[Drawn]) -> bool:
    """Whether they are bars from the axis on, with words and lines at most.

    Lines stand over upright bars alone: Office has none over bars that lie.
    """
    bars = [trace for trace in traces if trace["type"] == "bar"]
    others = [trace for trace in traces if trace["type"] != "bar"]
    lies = any(trace.get("orientation") == "h" for trace in bars)
    return (
        bool(bars)
        and not any("base" in trace for trace in bars)
        and len({trace.get("orientation", "v") for trace in bars}) == 1
        and all(map(_has_one_each, bars))
        and all(
            each.get("mode") == "text" or (is_line(each) and not lies)
            for each in others
        )
    )


def _has_one_each(bar: Drawn) -> bool:
    """Whether no two of its bars stand at the same place."""
    places = bar["y" if bar.get("orientation") == "h" else "x"]
    return len(set(places)) == len(places)


def read_bars(
    drawn: Drawn, traces: Sequence[Drawn], x: Drawn, y: Drawn, lang: Lang, era: Era
) -> Plot:
    """The bars of one panel.

    Args:
        drawn: The figure.
        traces: Those of the panel.
        x: Its horizontal axis in the figure's layout.
        y: Its vertical one.
        lang: Of its days.
        era: Of its years.
    """
    bars = [trace for trace in traces if trace["type"] == "bar"]
    lies = bars[0].get("orientation") == "h"
    along, across = (("y", "x"), ("x", "y"))[not lies]
    named, measured = (y, x) if lies else (x, y)
    lines = [trace for trace in traces if is_line(trace)]
    places = _places([*bars, *lines], along, named, lang, era)
    known = names_by_colour(drawn)
    series = [_series(bar, along, across, places, known) for bar in bars]
    texts = [trace for trace in traces if trace.get("mode") == "text"]
    ends, remarks = _ends(drawn, texts, along, places)
    grouping = GROUPINGS.get(drawn["layout"].get("barmode", ""), "clustered")
    # One row of bars alone lets a further one stand in its place.
    grouping = "overlay" if len(bars) == 1 else grouping
    values = [value for each in series for value in each.values]
    title = axis_name(drawn, f"{across}axis")
    names = [name for _place, name in places]
    at = [place for place, _name in places]
    over = [line_over(line, at, known) for line in lines]
    # A single bar is set upright: Office has no line over bars that lie.
    targets = [] if lies and len(at) > 1 else list(levels(drawn, across, len(at)))
    told = {target.name for target in targets}
    remarks = [said for said in remarks if said not in told]
    over, lies = [*over, *targets], lies and not targets
    if over and len(at) == 1:
        names, series, over = padded(names, series, over)
        ends = {row + 1: said for row, said in ends.items()}
    values += [value for each in over for value in each.values]
    if grouping == "stacked":
        # Office puts no label beyond a stacked bar.
        names = [
            f"{name}  {ends[row]}".strip() if row in ends else name
            for row, name in enumerate(names)
        ]
        ends = {}
        series = [_inside(each) for each in series]
    return Plot(
        form="hbar" if lies else "bar",
        series=(*_with_ends(series, ends), *over),
        x=Axis(title=axis_name(drawn, f"{along}axis"),
               is_reversed=bool(lies) and axes.is_reversed(named)),
        y=axes.axis(measured, title, values, era),
        categories=tuple(names),
        grouping=grouping,
        remarks=tuple(remarks),
    )  # fmt: skip


def _places(
    bars: Sequence[Drawn], along: str, named: Drawn, lang: Lang, era: Era
) -> list[tuple[object, str]]:
    """Where bars stand, in order, and what stands there."""
    found = list(dict.fromkeys(place for bar in bars for place in bar[along]))
    said = dict(axes.ticks(named))
    if said:
        found = sorted(set(said) | set(found))
    if named.get("visible") is False:
        return [(p, said.get(p, "")) for p in found]
    moved = axes.shift(named, era)
    return [(p, said[p] if p in said else _name(p, moved, lang, era)) for p in found]


def _name(place: object, moved: int | None, lang: Lang, era: Era) -> str:
    """A place that the axis does not name: a day, a year in the reader's era."""
    if isinstance(place, str) and DAY.match(place):
        return date_text(date.fromisoformat(place[:10]), lang, era)
    if moved is not None and isinstance(place, int | float):
        return str(int(place) + moved)
    return plain(place)


def _series(
    bar: Drawn,
    along: str,
    across: str,
    places: Sequence[tuple[object, str]],
    known: Mapping[str, str],
) -> Series:
    own = {place: at for at, place in enumerate(bar[along])}
    marker = bar.get("marker") or {}
    rows = {
        row: own[place] for row, (place, _name) in enumerate(places) if place in own
    }
    fills = {row: bar_fill(marker, place) for row, place in rows.items()}
    first = next(iter(fills.values()), Shade("#1f6f93"))
    colour = at(marker.get("color"), 0)
    return Series(
        name=known.get(str(colour), ""),
        values=tuple(
            bar[across][rows[row]] if row in rows else None
            for row in range(len(places))
        ),
        fill=first,
        fills={row: each for row, each in fills.items() if each != first},
        labels=_own_labels(bar, across, rows),
    )


def _inside(series: Series) -> Series:
    """The series with its words inside its bars: Office refuses them at their ends."""
    inside = {row: replace(each, place="ctr") for row, each in series.labels.items()}
    return replace(series, labels=inside)


def _own_labels(bar: Drawn, across: str, rows: Mapping[int, int]) -> dict[int, Label]:
    """What a bar says itself, inside or at its end."""
    place: Place = "ctr" if bar.get("textposition") == "inside" else "outEnd"
    font = bar.get("textfont") or {}
    found = {}
    for row, own in rows.items():
        said = plain(at(bar.get("text"), own))
        if said:
            colour = shade(font["color"]).colour if "color" in font else ""
            size = max(9.0, float(font.get("size", 14)) * PX)
            is_value = said.replace(",", "") == f"{bar[across][own] or 0:g}"
            found[row] = Label(said, place, size, colour, is_value)
    return found


def _ends(
    drawn: Drawn,
    texts: Sequence[Drawn],
    along: str,
    places: Sequence[tuple[object, str]],
) -> tuple[dict[int, str], list[str]]:
    """Words at the ends of bars, by row; and those that stand at none."""
    rows = {place: row for row, (place, _name) in enumerate(places)}
    ends, remarks = {}, []
    for trace in texts:
        for place, said in zip(trace[along], trace["text"], strict=True):
            ends[rows[place]] = plain(said)
    for note in notes(drawn):
        place = note.get(along)
        said = plain(note["text"])
        if note.get(f"{along}ref") != "paper" and place in rows:
            ends[rows[place]] = said
        elif note.get("yref") != "paper" or note.get("xref") != "paper":
            remarks.append(said)
    return {row: said for row, said in ends.items() if said}, remarks


def _with_ends(series: Sequence[Series], ends: Mapping[int, str]) -> list[Series]:
    """The bars with words at their ends; where there is no bar, one of no length."""
    whole = series[0]
    is_bar = {row: whole.values[row] is not None for row in ends}
    own = {row: Label(ends[row], "outEnd") for row in ends if is_bar[row]}
    others = {row: Label(ends[row], "inBase") for row in ends if not is_bar[row]}
    said = [replace(whole, labels={**whole.labels, **own}), *series[1:]]
    if not others:
        return said
    zeros = tuple(0.0 if row in others else None for row in range(len(whole.values)))
    return [*said, Series("", zeros, labels=others, is_extra=True)]
