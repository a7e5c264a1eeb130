"""Finds the thresholds of detection by simulation and writes data/detection.toml.

    OPENBLAS_NUM_THREADS=1 python -m tools.calibrate_detection [--series 600]

Series without any rise are judged as real ones are, with everything estimated from
their own weeks; the threshold is the one with which so many of their weeks alarm. Takes
some minutes; the seed stands in the file.
"""

import argparse
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import numpy as np

from methods import ears, farrington
from methods.baseline import usual
from methods.cusum import cusum, ratio_of
from methods.evidence import COLD, SIGMAS
from tools.weekly_series import AMPLITUDE, DISPERSIONS, Array, made

OUT = Path(__file__).resolve().parent.parent / "data" / "detection.toml"
SEED = 20261128
RATES = (0.001, 0.002, 0.004, 0.0064, 0.01, 0.02, 0.05)
# Which weeks are looked at, and how many weeks of history they have: the CUSUM's from
# COLD + 12 on, Farrington's with three, four and five years before them.
EARS_WEEKS, EARS_LENGTHS = (slice(10, 24), slice(28, 52)), (15, 40)
CUSUM_WEEKS = (slice(4, 26), slice(50, 78), slice(124, 176))
CUSUM_LENGTHS = (52, 104, 156)
FARRINGTON_WEEKS = (range(164, 208, 3), range(216, 260, 3), range(268, 312, 3))
FARRINGTON_LENGTHS = (134, 187, 239)
TRIED = np.arange(0.5, 13, 0.25)  # thresholds of the CUSUM
LEAST_SIGMAS = 0.5  # threshold of C2 below which there is no sense in it
MEANS = (0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
LONG_MEANS = (3.0, 10.0, 30.0, 100.0)
HEAD = """\
# Thresholds of detection: made by `python -m tools.calibrate_detection`, read by
# methods/alarm_budget.py; do not edit by hand.
#
# One table for each method: thresholds[weeks of history][tips per week][rate of false
# alarms per series and week]; of 78 series, 0.0064 is one false alarm in two weeks.
# Those of ears are in standard deviations, of cusum in log-likelihood, of farrington
# -log10 of a probability. Found on {series} series of each mean, with a yearly wave of
# {amplitude} in log mean, dispersions of {dispersions}, and no rise.
# Those of ears are by the mean seen so far, over series of all means: of so few weeks
# it is often far from the true one.
seed = {seed}
"""


def cusum_thresholds(mean: float, series: int, seed: int) -> list[list[float]]:
    """Thresholds of the CUSUM: lengths x rates."""
    made_up = made(mean, series, 228, np.random.default_rng(seed))
    since = COLD + 12
    history = usual(made_up.counts, made_up.starts, since)
    expected = np.where(history.weeks >= COLD, history.mean, np.nan)
    ratio = ratio_of(expected, history.dispersion, SIGMAS)
    counts, same = made_up.counts[:, since:], np.ones_like(expected)
    alarms = np.array(
        [
            cusum(counts, expected, history.dispersion, ratio, one * same).is_alarm
            for one in TRIED
        ]
    ).mean(axis=1)
    return [_at_rates(alarms[:, weeks].mean(axis=1)) for weeks in CUSUM_WEEKS]


def _at_rates(alarms: Array) -> list[float]:
    """The thresholds with these rates, between those tried by the logarithm."""
    falling = np.minimum.accumulate(np.log(np.maximum(alarms, 1e-7)))
    return list(np.interp(-np.log(RATES), -falling, TRIED))


def farrington_thresholds(mean: float, series: int, seed: int) -> list[list[float]]:
    """Probabilities below which a week is no chance, as -log10: lengths x rates."""
    counts = made(mean, series, 312, np.random.default_rng(seed)).counts
    return [_chances(counts, weeks) for weeks in FARRINGTON_WEEKS]


def _chances(counts: Array, weeks: range) -> list[float]:
    known = np.ones(len(counts))
    found = [
        farrington.exceedance(counts[:, week], farrington.expected(counts, week), known)
        for week in weeks
    ]
    return list(-np.log10(np.nanquantile(found, RATES, method="lower")))


def ears_thresholds(series: int, seed: int) -> list[list[list[float]]]:
    """Thresholds of C2 for a cold start, in sigma: lengths x means x rates.

    Series of all means, as many of each in log mean; each week counts for the mean of
    the grid that is nearest to the mean of its own series so far.
    """
    random = np.random.default_rng(seed)
    means = np.exp(random.uniform(np.log(MEANS[0]), np.log(MEANS[-1]), (40, 1)))
    counts = np.vstack([made(each[0], series, 52, random).counts for each in means])
    found = ears.cold_start(counts)
    score = (counts - found.mean) / found.sigma
    near = np.log(np.maximum(found.level, MEANS[0] / 2))[..., None] - np.log(MEANS)
    nearest = np.abs(near).argmin(axis=-1)
    return [
        [
            _quantiles(score[:, weeks][nearest[:, weeks] == place])
            for place in range(len(MEANS))
        ]
        for weeks in EARS_WEEKS
    ]


def _quantiles(score: Array) -> list[float]:
    at = [1 - rate for rate in RATES]
    found = np.nanquantile(score, at, method="higher")
    return list(np.maximum(found, LEAST_SIGMAS))


def text(series: int) -> str:
    """The file: a table for each method; each mean has a seed of its own."""
    with ProcessPoolExecutor() as pool:
        ears_table = pool.submit(ears_thresholds, series, SEED)
        by_cusum = [
            pool.submit(cusum_thresholds, mean, series, SEED + 100 + place)
            for place, mean in enumerate(MEANS)
        ]
        by_farrington = [
            pool.submit(farrington_thresholds, mean, series, SEED + 200 + place)
            for place, mean in enumerate(LONG_MEANS)
        ]
        tables = [
            _table("ears", EARS_LENGTHS, MEANS, ears_table.result()),
            _table("cusum", CUSUM_LENGTHS, MEANS, _turned(by_cusum)),
            _table(
                "farrington", FARRINGTON_LENGTHS, LONG_MEANS, _turned(by_farrington)
            ),
        ]
    head = HEAD.format(
        series=series, amplitude=AMPLITUDE, dispersions=DISPERSIONS, seed=SEED
    )
    return "\n".join([head, *tables])


def _turned(by_mean: Sequence[Future[list[list[float]]]]) -> list[list[list[float]]]:
    results = [one.result() for one in by_mean]
    return [list(means) for means in zip(*results, strict=True)]


def _table(
    name: str,
    lengths: Sequence[int],
    means: Sequence[float],
    thresholds: list[list[list[float]]],
) -> str:
    lines = [
        f"[{name}]",
        f"weeks = {list(lengths)}",
        f"means = {list(means)}",
        f"rates = {list(RATES)}",
        "thresholds = [",
        *(_rows(rows, means) for rows in thresholds),
        "]\n",
    ]
    return "\n".join(lines)


def _rows(rows: list[list[float]], means: Sequence[float]) -> str:
    lines = [
        "    [" + ", ".join(f"{value:.4g}" for value in row) + f"],  # mean {mean:g}"
        for row, mean in zip(rows, means, strict=True)
    ]
    return "\n".join(["  [", *lines, "  ],"])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--series", type=int, default=600)
    OUT.write_text(text(options.parse_args().series), encoding="utf-8")
