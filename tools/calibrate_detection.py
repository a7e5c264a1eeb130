"""Finds the thresholds of detection by simulation and writes data/detection.toml.

    python -m tools.calibrate_detection [--series 3000]

Series without any rise are judged as real ones are, with everything estimated from
their own weeks; the threshold is the one with which so many of their weeks alarm. Takes
some minutes; the seed stands in the file.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from methods import ears, farrington
from methods.baseline import usual
from methods.cusum import cusum, ratio_of
from methods.detection import COLD, SIGMAS
from tools.weekly_series import AMPLITUDE, DISPERSIONS, Array, Made, made

OUT = Path(__file__).resolve().parent.parent / "data" / "detection.toml"
SEED = 20261128
RATES = (0.001, 0.002, 0.004, 0.0064, 0.01, 0.02, 0.05)
# Which weeks are looked at, and how many weeks of history they have: the CUSUM's from
# COLD + 12 on, Farrington's with three, four and five years before them.
EARS_WEEKS, EARS_LENGTHS = (slice(10, 24), slice(30, 52)), (15, 40)
CUSUM_WEEKS = (slice(6, 22), slice(52, 76), slice(124, 176))
CUSUM_LENGTHS = (52, 104, 156)
FARRINGTON_WEEKS = (range(164, 208, 4), range(216, 260, 4), range(268, 312, 4))
FARRINGTON_LENGTHS = (134, 187, 239)
HEAD = """\
# Thresholds of detection: made by `python -m tools.calibrate_detection`, read by
# methods/alarm_budget.py; do not edit by hand.
#
# One table for each method: thresholds[weeks of history][tips per week][rate of false
# alarms per series and week]; of 78 series, 0.0064 is one false alarm in two weeks.
# Those of ears are in standard deviations, of cusum in log-likelihood, of farrington
# -log10 of a probability. Found on {series} series of each mean, with a yearly wave of
# {amplitude} in log mean, dispersions of {dispersions}, and no rise.
seed = {seed}
"""


def cusum_table(
    random: np.random.Generator, series: int, means: Sequence[float]
) -> list[list[list[float]]]:
    """Thresholds of the CUSUM: lengths x means x rates."""
    tried = np.arange(0.5, 13, 0.25)
    by_mean = []
    for mean in means:
        alarms = _cusum_alarms(made(mean, series, 228, random), tried)
        by_mean.append([_at_rates(alarms[:, weeks], tried) for weeks in CUSUM_WEEKS])
    return _turned(by_mean)


def _cusum_alarms(series: Made, tried: Array) -> Array:
    """Share of series that alarm: thresholds tried x weeks."""
    since = COLD + 12
    history = usual(series.counts, series.starts, since)
    mean = np.where(history.weeks >= COLD, history.mean, np.nan)
    ratio = ratio_of(mean, history.dispersion, SIGMAS)
    counts = series.counts[:, since:]
    charts = (
        cusum(counts, mean, history.dispersion, ratio, np.full_like(mean, threshold))
        for threshold in tried
    )
    return np.array([chart.is_alarm.mean(axis=0) for chart in charts])


def _at_rates(alarms: Array, tried: Array) -> list[float]:
    """The thresholds with these rates, between those tried by the logarithm."""
    found = np.log(np.maximum(alarms.mean(axis=1), 1e-7))
    falling = np.minimum.accumulate(found)
    return list(np.interp(-np.log(RATES), -falling, tried))


def ears_table(
    random: np.random.Generator, series: int, means: Sequence[float]
) -> list[list[list[float]]]:
    """Thresholds of C2 for a cold start, in sigma."""
    by_mean = []
    for mean in means:
        counts = made(mean, 4 * series, 52, random).counts
        found = ears.cold_start(counts)
        score = (counts - found.mean) / found.sigma
        by_mean.append([_quantiles(score[:, weeks]) for weeks in EARS_WEEKS])
    return _turned(by_mean)


def _quantiles(score: Array) -> list[float]:
    at = [1 - rate for rate in RATES]
    return list(np.nanquantile(score, at, method="higher"))


def farrington_table(
    random: np.random.Generator, series: int, means: Sequence[float]
) -> list[list[list[float]]]:
    """Probabilities below which a week is no chance, as -log10."""
    by_mean = []
    for mean in means:
        counts = made(mean, series, 312, random).counts
        by_mean.append([_chances(counts, weeks) for weeks in FARRINGTON_WEEKS])
    return _turned(by_mean)


def _chances(counts: Array, weeks: range) -> list[float]:
    known = np.ones(len(counts))
    found = [
        farrington.exceedance(counts[:, week], farrington.expected(counts, week), known)
        for week in weeks
    ]
    return list(-np.log10(np.nanquantile(found, RATES, method="lower")))


def _turned(by_mean: list[list[list[float]]]) -> list[list[list[float]]]:
    return [list(means) for means in zip(*by_mean, strict=True)]


TABLES = {
    "ears": (ears_table, EARS_LENGTHS, (0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)),
    "cusum": (cusum_table, CUSUM_LENGTHS, (0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)),
    "farrington": (farrington_table, FARRINGTON_LENGTHS, (3.0, 10.0, 30.0, 100.0)),
}


def text(series: int) -> str:
    """The file: a table for each method."""
    random = np.random.default_rng(SEED)
    parts = [
        HEAD.format(
            series=series, amplitude=AMPLITUDE, dispersions=DISPERSIONS, seed=SEED
        )
    ]
    for name, (table, lengths, means) in TABLES.items():
        print(name, flush=True)
        thresholds = table(random, series, means)
        parts += [
            f"[{name}]",
            f"weeks = {list(lengths)}",
            f"means = {list(means)}",
            f"rates = {list(RATES)}",
            "thresholds = [",
            *(_rows(rows, mean) for rows in thresholds for mean in [means]),
            "]",
        ]
    return "\n".join(parts) + "\n"


def _rows(rows: list[list[float]], means: Sequence[float]) -> str:
    lines = [
        "    [" + ", ".join(f"{value:.4g}" for value in row) + f"],  # mean {mean:g}"
        for row, mean in zip(rows, means, strict=True)
    ]
    return "\n".join(["  [", *lines, "  ],"])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--series", type=int, default=3000)
    OUT.write_text(text(options.parse_args().series), encoding="utf-8")
