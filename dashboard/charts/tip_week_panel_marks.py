"""What is drawn in the panels of provinces: one trace for each kind of mark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.charts.base import Figure, Look, veiled, wrapped
from dashboard.charts.tip_week_line import PROVISIONAL, USUAL, alarm_mark, gap_mark

PLOT_HEIGHT = 38  # px of a panel
GREY = 0.16  # share of ink over the ground where there are no data
HOVER = "%{hovertext}<extra></extra>"
Point = tuple[int, int]


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
        open_from: Position of the first week of which tips still come in.
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
    open_from: int
    is_strong: bool


@dataclass(frozen=True)
class Place:
    """Where a panel stands: its left end in half weeks, its foot in px, its scale."""

    panel: Panel
    left: int
    foot: int
    top: float

    def x(self, week: int) -> int:
        """The middle of a week."""
        return self.left + 2 * week + 1

    def y(self, value: float) -> int:
        """A count as a height, to the px: that is all a screen shows."""
        return self.foot + round(value / self.top * PLOT_HEIGHT)


def traces(places: Sequence[Place], weeks: int, look: Look) -> list[Figure]:
    """All marks, the lowest first."""
    return [
        _open(places, weeks, look),
        _bands(places, look),
        _without_data(places, look),
        _grounds(places, weeks, look),
        _lines(places, look),
        _unreported(places, look),
        _alarms(places, look),
        _hovers(places, weeks, look),
    ]


def _open(places: Sequence[Place], weeks: int, look: Look) -> Figure:
    """The weeks that still come in, shaded from top to bottom."""
    blocks = [
        (place.left + 2 * place.panel.open_from, place.left + 2 * weeks)
        + (place.foot, place.foot + PLOT_HEIGHT)
        for place in places
        if place.panel.open_from < weeks
    ]
    return _blocks("still coming in", blocks, veiled(look.ink, PROVISIONAL))


def _bands(places: Sequence[Place], look: Look) -> Figure:
    """What is usual, from none up; weeks of the same height as one step."""
    blocks = [
        (place.left + 2 * left, place.left + 2 * right, place.foot, place.y(high))
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
        (place.x(week) - 1, place.x(week) + 1, place.foot, place.foot + PLOT_HEIGHT)
        for place in places
        for week in place.panel.without_data
    ]
    return _blocks("no data", blocks, veiled(look.ink, GREY))


def _blocks(
    name: str, blocks: Sequence[tuple[int, int, int, int]], colour: str
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
        "x": [v for p in places for v in (p.left, p.left + 2 * weeks, None)],
        "y": [v for p in places for v in (p.foot, p.foot, None)],
        "line": {"color": look.faint, "width": 1},
        "hoverinfo": "skip",
    }


def _lines(places: Sequence[Place], look: Look) -> Figure:
    """The tips of all provinces as one line with gaps."""
    points = [point for place in places for point in _points(place)]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "tips",
        "x": [None if point is None else point[0] for point in points],
        "y": [None if point is None else point[1] for point in points],
        "line": {"color": look.accent, "width": 1.3},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _points(place: Place) -> list[Point | None]:
    """The line of a panel, without the points within a level stretch; None: a gap."""
    every = [
        None if tips is None else (place.x(week), place.y(tips))
        for week, tips in enumerate(place.panel.tips)
    ]
    around = zip([None, *every], every, [*every[1:], None], strict=False)
    kept = [at for before, at, after in around if not _is_level(before, at, after)]
    return [*kept, None]


def _is_level(before: Point | None, at: Point | None, after: Point | None) -> bool:
    if before is None or at is None or after is None:
        return before is None and at is None
    return before[1] == at[1] == after[1]


def _unreported(places: Sequence[Place], look: Look) -> Figure:
    """A stroke at the foot of each week that was not reported."""
    at = [(place, week) for place in places for week in place.panel.unreported]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "not reported",
        "x": [place.x(week) for place, week in at],
        "y": [place.foot + 2 for place, _ in at],
        "marker": gap_mark(look),
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
        "x": [place.left + weeks for place in places],
        "y": [place.foot + PLOT_HEIGHT // 2 for place in places],
        "marker": {"size": PLOT_HEIGHT, "color": veiled(look.ink, 0)},
        "hovertext": [wrapped(place.panel.hover, 60) for place in places],
        "hovertemplate": HOVER,
    }
