"""The line of a tile: a year of weeks over the range that is usual, as a small SVG.

An SVG of one kilobyte where a plotly figure is ten times that, and prints as lines. It
holds no text: what it shows is said beside it, and in its alternative text.
"""

from collections.abc import Sequence
from typing import TypeVar

from dashboard.charts.base import Look

WIDTH, HEIGHT = 260, 48  # px; drawn as wide as the tile
EDGE = 3  # px that the line keeps from the frame
TICK = 4  # px: the mark of a week without a figure
AIR = 0.15  # of the figures' span: above and below them where there is a band
THIN = 1.5  # px, the least height of the band
Point = tuple[float, float]
T = TypeVar("T")
Span = tuple[float, float, float]  # x, top and bottom of a week of the band


def sparkline(
    series: Sequence[float | None],
    lows: Sequence[float | None],
    highs: Sequence[float | None],
    look: Look,
) -> str:
    """A figure by week, the latest one last and marked.

    Args:
        series: None where the figure may not or cannot be said: the line breaks, and
            the week is marked at the foot.
        lows: The least that is usual of each week; None: no band there. Of none: no
            band at all.
        highs: The most that is usual.
        look: Colours.

    Returns:
        One SVG on a transparent ground.
    """
    usual = [
        None if low is None or high is None else (low, high)
        for low, high in zip(lows, highs, strict=True)
    ]
    said = [value for value in (*series, *lows, *highs) if value is not None]
    least, most = (min(said), max(said)) if said else (0.0, 1.0)
    air = AIR * (most - least) if any(usual) else 0.0
    least, most = least - air, most + air  # a band that ends within the frame is one
    span = (most - least) or 1.0

    def y(value: float) -> float:
        return (
            HEIGHT - EDGE - TICK - (value - least) / span * (HEIGHT - 2 * EDGE - TICK)
        )

    step = (WIDTH - 2 * EDGE) / max(len(series) - 1, 1)
    points = [
        None if value is None else (EDGE + at * step, y(value))
        for at, value in enumerate(series)
    ]
    band = [
        None if each is None else (EDGE + at * step, y(each[1]), y(each[0]))
        for at, each in enumerate(usual)
    ]
    parts = [
        *(_band(run, look) for run in _runs(band)),
        *(_line(run, look) for run in _runs(points)),
        *(_tick(EDGE + at * step, look) for at, p in enumerate(points) if p is None),
        "" if not points or points[-1] is None else _dot(points[-1], look),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'
    )


def _runs(points: Sequence[T | None]) -> list[list[T]]:
    """What follows each other, without the weeks that part it."""
    runs: list[list[T]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _band(run: Sequence[Span], look: Look) -> str:
    """The usual range of weeks that follow each other; a thin one can still be seen."""
    (first, *_), (last, *_) = run[0], run[-1]
    wide = [(first - EDGE, *run[0][1:]), *run, (last + EDGE, *run[-1][1:])]
    ways = (
        [(x, top) for x, top, _ in wide],
        [(x, max(bottom, top + THIN)) for x, top, bottom in reversed(wide)],
    )
    corners = [f"{x:.1f},{y:.1f}" for way in ways for x, y in _turns(way)]
    return (
        f'<polygon points="{" ".join(corners)}" '
        f'fill="{look.accent}" fill-opacity=".18"/>'
    )


def _turns(way: Sequence[Point]) -> list[Point]:
    """A way without the points between two of the same height."""
    inner = [
        point
        for before, point, after in zip(way, way[1:], way[2:], strict=False)
        if not before[1] == point[1] == after[1]
    ]
    return [way[0], *inner, way[-1]]


def _line(run: Sequence[Point], look: Look) -> str:
    if len(run) == 1:
        return _dot(run[0], look, radius=1.2)
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return (
        f'<polyline points="{path}" fill="none" stroke="{look.accent}" '
        'stroke-width="1.6" stroke-linejoin="round"/>'
    )


def _tick(x: float, look: Look) -> str:
    return (
        f'<path d="M{x:.1f} {HEIGHT}v-{TICK}" stroke="{look.ink}" '
        'stroke-opacity=".45" stroke-width="1"/>'
    )


def _dot(point: Point, look: Look, radius: float = 3) -> str:
    x, y = point
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{look.accent}"/>'
