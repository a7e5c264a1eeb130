"""A thousand planted personal data: 0 are found in anything that a command leaves.

contract.md 4: the value is written nowhere, not in the database, the reject list, the
log, temporary files or the report. The commands run as an office runs them, while the
folders that they may write to are watched.
"""

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from etl import paths
from etl.personal import is_personal
from tests.etl import office, planted
from tests.etl.canaries import KINDS, Canary, traces_in
from tests.etl.planted import Planted

COMMANDS = ("build", "check", "build_again", "status")


@dataclass
class Work:
    """The commands that were run over the planted folder, and what they left.

    Attributes:
        folder: Holds `built` and `temporary`, which nothing but the commands fill.
        exit_codes: By command.
        said: By command, its two streams and its report, as bytes.
        seen: What a watcher found in the two folders while the commands ran.
    """

    folder: Path
    planted: Planted
    exit_codes: dict[str, int] = field(default_factory=dict)
    said: dict[str, bytes] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    watched: set[str] = field(default_factory=set)

    @property
    def flock(self) -> dict[str, Canary]:
        """Every canary by each of its traces."""
        return {t: canary for canary in self.planted.flock for t in canary.traces}

    def report(self, command: str) -> dict[str, dict]:
        """The files of a command's report, by path."""
        said = json.loads((self.folder / f"{command}.json").read_text("utf-8"))
        return {known["path"]: known for known in said["files"]}

    @property
    def built(self) -> office.Run:
        """The version that was published last."""
        return office.Run(0, "", out=self.folder / "built")

    def run(self, command: str, *arguments: object) -> None:
        """Run a command; keep what it says."""
        report = self.folder / f"{command}.json"
        reported = [] if command == "status" else ["--report", report]
        done = subprocess.run(
            [sys.executable, "-m", "etl", command.split("_")[0]]
            + [str(argument) for argument in (*arguments, *reported)],
            cwd=paths.ROOT,
            env=os.environ
            | {"TMPDIR": str(self.folder / "temporary"), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=False,
        )
        self.exit_codes[command] = done.returncode
        self.said[command] = done.stdout + b"\n" + done.stderr
        if reported:
            self.said[command] += report.read_bytes()

    def watch(self, stop: threading.Event) -> None:
        """Search what lies in the two folders again and again."""
        searched: dict[Path, tuple[int, int]] = {}
        flock = self.flock
        while not stop.wait(0.1):
            for path in (*self.files("built"), *self.files("temporary")):
                try:
                    known = path.stat()
                    stamp = (known.st_size, known.st_mtime_ns)
                    if searched.get(path) == stamp:
                        continue
                    content = path.read_bytes()
                except OSError:  # it is gone by now
                    continue
                searched[path] = stamp
                self.watched.add(path.suffix)
                self.seen |= traces_in(content, flock)

    def files(self, name: str) -> list[Path]:
        """The files of a folder and what lies below it."""
        return [p for p in (self.folder / name).rglob("*") if p.is_file()]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """A build, a check, a build after one file went bad, and the status."""
    folder = tmp_path_factory.mktemp("canaries")
    inbox, out = folder / "inbox", folder / "built"
    for made in (inbox, out, folder / "temporary"):
        made.mkdir()
    done = Work(folder, planted.plant(inbox))
    stop = threading.Event()
    watcher = threading.Thread(target=done.watch, args=(stop,))
    watcher.start()
    check = threading.Thread(target=done.run, args=("check", inbox))
    check.start()
    done.run("build", "--input", inbox, "--out", out)
    check.join()
    went_bad = (inbox / "tip_report_none.csv").read_bytes()
    (inbox / "tip_report_ragged.csv").write_bytes(went_bad)
    done.run("build_again", "--input", inbox, "--out", out)
    done.run("status", "--out", out)
    stop.set()
    watcher.join()
    return done


def test_a_thousand_canaries_of_every_kind_were_planted(work):
    flock = work.planted.flock
    assert len(flock) >= 1000
    assert len({trace for canary in flock for trace in canary.traces}) >= 1000
    kinds = Counter(canary.kind for canary in flock)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 150


def test_the_search_finds_each_canary_however_it_is_written(work):
    for canary in work.planted.flock:
        for encoding in ("utf-8", "utf-16-le", "cp874"):
            text = f"x {canary.text} y".encode(encoding)
            assert traces_in(text, work.flock) == {canary.text}


def test_the_commands_end_as_they_do_for_any_rejected_row(work):
    assert work.exit_codes == {"build": 0, "check": 1, "build_again": 0, "status": 0}


@pytest.mark.parametrize("command", ["build", "check"])
def test_every_row_with_a_canary_is_rejected_and_every_other_accepted(work, command):
    said = work.report(command)
    for name, rejected in work.planted.rejected.items():
        assert said[name]["rejected"] == rejected, name
    for name, accepted in work.planted.accepted.items():
        assert said[name]["accepted"] == accepted, name
    fields = {name: known for name, known in said.items() if "_fields" in name}
    assert len(fields) == 18
    assert all(f["rows_in"] == f["rejected"] for f in fields.values())


def test_each_row_says_that_the_field_with_the_canary_holds_personal_data(work):
    said: dict[tuple[str, int], set[str]] = {}
    for path, line, reason in work.built.rows(
        "select path, line, load_reject.reason "
        "from load_reject inner join load_file using (file_id)"
    ):
        said.setdefault((path, line), set()).add(reason)
    assert len(work.planted.rows) > 600
    missed = {
        place: (reason, said.get(place))
        for place, reason in work.planted.rows.items()
        if reason not in said.get(place, ())
    }
    assert missed == {}


def test_what_is_personal_is_said_to_be_and_has_no_value(work):
    said = work.built.rows(
        "select distinct is_personal, value from load_reject "
        "where reason like '%.personal_data'"
    )
    assert said == [(True, None)]


def test_the_files_that_are_refused_say_why(work):
    said = work.report("build")
    reasons = {name: said[name]["reason_code"] for name in work.planted.refused}
    assert reasons == work.planted.refused


def test_files_with_a_canary_in_their_name_are_read(work):
    read = work.built.values(
        "select count(*) from tip_report "
        "where tip_id like 'NAMED-%' or tip_id like 'FOLDER-%'"
    )
    assert read == [18 + 6]


def test_a_file_that_went_bad_keeps_its_rows_and_shows_nothing_of_the_new_ones(work):
    assert work.report("build_again")["tip_report_ragged.csv"]["kept_rows"] == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_that_a_command_says_or_reports_holds_a_canary(work, command):
    assert traces_in(work.said[command], work.flock) == set()
    assert b"Traceback" not in work.said[command]


@pytest.mark.long
def test_no_byte_of_any_file_that_is_left_holds_a_canary(work):
    left = work.files("built") + work.files("temporary")
    assert Counter(path.suffix for path in left)[".duckdb"] == 2
    for path in left:
        assert traces_in(path.read_bytes(), work.flock) == set(), path.suffix


def test_no_file_that_lay_there_for_a_while_held_a_canary(work):
    assert ".duckdb" in work.watched
    assert work.seen == set()


def test_nothing_is_left_in_the_folder_for_temporary_files(work):
    assert work.files("temporary") == []


@pytest.mark.long
def test_no_cell_of_any_table_holds_a_canary(work):
    numbers = {c.number for c in work.planted.flock} - {None}
    with work.built.database() as con:
        tables = [name for (name,) in con.execute("show tables").fetchall()]
        assert len(tables) > 50
        for table in tables:
            rows = con.execute(f"from {table}").fetchall()
            texts = "\n".join(str(cell) for row in rows for cell in row)
            assert traces_in(texts.encode(), work.flock) == set(), table
            cells = {cell for row in rows for cell in row if isinstance(cell, int)}
            assert cells.isdisjoint(numbers), table


def test_hidden_names_of_two_sheets_are_two_sheets(work):
    name = "tip_report_office.xlsx"
    sheets = work.built.values(
        "select distinct sheet from load_reject inner join load_file using (file_id) "
        "where path = $name and sheet like '(…)%'",
        name=name,
    )
    assert len(sheets) == 3


def test_our_own_reference_files_are_exempt(work):
    query = "select contact from tip_channel where contact is not null"
    assert any(map(is_personal, work.built.values(query)))
