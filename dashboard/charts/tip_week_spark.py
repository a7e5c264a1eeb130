"""The half year behind an alarm: a small line over its usual range, as an SVG.

Exact, so it says what it is for across itself; it holds no other text.
"""

import html
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dashboard.charts.base import FONT, Look

WIDTH, HEIGHT = 340, 72  # px; drawn as wide as its column
EDGE, FOOT = 5, 6  # px: that marks keep from the frame, and of ticks at the foot
GROUND = HEIGHT - FOOT - 2  # px from the top: where no tips are
LEAST_TOP = 3.0  # tips: a scale no finer than that
DIAMOND = 4.5  # px, half of one


class Week(NamedTuple):
    """One week of the line.

    Attributes:
        tips: None: not reported; the line breaks and a tick stands at the foot.
        high: Up to how many is usual; None: not known.
        is_alarm: Whether an alarm was raised.
        is_open: Whether tips of the week still come in.
    """

    tips: float | None
    high: float | None
    is_alarm: bool
    is_open: bool


class _Scale(NamedTuple):
    """Where weeks and counts lie, in px."""

    step: float
    top: float

    def left(self, at: int) -> float:
        return EDGE + at * self.step

    def x(self, at: int) -> float:
        return self.left(at) + self.step / 2

    def y(self, value: float) -> float:
        return GROUND - value / self.top * (GROUND - EDGE)


def alarm_line(weeks: Sequence[Week], look: Look, mark: str) -> str:
    """Tips by week over the band of what is usual; alarms are diamonds.

    Args:
        weeks: In order.
        look: Colours.
        mark: Stands across the line, pale: what the picture is for.

    Returns:
        One SVG on a transparent ground.
    """
    said = [v for week in weeks for v in (week.tips, week.high) if v is not None]
    scale = _Scale((WIDTH - 2 * EDGE) / len(weeks), max([LEAST_TOP, *said]))
    parts = [
        *_still_open(weeks, scale, look),
        *_usual(weeks, scale, look),
        f'<path d="M{EDGE} {GROUND}H{WIDTH - EDGE}" stroke="{look.faint}"/>',
        *_unreported(weeks, scale, look),
        *_lines(weeks, scale, look),
        *_marks(weeks, scale, look),
        _words_across(mark, look),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'
    )


def _still_open(weeks: Sequence[Week], scale: _Scale, look: Look) -> Iterator[str]:
    """The weeks that still come in, shaded."""
    opened = [at for at, week in enumerate(weeks) if week.is_open]
    if opened:
        left = scale.left(opened[0])
        yield (
            f'<rect x="{left:.1f}" y="0" width="{WIDTH - EDGE - left:.1f}" '
            f'height="{HEIGHT}" fill="{look.ink}" fill-opacity=".08"/>'
        )


def _usual(weeks: Sequence[Week], scale: _Scale, look: Look) -> Iterator[str]:
    """What is usual, from none to its high end; weeks of the same height as one."""
    for high, run in groupby(enumerate(weeks), lambda each: each[1].high):
        places = [at for at, _ in run]
        if high is None:
            continue
        top = scale.y(high)
        yield (
            f'<rect x="{scale.left(places[0]):.1f}" y="{top:.1f}" '
            f'width="{len(places) * scale.step:.1f}" height="{GROUND - top:.1f}" '
            f'fill="{look.accent}" fill-opacity=".2"/>'
        )


def _unreported(weeks: Sequence[Week], scale: _Scale, look: Look) -> Iterator[str]:
    for at, week in enumerate(weeks):
        if week.tips is None:
            yield (
                f'<path d="M{scale.x(at):.1f} {HEIGHT}v-{FOOT}" stroke="{look.ink}" '
                'stroke-opacity=".6" stroke-width="1.5"/>'
            )


def _lines(weeks: Sequence[Week], scale: _Scale, look: Look) -> Iterator[str]:
    """The line, parted where a week was not reported; a week alone is a dot."""
    for is_said, run in groupby(
        enumerate(weeks), lambda each: each[1].tips is not None
    ):
        if not is_said:
            continue
        points = [(scale.x(at), scale.y(week.tips or 0.0)) for at, week in run]
        if len(points) == 1:
            ((x, y),) = points
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{look.accent}"/>'
            continue
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield (
            f'<polyline points="{path}" fill="none" stroke="{look.accent}" '
            'stroke-width="1.8" stroke-linejoin="round"/>'
        )


def _marks(weeks: Sequence[Week], scale: _Scale, look: Look) -> Iterator[str]:
    for at, week in enumerate(weeks):
        if week.is_alarm and week.tips is not None:
            x, y = scale.x(at), scale.y(week.tips)
            yield (
                f'<path d="M{x:.1f} {y - DIAMOND:.1f}l{DIAMOND} {DIAMOND}'
                f'l-{DIAMOND} {DIAMOND}l-{DIAMOND} -{DIAMOND}z" fill="{look.ink}" '
                f'stroke="{look.ground}"/>'
            )


def _words_across(mark: str, look: Look) -> str:
    return (
        f'<text x="{WIDTH / 2}" y="{HEIGHT / 2 + 8}" text-anchor="middle" '
        f'font-family="{FONT}" font-size="24" font-weight="700" fill="{look.ink}" '
        f'fill-opacity=".13">{html.escape(mark)}</text>'
    )
