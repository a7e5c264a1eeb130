"""A figure as what a native chart needs: kind, axes, series, labels.

`read` (dashboard.export.deck.reading) makes these of a plotly dict, `add_chart`
(dashboard.export.deck.chart) draws them. Nothing here knows either of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Place = Literal["t", "b", "l", "r", "ctr", "outEnd", "inBase", "inEnd"]
Form = Literal["bar", "hbar", "line", "xy"]


@dataclass(frozen=True)
class Shade:
    """A colour and how much of it there is."""

    colour: str
    share: float = 1.0
    hatch: str = ""  # the colour of a hatch upon it


@dataclass(frozen=True)
class Label:
    """Words at a point."""

    said: str
    place: Place
    size: float = 11.0  # points
    colour: str = ""
    turn: int = 0  # degrees, clockwise
    is_value: bool = False  # the figure itself: it follows when the figure is edited


@dataclass(frozen=True)
class Mark:
    """The sign at a point: its form (of Office), its fill, its edge."""

    form: str
    size: int
    fill: Shade | None
    edge: Shade | None


@dataclass(frozen=True)
class Series:
    """One series.

    Attributes:
        name: As the legend says it; "" keeps it out of the legend.
        values: The figures; None is a gap.
        across: Where they stand, in an xy chart.
        fill: Of bars.
        fills: Of single bars, by their place, where they differ.
        line: Colour of the line; None: no line.
        width: Of the line, in points.
        dash: Of the line, as Office calls it.
        mark: At all points; None: none.
        marks: At single points, where they differ.
        labels: Words at points, by place.
        error: How far intervals reach up and down from each point.
        is_extra: Whether it draws lines or words, no figures.
        is_line: Whether it is a line over the bars of a bar chart.
        corners: Of the line of steps, the rows of the next series that each of its
            places and figures is of: it follows when these are edited.
    """

    name: str
    values: tuple[float | None, ...]
    across: tuple[float, ...] = ()
    fill: Shade | None = None
    fills: Mapping[int, Shade] = field(default_factory=dict)
    line: Shade | None = None
    width: float = 2.0
    dash: str = "solid"
    mark: Mark | None = None
    marks: Mapping[int, Mark] = field(default_factory=dict)
    labels: Mapping[int, Label] = field(default_factory=dict)
    error: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    is_extra: bool = False
    is_line: bool = False
    corners: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes:
        title: What it measures; "" for none.
        low: Where it begins; None: as the figures have it.
        high: Where it ends.
        unit: From tick to tick; None: as Office has it.
        form: The number format of its ticks.
        is_reversed: Whether it grows downwards or to the left.
        is_silent: Whether it has no ticks of its own: hidden, or named by words.
        room: How many characters of words stand at its ticks, at most.
    """

    title: str = ""
    low: float | None = None
    high: float | None = None
    unit: float | None = None
    form: str = "General"
    is_reversed: bool = False
    is_silent: bool = False
    room: int = 0


@dataclass(frozen=True)
class Plot:
    """One native chart.

    Attributes:
        form: Of the chart.
        series: In the order in which they are drawn.
        x: The horizontal axis; of bars that lie, the one of their names.
        y: The other one.
        categories: What stands at the bars, or at the points of a line.
        grouping: How several bars of a category stand: "clustered", "stacked" or
            "overlay", one over the other.
        title: Of one of several panels.
        is_told_apart: Whether names beside the series make a legend needless.
        remarks: Words of the figure that have no place in the chart.
    """

    form: Form
    series: tuple[Series, ...]
    x: Axis
    y: Axis
    categories: tuple[str, ...] = ()
    grouping: Literal["clustered", "stacked", "overlay"] = "clustered"
    title: str = ""
    is_told_apart: bool = False
    remarks: tuple[str, ...] = ()
