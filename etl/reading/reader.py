"""This end of the reading process: files are asked for, their tables come back.

The process begins to read the next files while the rows of one are judged. One that
takes too long, or dies over a file, costs that file alone.
"""

from __future__ import annotations

import atexit
import functools
import itertools
import json
import signal
import subprocess
import threading
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from etl.reading import spawn, wire
from etl.reading.sheet import Sheet
from etl.refusal import BuildError, RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from etl.files import Handed
    from etl.reading.sheet import Rows

PATIENCE = 120  # seconds without a word, whatever the process does meanwhile
ROOM = 2_048  # bytes of requests on their way; any pipe takes them
LEAVING = 2  # seconds that a process has to end once it says no more


class DiedError(RefusalError):
    """The process ended over a file."""


class CrashedError(DiedError):
    """It ended for no reason that is known, perhaps over an earlier file."""


class NotStartedError(CrashedError):
    """It ended before it was asked anything, which is no fault of a file."""


class Request(NamedTuple):
    """A file that was asked for; every frame of its answer bears the number."""

    number: int
    file: Handed
    line: bytes


class Reader:
    """The reading process, started anew when it is gone."""

    def __init__(self, command: Sequence[str] = spawn.COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        self._numbers = itertools.count(1)
        self._coming: deque[Handed] = deque()
        self._asked: deque[Request] = deque()

    @property
    def pid(self) -> int:
        """Of the process; 0 while there is none."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start the process, unless there is one.

        One that ended is found out when its answer is read, not before: what it was
        asked for would never be answered.
        """
        if self._process is None:
            early = spawn.taken() if self._command is spawn.COMMAND else None
            self._process = early or spawn.started(self._command)
            self._is_ready = False

    def stop(self) -> None:
        """End the process; the files that were asked for are forgotten."""
        process, self._process = self._process, None
        self._coming.clear()
        self._asked.clear()
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # a request that nobody took
                cast("BinaryIO", pipe).close()

    def expect(self, files: Iterable[Handed]) -> None:
        """Say which files will be opened, in which order."""
        self._coming.extend(files)
        self._ask()

    def opened(self, file: Handed) -> Iterator[Sheet]:
        """The tables of a file; each must be read to its end before the next one.

        Raises:
            RefusalError: The file is refused as a whole; also while it is read.
            BuildError: The process cannot be started.
        """
        self._make_next(file)
        is_whole = False
        try:
            yield from self._sheets()
            is_whole = True
        except RefusalError as refusal:
            is_whole = not isinstance(refusal, DiedError)
            raise
        finally:
            if is_whole:
                self._asked.popleft()
            else:
                self._restart(behind=1)
            self._ask()

    def _make_next(self, file: Handed) -> None:
        """Make the file the one that is answered next."""
        self._ask()
        if self._asked and self._asked[0].file == file:
            return
        rest = [f for f in self._forgotten() if f != file]
        self._coming.extend([file, *rest])
        self._ask()

    def _restart(self, behind: int) -> None:
        """Begin again, behind so many of the files that were asked for."""
        self._coming.extend(self._forgotten()[behind:])
        self._ask()

    def _forgotten(self) -> list[Handed]:
        """End the process; gives the files that it was or would have been asked for."""
        files = [*(request.file for request in self._asked), *self._coming]
        self.stop()
        return files

    def _ask(self) -> None:
        while self._coming:
            request = self._request(self._coming[0])
            on_their_way = sum(len(asked.line) for asked in self._asked)
            if self._asked and on_their_way + len(request.line) > ROOM:
                return
            self.start()
            self._coming.popleft()
            self._asked.append(request)
            pipe = cast("BinaryIO", self._running.stdin)
            with suppress(OSError):  # it is gone: seen when an answer is read
                pipe.write(request.line)
                pipe.flush()

    def _request(self, file: Handed) -> Request:
        number = next(self._numbers)
        asked = {
            "number": number,
            "path": str(file.path.absolute()),
            "dataset": file.dataset and file.dataset.name,
            "size": file.size,
        }
        return Request(number, file, json.dumps(asked).encode() + b"\n")

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the reading process was not started")
        return self._process

    def _sheets(self) -> Iterator[Sheet]:
        kind, body = self._first_frame()
        while kind == wire.SHEET:
            name, separator, head = wire.head_of(body)
            last: list[tuple[bytes, bytes]] = []
            yield Sheet(name, head, separator, self._blocks(last))
            if not last:
                raise RuntimeError("a table was not read to its end")
            ((kind, body),) = last
        if kind != wire.END:
            raise CrashedError("file.failed", found="found.reader_ended")

    def _first_frame(self) -> tuple[bytes, bytes]:
        """The first frame of a file; where there is none, that of a second try."""
        try:
            return self._frame()
        except CrashedError:
            self._restart(behind=0)
        try:
            return self._frame()
        except NotStartedError as error:
            raise BuildError(
                "เริ่มโปรเซสที่ใช้อ่านไฟล์ไม่ได้ ตรวจการติดตั้ง (make setup) / "
                "The process that reads files cannot be started: see make setup."
            ) from error

    def _blocks(self, last: list[tuple[bytes, bytes]]) -> Iterator[Rows | pa.Table]:
        """The rows of a table; the frame behind them goes into `last`."""
        while True:
            kind, body = self._frame()
            if kind not in (wire.ROWS, wire.TABLE):
                last.append((kind, body))
                return
            yield wire.block_of(kind, body)

    def _frame(self) -> tuple[bytes, bytes]:
        """The next frame of the file asked for first, or the refusal that it is."""
        if not self._is_ready:
            self._greet()
        kind, number, body = self._read()
        if number != self._asked[0].number:
            raise CrashedError("file.failed", found="found.reader_ended")
        if kind == wire.REFUSED:
            reason, values = json.loads(body)
            raise RefusalError(reason, **values)
        return kind, body

    def _greet(self) -> None:
        """Wait until the process is there."""
        try:
            kind, *_ = self._read()
        except DiedError as error:
            raise NotStartedError(error.reason, **error.values) from error
        self._is_ready = kind == wire.READY

    def _read(self) -> tuple[bytes, int, bytes]:
        process, late = self._running, threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(PATIENCE, end)
        watch.start()
        try:
            return wire.read_frame(cast("BinaryIO", process.stdout))
        except wire.BrokenWireError as error:
            is_heavy = late.is_set() or _ended_over_time(process)
            if is_heavy:
                raise DiedError("file.too_heavy") from error
            raise CrashedError("file.failed", found="found.reader_ended") from error
        finally:
            watch.cancel()


def _ended_over_time(process: subprocess.Popen[bytes]) -> bool:
    """Whether the system ended the process for the time it took."""
    try:
        code = process.wait(LEAVING)
    except subprocess.TimeoutExpired:  # it only says no more
        return False
    return code == -getattr(signal, "SIGXCPU", 0)


@functools.cache
def shared() -> Reader:
    """The one reading process of this process, ended with it."""
    reader = Reader()
    atexit.register(reader.stop)
    return reader
