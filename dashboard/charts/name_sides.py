"""Beside its point, where does a name hide the fewest points and no other name?"""

from collections.abc import Sequence

import numpy as np

from dashboard import text

SIDES = ("top center", "bottom center", "middle right", "middle left")
WIDTH, HEIGHT = 296, 400  # px of the plot, as a phone draws it
MOST_HIDDEN = 2  # places under a name, above which it is not read
LETTER, LINE, AWAY = 7, 15, 8  # px: a letter, a line of text, from a point's middle

Place = tuple[float, float]


def free_sides(
    names: Sequence[str], at: Sequence[Place], obstacles: Sequence[Place]
) -> list[str]:
    """The side of each name, of SIDES, as plotly's textposition takes them, or "".

    A name has none where, on every side, it would cover another one or too much else,
    or be cut.

    Args:
        names: In the order in which they take their sides; later ones keep clear of
            those before them.
        at: Where their points are, as fractions of the plot from its lower left.
        obstacles: Likewise, all points and places along lines; a name's own point does
            not hide its name.
    """
    taken = np.array(obstacles, float).reshape(-1, 2) * (WIDTH, HEIGHT)
    written = np.empty((0, 2))
    found = []
    for name, place in zip(names, at, strict=True):
        x, y = place[0] * WIDTH, place[1] * HEIGHT
        boxes = [_box(side, x, y, LETTER * text.width(name)) for side in SIDES]
        free = [each for each in boxes if _is_free(each, written)]
        hidden = [_hidden(each, taken) for each in free]
        if not free or min(hidden) > MOST_HIDDEN:
            found.append("")
            continue
        best = free[hidden.index(min(hidden))]
        found.append(SIDES[boxes.index(best)])
        written = np.vstack([written, _corners(best)])
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


def _is_free(box: Box, written: np.ndarray) -> bool:
    """Whether a name stays in the plot and covers no other name."""
    left, right, low, high = box
    is_inside = left >= 0 and right <= WIDTH and low >= 0 and high <= HEIGHT
    around = (left, right, low - LINE / 2, high + LINE / 2)
    return is_inside and not _hidden(around, written)


def _hidden(box: Box, taken: np.ndarray) -> int:
    """How many places a name covers."""
    left, right, low, high = box
    half = AWAY / 2  # points have a size
    x, y = taken[:, 0], taken[:, 1]
    is_inside = (x > left - half) & (x < right + half)
    return int((is_inside & (y > low - half) & (y < high + half)).sum())


def _corners(box: Box) -> list[Place]:
    """Places all over a name, so that the next one keeps clear of it."""
    left, right, low, high = box
    steps = np.arange(left, right, LETTER)
    return [(float(x), (low + high) / 2) for x in [*steps, right]]
