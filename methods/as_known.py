"""Weekly counts of several areas as they were known at the end of any week.

Tips of a week come in over the weeks after it. What an alarm is judged by must be what
was known then, and stay so: from the changes, not from what is known now.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods.negative_binomial import Array
from methods.reporting_delay import Delays, shares

Places = NDArray[np.int64]
YEAR = 52  # weeks just before, of which delays and the areas' usual parts are taken
LONGEST = 8  # weeks after which a week is taken as complete
SETTLED = 3  # weeks after which counts serve as history of the next weeks
RECENT = 4  # weeks before; an area heard of in one of them is late rather than silent
SPOKEN_OF = 0.5  # of the weeks heard of, in reports, without which none is judged
REMEMBERED = 156  # weeks before, over which that is asked
COVERED = 0.8  # of the usual tips, in areas not silent, without which no sum is judged


class Changes(NamedTuple):
    """What came to a week's tips, and left them; one entry per area, week and week.

    Attributes:
        area: Row of the area.
        week: Column of the week in which tips were received.
        known: Column of the week at whose end the change was known.
        tips: Added less taken away.
    """

    area: Places
    week: Places
    known: Places
    tips: Array


class Knowledge(NamedTuple):
    """All that was ever known, in the order in which it became known.

    Attributes:
        changes: In order of `known`, none before its own week.
        told: Areas x weeks: the column at whose end a report of that week had come in;
            infinite where none did.
        heard: Areas x weeks: when anything was known of it: a report, or tips.
        recent: Areas x weeks: when anything was known of one of the four weeks before.
        tells_zeros: Areas x weeks: whether the area says so when it has no tips, as
            known before the week's block of four.
    """

    changes: Changes
    told: Array
    heard: Array
    recent: Array
    tells_zeros: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, int]:
        """Areas and weeks."""
        return self.told.shape[0], self.told.shape[1]


def knowledge(changes: Changes, told: Array, begins: Places | None = None) -> Knowledge:
    """What was known, of changes in any order.

    Args:
        changes: Of weeks and areas that `told` has; what was known after its last week
            is left out, what before its own week, then.
        told: As in `Knowledge`; at least the week's own.
        begins: Weeks: the column at which each one's block begins; without it, nothing
            is asked of `tells_zeros`, and all do.
    """
    known = np.maximum(changes.known, changes.week)
    use = np.flatnonzero(known < told.shape[1])
    use = use[np.argsort(known[use], kind="stable")]
    kept = Changes(changes.area[use], changes.week[use], known[use], changes.tips[use])
    heard = told.copy()
    came = np.flatnonzero(kept.tips > 0)
    np.minimum.at(heard, (kept.area[came], kept.week[came]), kept.known[came])
    nothing = np.zeros(told.shape[1], dtype=int)
    tells = _tells_zeros(told, heard, nothing if begins is None else begins)
    return Knowledge(kept, told, heard, _just_before(heard), tells)


def _tells_zeros(told: Array, heard: Array, begins: Places) -> NDArray[np.bool_]:
    """Whether reports spoke of half the weeks heard of, in the three years before.

    The last four weeks are left out: their reports may be late.

    Where they did not, only weeks with tips are known, and these say nothing of what is
    usual. Areas of which nothing was heard count as telling.
    """
    found = np.ones(told.shape, dtype=bool)
    for begin in np.unique(begins[begins > 0]):
        before = slice(max(0, begin - REMEMBERED), max(0, begin - RECENT))
        spoken, known = (
            (each[:, before] < begin).sum(axis=1) for each in (told, heard)
        )
        found[:, begins == begin] = (spoken >= SPOKEN_OF * known)[:, None]
    return found


def after(found: Knowledge, weeks: int) -> Array:
    """Each week's tips as known so many weeks after its end; areas x weeks.

    Missing where nothing had been heard of it by then, and where it lies ahead.
    """
    changes, (areas, columns) = found.changes, found.shape
    use = changes.known - changes.week <= weeks
    place = changes.area[use] * columns + changes.week[use]
    flat = np.bincount(place, changes.tips[use], areas * columns)
    counts = flat.reshape(areas, columns)
    then = np.arange(columns) + weeks
    is_known = (counts > 0) | (found.told <= then)
    return np.where(is_known & (then < columns), counts, np.nan)


def at_last(found: Knowledge) -> Array:
    """Each week's tips as known at the end of the last one; areas x weeks."""
    changes, (areas, columns) = found.changes, found.shape
    place = changes.area * columns + changes.week
    counts = np.bincount(place, changes.tips, areas * columns).reshape(areas, columns)
    is_known = (counts > 0) | np.isfinite(found.told)
    return np.where(is_known, counts, np.nan)


