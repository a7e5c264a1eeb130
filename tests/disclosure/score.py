"""How many protected counts the attacker recovered."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.disclosure.bounds import System
from tests.disclosure.published import Published
from tests.disclosure.reading import COUNTRY, Reading

SMALL = 9  # counts of 1 to 9 are protected
NARROW = 3  # recovered but for less than this


@dataclass(frozen=True)
class Protected:
    """A small count: its family, its place in the system, the truth."""

    family: str
    number: int
    count: int


def protected(
    published: Published, system: System, reading: Reading
) -> list[Protected]:
    """Every small count of the published year."""
    return [*_cells(published, reading), *_weeks(published, system)]


def _cells(published: Published, reading: Reading) -> Iterator[Protected]:
    seen = set()
    for cells, lines in zip(published.truth, reading.lines, strict=True):
        for name, told in lines.items():
            counts = cells["count"][cells["table"] == name].fillna(0).astype(int)
            for (figure, at), count in zip(told, counts, strict=True):
                if at not in seen and 1 <= count <= SMALL:
                    kind = " x kind" if figure.cell.kind else ""
                    family = f"{figure.cell.level} x {figure.key.period}{kind}"
                    yield Protected(family, at, int(count))
                seen.add(at)


def _weeks(published: Published, system: System) -> Iterator[Protected]:
    counts = {("first", *key): count for key, count in published.first.items()}
    counts |= {("week", *key): count for key, count in published.settled.items()}
    for key, count in counts.items():
        if 1 <= count <= SMALL and key in system.place:
            level = "national" if key[2] == COUNTRY else "province"
            more = ", first known" if key[0] == "first" else ""
            yield Protected(f"{level} x week{more}", system.place[key], count)
    for key, at in system.place.items():
        if key[0] == "made":
            count = published.made(*key[1:])
            if 1 <= count <= SMALL:
                yield Protected("province x days of a referral", at, count)


def said_small(reading: Reading) -> int:
    """Lines that say a number from 1 to 9."""
    figures = (
        f for lines in reading.lines for table in lines.values() for f, _ in table
    )
    return sum(f.said[0] in SMALL_NUMBERS for f in figures)


SMALL_NUMBERS = {str(count) for count in range(1, SMALL + 1)}


def table(found: list[Protected], bounds: np.ndarray) -> pd.DataFrame:
    """By family: protected, exact, narrow (width below 3, exact ones too), missed."""
    low, high = bounds[:, [one.number for one in found]]
    count = np.array([one.count for one in found])
    hit = (low <= count) & (count <= high)
    frame = pd.DataFrame(
        {
            "family": [one.family for one in found],
            "protected": 1,
            "exact": hit & (low == high),
            "narrow": hit & (high - low < NARROW),
            "missed": ~hit,
        }
    )
    return frame.groupby("family").sum()
