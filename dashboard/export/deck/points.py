"""Lines, steps and points of a plotly figure as a native XY or line chart.

An XY chart takes whatever the figure draws at a place: its lines across, its words and
the names of its ticks become series of their own, without figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.export.deck import axes
from dashboard.export.deck.markup import axis_name, names_by_colour, notes, plain
from dashboard.export.deck.plot import Axis, Label, Mark, Place, Plot, Series, Shade
from dashboard.export.deck.shades import PX, at, dash, mark, shade
from dashboard.text import Era, width

Drawn = Mapping[str, Any]
NO_MARK = None
CLEAR = 0.03  # of an axis
AT_END, LETTER = 0.02, 0.0075  # of an axis: what is its end; a letter of words there
SIDES: dict[str, Place] = {"left": "l", "right": "r", "center": "ctr"}
ENDS: dict[str, Place] = {"top": "t", "bottom": "b"}
TICK_SIZE, NOTE_SIZE = 10.0, 10.0  # points
HEIGHT = 230.0  # points for names one above the other, the room between them left out
BESIDE = "\u00a0\u00a0"  # before words that begin beside a sign
MOST_MARK = 290.0  # points for signs one above the other


def read_points(
    drawn: Drawn, traces: Sequence[Drawn], x: Drawn, y: Drawn, era: Era
) -> Plot:
    """The lines and points of one panel as an XY chart.

    Args:
        drawn: The figure.
        traces: Those of the panel, without filled areas.
        x: Its horizontal axis in the figure's layout.
        y: Its vertical one.
        era: Of its years.
    """
    moved = (axes.shift(x, era) or 0, axes.shift(y, era) or 0)
    names = named(drawn)
    most = MOST_MARK / max(1, len(axes.ticks(y)))
    series = [
        _fitted(each, most) for trace in traces for each in _series(trace, moved, names)
    ]
    across = [place for each in series for place in each.across]
    values = [value for each in series for value in each.values]
    frame = (
        axes.axis(x, axis_name(drawn, "xaxis"), [p - moved[0] for p in across], era),
        axes.axis(y, axis_name(drawn, "yaxis"), values, era),
    )
    frame = (_with_room(drawn, frame[0], moved[0]), frame[1])
    below, above = (
        list(_lines_across(drawn, frame, moved, is_below)) for is_below in (True, False)
    )
    extra = [*above, *_tick_names(x, y, frame), *_words(drawn, frame, moved)]
    has_key = bool(names_by_colour(drawn))
    return Plot("xy", (*below, *series, *extra), *frame, is_told_apart=not has_key)


def _fitted(series: Series, most: float) -> Series:
    """Signs no larger than the room from one name at the side to the next."""
    signs = {
        row: replace(sign, size=max(2, min(sign.size, int(most))))
        for row, sign in series.marks.items()
    }
    mark = series.mark
    if mark is not None:
        mark = replace(mark, size=max(2, min(mark.size, int(most))))
    return replace(series, mark=mark, marks=signs)


def named(drawn: Drawn) -> dict[str, str]:
    """What series are called by their colour: by a key, or by words in that colour."""
    found = names_by_colour(drawn)
    for note in notes(drawn):
        colour = (note.get("font") or {}).get("color")
        if colour and note.get("xref") != "paper" and note.get("yref") != "paper":
            found.setdefault(str(colour), plain(note["text"]))
    return found


def _series(
    trace: Drawn, moved: tuple[float, float], names: Mapping[str, str]
) -> Iterator[Series]:
    """A trace with its gaps; the line of a step as a series before its points."""
    places = list(zip(trace["x"], trace["y"], strict=True))
    mode, line = str(trace.get("mode", "lines")), trace.get("line") or {}
    marker = trace.get("marker") or {}
    colour = str(line.get("color") or at(marker.get("color"), 0))
    signs = {
        row: mark(marker, row)
        for row, place in enumerate(places)
        if "markers" in mode and None not in place
    }
    first = next(iter(signs.values()), NO_MARK)
    is_line = "lines" in mode and line.get("width", 2) > 0
    # A key names the colour of single points otherwise than that of the whole.
    is_one = is_line or not _other_marks(signs, first)
    whole = Series(
        name=names.get(colour, "") if "text" not in mode and is_one else "",
        values=tuple(None if None in each else each[1] + moved[1] for each in places),
        across=tuple(x + moved[0] for x in _everywhere(trace["x"])),
        line=shade(line.get("color") or "#1f6f93") if is_line else None,
        width=float(line.get("width", 2)) * PX,
        dash=dash(line.get("dash")),
        mark=first,
        marks=_other_marks(signs, first),
        labels=_labels(trace, places) if "text" in mode else {},
        error=_error(trace),
        is_extra="text" in mode and first is None,
    )
    is_step = is_line and line.get("shape") == "hv"
    yield from _stepped(whole) if is_step else _apart(whole)


def _apart(series: Series) -> Iterator[Series]:
    """Points of several looks as a series for each: so that a look can be changed.

    A line keeps all its points.
    """
    if series.line or not series.marks or series.labels or series.error:
        yield series
        return
    looks: dict[Mark | None, list[int]] = {}
    for row in range(len(series.values)):
        looks.setdefault(series.marks.get(row, series.mark), []).append(row)
    for look, rows in looks.items():
        yield replace(
            series,
            values=tuple(series.values[row] for row in rows),
            across=tuple(series.across[row] for row in rows),
            mark=look,
            marks={},
        )


def _everywhere(places: Sequence[float | None]) -> Iterator[float]:
    """Where points stand; a gap without a place stands where the one before it does."""
    where = 0.0
    for place in places:
        where = where if place is None else float(place)
        yield where


def _stepped(points: Series) -> tuple[Series, Series]:
    """The line of steps, then the points alone: a corner of the line is no figure.

    A level holds to the next place before the line goes to the next level; where there
    is no next one it ends at its point.
    """
    corners: list[tuple[int, int]] = []
    for row, value in enumerate(points.values):
        if row and value is not None and points.values[row - 1] is not None:
            corners.append((row, row - 1))
        corners.append((row, row))
    line = replace(
        points,
        values=tuple(points.values[level] for _place, level in corners),
        across=tuple(points.across[place] for place, _level in corners),
        mark=None,
        marks={},
        labels={},
        is_extra=True,
        corners=tuple(corners),
    )
    return line, replace(points, line=None)


def _other_marks(
    signs: Mapping[int, Mark | None], first: Mark | None
) -> dict[int, Mark]:
    """The signs that differ from the first."""
    none = Mark("none", 2, None, None)
    return {row: sign or none for row, sign in signs.items() if first and sign != first}


def _labels(trace: Drawn, places: Sequence[tuple[Any, Any]]) -> dict[int, Label]:
    font = trace.get("textfont") or {}
    size = max(9.0, float(at(font.get("size"), 0) or 12) * PX)
    found = {}
    for row, (x, y) in enumerate(places):
        said = "" if x is None or y is None else plain(at(trace.get("text"), row))
        if said:
            where = side(str(at(trace.get("textposition"), row) or "middle center"))
            colour = at(font.get("color"), row)
            ink = shade(colour).colour if colour else ""
            found[row] = Label(said, where, size, ink, is_value=said == f"{y:g}")
    return found


def side(place: str) -> Place:
    """Where words stand, of plotly's nine places the one of Office's five."""
    up, _space, across = place.partition(" ")
    if up in ENDS and across in ("center", ""):
        return ENDS[up]
    return SIDES.get(across, "ctr") if up not in ENDS else ENDS[up]


def _error(trace: Drawn) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """How far intervals reach; a point without one has no length."""
    given = trace.get("error_y")
    if not given:
        return None
    up = [length or 0.0 for length in given["array"]]
    down = [length or 0.0 for length in given.get("arrayminus", given["array"])]
    return tuple(up), tuple(down)


def _with_room(drawn: Drawn, axis: Axis, moved: float) -> Axis:
    """The horizontal axis, longer for words that begin at its end."""
    low, high = axis.low or 0.0, axis.high or 0.0
    ends = (
        width(plain(note["text"]))
        for note in notes(drawn)
        if note.get("xanchor") == "left"
        and _where(note, "x", note.get("x", 0), axis, moved)
        > high - AT_END * (high - low)
    )
    return replace(axis, high=high + max(ends, default=0) * LETTER * (high - low))


def _lines_across(
    drawn: Drawn,
    frame: tuple[Axis, Axis],
    moved: tuple[float, float],
    is_below: bool,
) -> Iterator[Series]:
    """The lines and frames below the figure or over it, those of a look as a series."""
    looks: dict[tuple[Shade, str, float], list[tuple[float, float | None]]] = {}
    for shape in drawn["layout"].get("shapes", []):
        line = shape.get("line") or {}
        if shape.get("type") not in ("line", "rect") or not line.get("color"):
            continue
        if (shape.get("layer") == "below") != is_below:
            continue
        colour = shade(line["color"], float(shape.get("opacity", 1)))
        key = (colour, dash(line.get("dash")), float(line.get("width", 1)))
        path = looks.setdefault(key, [])
        path += ([(path[-1][0], None)] if path else []) + _path(shape, frame, moved)
    for (colour, dashed, thick), path in looks.items():
        yield Series(
            "",
            tuple(y for _x, y in path),
            across=tuple(x for x, _y in path),
            line=colour,
            width=max(0.75, thick * PX),
            dash=dashed,
            is_extra=True,
        )


def _path(
    shape: Drawn, frame: tuple[Axis, Axis], moved: tuple[float, float]
) -> list[tuple[float, float | None]]:
    """The corners of a line or a frame."""
    x0, x1 = (_where(shape, "x", shape[n], frame[0], moved[0]) for n in ("x0", "x1"))
    y0, y1 = (_where(shape, "y", shape[n], frame[1], moved[1]) for n in ("y0", "y1"))
    if shape["type"] == "line":
        return [(x0, y0), (x1, y1)]
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]


def _where(given: Drawn, way: str, place: float, axis: Axis, moved: float) -> float:
    """A place on an axis; of the paper, or of the axis' own length, a share of it."""
    reference = str(given.get(f"{way}ref", ""))
    if reference != "paper" and "domain" not in reference:
        return float(place) + moved
    low, high = axis.low or 0.0, axis.high or 0.0
    share = 1 - float(place) if axis.is_reversed else float(place)
    return low + (high - low) * min(1.0, max(0.0, share))


