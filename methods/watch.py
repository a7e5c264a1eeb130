"""Weeks judged again and again while their tips come in, by what was known each time.

A week is looked at when it ends and one, two and three weeks later, each time against
the part of its tips that is usually known by then; so a rise is found early, and one
that shows late is not missed. It alarms when one of the four looks says so. Whatever a
look is made of was known at its end, so it never changes: its usual mean and thresholds
by the weeks as known before its block of four weeks, C2 by weeks as known three weeks
after each. The CUSUM goes on from weeks as known four weeks after each; the last four
are drawn anew each week.

The sum of all areas is one more series. An area that is silent is missing in it: of
history the sum is put up to what all would have, of a look the expectation is put down
to those that are not silent; where these have less than 80 % of the usual tips, the
week is not judged.

Of an area that hands over tips but does not report weeks without any, only weeks with
tips are known. It is not judged; in the sum, its weeks without tips are taken as that,
but for weeks of which no area said anything: these are missing.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods import as_known, ears, evidence, farrington
from methods.alarm_budget import Grid, looked_up
from methods.as_known import COVERED, LONGEST, SETTLED, Changes, Knowledge
from methods.baseline import Usual, Weeks, block_begins, blocks, usual_of
from methods.cusum import Cusum
from methods.evidence import SHARED, Chart, Evidence
from methods.negative_binomial import Array
from methods.reporting_delay import Delays, odds, still_to_come

ONE_LOOK = 0.65  # of the budget: the four together raise more than one does
DECIMALS = 9  # beyond, sums depend on how many weeks are summed at once
AT_ONCE = 4  # weeks of all series that are fitted together
LOOKS = 4  # at the end of the week, and 1 to 3 weeks later


class Watched(NamedTuple):
    """Each look at each week; looks x series x weeks, the last series the sum of all.

    Looks 0 to 3 are so many weeks after the week's end, 4 is now.

    Attributes:
        tips: Known by then; missing where nothing was heard.
        known_share: Which share of them is usually known by then.
        method: Place in `evidence.NAMES`.
        history: Reported weeks that were compared with.
        expected: As in `evidence.Evidence`.
        high: As in `evidence.Evidence`.
        alarm_from: As in `evidence.Evidence`.
        score: As in `evidence.Evidence`.
        total: Tips in the end; missing of weeks that are settled, four weeks after.
        total_low: Lower limit of its 95 % interval.
        total_high: Upper limit.
        expected_whole: Tips by the history of the whole week, to set beside the total;
            missing where that is.
        high_whole: The highest count of the whole week that is usual.
        tells_zeros: Whether the area says so when it has no tips (as_known.Knowledge);
            it is not judged where it does not.
    """

    tips: Array
    known_share: Array
    method: NDArray[np.int8]
    history: Array
    expected: Array
    high: Array
    alarm_from: Array
    score: Array
    total: Array
    total_low: Array
    total_high: Array
    expected_whole: Array
    high_whole: Array
    tells_zeros: NDArray[np.bool_]


class _Past(NamedTuple):
    """What the weeks before say, for all looks."""

    chart: Chart
    usual: Usual
    cold: ears.ColdStart
    cold_least: Array
    expected: farrington.Expected
    least: Array
    long: NDArray[np.bool_]


def watch(
    changes: Changes,
    told: Array,
    starts: Weeks,
    grids: Mapping[str, Grid],
    rate: float,
) -> Watched:
    """All looks at all weeks.

    Args:
        changes: Of the areas' tips.
        told: As in `as_known.Knowledge`.
        starts: The Monday of each week, without a gap; the last one is now.
        grids: Thresholds by method, of data/detection.toml.
        rate: False alarms per series and week, of all looks together.
    """
    found = as_known.knowledge(changes, told, block_begins(starts))
    delays = as_known.known_delays(found)
    parts = as_known.usual_parts(_with_untold(as_known.after(found, SETTLED), found))
    past = _past(found, parts, starts, grids, rate * ONE_LOOK)
    *looks, settled, now = (
        _look(found, parts, delays.share, weeks)
        for weeks in (*range(LOOKS), LOOKS, None)
    )
    drawn = [
        *_drawn_anew(looks, settled, past.chart),
        evidence.drawn(now.counts, past.chart, now.share),
    ]
    ends = _ends(looks, now, delays)
    judged = [
        _judged(look, past, chart)
        for look, chart in zip([*looks, now], drawn, strict=True)
    ]
    whole = [
        tuple(
            np.round(each, DECIMALS)
            for each in (*said, *end, *_of_whole_week(look, past, said[2], end[0]))
        )
        for look, said, end in zip([*looks, now], judged, ends, strict=True)
    ]
    tells = np.broadcast_to(_of_all(found.tells_zeros), (LOOKS + 1, *now.counts.shape))
    stacked = (np.stack(each) for each in zip(*whole, strict=True))
    return Watched(*[*stacked, tells])


def _of_all(tells_zeros: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Series x weeks: the sum of all areas is judged as it is."""
    return np.concatenate([tells_zeros, [np.ones(tells_zeros.shape[1], dtype=bool)]])


