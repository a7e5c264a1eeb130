"""This end of the reading process: files are asked for, their tables come back.

The process begins to read the next files while the rows of one are judged. One that
takes too long, or dies over a file, costs that file alone.
"""

from __future__ import annotations

import atexit
import functools
import json
import threading
from collections import deque
from typing import TYPE_CHECKING, BinaryIO, cast

from etl.reading import spawn, wire
from etl.reading.sheet import Sheet
from etl.refusal import RefusalError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from etl.files import Handed
    from etl.reading.sheet import Rows

PATIENCE = 120  # seconds without a word, whatever the process does meanwhile
AHEAD = 32  # requests fit into a pipe, whatever comes back


class DiedError(RefusalError):
    """The process ended over a file: it took more memory or time than it may."""


class Reader:
    """The reading process, started anew when it is gone."""

    def __init__(self, command: Sequence[str] = spawn.COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._coming: deque[Handed] = deque()
        self._asked: deque[Handed] = deque()

    @property
    def pid(self) -> int:
        """Of the process; 0 while there is none."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start the process, unless it runs."""
        if self._process and self._process.poll() is None:
            return
        early = spawn.taken() if self._command is spawn.COMMAND else None
        self._process = early or spawn.started(self._command)

    def stop(self) -> None:
        """End the process; the files that were asked for are forgotten."""
        self._coming.clear()
        self._asked.clear()
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process = None

    def expect(self, files: Iterable[Handed]) -> None:
        """Say which files will be opened, in which order."""
        self._coming.extend(files)
        self._ask()

    def opened(self, file: Handed) -> Iterator[Sheet]:
        """The tables of a file; each must be read to its end before the next one.

        Raises:
            RefusalError: The file is refused as a whole; also while it is read.
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
            self._asked.popleft()
            if not is_whole:
                self._restart()
            self._ask()

    def _make_next(self, file: Handed) -> None:
        """Make the file the one that is answered next."""
        if not self._asked or self._asked[0] != file:
            if self._asked or self._coming:  # others were expected: none of them comes
                self.stop()
            self._coming.append(file)
        self._ask()

    def _restart(self) -> None:
        """Begin again behind a file that was not read to its end."""
        rest = [*self._asked, *self._coming]
        self.stop()
        self._coming.extend(rest)

    def _ask(self) -> None:
        if not self._coming:
            return
        self.start()
        while self._coming and len(self._asked) < AHEAD:
            file = self._coming.popleft()
            request = {
                "path": str(file.path.absolute()),
                "dataset": file.dataset and file.dataset.name,
                "size": file.size,
            }
            self._send(json.dumps(request).encode() + b"\n")
            self._asked.append(file)

    def _send(self, line: bytes) -> None:
        pipe = cast("BinaryIO", self._running.stdin)
        try:
            pipe.write(line)
            pipe.flush()
        except BrokenPipeError:
            pass  # it is gone over an earlier file: seen when that one is opened

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the reading process was not started")
        return self._process

    def _sheets(self) -> Iterator[Sheet]:
        kind, body = self._frame()
        while kind == wire.SHEET:
            name, separator, head = wire.head_of(body)
            last: list[tuple[bytes, bytes]] = []
            yield Sheet(name, head, separator, self._blocks(last))
            if not last:
                raise RuntimeError("a table was not read to its end")
            ((kind, body),) = last
        if kind != wire.END:
            raise DiedError("file.too_heavy")

    def _blocks(self, last: list[tuple[bytes, bytes]]) -> Iterator[Rows | pa.Table]:
        """The rows of a table; the frame behind them goes into `last`."""
        while True:
            kind, body = self._frame()
            if kind not in (wire.ROWS, wire.TABLE):
                last.append((kind, body))
                return
            yield wire.block_of(kind, body)

    def _frame(self) -> tuple[bytes, bytes]:
        """The next frame, or the refusal that it is."""
        process = self._running
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        try:
            kind, body = wire.read_frame(cast("BinaryIO", process.stdout))
        except wire.BrokenWireError as error:
            raise DiedError("file.too_heavy") from error
        finally:
            watch.cancel()
        if kind == wire.REFUSED:
            reason, values = json.loads(body)
            raise RefusalError(reason, **values)
        return kind, body


@functools.cache
def shared() -> Reader:
    """The one reading process of this process, ended with it."""
    reader = Reader()
    atexit.register(reader.stop)
    return reader
