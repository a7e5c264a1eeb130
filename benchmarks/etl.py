"""A full build of one million tips against a bare typed load of the same file.

    python benchmarks/etl.py [--tips 1000000] [--rounds 3]

Each side runs in a process of its own, in turn, and the medians are compared:
- bare: `create table as select * from read_csv(...)` with the types given, into a file;
- build: `python -m etl build` of that file: every check, rejects, versions, history,
  official facts, marts, hash, publishing;
- pandas: the same checks of the same file with pandas, written into a DuckDB file.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL_RATIO, GOAL_MB = 3.0, 1536

BARE = """
import sys, duckdb
con = duckdb.connect(sys.argv[2])
con.execute('''create table tip_report as select * from read_csv($file, types={
    'received_on': 'date', 'victims_reported': 'bigint', 'closed_on': 'date',
    'recorded_at': 'timestamp'})''', {"file": sys.argv[1]})
con.close()
"""

PANDAS = """
import sys
import duckdb
import pandas as pd
from etl import codes, personal

raw = pd.read_csv(sys.argv[1], dtype="string", keep_default_na=False)
raw = raw.apply(lambda column: column.str.strip())
missing = raw.eq("")
lists = codes.code_lists()

def folded(column):
    return column.str.replace(" ", "").str.lower()

def coded(name, column):
    known = {text.replace(" ", "").lower(): code for text, code in lists[name]}
    return folded(column).map(known)

def dated(column):
    return pd.to_datetime(column.mask(column.eq("")), format="ISO8601", errors="coerce")

provinces = {t.replace(" ", "").lower(): c for t, c in codes.province_codes()}
provinces |= {t.replace(" ", "").lower(): c for t, c in codes.province_names()}
place = "province_code" if "province_code" in raw else "province_name"
forms = raw["exploitation_form"].drop_duplicates()
known_forms = {
    text: ";".join(sorted(set(coded("exploitation_form", pd.Series(text.split(";"))))))
    for text in forms
}
today = pd.Timestamp.now()
typed = pd.DataFrame({
    "tip_id": raw["tip_id"],
    "received_on": dated(raw["received_on"]),
    "province_code": folded(raw[place]).map(provinces),
    "channel": coded("tip_channel", raw["channel"]),
    "exploitation_form": raw["exploitation_form"].map(known_forms),
    "victims_reported": pd.to_numeric(raw["victims_reported"], errors="coerce"),
    "child_involved": coded("yes_no_unknown", raw["child_involved"]),
    "status": coded("case_status", raw["status"]),
    "closed_on": dated(raw["closed_on"]),
    "recorded_at": dated(raw["recorded_at"]),
})
required = ["received_on", "province_code", "channel", "exploitation_form", "status"]
bad = typed[required].isna().any(axis=1) | missing["tip_id"]
for name in ("victims_reported", "child_involved", "closed_on", "recorded_at"):
    bad |= typed[name].isna() & ~missing[name]
bad |= ~typed["tip_id"].str.fullmatch("[A-Za-z0-9._/-]{1,40}")
in_id = personal.IN_ID.replace("\\\\x{2010}-\\\\x{2015}", "")
bad |= typed["tip_id"].str.contains(in_id)
bad |= typed["victims_reported"].lt(0)
bad |= typed["closed_on"].lt(typed["received_on"])
for name in ("received_on", "closed_on", "recorded_at"):
    bad |= typed[name].gt(today)
accepted = typed[~bad].drop_duplicates()
accepted = accepted.sort_values("recorded_at", kind="stable")
latest = accepted.drop_duplicates("tip_id", keep="last")
con = duckdb.connect(sys.argv[2])
con.execute("create table tip_report as select * from latest")
con.close()
"""


def timed(arguments: list[str]) -> tuple[float, float]:
    """Seconds and peak memory (MB) of one process."""
    began = time.perf_counter()
    process = subprocess.Popen(
        arguments,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"failed: {arguments[:4]}")
    return seconds, usage.ru_maxrss / 1024


def sides(work: Path, tips: Path) -> dict[str, list[str]]:
    """The command of each side."""
    python = sys.executable
    return {
        "bare": [python, "-c", BARE, str(tips), str(work / "bare.duckdb")],
        "build": [
            *(python, "-m", "etl", "build"),
            *("--input", str(tips), "--out", str(work / "built")),
        ],
        "pandas": [python, "-c", PANDAS, str(tips), str(work / "pandas.duckdb")],
    }


def main() -> None:
    """Generate, run the sides in turn, print the medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tips", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        demo = [sys.executable, "-m", "etl", "demo", "--out", str(work / "demo")]
        timed([*demo, "--tips", str(given.tips)])
        tips = max(
            (work / "demo").glob("tip_report*.csv"), key=lambda p: p.stat().st_size
        )
        rows = sum(1 for _ in tips.open("rb")) - 1
        print(f"file {tips.stat().st_size / 1e6:.0f} MB, {rows:,} rows")
        found: dict[str, list[tuple[float, float]]] = {}
        for _ in range(given.rounds):
            for name, command in sides(work, tips).items():
                shutil.rmtree(work / "built", ignore_errors=True)
                for leftover in work.glob("*.duckdb*"):
                    leftover.unlink()
                found.setdefault(name, []).append(timed(command))
    report(found, given.tips)


def report(found: dict[str, list[tuple[float, float]]], tips: int) -> None:
    """Print one line per figure."""
    median = {
        name: tuple(statistics.median(values) for values in zip(*runs, strict=True))
        for name, runs in found.items()
    }
    for name, (seconds, memory) in median.items():
        print(f"{name:7} {seconds:6.2f} s {memory:6.0f} MB")
    bare = median["bare"][0]
    size = f"{tips / 1e6:g}M tips"
    build = median["build"]
    print(
        f"ratio {build[0] / bare:.2f} full build {size} / bare typed load "
        f"(goal {GOAL_RATIO:g})"
    )
    print(f"ratio {median['pandas'][0] / bare:.2f} pandas {size} / bare typed load")
    print(f"ratio {build[1] / GOAL_MB:.2f} peak memory {size} / {GOAL_MB} MB (goal 1)")


if __name__ == "__main__":
    main()
