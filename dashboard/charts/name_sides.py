"""On which side of its point a name hides the fewest points and crosses no line."""

from collections.abc import Sequence

import numpy as np

from dashboard import text

SIDES = ("top center", "bottom center", "middle right", "middle left")
WIDTH, HEIGHT = 330, 400  # px of the plot, as a phone draws it
LETTER, LINE, AWAY = 7, 15, 8  # px: a letter, a line of text, from a point's middle

Place = tuple[float, float]


def free_sides(
    names: Sequence[str], at: Sequence[Place], obstacles: Sequence[Place]
) -> list[str]:
    """The side of each name, of SIDES, as plotly's textposition takes them.

    Args:
        names: In the order in which they take their sides; later ones keep clear of
            those before them.
        at: Where their points are, as fractions of the plot from its lower left.
        obstacles: Likewise, all points and places along lines; a name's own point does
            not hide its name.
    """
    taken = np.array(obstacles, float).reshape(-1, 2) * (WIDTH, HEIGHT)
    found = []
    for name, place in zip(names, at, strict=True):
        x, y = place[0] * WIDTH, place[1] * HEIGHT
        boxes = [_box(side, x, y, LETTER * text.width(name)) for side in SIDES]
        hidden = [_hidden(box, taken) for box in boxes]
        best = hidden.index(min(hidden))
        found.append(SIDES[best])
        taken = np.vstack([taken, _corners(boxes[best])])
    return found


Box = tuple[float, float, float, float]  # left, right, low, high, in px


def _box(side: str, x: float, y: float, width: float) -> Box:
    """What a name covers."""
    if side == "middle right":
        return x + AWAY, x + AWAY + width, y - LINE / 2, y + LINE / 2
    if side == "middle left":
        return x - AWAY - width, x - AWAY, y - LINE / 2, y + LINE / 2
    low = y + AWAY if side == "top center" else y - AWAY - LINE
    return x - width / 2, x + width / 2, low, low + LINE


def _hidden(box: Box, taken: np.ndarray) -> int:
    """How many places a name covers; one that leaves the plot covers more than any."""
    left, right, low, high = box
    if left < 0 or right > WIDTH or low < 0 or high > HEIGHT:
        return len(taken) + 1
    half = AWAY / 2  # points have a size
    x, y = taken[:, 0], taken[:, 1]
    is_inside = (x > left - half) & (x < right + half)
    return int((is_inside & (y > low - half) & (y < high + half)).sum())


def _corners(box: Box) -> list[Place]:
    """Places all over a name, so that the next one keeps clear of it."""
    left, right, low, high = box
    steps = np.arange(left, right, LETTER)
    return [(float(x), (low + high) / 2) for x in [*steps, right]]
