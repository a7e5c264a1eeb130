"""What reading, judging and publishing cost, beside a bare typed load of the same file.

    python benchmarks/etl.py [--tips 1000000 10000000] [--rounds 5]

Each side runs in a process of its own, in turn, and the medians are compared:
- bare: `create table as select * from read_csv(...)` with the types given, into a file;
- build: `python -m etl build` of that file: every check, rejects, versions, history,
  official facts, marts, hash, publishing; its memory is that of both its processes;
- week: one new weekly file of 22,000 rows beside the large one, into the version that
  the build made;
- pandas: the same checks of the same file with pandas, written into a DuckDB file (the
  smallest size alone);
- check: `python -m etl check` of a workbook of 1,000 rows beside a bare Python that
  imports DuckDB.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parent.parent
GOAL_RATIO, GOAL_MB, GOAL_WEEK, GOAL_CHECK = 2.5, 3072, 0.15, 1.5
WEEK_ROWS, CHECKED_ROWS, CHECKS = 22_000, 1_000, 15
PYTHON = sys.executable
Run = tuple[float, float]  # seconds, MB

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
bad |= typed["tip_id"].str.contains(personal.IN_ID)
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


def timed(arguments: list[str]) -> Run:
    """Seconds and peak memory (MB) of a process and the largest of its children."""
    watched = [PYTHON, "-c", _WATCH, *arguments]
    said = subprocess.run(
        watched,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    if said.returncode:
        raise SystemExit(f"failed: {arguments[:4]}\n{said.stdout[-2000:]}{said.stderr}")
    seconds, megabytes = said.stdout.split()[-2:]
    return float(seconds), float(megabytes)


# Run a command and say how long it took and how much memory it and its children held
# at the same time, looked at every 100 ms: to look takes a core a millisecond or more.
_WATCH = """
import subprocess, sys, time, psutil
began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
watched, peak = psutil.Process(process.pid), 0
while process.poll() is None:
    try:
        all_of_it = [watched, *watched.children(recursive=True)]
        peak = max(peak, sum(p.memory_info().rss for p in all_of_it))
    except psutil.Error:
        pass
    time.sleep(0.1)