def _tick_names(x: Drawn, y: Drawn, frame: tuple[Axis, Axis]) -> Iterator[Series]:
    """Names at the ticks of an axis that has words there, at its edge."""
    foot = frame[1].high if frame[1].is_reversed else frame[1].low
    ways: list[tuple[Drawn, Axis, Place]] = [(x, frame[0], "b"), (y, frame[1], "l")]
    for given, axis, place in ways:
        low, high = axis.low or 0.0, axis.high or 0.0
        told = [(p, n) for p, n in axes.ticks(given) if low <= p <= high]
        if not told or not axis.is_silent or axes.is_hidden(given):
            continue
        ends = [p for p, _name in told]
        edge = (foot or 0.0,) * len(told) if place == "b" else tuple(ends)
        across = tuple(ends) if place == "b" else (frame[0].low or 0.0,) * len(told)
        size = TICK_SIZE if place == "b" else min(TICK_SIZE, HEIGHT / len(told))
        labels = {row: Label(n, place, size) for row, (_p, n) in enumerate(told)}
        yield Series("", edge, across=across, labels=labels, is_extra=True)


def _words(
    drawn: Drawn, frame: tuple[Axis, Axis], moved: tuple[float, float]
) -> Iterator[Series]:
    """The words that stand at places of the figure."""
    found = [
        (
            _where(note, "x", note.get("x", 0), frame[0], moved[0]),
            _where(note, "y", note.get("y", 0), frame[1], moved[1])
            + _clear(note, frame[1]),
            _label(note),
        )
        for note in notes(drawn)
    ]
    if found:
        yield Series(
            "",
            tuple(y for _x, y, _label in found),
            across=tuple(x for x, _y, _label in found),
            labels={row: label for row, (_x, _y, label) in enumerate(found)},
            is_extra=True,
        )


def _clear(note: Drawn, axis: Axis) -> float:
    """How far words beside a place stand above or below it, clear of a line there."""
    ways = {"bottom": CLEAR, "top": -CLEAR}
    share = ways.get(str(note.get("yanchor")), 0.0)
    is_beside = note.get("xanchor") in ("left", "right")
    length = (axis.high or 0.0) - (axis.low or 0.0)
    return share * length * (-1 if axis.is_reversed else 1) if is_beside else 0.0


def _label(note: Drawn) -> Label:
    """Words that begin at their place stand to its right, those that end there left."""
    anchors: dict[str, Place] = {"left": "r", "right": "l"}
    place = anchors.get(str(note.get("xanchor")))
    if place is None:
        ends: dict[str, Place] = {"bottom": "t", "top": "b"}
        place = ends.get(str(note.get("yanchor")), "ctr")
    font = note.get("font") or {}
    colour = shade(font["color"]).colour if "color" in font else ""
    turn = int(note.get("textangle") or 0)
    said = plain(note["text"])
    if place == "r" and (note.get("xshift") or 0) > 0:  # clear of the sign there
        said = f"{BESIDE}{said}"
    return Label(said, place, NOTE_SIZE, colour, turn)
