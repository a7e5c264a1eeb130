"""Starts the reading process, before the rest of this one is loaded if it can be."""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

import etl

if sys.platform == "linux":
    import fcntl

COMMAND = (sys.executable, "-m", "etl.reading.child")
PIPE = 1 << 20  # bytes
# Memory that one block needed is kept for the next: to give it back and ask again took
# a third of the time of reading.
KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 32),
    "MIMALLOC_PURGE_DELAY": "-1",
}

_begun: list[subprocess.Popen[bytes]] = []


def begin() -> None:
    """Start the process that the first reader will use."""
    _begun.append(started())


def taken() -> subprocess.Popen[bytes] | None:
    """The process that was begun, for one reader."""
    return _begun.pop() if _begun else None


def started(command: Sequence[str] = COMMAND) -> subprocess.Popen[bytes]:
    """A new process."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        command,
        cwd=f"{etl.__path__[0]}/..",  # pathlib takes long to load
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a trace may hold a handed-over value
        env={**os.environ, **KEEP_MEMORY},
    )
    if process.stdout and sys.platform == "linux":
        with suppress(OSError):  # no more room for this user: then a smaller one serves
            fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, PIPE)
    return process
