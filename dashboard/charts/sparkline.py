"""The line of a tile: a year of weeks over the range that is usual, as a small SVG.

An SVG of one kilobyte where a plotly figure is ten times that, and prints as lines. It
holds no text: what it shows is said beside it, and in its alternative text.
"""

from collections.abc import Sequence

from dashboard.charts.base import Look

WIDTH, HEIGHT = 260, 48  # px; drawn as wide as the tile
EDGE = 3  # px that the line keeps from the frame
TICK = 4  # px: the mark of a week without a figure
Point = tuple[float, float]


def sparkline(
    series: Sequence[float | None],
    low: float | None,
    high: float | None,
    look: Look,
) -> str:
    """A figure by week, the latest one last and marked.

    Args:
        series: None where the figure may not or cannot be said: the line breaks, and
            the week is marked at the foot.
        low: The least that is usual; None: no band is drawn.
        high: The most that is usual.
        look: Colours.

    Returns:
        One SVG on a transparent ground.
    """
    said = [value for value in (*series, low, high) if value is not None]
    least, most = (min(said), max(said)) if said else (0.0, 1.0)
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
    parts = [
        "" if low is None or high is None else _band(y(high), y(low), look),
        *(_line(run, look) for run in _runs(points)),
        *(_tick(EDGE + at * step, look) for at, p in enumerate(points) if p is None),
        "" if not points or points[-1] is None else _dot(points[-1], look),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'
    )


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Points that follow each other, without the weeks that part them."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _band(top: float, bottom: float, look: Look) -> str:
    """The usual range; a thin one can still be seen."""
    height = max(bottom - top, 1.5)
    return (
        f'<rect x="0" y="{top:.1f}" width="{WIDTH}" height="{height:.1f}" '
        f'fill="{look.accent}" fill-opacity=".18"/>'
    )


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
