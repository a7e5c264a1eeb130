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

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from methods import as_known, ears, evidence, farrington
from methods.alarm_budget import Grid, looked_up
from methods.as_known import COVERED, LONGEST, SETTLED, Changes, Knowledge
from methods.baseline import Block, Usual, Weeks, block_begins, blocks, usual_of
from methods.cusum import Cusum
from methods.evidence import SHARED, Chart, Evidence
from methods.negative_binomial import Array
from methods.reporting_delay import Delays, odds, still_to_come

ONE_LOOK = 0.65  # of the budget: the four together raise more than one does
DECIMALS = 9  # beyond, sums depend on how many weeks are summed at once
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


class Fit(NamedTuple):
    """What the weeks before a block say of its weeks; series x weeks.

    Attributes:
        usual: What the CUSUM expects.
        expected: What Farrington expects, missing where it is not asked.
        long: Where it is.
    """

    usual: Usual
    expected: farrington.Expected
    long: NDArray[np.bool_]


Fits = dict[int, Fit]  # by fingerprint


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
    fits: Fits | None = None,
) -> Watched:
    """All looks at all weeks.

    Args:
        changes: Of the areas' tips.
        told: As in `as_known.Knowledge`.
        starts: The Monday of each week, without a gap; the last one is now.
        grids: Thresholds by method, of data/detection.toml.
        rate: False alarms per series and week, of all looks together.
        fits: Fits made before, by what they are made of: the same ones are not made
            again. Left with all that were needed now.
    """
    found = as_known.knowledge(changes, told, block_begins(starts))
    delays = as_known.known_delays(found)
    parts = as_known.usual_parts(_with_untold(as_known.after(found, SETTLED), found))
    past = _past(
        found, parts, starts, grids, rate * ONE_LOOK, {} if fits is None else fits
    )
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
    fits: Fits,
) -> _Past:
    usual, expected, long = _fitted(found, parts, starts, fits)
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


def _fitted(found: Knowledge, parts: Array, starts: Weeks, fits: Fits) -> Fit:
    """What the CUSUM and Farrington expect, by what was known before each block.

    Series x weeks. `fits` is left with those of the blocks alone.
    """
    shape = (found.shape[0] + 1, found.shape[1])
    whole = _no_fit(shape)
    known, none_late = as_known.Snapshots(found), np.zeros(shape[1], dtype=bool)
    used: Fits = {}
    for block in blocks(starts):
        before = block.begins - 1
        cover = as_known.covered(
            found, parts[:, [before]], np.full(shape[1], before), none_late
        )
        tells_zeros = found.tells_zeros[:, [block.judged.start]]
        counts = _with_whole_sum(known.until(before), cover, tells_zeros)
        mark = _fingerprint(counts, starts, block)
        fit = used[mark] = fits.get(mark) or _fit(counts, starts, block)
        for table, values in zip(tables_of(whole), tables_of(fit), strict=True):
            table[:, block.judged] = values
    fits.clear()
    fits.update(used)
    return whole


def _no_fit(shape: tuple[int, ...]) -> Fit:
    return fit_of([*np.full((8, *shape), np.nan), np.zeros(shape)])


def tables_of(fit: Fit) -> list[np.ndarray]:
    """Its nine tables, one after the other."""
    return [*fit.usual, *fit.expected, fit.long]


def fit_of(tables: Sequence[np.ndarray]) -> Fit:
    """The fit that has these tables."""
    usual, expected, long = tables[:4], tables[4:8], tables[8]
    return Fit(Usual(*usual), farrington.Expected(*expected), long.astype(bool))


def _fingerprint(counts: Array, starts: Weeks, block: Block) -> int:
    """Of all that the fit of a block is made of."""
    found = hashlib.blake2b(digest_size=8)
    found.update(counts[:, : block.begins].tobytes())
    found.update(starts[: block.judged.stop].astype(np.int64).tobytes())
    return int.from_bytes(found.digest())


def _fit(counts: Array, starts: Weeks, block: Block) -> Fit:
    """The fit of one block, by counts as known before it."""
    judged = block.judged
    values = usual_of(counts[:, block.history], starts, block)
    found = _no_fit((len(counts), judged.stop - judged.start))
    samples: dict[int, list[tuple[int, farrington.Sample]]] = {}
    for table, each in zip(found.usual, values, strict=True):
        table[:] = each
    for week in range(judged.start, judged.stop):
        rows = evidence.is_long(values, week)[:, 0]
        if rows.any():
            found.long[rows, week - judged.start] = True
            sample = farrington.sample_of(week)
            samples.setdefault(sample.years, []).append((week - judged.start, sample))
    for alike in samples.values():  # many at once
        row = [np.flatnonzero(found.long[:, column]) for column, _ in alike]
        column = [np.full(len(r), c) for r, (c, _) in zip(row, alike, strict=True)]
        y = [
            counts[r][:, sample.places]
            for r, (_, sample) in zip(row, alike, strict=True)
        ]
        said = farrington.expected_by(np.concatenate(y), alike[0][1])
        for table, each in zip(found.expected, said, strict=True):
            table[np.concatenate(row), np.concatenate(column)] = each
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
