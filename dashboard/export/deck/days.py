"""Lines over days as a native line chart, whose days are written in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.export.deck import axes
from dashboard.export.deck.markup import axis_name, names_by_colour, notes, plain
from dashboard.export.deck.plot import Axis, Plot, Series
from dashboard.export.deck.shades import PX, dash, mark, shade
from dashboard.text import Era, Lang, date_text

Drawn = Mapping[str, Any]


def is_days(traces: Sequence[Drawn]) -> bool:
    """Whether all of them are lines or points over days written as 2026-11-22."""
    return all(
        trace["type"] == "scatter"
        and "text" not in str(trace.get("mode", ""))
        and all(isinstance(day, str) for day in trace["x"])
        for trace in traces
    )


def read_days(
    drawn: Drawn, traces: Sequence[Drawn], y: Drawn, lang: Lang, era: Era
) -> Plot:
    """The lines of one panel over all their days.

    Args:
        drawn: The figure.
        traces: Those of the panel.
        y: Its vertical axis in the figure's layout.
        lang: Of the days.
        era: Of their years.
    """
    days = sorted({day for trace in traces for day in trace["x"]})
    names = names_by_colour(drawn)
    series = [_series(trace, days, names) for trace in traces]
    values = [value for each in series for value in each.values]
    return Plot(
        form="line",
        series=tuple(series),
        x=Axis(title=axis_name(drawn, "xaxis")),
        y=axes.axis(y, axis_name(drawn, "yaxis"), values, era),
        categories=tuple(
            date_text(date.fromisoformat(day[:10]), lang, era) for day in days
        ),
        remarks=tuple(plain(note["text"]) for note in notes(drawn)),
    )


def _series(trace: Drawn, days: Sequence[str], names: Mapping[str, str]) -> Series:
    """A line, or a mark on one of its days, which the legend does not name again."""
    known = dict(zip(trace["x"], trace["y"], strict=True))
    line, mode = trace.get("line") or {}, str(trace.get("mode", "lines"))
    is_line = "lines" in mode
    return Series(
        name=names.get(str(line.get("color")), "") if is_line else "",
        values=tuple(known.get(day) for day in days),
        line=shade(line.get("color") or "#1f6f93") if is_line else None,
        width=float(line.get("width", 2)) * PX,
        dash=dash(line.get("dash")),
        mark=mark(trace.get("marker") or {}, 0) if "markers" in mode else None,
    )
