"""How often detection is wrong, and what it finds, beside plain EARS C2.

    python benchmarks/detection.py [--series 400]

Made-up series (tools/weekly_series.py; the seed is not the one of the thresholds) of
0.3, 1, 3 and 10 tips a week with a season, judged after five years of history and,
apart from that, in their first year. Into each one a rise of three standard deviations
is put for three weeks; it is found when one of the three alarms. Sides:
- ours, budget: `methods.detection` with one false alarm in two weeks of 78 series;
- ours, as plain: with a few less false alarms than plain C2 has;
- plain C2: as published: seven weeks, two weeks between, alarm above 3 sigma;
- C2, least sigma: of 0.5, its threshold raised until it has as many false alarms as
  ours within the budget, or fewer.
Precision is expected for one such rise per series and year. At the end, the time for 78
series of ten years, all weeks and the last one alone.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from methods.alarm_budget import Grid, rate_of, read  # noqa: E402
from methods.detection import detect  # noqa: E402
from methods.ears import c2  # noqa: E402
from tools.weekly_series import RISE_WEEKS, Array, Made, made, with_rise  # noqa: E402

SEED = 77  # not the calibration's
SERIES, MEANS, SIGMAS = 78, (0.3, 1.0, 3.0, 10.0), 3.0
SETTLED, COLD = (264, 320), (12, 46)  # weeks judged: after five years, in the first
WARM_UP = 10  # weeks in which the CUSUM comes to its usual level; not counted
RISES_A_WEEK = 1 / 52.18
PLAIN, LEAST_SIGMA = 3.0, 0.5
Alarms = np.ndarray
Judge = Callable[[Array, int], Alarms]  # counts and the first week, its alarms on


class Result(NamedTuple):
    """Of one side: false alarms per series and week, share of rises found."""

    false: float
    found: float

    @property
    def precision(self) -> float:
        """Of alarms that are rises, one for each rise that is found."""
        right = self.found * RISES_A_WEEK
        return right / (right + self.false)


def judged(series: Made, risen: Array, week: int, begin: int, judge: Judge) -> Result:
    """What a side says of series without a rise, and of the same with one."""
    quiet = judge(series.counts, begin)[:, WARM_UP:]
    rise = judge(risen[:, : week + RISE_WEEKS], week - WARM_UP)[:, WARM_UP:]
    return Result(quiet.mean(), rise.any(axis=1).mean())


def ours(series: Made, grids: dict[str, Grid], rate: float) -> Judge:
    """Detection at a rate."""

    def judge(counts: Array, begin: int) -> Alarms:
        starts = series.starts[: counts.shape[1]]
        return detect(counts, starts, grids, rate, since=begin).is_alarm

    return judge


def ears(threshold: float, least: float) -> Judge:
    """C2."""

    def judge(counts: Array, begin: int) -> Alarms:
        return c2(counts, min_sigma=least).score[:, begin:] > threshold

    return judge


def raised(series: Made, begin: int, false: float) -> float:
    """With which threshold C2 of a least sigma has so many false alarms, or fewer."""
    score = c2(series.counts, min_sigma=LEAST_SIGMA).score[:, begin + WARM_UP :]
    return float(np.quantile(score, 1 - false, method="higher"))


def compare(
    name: str,
    series: Made,
    begin: int,
    grids: dict[str, Grid],
    random: np.random.Generator,
) -> None:
    """Prints the figures of one kind of series."""
    week = series.counts.shape[1] - 2 * RISE_WEEKS
    risen = with_rise(series, week, SIGMAS, random)

    def of(judge: Judge) -> Result:
        return judged(series, risen, week, begin, judge)

    plain = of(ears(PLAIN, 0.0))
    within = of(ours(series, grids, rate_of(SERIES)))
    least = of(ears(raised(series, begin, within.false), LEAST_SIGMA))
    most = min(plain.false * 0.9, float(grids["cusum"].rates[-1]))
    same = of(ours(series, grids, most))
    for side, result in (
        ("ours, budget", within),
        ("ours, as plain", same),
        ("plain C2", plain),
        ("C2, least sigma", least),
    ):
        print(
            f"{name:10} {side:16} {result.false * SERIES:5.2f} false alarms a week, "
            f"{result.found:.3f} found, precision {result.precision:.2f}"
        )
    for above, below, what in (
        (same.false, plain.false, "false alarms, ours as plain / plain C2"),
        (same.found, plain.found, "found, ours as plain / plain C2"),
        (within.false, plain.false, "false alarms, ours in budget / plain C2"),
        (within.found, plain.found, "found, ours in budget / plain C2"),
        (within.found, least.found, "found, ours in budget / C2 with a least sigma"),
        (within.precision, plain.precision, "precision, ours in budget / plain C2"),
    ):
        print(f"ratio {above / below:.2f} {name}: {what}")


def timed(grids: dict[str, Grid], random: np.random.Generator, rounds: int) -> None:
    """Prints what judging takes: half of the series by CUSUM, half by Farrington.

    In processor time: others may hold the cores.
    """
    parts = [made(mean, SERIES // 2, 520, random) for mean in (0.5, 6.0)]
    counts, starts = np.vstack([part.counts for part in parts]), parts[0].starts
    took: dict[int, list[float]] = {0: [], 519: []}
    for _ in range(rounds):
        for since, seconds in took.items():
            begun = time.process_time()
            detect(counts, starts, grids, rate_of(SERIES), since=since)
            seconds.append(time.process_time() - begun)
    whole, last = (statistics.median(seconds) for seconds in took.values())
    print(
        f"{SERIES} series of 520 weeks: {whole:.2f} s; the last week alone {last:.3f} s"
    )
    print(f"ratio {last / whole:.3f} the last week alone / all 520 weeks")


def main() -> None:
    """Prints all of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--series", type=int, default=400)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    grids = read(ROOT / "data" / "detection.toml")
    random = np.random.default_rng(SEED)
    for title, (begin, end) in (("after years", SETTLED), ("first year", COLD)):
        print(f"{title}: weeks {begin + WARM_UP} to {end}, {given.series} series")
        for mean in MEANS:
            series = made(mean, given.series, end, random)
            compare(f"mean {mean:g}", series, begin, grids, random)
    timed(grids, random, given.rounds)


if __name__ == "__main__":
    main()