print(time.perf_counter() - began, peak / 1024**2)
sys.exit(process.returncode)
"""


def etl(*arguments: object) -> list[str]:
    """A command of the product."""
    return [PYTHON, "-m", "etl", *map(str, arguments)]


def tips_file(work: Path, tips: int) -> Path:
    """A file of about so many tips, as `etl demo` makes it."""
    folder = work / f"demo_{tips}"
    timed(etl("demo", "--out", folder, "--tips", tips))
    found = max(folder.glob("tip_report*.csv"), key=lambda p: p.stat().st_size)
    inbox = work / f"inbox_{tips}"
    inbox.mkdir()
    return found.rename(inbox / "tip_report_all.csv")


def weekly_file(inbox: Path) -> Path:
    """A week's new tips: the large file's last rows, as if they came late."""
    path = inbox / "tip_report_week.csv"
    with (inbox / "tip_report_all.csv").open(encoding="utf-8") as file:
        header = next(file)
        last = deque(file, WEEK_ROWS)
    path.write_text("".join([header, *("W" + line for line in last)]), "utf-8")
    return path


def builds(work: Path, tips: int, rounds: int, *, with_pandas: bool) -> None:
    """Bare load, build, a weekly file and pandas in turn; prints medians and ratios."""
    file = tips_file(work, tips)
    rows = sum(1 for _ in file.open("rb")) - 1
    size = f"{tips / 1e6:g}M tips"
    print(f"file of {size}: {file.stat().st_size / 1e6:.0f} MB, {rows:,} rows")
    out, database = work / "built", work / "bare.duckdb"

    def bare() -> Run:
        database.unlink(missing_ok=True)
        return timed([PYTHON, "-c", BARE, str(file), str(database)])

    def build() -> Run:
        shutil.rmtree(out, ignore_errors=True)
        (file.parent / "tip_report_week.csv").unlink(missing_ok=True)
        return timed(etl("build", "--input", file.parent, "--out", out))

    def week() -> Run:
        weekly_file(file.parent)
        return timed(etl("build", "--input", file.parent, "--out", out))

    def pandas() -> Run:
        database.unlink(missing_ok=True)
        return timed([PYTHON, "-c", PANDAS, str(file), str(database)])

    sides: dict[str, Callable[[], Run]] = {"bare": bare, "build": build, "week": week}
    if with_pandas:
        sides["pandas"] = pandas
    found = medians(sides, rounds)
    bare_s, build_s = found["bare"][0], found["build"][0]
    print(
        f"ratio {build_s / bare_s:.2f} full build {size} / bare typed load "
        f"(goal {GOAL_RATIO:g})"
    )
    print(
        f"ratio {found['week'][0] / build_s:.2f} one new weekly file into {size} / "
        f"full build (goal {GOAL_WEEK:g})"
    )
    print(
        f"ratio {found['build'][1] / GOAL_MB:.2f} peak memory {size} / "
        f"{GOAL_MB} MB (goal 1)"
    )
    if with_pandas:
        print(
            f"ratio {found['pandas'][0] / bare_s:.2f} pandas {size} / bare typed load"
        )
    shutil.rmtree(out)
    file.unlink()


def medians(sides: dict[str, Callable[[], Run]], rounds: int) -> dict[str, Run]:
    """Each side in turn, so many times; prints the median of each."""
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, run in sides.items():
            runs[name].append(run())
    found = {}
    for name, values in runs.items():
        seconds, memory = (statistics.median(v) for v in zip(*values, strict=True))
        print(f"{name:7} {seconds:6.2f} s {memory:6.0f} MB")
        found[name] = (seconds, memory)
    return found


def checks(work: Path) -> None:
    """Checking a workbook beside starting Python and importing DuckDB."""
    path = workbook(work)

    def seconds(arguments: list[str]) -> float:
        began = time.perf_counter()
        subprocess.run(arguments, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began

    bare, check = [], []
    for _ in range(CHECKS):
        bare.append(seconds([PYTHON, "-c", "import duckdb"]))
        check.append(seconds(etl("check", path)))
    bare_s, check_s = statistics.median(bare), statistics.median(check)
    print(f"bare    {bare_s:6.3f} s\ncheck   {check_s:6.3f} s")
    print(
        f"ratio {check_s / bare_s:.2f} check of an XLSX of {CHECKED_ROWS:,} rows / "
        f"bare Python with DuckDB (goal {GOAL_CHECK:g})"
    )


def workbook(work: Path) -> Path:
    """A workbook of tips as an office would fill it in."""
    book = openpyxl.Workbook()
    sheet = book.active
    heads = (
        "เลขที่เบาะแส วันที่รับแจ้ง จังหวัด ช่องทาง รูปแบบการแสวงหาประโยชน์ จำนวนผู้เสียหายที่แจ้ง สถานะ"
    )
    sheet.append(heads.split())
    provinces = ("เชียงใหม่", "จ.ตาก", "กทม.", "ระนอง")
    for i in range(CHECKED_ROWS):
        place, form = provinces[i % 4], f"EX0{i % 8 + 1}"
        day = f"{i % 28 + 1}/{i % 12 + 1}/2568"
        sheet.append([f"C-{i:05}", day, place, "1300", form, i % 5, "รับแจ้ง"])
    path = work / "tip_report_checked.xlsx"
    book.save(path)
    return path


def main() -> None:
    """Print every figure, smallest size first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tips", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        checks(Path(folder))
        for number, tips in enumerate(sorted(given.tips)):
            rounds = given.rounds if tips < 5_000_000 else 1
            builds(Path(folder), tips, rounds, with_pandas=number == 0)


if __name__ == "__main__":
    main()
