"""Lines over bars, as a target that they are held to: native series of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.export.deck.markup import notes, plain
from dashboard.export.deck.plot import Label, Series
from dashboard.export.deck.shades import PX, dash, mark, shade

Drawn = Mapping[str, Any]
EDGE = ("",)  # a place without a bar, over which a line reaches


def is_line(trace: Drawn) -> bool:
    """Whether a trace is a line, with or without marks at its points."""
    return trace["type"] == "scatter" and "lines" in str(trace.get("mode", "lines"))


def line_over(
    trace: Drawn, places: Sequence[object], known: Mapping[str, str]
) -> Series:
    """A line at the places of bars; where it has no point there is a gap."""
    own = dict(zip(trace["x"], trace["y"], strict=True))
    line = trace.get("line") or {}
    has_marks = "markers" in str(trace.get("mode", ""))
    return Series(
        name=known.get(str(line.get("color")), ""),
        values=tuple(own.get(place) for place in places),
        line=shade(line.get("color") or "#1b1f24"),
        width=float(line.get("width", 2)) * PX,
        dash=dash(line.get("dash")),
        mark=mark(trace.get("marker") or {}, 0) if has_marks else None,
        is_line=True,
    )


def levels(drawn: Drawn, across: str, rows: int) -> Iterator[Series]:
    """The lines that stand at one figure along all bars, under the words beside them.

    Args:
        drawn: The figure.
        across: "x" or "y": along which bars are measured.
        rows: Places of bars.
    """
    for shape in drawn["layout"].get("shapes", []):
        line, level = shape.get("line") or {}, shape.get(f"{across}0")
        is_level = shape.get("type") == "line" and level == shape.get(f"{across}1")
        if is_level and line.get("color") and isinstance(level, int | float):
            said = _beside(drawn, across, level)
            yield Series(
                name=said,
                values=(float(level),) * rows,
                line=shade(line["color"], float(shape.get("opacity", 1))),
                width=max(0.75, float(line.get("width", 1)) * PX),
                dash=dash(line.get("dash")),
                labels={rows - 1: Label(said, "t")} if said else {},
                is_extra=True,
                is_line=True,
            )


def _beside(drawn: Drawn, across: str, level: float) -> str:
    """The words that stand at a figure."""
    at = (note for note in notes(drawn) if note.get(across) == level)
    return next((plain(note["text"]) for note in at), "")


def padded(
    names: Sequence[str], bars: Sequence[Series], lines: Sequence[Series]
) -> tuple[list[str], list[Series], list[Series]]:
    """One place of bars with room at both sides, over which its lines reach."""
    within = [
        replace(
            bar,
            values=(None, *bar.values, None),
            fills={row + 1: fill for row, fill in bar.fills.items()},
            labels={row + 1: label for row, label in bar.labels.items()},
        )
        for bar in bars
    ]
    over = [
        replace(
            line,
            values=line.values * 3,
            labels={row + 2: label for row, label in line.labels.items()},
        )
        for line in lines
    ]
    return [*EDGE, *names, *EDGE], within, over
