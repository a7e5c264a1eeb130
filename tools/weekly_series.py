"""Made-up weekly counts of known behaviour, to calibrate and judge detection on.

Negative-binomial counts around a yearly wave, and rises that begin in a known week.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FIRST_MONDAY = np.datetime64("2014-01-06")
AMPLITUDE = 0.3  # of the wave, in log mean: 35 % above and 26 % below
DISPERSIONS = (0.05, 0.2, 0.5)  # of the variance m + a m^2, as many series of each
RISE_WEEKS = 3


class Made(NamedTuple):
    """Series x weeks, and the Mondays of the weeks."""

    counts: Array
    mean: Array
    sigma: Array
    starts: NDArray[np.datetime64]


def made(mean: float, series: int, weeks: int, random: np.random.Generator) -> Made:
    """Series without any rise, each with a season that peaks in a month of its own."""
    spread = np.resize(DISPERSIONS, series)[:, None]
    phase = random.uniform(0, 2 * np.pi, (series, 1))
    angle = 2 * np.pi * np.arange(weeks) / 52.1775 + phase
    wave = np.exp(AMPLITUDE * np.cos(angle))
    usual = mean * wave / np.i0(AMPLITUDE)  # so that a year has this mean
    counts = random.negative_binomial(1 / spread, 1 / (1 + spread * usual))
    starts = FIRST_MONDAY + 7 * np.arange(weeks)
    sigma = np.sqrt(usual + spread * usual**2)
    return Made(counts.astype(float), usual, sigma, starts)


def with_rise(
    series: Made, week: int, sigmas: float, random: np.random.Generator
) -> Array:
    """The counts with extra tips, Poisson of so many standard deviations, for weeks."""
    counts = series.counts.copy()
    weeks = slice(week, week + RISE_WEEKS)
    counts[:, weeks] += random.poisson(sigmas * series.sigma[:, weeks])
    return counts
