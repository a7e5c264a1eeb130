"""What docs/weekly.md tells to run each Monday does run, and freezes nothing twice."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.snapshots import listed
from tests.etl.office import hand_over
from tests.snapshots.planted import base
from tests.under_test import ROOT

SERVICE = ROOT / "docs/systemd/risk-watch-week.service"
TIMER = ROOT / "docs/systemd/risk-watch-week.timer"
COMMAND = re.compile(r"\S*\.venv/bin/python (-m (?:etl|dashboard) \w+)")


def commands_of(text: str) -> list[list[str]]:
    return [found.split() for found in COMMAND.findall(text)]


def cron() -> str:
    text = (ROOT / "docs/weekly.md").read_text("utf-8")
    (line,) = re.findall(r"^0 6 \* \* 1 .*$", text, flags=re.MULTILINE)
    return line


def run(command: list[str], folder: Path) -> str:
    """Run one command with the office's files and the versions of a folder."""
    beside = {
        "etl": ["--input", folder / "inbox", "--out", folder / "built"],
        "dashboard": ["--built", folder / "built"],
    }
    done = subprocess.run(
        [sys.executable, *command, *map(str, beside[command[1]])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_timer_and_cron_run_the_same_commands_on_monday():
    wanted = [["-m", "etl", "build"], ["-m", "dashboard", "snapshot"]]
    assert commands_of(SERVICE.read_text("utf-8")) == wanted
    assert commands_of(cron()) == wanted
    assert re.search(r"^OnCalendar=Mon .*Asia/Bangkok$", TIMER.read_text("utf-8"), re.M)


@pytest.fixture
def office(tmp_path) -> Path:
    for name, rows in base().items():
        hand_over(tmp_path / "inbox", name, rows)
    return tmp_path


@pytest.mark.long
def test_two_mondays_without_new_data_freeze_one_week(office):
    said = []
    for _ in range(2):
        for command in commands_of(SERVICE.read_text("utf-8")):
            said.append(run(command, office))
    assert "published" in said[0]
    assert "Draft, not approved" in said[1]
    assert "unchanged" in said[2]
    assert "No new data" in said[3]
    assert len(listed(office / "snapshots")) == 1