def _with_untold(counts: Array, found: Knowledge) -> Array:
    """Counts, 0 in weeks without tips of areas that do not tell such weeks."""
    return np.where(np.isnan(counts) & ~found.tells_zeros, 0.0, counts)


class _Look(NamedTuple):
    """Series x weeks: what is known, and shares of what usually is in the end.

    Attributes:
        tips: Known by then.
        counts: Those of them that are judged.
        share: Which share of the tips usually is known by then.
        whole: Which share those who are not silent have in the end.
    """

    tips: Array
    counts: Array
    share: Array
    whole: Array


def _look(found: Knowledge, parts: Array, shares: Array, weeks: int | None) -> _Look:
    """What is known so many weeks after each week; None: now."""
    areas, columns = found.shape
    column = np.arange(columns)
    then = np.full(columns, columns - 1) if weeks is None else column + weeks
    counts = as_known.at_last(found) if weeks is None else as_known.after(found, weeks)
    took = np.minimum(then - column, LONGEST)
    share = np.where(
        then < columns, shares[took, np.minimum(then, columns - 1)], np.nan
    )
    cover = as_known.covered(found, parts, then, took < LONGEST)
    share = np.concatenate([np.tile(share, (areas, 1)), [_enough(cover) * share]])
    tips = np.concatenate([counts, [_summed(counts)]])
    return _Look(
        tips,
        np.where(_of_all(found.tells_zeros), tips, np.nan),
        np.where(share > 0, share, np.nan),
        np.concatenate([np.ones(counts.shape), [_enough(cover)]]),
    )


def _ends(looks: Sequence[_Look], now: _Look, delays: Delays) -> list[Array]:
    """Tips in the end, and their limits, of each look: 3 x series x weeks."""
    series, columns = now.counts.shape
    column = np.arange(columns)
    tables = []
    for weeks, look in enumerate([*looks, now]):
        then = column + weeks if weeks < LOOKS else np.full(columns, columns - 1)
        took = then - column
        use = np.flatnonzero((took < LOOKS) & (then < columns))
        cell = (took[use], then[use])
        tips = look.tips[:, use]
        known, still = (
            np.broadcast_to(each[cell], tips.shape) for each in odds(delays)
        )
        found = np.full((3, series, columns), np.nan)
        found[0][:, use] = tips / delays.share[cell]
        low, high = still_to_come(tips, known, still)
        found[1][:, use], found[2][:, use] = tips + low, tips + high
        tables.append(found)
    return tables


def _summed(counts: Array) -> Array:
    """The sum of all areas; missing where none was heard of."""
    return np.where(np.isnan(counts).all(axis=0), np.nan, np.nansum(counts, axis=0))


def _enough(cover: Array) -> Array:
    """The share covered; missing where it is too small."""
    return np.where(cover >= COVERED, cover, np.nan)


def _with_whole_sum(
    counts: Array, cover: Array, tells_zeros: NDArray[np.bool_]
) -> Array:
    """Series x weeks of history; the sum is put up to what all areas would have."""
    whole = _summed(counts) / _enough(cover)
    return np.concatenate([np.where(tells_zeros, counts, np.nan), [whole]])


def _past(
    found: Knowledge,
    parts: Array,
    starts: Weeks,
    grids: Mapping[str, Grid],
    rate: float,
) -> _Past:
    usual, expected, long = _fitted(found, parts, starts)
    column = np.arange(found.shape[1])
    after = column + SETTLED
    cover = as_known.covered(found, parts, after, np.ones(len(after), dtype=bool))
    settled = as_known.after(found, SETTLED)
    cold = ears.cold_start(_with_whole_sum(settled, cover, found.tells_zeros))
    return _Past(
        evidence.chart_of(usual, long, grids["cusum"], rate),
        usual,
        cold,
        looked_up(grids["ears"], rate, cold.weeks, cold.level),
        expected,
        looked_up(grids["farrington"], rate * SHARED, expected.weeks, usual.level),
        long,
    )


def _fitted(
    found: Knowledge, parts: Array, starts: Weeks
) -> tuple[Usual, farrington.Expected, NDArray[np.bool_]]:
    """What the CUSUM and Farrington expect, by what was known before each block."""
    shape = (found.shape[0] + 1, found.shape[1])
    usual = Usual(*np.full((4, *shape), np.nan))
    known, none_late = as_known.Snapshots(found), np.zeros(shape[1], dtype=bool)
    samples = _Samples(shape)
    for block in blocks(starts):
        before = block.begins - 1
        cover = as_known.covered(
            found, parts[:, [before]], np.full(shape[1], before), none_late
        )
        tells_zeros = found.tells_zeros[:, [block.judged.start]]
        counts = _with_whole_sum(known.until(before), cover, tells_zeros)
        values = usual_of(counts[:, block.history], starts, block)
        for table, value in zip(usual, values, strict=True):
            table[:, block.judged] = value
        for week in range(block.judged.start, block.judged.stop):
            samples.add(counts, week, evidence.is_long(values, week)[:, 0])
    return usual, samples.expected(), samples.long


