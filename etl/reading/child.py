"""The reading process: python -m etl.reading.child, asked by etl.reading.reader.

Whatever a file from outside does to the libraries that parse it, it does it here:
without the database, with limits on memory and time, and without a way to write a file.
"""

from __future__ import annotations

import mmap
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from etl.reading import tables, wire
from etl.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY = 2 << 30  # bytes, for any file
MEMORY_FACTOR = 12  # more of it for each byte of the file: texts that must be whole
SECONDS = 30  # of computing
BYTES_PER_SECOND = 1 << 20  # and one second more for each of these


def serve(
    given: BinaryIO, answers: BinaryIO, limit: Callable[[int], None] = lambda _: None
) -> None:
    """Answer requests until there are no more.

    Args:
        given: The requests.
        answers: Takes what is read.
        limit: Bounds what reading a file of so many bytes may take.
    """
    for request in wire.requests(given):
        limit(request["size"])
        answer = wire.Writer(answers, request["number"])
        try:
            sheets = tables.opened(
                Path(request["path"]), request["dataset"], is_ours=False
            )
            answer.sheets(sheets)
        except RefusalError as refusal:
            _refuse(answer, refusal)
        except MemoryError:
            _refuse(answer, RefusalError("file.too_heavy"))
        except BrokenPipeError:
            return  # the other end has enough
        except Exception as error:  # noqa: BLE001 - its text may hold a handed-over value
            kind = type(error).__name__
            _refuse(answer, RefusalError("file.failed", found=kind))


def _refuse(answer: wire.Writer, refusal: RefusalError) -> None:
    answer.plain(wire.REFUSED, [refusal.reason, refusal.values])


def _limit(size: int) -> None:
    """Bound what the next file may take."""
    bound(MEMORY + MEMORY_FACTOR * size, SECONDS + size // BYTES_PER_SECOND)


def bound(memory: int, seconds: int) -> None:
    """Bound what this process may take from now on, and let it write no file.

    Where the system can't (Windows), nothing is bound.

    Args:
        memory: Bytes of address space.
        seconds: Of computing.
    """
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_AS, _mapped() + memory)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _bound(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds)


def _mapped() -> int:
    """Bytes of address space that earlier files left taken; 0 where nobody tells."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * mmap.PAGESIZE


def _bound(what: int, most: int) -> None:
    import resource  # noqa: PLC0415

    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, hard))


def main() -> None:
    """Answer on the standard streams, within the limits."""
    sys.dont_write_bytecode = True
    wire.Writer(sys.stdout.buffer).frame(wire.READY, b"")
    serve(sys.stdin.buffer, sys.stdout.buffer, _limit)


if __name__ == "__main__":
    main()
