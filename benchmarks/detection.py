"""How often detection is wrong, and what it finds, beside plain EARS C2.

    python benchmarks/detection.py [--series 400] [--seed 90210]

Made-up series (tools/weekly_series.py; the seed is not the one of the thresholds) of
0.3, 1, 3 and 10 tips a week with a season, judged after five years of history and,
apart from that, in their first year. Into each one a rise of three standard deviations
is put for three weeks; it is found when one of the three alarms. Sides:
- ours, budget: `methods.detection` with one false alarm in two weeks of 78 series;
- ours, as plain: at the rate at which it has as many false alarms as plain C2, or
  fewer;
- plain C2: as published: seven weeks, two weeks between, alarm above 3 sigma;
- C2, least sigma: of 0.5, its threshold raised until it has as many false alarms as
  ours within the budget, or fewer.
Precision is expected for one such rise per series and year.

Then what a build does, every week looked at four times while its tips come in:
- made-up series of 77 provinces, tips known as late as in the synthetic data, and twice
  as late: alarms in a week without any rise;
- the outbreaks of synthetic data of a seed that no threshold was set on (--seed): share
  found, weeks until then, and alarms a week elsewhere, where training, promotions and
  late files raise tips too;
- processor time for 77 provinces and ten years, beside EARS C2 on the same series.
"""

import argparse
import bisect
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from methods.alarm_budget import BUDGET, Grid, rate_of, read  # noqa: E402
from methods.as_known import Changes  # noqa: E402
from methods.detection import detect  # noqa: E402
from methods.ears import c2  # noqa: E402
from methods.watch import LOOKS, watch  # noqa: E402
from tools.weekly_series import RISE_WEEKS, Array, Made, made, with_rise  # noqa: E402

SEED = 77  # not the calibration's
SERIES, MEANS, SIGMAS = 78, (0.3, 1.0, 3.0, 10.0), 3.0
SETTLED, COLD = (264, 320), (12, 46)  # weeks judged: after five years, in the first
WARM_UP = 10  # weeks in which the CUSUM comes to its usual level; not counted
RISES_A_WEEK = 1 / 52.18
PLAIN, LEAST_SIGMA = 3.0, 0.5
RATES = 64  # tried, each a sixteenth above the one before
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


def evened(series: Made, begin: int, grids: dict[str, Grid], false: float) -> float:
    """At which rate ours has so many false alarms, or fewer."""
    rates = np.geomspace(*grids["cusum"].rates[[0, -1]], RATES)

    def has_more(rate: float) -> bool:
        alarms = ours(series, grids, rate)(series.counts, begin)
        return bool(alarms[:, WARM_UP:].mean() > false)

    return float(rates[max(0, bisect.bisect_left(rates, True, key=has_more) - 1)])


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
    same = of(ours(series, grids, evened(series, begin, grids, plain.false)))
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


DELAYS = {
    "delays of the synthetic data": (0.71, 0.21, 0.05, 0.02, 0.01),
    "twice as many late": (0.42, 0.32, 0.14, 0.08, 0.04),
}
PROVINCES, TEN_YEARS = 77, 522


def provinces(weeks: int, random: np.random.Generator) -> Made:
    """Thin series and some that are not, without any rise, as provinces have."""
    means = np.clip(np.exp(random.normal(np.log(0.4), 0.9, PROVINCES)), 0.05, 8)
    each = [made(mean, 3, weeks, random) for mean in means]
    rows = np.arange(PROVINCES) % 3
    stacked = (
        np.stack([getattr(one, name)[row] for one, row in zip(each, rows, strict=True)])
        for name in ("counts", "mean", "sigma")
    )
    return Made(*stacked, each[0].starts)


def coming_in(
    counts: Array, delays: tuple[float, ...], random: np.random.Generator
) -> Changes:
    """When each of the tips became known."""
    came = random.multinomial(counts.astype(int), delays)
    area, week, late = np.nonzero(came)
    return Changes(area, week, week + late, came[area, week, late].astype(float))


def watched(grids: dict[str, Grid], random: np.random.Generator, rounds: int) -> None:
    """Prints how many alarms there are in a week when nothing rises."""
    for name, delays in DELAYS.items():
        found = []
        for _ in range(rounds):
            series = provinces(372, random)
            told = np.tile(np.arange(372.0), (PROVINCES, 1))
            changes = coming_in(series.counts, delays, random)
            seen = watch(changes, told, series.starts, grids, rate_of(SERIES))
            alarms = (seen.score[:LOOKS] > 1)[:, :, 60:-LOOKS]
            found.append(
                (alarms.any(axis=0).sum(axis=0).mean(), alarms[0].sum(0).mean())
            )
        every, first = np.mean(found, axis=0)
        print(f"ratio {every / BUDGET:.2f} {name}: false alarms a week / budget")
        print(f"ratio {every / first:.2f} {name}: all looks / the first one alone")