class _Samples:
    """The weeks that Farrington compares with, gathered to be fitted many at once."""

    def __init__(self, shape: tuple[int, int]) -> None:
        """None yet."""
        self.long = np.zeros(shape, dtype=bool)
        self._groups: dict[tuple[int, int], list[Array]] = {}
        self._samples: dict[int, farrington.Sample] = {}

    def add(self, counts: Array, week: int, rows: NDArray[np.bool_]) -> None:
        """The week of those series, by counts as known before its block."""
        if rows.any():
            sample = farrington.sample_of(week)
            self.long[rows, week] = True
            self._samples[sample.years] = sample
            group = self._groups.setdefault((sample.years, week // AT_ONCE), [])
            group.append(counts[rows][:, sample.places])

    def expected(self) -> farrington.Expected:
        """Series x weeks; missing where there is no sample."""
        found = farrington.Expected(*np.full((4, *self.long.shape), np.nan))
        by_week = np.argwhere(self.long.T)  # in the order in which they were added
        begins = 0
        for (years, _), group in self._groups.items():
            y = np.concatenate(group)
            week, row = by_week[begins : begins + len(y)].T
            said = farrington.expected_by(y, self._samples[years])
            for table, values in zip(found, said, strict=True):
                table[row, week] = values
            begins += len(y)
        return found


def _drawn_anew(looks: Sequence[_Look], settled: _Look, chart: Chart) -> list[Cusum]:
    """The CUSUM of each look: on from settled weeks, through the last ones as known.

    At the end of week k, these are k - 3 to k, known 3 to 0 weeks after each.
    """
    series, columns = chart.mean.shape
    base = evidence.drawn(settled.counts, chart, settled.share)
    begun = [_later(each, LOOKS, 0.0).ravel() for each in (base.sum, base.silent)]

    def through(tables: Sequence[Array]) -> Array:
        """Series and week k x the weeks k - 3 to k; tables by weeks after each."""
        back = [_later(tables[d], d, np.nan).ravel() for d in range(LOOKS)]
        return np.stack(back[::-1], axis=1)

    whole = Chart(*(through([each] * LOOKS) for each in chart))
    found = evidence.drawn(
        through([look.counts for look in looks]),
        whole,
        through([look.share for look in looks]),
        (begun[0], begun[1]),
    )

    def of(table: Array, weeks: int) -> Array:
        at = table[:, LOOKS - 1 - weeks].reshape(series, columns)
        return _earlier(at, weeks)

    return [
        Cusum(*(of(table.astype(float), d) for table in found)) for d in range(LOOKS)
    ]


def _later(table: Array, weeks: int, empty: float) -> Array:
    """At each week, what the table has of the one so many weeks before."""
    found = np.full(table.shape, empty)
    found[:, weeks:] = table[:, : max(0, table.shape[1] - weeks)]
    return found


def _earlier(table: Array, weeks: int) -> Array:
    """At each week, what the table has of the one so many weeks later."""
    found = np.full(table.shape, np.nan)
    found[:, : max(0, table.shape[1] - weeks)] = table[:, weeks:]
    return found


def _judged(look: _Look, past: _Past, drawn: Cusum) -> tuple[np.ndarray, ...]:
    method, found = evidence.chosen(
        evidence.of_ears(look.counts, past.cold, look.share, past.cold_least),
        evidence.of_cusum(drawn, past.chart, look.share),
        _by_farrington(look, past),
    )
    weeks = (past.cold.weeks, past.usual.weeks, past.expected.weeks)
    history = np.choose(method, [np.zeros_like(look.share), *weeks])
    return look.tips, look.share, method, history, *found


def _of_whole_week(
    look: _Look, past: _Past, method: np.ndarray, total: Array
) -> tuple[Array, Array]:
    """What is expected and usual of weeks whose tips in the end are estimated."""
    return evidence.of_whole_week(
        np.where(np.isnan(total), evidence.NONE, method),
        past.cold,
        past.cold_least,
        past.chart,
        past.expected,
        look.whole,
    )


def _by_farrington(look: _Look, past: _Past) -> Evidence:
    found = Evidence(*np.full((4, *look.share.shape), np.nan))
    at = past.long
    said = evidence.of_farrington(
        look.counts[at],
        farrington.Expected(*(each[at] for each in past.expected)),
        look.share[at],
        past.least[at],
    )
    for table, values in zip(found, said, strict=True):
        table[at] = values
    return found
