"""What the risk index with its draws costs, beside a plain loop and a whole build.

    python benchmarks/risk_index.py [--rounds 5] [--draws 1000]

In turn, each round; medians of processor time, which other work changes least:
- draws: `drawn_scores` and `places` of the last fiscal year of the synthetic version,
  the one with most missing;
- loop: the same draws one by one, each with plain NumPy vectors; the same ranks, or the
  benchmark ends;
- index: all mart_risk_* of all fiscal years, on one thread in memory, read from the
  version;
- build: `python -m etl build` of the synthetic files, from nothing.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl import marts, paths, risk_rank  # noqa: E402
from methods import rank_uncertainty  # noqa: E402
from methods.rank_uncertainty import Choices  # noqa: E402

GOAL_SHARE = 0.25  # of a build of the synthetic files
Taken = tuple[float, float]  # seconds, seconds of processors


def looped(
    scores: np.ndarray, weights: np.ndarray, is_first: np.ndarray, choices: Choices
) -> np.ndarray:
    """Ranks in each draw, as one would write it without thinking of speed."""
    rng = np.random.default_rng(choices.seed)
    spread = rng.uniform(-1, 1, (choices.draws, len(weights))) * choices.weight_spread
    balance = rng.uniform(choices.balance_low, choices.balance_high, choices.draws)
    ranked, untreated, arithmetic = rng.random((3, choices.draws)) < 0.5
    is_missing = np.isnan(scores[0, 0])
    donors = {
        (unit, column): rng.choice(
            np.flatnonzero(~is_missing[:, column]), choices.draws
        )
        for unit, column in np.argwhere(is_missing).tolist()
    }
    ranks = np.empty((choices.draws, scores.shape[2]))
    for draw in range(choices.draws):
        own = scores[int(ranked[draw]), int(untreated[draw])].copy()
        for (unit, column), drawn in donors.items():
            own[unit, column] = own[drawn[draw], column]
        weight = weights * (1 + spread[draw])
        one, other = (
            (own[:, of] * weight[of]).sum(axis=1) / weight[of].sum()
            for of in (is_first, ~is_first)
        )
        share = balance[draw]
        index = one**share * other ** (1 - share)
        if arithmetic[draw]:
            index = one * share + other * (1 - share)
        index = index.round(rank_uncertainty.DECIMALS)
        ranks[draw] = [1 + (index > each).sum() for each in index]
    return ranks


def opened(built: Path) -> duckdb.DuckDBPyConnection:
    """The version's tables at hand in memory, on one thread."""
    con = duckdb.connect()
    version = (built / "CURRENT").read_text("utf-8").strip()
    con.execute(f"attach '{built / version}.duckdb' as version (read_only)")
    con.execute("set threads = 1")
    con.execute("set search_path = 'memory,version'")
    return con


def index(con: duckdb.DuckDBPyConnection) -> None:
    """Make all marts of the risk index in memory."""
    for name in marts.order():
        if name.startswith("mart_risk_"):
            if name in marts.MADE:
                marts.MADE[name].build(con)
            else:
                con.execute((paths.SQL / f"{name}.sql").read_text("utf-8"))


def build(out: Path) -> None:
    """Build the synthetic files from nothing."""
    command = [sys.executable, "-m", "etl", "build", "--input", "data/demo", "--out"]
    subprocess.run([*command, str(out)], cwd=ROOT, check=True, capture_output=True)


def taken(work: Callable[[], object]) -> Taken:
    """Seconds that something takes, and those of processors, its processes' too."""
    began, used = time.perf_counter(), sum(os.times()[:4])
    work()
    return time.perf_counter() - began, sum(os.times()[:4]) - used


def main() -> None:
    """Measure in turn and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--draws", type=int, default=1000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "first"
        build(built)
        con = opened(built)
        year = con.execute("select max(fiscal_year_be) from mart_risk_score").fetchall()
        _, scores, weights, is_first = risk_rank.inputs(con, year[0][0])
        choices = Choices(draws=chosen.draws)
        given = (scores, weights, is_first, choices)
        found = rank_uncertainty.ranks(rank_uncertainty.drawn_scores(*given).scores)
        if not np.array_equal(found, looped(*given)):
            sys.exit("the loop gives other ranks")
        sides: dict[str, Callable[[], object]] = {
            "draws": lambda: rank_uncertainty.places(
                rank_uncertainty.drawn_scores(*given).scores
            ),
            "loop": lambda: looped(*given),
            "index": lambda: index(con),
        }
        times: dict[str, list[Taken]] = {name: [] for name in (*sides, "build")}
        for number in range(chosen.rounds):
            for name, work in sides.items():
                times[name].append(taken(work))
            out = Path(folder) / str(number)
            times["build"].append(taken(lambda out=out: build(out)))
    said = {}
    for name, each in times.items():
        passed, said[name] = (
            statistics.median(side) for side in zip(*each, strict=True)
        )
        print(f"{name:8}{1000 * passed:7.0f} ms, processor {1000 * said[name]:7.0f} ms")
    units = f"{scores.shape[2]} x {scores.shape[3]}, {chosen.draws} draws"
    print(
        f"ratio {said['draws'] / said['loop']:.2f} draws / the same in a loop ({units})"
    )
    print(
        f"ratio {said['index'] / said['build']:.2f} all marts of the risk index, one "
        f"thread / build of the synthetic files (goal {GOAL_SHARE})"
    )
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
