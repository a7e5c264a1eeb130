"""Hostile and sloppy files by the hundred: judged or refused, never lost.

Each file is made from a seed (tests/etl/fuzz.py). To repeat what failed:
python -m tests.etl.fuzz_run SEED 1
"""

import json
import subprocess
import sys

from etl import paths
from tests.etl import fuzz, fuzz_run

FILES = 300
REASONS = {
    "file.cut_short",
    "file.damaged_workbook",
    "file.empty",
    "file.hostile_workbook",
    "file.missing_column",
    "file.no_header",
    "file.no_rows",
    "file.not_text",
    "file.old_or_encrypted",
    "file.repeated_column",
    "file.unknown_dataset",
    "file.unknown_format",
}


def run(first: int, count: int) -> dict[str, object]:
    """What a process of its own finds over these seeds."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.etl.fuzz_run", str(first), str(count)],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"seeds {first} to {first + count - 1}: {done.stderr}"
    return json.loads(done.stdout)


def check(first: int, count: int) -> dict[str, int]:
    """Judge the files of these seeds; gives how often each thing was seen."""
    found = run(first, count)
    assert found["complaints"] == []
    assert found["peak_mb"] <= fuzz_run.MOST_MB
    return found["seen"]


def test_300_files_of_any_kind_are_judged_or_refused_with_a_reason():
    seen = check(0, FILES)
    assert seen["loaded"] + seen["refused"] == FILES
    assert min(seen["loaded"], seen["refused"]) > FILES / 5
    assert REASONS - set(seen) == set()


def test_the_same_seed_gives_the_same_file():
    assert [fuzz.generate(seed) for seed in range(50)] == [
        fuzz.generate(seed) for seed in range(50)
    ]


def test_a_wrong_answer_is_told_with_its_seed(monkeypatch):
    wrong = fuzz.Expectation("whole", "loaded", 1_000_000)
    name, content, _ = next(
        made
        for made in map(fuzz.generate, range(100))
        if made[2].kind == "whole" and made[0].endswith(".csv")
    )
    monkeypatch.setattr(fuzz_run, "generate", lambda seed: (name, content, wrong))
    (complaint,) = fuzz_run.main(7, 1)["complaints"]
    assert complaint.startswith("seed 7, whole: ")
    assert complaint.endswith("rows, not 1000000")
