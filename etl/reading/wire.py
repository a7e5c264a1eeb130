"""What the reading process writes: frames of plain JSON or Arrow, nothing that runs.

A frame is a kind of one byte, the length of its body in eight, and the body. Of a file
come, for each of its tables, its head (SHEET) and its rows (ROWS or TABLE), then END; a
refusal (REFUSED) may come at any place and ends the file.
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

SHEET, ROWS, TABLE, REFUSED, END = b"S", b"R", b"T", b"X", b"E"
_PREFIX = struct.Struct("<cQ")


class BrokenWireError(Exception):
    """The other end is gone, or wrote what is no frame."""


def write_sheets(file: BinaryIO, sheets: Iterable[Sheet]) -> None:
    """The tables of a file, row by row, and its end."""
    for sheet in sheets:
        head = sheet.header
        write_json(
            file,
            SHEET,
            [
                *(sheet.name, sheet.separator, head.line, head.columns),
                *(head.width, head.dropped),
            ],
        )
        for block in sheet.blocks:
            if isinstance(block, Rows):
                write_json(file, ROWS, [block.lines, block.texts, block.damages])
            else:
                _write_table(file, block)
    _write(file, END, b"")


def write_json(file: BinaryIO, kind: bytes, body: object) -> None:
    """One frame whose body is plain data."""
    _write(file, kind, json.dumps(body, ensure_ascii=False).encode())


def _write(file: BinaryIO, kind: bytes, body: bytes | memoryview) -> None:
    file.write(_PREFIX.pack(kind, len(body)))
    file.write(body)
    file.flush()


def _write_table(file: BinaryIO, table: pa.Table) -> None:
    import pyarrow as pa  # noqa: PLC0415 - there already, where a table is

    sink = pa.BufferOutputStream()
    # a text that came again in another chunk has another place in its dictionary
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.unify_dictionaries())
    _write(file, TABLE, memoryview(sink.getvalue()))


def read_frame(file: BinaryIO) -> tuple[bytes, bytes]:
    """The kind and the body of the next frame.

    Raises:
        BrokenWireError: The file ends before, or is no such file.
    """
    prefix = _read(file, _PREFIX.size)
    kind, length = _PREFIX.unpack(prefix)
    if kind not in (SHEET, ROWS, TABLE, REFUSED, END):
        raise BrokenWireError
    return kind, _read(file, length)


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