class Snapshots:
    """Counts as known at the end of one week after another."""

    def __init__(self, found: Knowledge) -> None:
        """Nothing is known yet."""
        self._found = found
        self._counts = np.zeros(found.shape)
        self._used = 0

    def until(self, week: int) -> Array:
        """Areas x weeks as known at the end of a column's week, none before the last.

        Missing where nothing had been heard.
        """
        changes = self._found.changes
        ends = int(np.searchsorted(changes.known, week, side="right"))
        new = slice(self._used, ends)
        np.add.at(
            self._counts, (changes.area[new], changes.week[new]), changes.tips[new]
        )
        self._used = max(ends, self._used)
        is_known = (self._counts > 0) | (self._found.told <= week)
        return np.where(is_known, self._counts, np.nan)


def usual_parts(settled: Array) -> Array:
    """What each area has of all tips in the year before; areas x weeks, 0 to 1.

    Missing while no area had any.

    Args:
        settled: Counts as known `SETTLED` weeks after each week.
    """
    known = ~np.isnan(settled)
    weeks, tips = (
        _of_year_before(each)
        for each in (known.astype(float), np.where(known, settled, 0))
    )
    mean = np.where(weeks > 0, tips / np.maximum(weeks, 1), 0.0)
    total = mean.sum(axis=0)
    return np.where(total > 0, mean / np.where(total > 0, total, 1.0), np.nan)


def _of_year_before(values: Array) -> Array:
    """Sums over the 52 weeks that were settled at the end of each week before."""
    sums = np.cumsum(values, axis=1)
    columns = np.arange(values.shape[1])
    ends, begins = columns - 1 - SETTLED, columns - 1 - SETTLED - YEAR
    padded = np.concatenate([np.zeros((len(values), 1)), sums], axis=1)
    upper = padded[:, np.maximum(ends + 1, 0)]
    return np.asarray(upper - padded[:, np.maximum(begins + 1, 0)])


def covered(
    found: Knowledge, parts: Array, then: Places, is_late: NDArray[np.bool_]
) -> Array:
    """Which share of the usual tips lies in areas that are not silent; weeks.

    Args:
        found: What was known.
        parts: Of `usual_parts`, or of one week alone.
        then: Weeks: the column at whose end it is asked.
        is_late: Weeks: whether an area that was heard of one of the four weeks before
            counts too: it is late, and the known share has that in it.

    Returns:
        1 where no usual part is known. An area that never says that it has no tips is
        not silent: its weeks without any are taken as that.
    """
    is_heard = (found.heard <= then) | ~found.tells_zeros
    is_heard |= is_late & (found.recent <= then)
    share = (parts * is_heard).sum(axis=0)
    return np.where(np.isnan(share), 1.0, share)


def _just_before(heard: Array) -> Array:
    """When anything was heard of one of the four weeks before each."""
    recent = np.full(heard.shape, np.inf)
    for back in range(1, RECENT + 1):
        recent[:, back:] = np.minimum(recent[:, back:], heard[:, :-back])
    return recent


def known_delays(found: Knowledge) -> Delays:
    """The delays of tips of all areas together, as could be said at each week's end.

    By the 52 weeks up to that one; each field is delays x weeks.
    """
    changes, columns = found.changes, found.shape[1]
    took = np.minimum(changes.known - changes.week, LONGEST)
    flat = np.bincount(
        took * columns + changes.week, changes.tips, (LONGEST + 1) * columns
    )
    came = np.maximum(flat.reshape(LONGEST + 1, columns), 0)
    known = np.cumsum(came, axis=0)
    seen = _old_enough(came), _old_enough(known)
    return Delays(*seen, shares(*seen))


def _old_enough(table: Array) -> Array:
    """Sums over the 52 weeks up to each one, but for those too young for the delay."""
    sums = np.concatenate([np.zeros((len(table), 1)), np.cumsum(table, axis=1)], axis=1)
    asked = np.arange(table.shape[1])
    upto = np.maximum(asked[None, :] + 1 - np.arange(len(table))[:, None], 0)
    begins = np.maximum(asked + 1 - YEAR, 0)
    rows = np.arange(len(table))[:, None]
    return np.asarray(np.maximum(sums[rows, upto] - sums[rows, begins[None, :]], 0))
