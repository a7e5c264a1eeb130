"""What the reading process writes: frames of plain JSON or Arrow, nothing that runs.

A frame is a kind of one byte, the number of the request in four, the length of its body
in eight, and the body. The first is READY. Of a file come, for each of its tables, its
head (SHEET) and its rows (ROWS or TABLE), then END; a refusal (REFUSED) may come at any
place and ends the file.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, BinaryIO

from etl.reading.header import Header
from etl.reading.sheet import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from etl.reading.sheet import Sheet

READY, SHEET, ROWS, TABLE, REFUSED, END = b"Y", b"S", b"R", b"T", b"X", b"E"
_KINDS = frozenset((READY, SHEET, ROWS, TABLE, REFUSED, END))
_PREFIX = struct.Struct("<cIQ")


class BrokenWireError(Exception):
    """The other end is gone, or wrote what is no frame."""


class Writer:
    """Writes the answer to one request.

    Attributes:
        file: Takes the frames.
        number: Of the request; 0 before the first.
    """

    def __init__(self, file: BinaryIO, number: int = 0) -> None:
        self.file = file
        self.number = number

    def sheets(self, sheets: Iterable[Sheet]) -> None:
        """The tables of a file, row by row, and its end."""
        for sheet in sheets:
            head = sheet.header
            place = [head.line, head.columns, head.width, head.dropped]
            self.plain(SHEET, [sheet.name, sheet.separator, *place])
            for block in sheet.blocks:
                if isinstance(block, Rows):
                    self.plain(ROWS, [block.lines, block.texts, block.damages])
                else:
                    self.table(block)
        self.frame(END, b"")

    def plain(self, kind: bytes, body: object) -> None:
        """One frame whose body is plain data."""
        self.frame(kind, json.dumps(body, ensure_ascii=False).encode())

    def table(self, table: pa.Table) -> None:
        """One frame whose body is an Arrow table."""
        import pyarrow as pa  # noqa: PLC0415 - there already, where a table is

        counted = pa.MockOutputStream()  # the size first: to grow costs far more
        _stream(counted, table)
        body = pa.allocate_buffer(counted.size())
        _stream(pa.FixedSizeBufferWriter(body), table)
        self.frame(TABLE, memoryview(body))

    def frame(self, kind: bytes, body: bytes | memoryview) -> None:
        """One frame."""
        self.file.write(_PREFIX.pack(kind, self.number, len(body)))
        self.file.write(body)
        self.file.flush()


def _stream(sink: pa.NativeFile, table: pa.Table) -> None:
    import pyarrow as pa  # noqa: PLC0415 - there already, where a table is

    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)


def read_frame(file: BinaryIO) -> tuple[bytes, int, bytes]:
    """The kind, the number of the request and the body of the next frame.

    Raises:
        BrokenWireError: The file ends before, or is no such file.
    """
    kind, number, length = _PREFIX.unpack(_read(file, _PREFIX.size))
    if kind not in _KINDS:
        raise BrokenWireError
    return kind, number, _read(file, length)


def _read(file: BinaryIO, length: int) -> bytes:
    body = file.read(length)
    if len(body) < length:
        raise BrokenWireError
    return body


def head_of(body: bytes) -> tuple[str, str, Header]:
    """Name, separator and header from the body of a SHEET."""
    name, separator, line, columns, width, dropped = json.loads(body)
    return name, separator, Header(line, columns, width, tuple(dropped))


def block_of(kind: bytes, body: bytes) -> Rows | pa.Table:
    """Some rows, from the body of a ROWS or TABLE."""
    if kind == ROWS:
        return Rows(*json.loads(body))
    import pyarrow as pa  # noqa: PLC0415 - slow to load, for large files only

    return pa.ipc.open_stream(pa.py_buffer(body)).read_all()


def requests(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """What the reading process is asked for, one line of JSON each."""
    for line in file:
        yield json.loads(line)
