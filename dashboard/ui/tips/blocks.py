"""The period that is looked at, in blocks of equally many weeks back from its end."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.ui.tips import kinds
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, number_text, words

# Weeks of a block by the most weeks that are looked at: 13 to 26 blocks.
WEEKS = ((26, 2), (104, 4))
LONGEST = 13


@dataclass(frozen=True)
class Blocks:
    """Blocks of weeks, the earliest first; the first one may be shorter.

    Attributes:
        starts: The Monday of each.
        ends: The Sunday of each.
        weeks: Of each but a shorter first one.
        reported: The weeks of provinces that are looked at, and whether reported.
    """

    starts: tuple[date, ...]
    ends: tuple[date, ...]
    weeks: int
    reported: pd.DataFrame

    @property
    def each(self) -> range:
        """The positions of the blocks."""
        return range(len(self.starts))

    @property
    def middles(self) -> list[pd.Timestamp]:
        """The day in the middle of each."""
        pairs = zip(self.starts, self.ends, strict=True)
        return [pd.Timestamp(first + (last - first) / 2) for first, last in pairs]

    def at(self, weeks: pd.Series) -> np.ndarray:
        """The position of the block in which each Monday lies."""
        edges = pd.DatetimeIndex(self.starts)
        return np.asarray(edges.searchsorted(pd.to_datetime(weeks), side="right")) - 1

    def summed(self, rows: pd.DataFrame) -> list[int]:
        """Tips of each block; of rows with week_start and tips."""
        found = np.bincount(
            self.at(rows["week_start"]), rows["tips"], minlength=len(self.starts)
        )
        return [int(each) for each in found]

    def counted(self, rows: pd.DataFrame) -> list[float]:
        """Tips of each block; missing where none came in and none is reported."""
        told = np.bincount(
            self.at(self.reported["week_start"]),
            self.reported["is_reported"],
            minlength=len(self.starts),
        )
        pairs = zip(self.summed(rows), told, strict=True)
        return [count if count or known else float("nan") for count, known in pairs]

    def silent(self) -> list[int]:
        """Weeks of provinces in each block of which nobody reported anything."""
        return self._weeks("is_silent")

    def announced(self) -> list[int]:
        """Weeks of provinces whose rows were announced and not handed over."""
        return self._weeks("is_announced")

    def _weeks(self, state: str) -> list[int]:
        found = np.bincount(
            self.at(self.reported["week_start"]),
            self.reported[state],
            minlength=len(self.starts),
        )
        return [int(each) for each in found]

    def unknown(self, at: int) -> str:
        """Why nothing is known of a block."""
        is_in = self.at(self.reported["week_start"]) == at
        return kinds.unknown_text(self.reported[is_in])

    def period(self, at: int) -> str:
        """The first and the last day of a block."""
        return words(
            "tips_kinds_period",
            first=date_text(self.starts[at]),
            last=date_text(self.ends[at]),
        )

    def said(self, at: int, count: float, total: float, share: kinds.Share) -> str:
        """What a point says when it is pointed at."""
        if pd.isna(total):
            return words(
                "tips_kinds_hover_unreported",
                period=self.period(at),
                why=self.unknown(at),
            )
        return words(
            "tips_kinds_hover",
            period=self.period(at),
            tips=number_text(count),
            total=number_text(total),
            share=kinds.said(share),
            interval=kinds.interval_text(share) or "–",
        )


def blocks(scope: Scope) -> Blocks:
    """The blocks of a scope."""
    known = (scope.week_start - scope.since).days // 7 + 1
    weeks = next((size for most, size in WEEKS if known <= most), LONGEST)
    number = -(-known // weeks)
    ends = [scope.week_end - timedelta(weeks=weeks * at) for at in range(number)][::-1]
    starts = [max(scope.since, end - timedelta(days=7 * weeks - 1)) for end in ends]
    return Blocks(tuple(starts), tuple(ends), weeks, kinds.reported(scope))
