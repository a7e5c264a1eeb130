"""What is drawn in the panels of provinces: one trace for each kind of mark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.charts.base import Figure, Look, veiled, wrapped
from dashboard.charts.tip_week_line import USUAL, alarm_mark

PLOT_HEIGHT = 38  # px of a panel
GREY = 0.16  # share of ink over the ground where there are no data
HOVER = "%{hovertext}<extra></extra>"


@dataclass(frozen=True)
class Panel:
    """One province.

    Attributes:
        name: Of the province.
        region: Name of its region; a region begins a row of its own.
        said: The last week in a word or two, at the right of the name.
        hover: The last week in words.
        tips: By week; None: not known.
        high: Up to how many is usual, by week; None: not known. Of none: no band.
        alarms: Positions of weeks of which an alarm was raised.
        unreported: Positions of weeks that were not reported.
        without_data: Positions of weeks of which nobody could know.
        is_strong: Whether the name is bold: the last week alarms.
    """

    name: str
    region: str
    said: str
    hover: str
    tips: Sequence[float | None]
    high: Sequence[float | None]
    alarms: Sequence[int]
    unreported: Sequence[int]
    without_data: Sequence[int]
    is_strong: bool


@dataclass(frozen=True)
class Place:
    """Where a panel stands: its left end in weeks, its foot in px, its scale."""

    panel: Panel
    left: float
    foot: float
    top: float

    def x(self, week: int) -> float:
        """The middle of a week."""
        return round(self.left + week + 0.5, 2)

    def y(self, value: float) -> float:
        """A count as a height in px."""
        return round(self.foot + value / self.top * PLOT_HEIGHT, 1)


def traces(places: Sequence[Place], weeks: int, look: Look) -> list[Figure]:
    """All marks, the lowest first."""
    return [
        _bands(places, look),
        _without_data(places, look),
        _grounds(places, weeks, look),
        _lines(places, look),
        _unreported(places, look),
        _alarms(places, look),
        _hovers(places, weeks, look),
    ]


def _bands(places: Sequence[Place], look: Look) -> Figure:
    """What is usual, from none up; weeks of the same height as one step."""
    blocks = [
        (place.left + left, place.left + right, place.foot, place.y(high))
        for place in places
        for left, right, high in _steps(place.panel.high)
    ]
    return _blocks("usual", blocks, veiled(look.accent, USUAL + 0.06))


def _steps(high: Sequence[float | None]) -> Iterator[tuple[int, int, float]]:
    """Runs of weeks of the same usual range: first, one after the last, height."""
    for value, run in groupby(range(len(high)), lambda at: high[at]):
        places = list(run)
        if value is not None:
            yield places[0], places[-1] + 1, value


def _without_data(places: Sequence[Place], look: Look) -> Figure:
    """A grey week where nobody could know."""
    blocks = [
        (place.left + week, place.left + week + 1, place.foot, place.foot + PLOT_HEIGHT)
        for place in places
        for week in place.panel.without_data
    ]
    return _blocks("no data", blocks, veiled(look.ink, GREY))


def _blocks(
    name: str, blocks: Sequence[tuple[float, float, float, float]], colour: str
) -> Figure:
    """Rectangles (left, right, foot, top) of one colour."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [
            v for left, right, _, _ in blocks for v in (left, left, right, right, None)
        ],
        "y": [v for _, _, foot, top in blocks for v in (foot, top, top, foot, None)],
        "fill": "toself",
        "fillcolor": colour,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _grounds(places: Sequence[Place], weeks: int, look: Look) -> Figure:
    """The line of none below each panel."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "ground",
        "x": [v for p in places for v in (p.left, p.left + weeks, None)],
        "y": [v for p in places for v in (p.foot, p.foot, None)],
        "line": {"color": look.faint, "width": 1},
        "hoverinfo": "skip",
    }


def _lines(places: Sequence[Place], look: Look) -> Figure:
    """The tips of all provinces as one line with gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place in places:
        for at, tips in enumerate(place.panel.tips):
            x.append(None if tips is None else place.x(at))
            y.append(None if tips is None else place.y(tips))
        x.append(None)
        y.append(None)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "tips",
        "x": x,
        "y": y,
        "line": {"color": look.accent, "width": 1.3},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _unreported(places: Sequence[Place], look: Look) -> Figure:
    """A stroke at the foot of each week that was not reported."""
    at = [(place, week) for place in places for week in place.panel.unreported]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "not reported",
        "x": [place.x(week) for place, week in at],
        "y": [place.foot + 2 for place, _ in at],
        "marker": {
            "symbol": "line-ne",
            "size": 6,
            "line": {"color": look.ink, "width": 1.2},
            "opacity": 0.75,
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _alarms(places: Sequence[Place], look: Look) -> Figure:
    at = [(place, week) for place in places for week in place.panel.alarms]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "alarm",
        "x": [place.x(week) for place, week in at],
        "y": [place.y(place.panel.tips[week] or 0.0) for place, week in at],
        "marker": alarm_mark(look, 7),
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _hovers(places: Sequence[Place], weeks: int, look: Look) -> Figure:
    """What a panel says when it is pointed at."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "panels",
        "x": [place.left + weeks / 2 for place in places],
        "y": [place.foot + PLOT_HEIGHT / 2 for place in places],
        "marker": {"size": PLOT_HEIGHT, "color": veiled(look.ink, 0)},
        "hovertext": [wrapped(place.panel.hover, 60) for place in places],
        "hovertemplate": HOVER,
    }
