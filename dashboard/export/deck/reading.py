"""The native charts that a plotly figure becomes, or that it has none."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.export.deck.axes import long
from dashboard.export.deck.bars import is_bars, read_bars
from dashboard.export.deck.days import is_days, read_days
from dashboard.export.deck.markup import OWN, key_lines, notes, plain
from dashboard.export.deck.plot import Plot
from dashboard.export.deck.points import read_points
from dashboard.text import Era, Lang

Drawn = Mapping[str, Any]
MOST_PANELS = 8  # that a slide shows


def read(drawn: Drawn, lang: Lang, era: Era) -> tuple[Plot, ...]:
    """The charts of a figure, one for each of its panels; none without native form.

    Args:
        drawn: The plotly dict of a figure of dashboard.charts.
        lang: In which days are written.
        era: Of their years.
    """
    plots = _plots(drawn, lang, era)
    if not plots:
        return ()
    # A key whose entries are no series: points of one series that differ in colour.
    told = {series.name for plot in plots for series in plot.series} - {""}
    untold = [] if told else [*key_lines(drawn)]
    first = replace(plots[0], remarks=(*untold, *plots[0].remarks))
    return (first, *plots[1:])


def _plots(drawn: Drawn, lang: Lang, era: Era) -> tuple[Plot, ...]:
    """The charts, each with the words of its own panel."""
    found = panels(drawn)
    if len(found) > MOST_PANELS or not all(map(_is_native, found.values())):
        return ()
    if len(found) == 1:
        ((axes, traces),) = found.items()
        return (_plot(drawn, axes, traces, lang, era),)
    return tuple(
        replace(
            _plot(_own(drawn, axes[1]), axes, traces, lang, era),
            title=panel_title(drawn, axes),
        )
        for axes, traces in found.items()
    )


def panels(drawn: Drawn) -> dict[tuple[str, str], list[Drawn]]:
    """The traces that are seen, by the axes that they share."""
    found: dict[tuple[str, str], list[Drawn]] = {}
    for trace in drawn["data"]:
        axes = (str(trace.get("xaxis", "x")), str(trace.get("yaxis", "y")))
        is_shading = "fill" in trace and (trace.get("line") or {}).get("width") == 0
        if trace.get("visible", True) is not False and not is_shading:
            found.setdefault(axes, []).append(trace)
    return found


def _own(drawn: Drawn, axis: str) -> Drawn:
    """The figure with those words and lines alone that stand on this axis."""
    layout = drawn["layout"]
    annotations = list(layout.get("annotations", []))
    own = [note for note in annotations[OWN:] if note.get("yref", "y") == axis]
    lines = [line for line in layout.get("shapes", []) if line.get("yref", "y") == axis]
    kept = {"annotations": annotations[:OWN] + own, "shapes": lines}
    return {**drawn, "layout": {**layout, **kept}}


def _is_native(traces: list[Drawn]) -> bool:
    """Whether all is bars, or all is lines and points."""
    if is_bars(traces):
        return True
    return all(
        trace["type"] == "scatter"
        and trace.get("fill") in (None, "none")
        and (trace.get("line") or {}).get("shape") in (None, "linear", "hv")
        for trace in traces
    ) and (is_days(traces) or not any(map(_has_words, traces)))


def _has_words(trace: Drawn) -> bool:
    """Whether its places are words or days, which an XY chart cannot have."""
    return any(isinstance(place, str) for way in "xy" for place in trace[way])


def _plot(
    drawn: Drawn, axes: tuple[str, str], traces: list[Drawn], lang: Lang, era: Era
) -> Plot:
    x, y = (drawn["layout"].get(long(name), {}) for name in axes)
    if is_bars(traces):
        return read_bars(drawn, traces, x, y, lang, era)
    if is_days(traces):
        return read_days(drawn, traces, y, lang, era)
    return read_points(drawn, traces, x, y, era)


def panel_title(drawn: Drawn, axes: tuple[str, str]) -> str:
    """The words that stand on top of a panel."""
    domain = drawn["layout"].get(long(axes[1]), {}).get("domain", (0, 1))
    return next(
        (
            plain(note["text"])
            for note in notes(drawn)
            if note.get("yref") == "paper" and abs(note["y"] - domain[1]) < 1e-6
        ),
        "",
    )
