"""A pack made beside the pages: in a process of its own, watched, ended.

Packs of several readers wait for each other, and all of them are less urgent than any
page: so pages stay quick meanwhile.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.export import pack
from dashboard.export.pack import Format
from dashboard.ui.briefing.beside import ASKED, MADE
from dashboard.ui.briefing.command import FAULT
from dashboard.ui.selection import Selection, written

ROOT = Path(__file__).resolve().parents[3]
SAID, FAULTS = "said.txt", "faults.txt"
PATIENCE = 3.0  # seconds that a worker may take to end when it is asked to
_LOOK = 0.05  # seconds between two looks meanwhile
_PLACES: list["tempfile.TemporaryDirectory[str]"] = []  # the last one is in use
_STEP = re.compile(r"\[(\d+)/(\d+)\] (.*)")


@dataclass(frozen=True, eq=False)
class Job:
    """A pack that is made, or was.

    Attributes:
        asked: What it is made of.
        formats: Of its files.
        process: That makes it.
        folder: Where it is; gone with the job.
    """

    asked: Selection
    formats: tuple[Format, ...]
    process: "subprocess.Popen[bytes]"
    folder: "tempfile.TemporaryDirectory[str]"

    @property
    def out(self) -> Path:
        """The folder of its files."""
        return Path(self.folder.name) / MADE


@dataclass(frozen=True)
class Progress:
    """How far a worker is: steps done, of how many, and what it does."""

    done: int
    of: int
    what: str


def start(asked: Selection, formats: Sequence[Format]) -> Job:
    """Begin to make a pack; when nobody holds the job any more it ends and is gone.

    Raises:
        OSError: There is no room for it, or no process can be started.
    """
    folder = _private(place())
    here = Path(folder.name)
    (here / MADE).mkdir()
    pack.put(here, ASKED, written(asked))
    command = [sys.executable, "-m", "dashboard.ui.briefing.beside"]
    with (here / SAID).open("wb") as said, (here / FAULTS).open("wb") as faults:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*command, str(here), ",".join(formats)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=faults,
            env={**os.environ, "PYTHONUTF8": "1"},
            start_new_session=True,
        )
    job = Job(asked, tuple(formats), process, folder)
    weakref.finalize(job, end, process)
    return job


def place() -> Path:
    """The folder of all jobs of this server, with the lock for which they wait.

    Its owner alone can look into it, and nobody knows its name beforehand.
    """
    if not _PLACES or not Path(_PLACES[-1].name).is_dir():  # swept away meanwhile
        _PLACES.append(_private())
    return Path(_PLACES[-1].name)


def _private(inside: Path | None = None) -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(
        prefix="briefing-", dir=inside, ignore_cleanup_errors=True
    )


def is_running(job: Job) -> bool:
    """Whether the worker is at it; of one that was ended nothing is left behind."""
    if _is_at_it(job.process):
        return True
    _lay_to_rest(job.process)
    return False


def progress(job: Job) -> Progress | None:
    """How far it is; None before it says so."""
    steps = _STEP.findall(_read(job, SAID))
    if not steps:
        return None
    done, of, what = steps[-1]
    return Progress(int(done), int(of), what)


def result(job: Job) -> dict[str, Any] | None:
    """What a pack holds, of dashboard.ui.briefing.making; None when there is none."""
    contents = job.out / pack.CONTENTS
    if is_running(job) or not contents.is_file():
        return None
    found: dict[str, Any] = json.loads(contents.read_text(encoding="utf-8"))
    return found


def fault(job: Job) -> str:
    """Why there is no pack, in the worker's own words; "" when it has none."""
    lines = _read(job, SAID).splitlines()
    return next((x.removeprefix(FAULT) for x in lines if x.startswith(FAULT)), "")


def trace(job: Job) -> str:
    """What the worker left for the log."""
    return _read(job, FAULTS)


def _read(job: Job, name: str) -> str:
    path = Path(job.folder.name) / name
    return path.read_text(encoding="utf-8", errors="replace")


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a worker and all that it started, be it gone by itself."""
    for ending in ("SIGTERM", "SIGKILL"):
        if _is_at_it(process):
            _signal(process, ending)
            _await(process)
    _lay_to_rest(process)


def _is_at_it(process: "subprocess.Popen[bytes]") -> bool:
    """Whether it runs; of one that does not, the number is not given away by asking."""
    if os.name != "posix" or process.returncode is not None:
        return process.poll() is None
    with suppress(ChildProcessError):
        how = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, process.pid, how) is None
    return False


def _await(process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while _is_at_it(process) and time.monotonic() < until:
        time.sleep(_LOOK)


def _lay_to_rest(process: "subprocess.Popen[bytes]") -> None:
    """End what a worker that has ended left in its group, while its number is its own.

    A Chromium outlives a worker that was killed.
    """
    if process.returncode is None and os.name == "posix":
        _signal(process, "SIGKILL")
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)


def _signal(process: "subprocess.Popen[bytes]", ending: str) -> None:
    """To the group of processes; Windows has none, there to the worker alone."""
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, getattr(signal, ending))
        else:
            process.kill()
