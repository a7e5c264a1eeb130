"""Judges fuzzed files in a process of its own: -m tests.etl.fuzz_run FIRST COUNT.

Prints what is wrong as JSON: complaints with the seed that repeats them, how many files
were loaded and refused and for which reasons, and the most time and memory.
"""

import json
import os
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil

from etl import work
from etl.files import Handed
from etl.progress import Progress
from etl.reading import reader
from etl.report import peak_memory
from tests.etl.fuzz import Expectation, generate
from tests.etl.fuzz_tables import SECRET

BATCH = 50
MOST_SECONDS, MOST_MB = 15.0, 500  # a core that is shared counts a second double
STATES = ("accepted", "rejected", "duplicate", "superseded")


def main(first: int, count: int) -> dict[str, object]:
    """What was found over these seeds."""
    complaints: list[str] = []
    seen: Counter[str] = Counter()
    slowest = (0.0, "")
    for start in range(first, first + count, BATCH):
        seeds = range(start, min(start + BATCH, first + count))
        slowest = max(slowest, judged(seeds, complaints, seen))
    return {
        "complaints": complaints,
        "seen": seen,
        "slowest": slowest,
        "peak_mb": round(peak_mb()),
    }


def peak_mb() -> float:
    """The most memory that this process, or the one that reads files, has held."""
    pids = (os.getpid(), reader.shared().pid)
    return max(map(peak_memory, pids)) / 1024**2


def seconds() -> float:
    """CPU time so far, of this process and of the one that reads files.

    Other work on the machine does not count.
    """
    try:
        read = psutil.Process(reader.shared().pid).cpu_times()
    except psutil.Error:
        return sum(os.times()[:4])
    return sum(os.times()[:4]) + read.user + read.system


def judged(
    seeds: range, complaints: list[str], seen: Counter[str]
) -> tuple[float, str]:
    """Judge the files of the seeds at once; gives the slowest one and its seconds."""
    with tempfile.TemporaryDirectory() as folder:
        expected = write(Path(folder), seeds)
        watch = Watch(complaints)
        try:
            report = work.check_files([Path(folder)], watch.said.append, watch)
        except BaseException:  # noqa: BLE001 - also the panics of a library
            if len(seeds) > 1:
                return max(judged(range(s, s + 1), complaints, seen) for s in seeds)
            complaints.append(f"seed {seeds[0]}: {traceback.format_exc()}")
            return (0.0, "")
    told = json.loads(json.dumps(report.as_json(), ensure_ascii=False).encode())
    for said in told["files"]:
        seed = int(said["path"].partition("/")[0])
        wrong = [*expected[seed].complaints(said), *unsound(said)]
        complaints += [f"seed {seed}, {expected[seed].kind}: {w}" for w in wrong]
        seen.update([said["status"], said["reason_code"] or "", expected[seed].kind])
    complaints += unsound_report(told, watch.said, seeds)
    if seconds() - watch.read_at > MOST_SECONDS:
        complaints.append(
            f"seeds {seeds}: {seconds() - watch.read_at:.1f} s of judging"
        )
    return watch.slowest


def write(folder: Path, seeds: range) -> dict[int, Expectation]:
    """Write the files of the seeds, each in a folder of its own."""
    expected = {}
    for seed in seeds:
        name, content, expected[seed] = generate(seed)
        (folder / str(seed)).mkdir()
        (folder / str(seed) / name).write_bytes(content)
    return expected


class Watch(Progress):
    """Takes the time and memory of each file while it is read."""

    def __init__(self, complaints: list[str]) -> None:
        self.complaints = complaints
        self.said: list[str] = []
        self.slowest = (0.0, "")
        self.read_at = seconds()

    def files(self, handed: list[Handed]) -> Iterator[Handed]:
        """The files, one by one; complains of one that took too much."""
        for file in handed:
            began, before = seconds(), peak_mb()
            yield file
            took = round(seconds() - began, 2)
            self.slowest = max(self.slowest, (took, file.name))
            if took > MOST_SECONDS:
                self.complaints.append(f"{file.name}: {took:.1f} seconds")
            if before <= MOST_MB < peak_mb():
                self.complaints.append(f"{file.name}: {peak_mb():.0f} MB")
        self.read_at = seconds()


def unsound(said: dict[str, object]) -> list[str]:
    """What no file's entry may be, whatever the file."""
    wrong = []
    rows = sum(int(said[state]) for state in STATES)
    if said["rows_in"] != rows:
        wrong.append(f"{said['rows_in']} rows in, {rows} accounted for")
    if said["reason_code"] in ("file.failed", "file.too_heavy"):
        wrong.append(
            f"refused as {said['reason_code']}, so the process did not end well"
        )
    if said["status"] == "refused" and said["rows_in"]:
        wrong.append("refused, but with rows")
    if said["status"] == "refused" and not _is_in_both_languages(str(said["reason"])):
        wrong.append(f"a reason that does not speak Thai and English: {said['reason']}")
    return wrong


def _is_in_both_languages(reason: str) -> bool:
    in_thai, _, in_english = reason.partition(" / ")
    has_thai = any("ก" <= letter <= "๙" for letter in in_thai)
    return has_thai and sum(word.isascii() for word in in_english.split()) >= 6


def unsound_report(told: dict, said: list[str], seeds: range) -> list[str]:
    """What no report may be, whatever the files."""
    wrong = []
    files = told["files"]
    is_clean = all(f["status"] != "refused" and not f["rejected"] for f in files)
    if told["exit_code"] != (0 if is_clean else 1):
        wrong.append(f"seeds {seeds}: exit code {told['exit_code']}")
    if len(files) != len(seeds):
        wrong.append(f"seeds {seeds}: {len(files)} files in the report")
    for text in [json.dumps(file, ensure_ascii=False) for file in files] + said:
        if SECRET in text:
            wrong.append(f"seeds {seeds}: personal data in {text[:200]}")
    return wrong


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2])), ensure_ascii=False))