def outbreaks(seed: int) -> None:
    """Prints what a build finds of the outbreaks of synthetic data of a fresh seed."""
    with tempfile.TemporaryDirectory() as folder:
        data, built = Path(folder) / "data", Path(folder) / "built"
        _etl("demo", "--out", data, "--seed", seed)
        _etl("build", "--input", data, "--out", built)
        truth = json.loads((data / "demo_truth.json").read_text("utf-8"))
        name = (built / "CURRENT").read_text("utf-8").strip()
        with duckdb.connect(built / f"{name}.duckdb", read_only=True) as con:
            alarms = con.execute(
                "select area_code, week_start, raised_week_start from mart_tip_alarm"
            ).fetchall()
            (weeks,) = con.execute(
                "select count(distinct week_start) from mart_tip_signal"
            ).fetchall()[0]
    _judged_by(truth["outbreaks"], alarms, weeks, seed)


def _judged_by(
    truth: list[dict[str, object]],
    alarms: list[tuple[str, date, date]],
    weeks: int,
    seed: int,
) -> None:
    """Prints share found, delay, and alarms elsewhere."""
    took, inside = [], set()
    for outbreak in truth:
        first = date.fromisoformat(str(outbreak["first_on"]))
        ends = first + timedelta(7 * int(str(outbreak["weeks"])))
        own = [
            alarm
            for alarm in alarms
            if alarm[0] == outbreak["province_code"] and first <= alarm[1] < ends
        ]
        inside |= set(own) | {
            alarm for alarm in alarms if alarm[0] == "TH" and first <= alarm[1] < ends
        }
        took += [(min(alarm[2] for alarm in own) - first).days // 7] if own else []
    print(
        f"seed {seed}: {len(took)} of {len(truth)} outbreaks found; weeks from their "
        f"first one to that at whose end it was raised: {sorted(took)}"
    )
    elsewhere = (len(alarms) - len(inside)) / weeks
    print(f"ratio {len(took) / len(truth):.2f} outbreaks found / outbreaks")
    print(f"ratio {elsewhere / BUDGET:.2f} alarms a week elsewhere / budget")


def _etl(*arguments: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "etl", *map(str, arguments)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


def timed(grids: dict[str, Grid], random: np.random.Generator, rounds: int) -> None:
    """Prints what all looks at ten years take, in processor time: cores are shared."""
    series = provinces(TEN_YEARS, random)
    told = np.tile(np.arange(float(TEN_YEARS)), (PROVINCES, 1))
    delays = DELAYS["delays of the synthetic data"]
    changes = coming_in(series.counts, delays, random)
    sides: dict[str, Callable[[], object]] = {
        "all looks": lambda: watch(
            changes, told, series.starts, grids, rate_of(SERIES)
        ),
        "one look": lambda: detect(
            series.counts, series.starts, grids, rate_of(SERIES)
        ),
        "plain C2": lambda: c2(series.counts),
    }
    took: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            begun = time.process_time()
            side()
            took[name].append(time.process_time() - begun)
    every, one, plain = (statistics.median(seconds) for seconds in took.values())
    print(f"{PROVINCES} provinces, {TEN_YEARS} weeks: {every:.2f} s for all looks")
    print(f"ratio {every / one:.2f} all looks / every week judged once ({one:.2f} s)")
    print(f"ratio {every / plain:.0f} all looks / plain C2 ({plain * 1000:.1f} ms)")


def main() -> None:
    """Prints all of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--series", type=int, default=400)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seed", type=int, default=90210, help="of the outbreaks")
    given = options.parse_args()
    grids = read(ROOT / "data" / "detection.toml")
    random = np.random.default_rng(SEED)
    for title, (begin, end) in (("after years", SETTLED), ("first year", COLD)):
        print(f"{title}: weeks {begin + WARM_UP} to {end}, {given.series} series")
        for mean in MEANS:
            series = made(mean, given.series, end, random)
            compare(f"mean {mean:g}", series, begin, grids, random)
    watched(grids, random, given.rounds)
    outbreaks(given.seed)
    timed(grids, random, given.rounds)


if __name__ == "__main__":
    main()
