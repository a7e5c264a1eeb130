"""A large file without quotation marks: its bytes become Arrow columns, unparsed."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from etl.reading.sheet import BAD_ENCODING, SPACED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.reading.header import Header

LINE_FEED, SPACE = 10, 32
ARROW_BLOCK = 1 << 20
BLOCKS_AHEAD = 3
NO_DELIMITER = "\x1e"  # stands in no text: control characters became spaces
SCHEMA = pa.schema(
    [("line", pa.int64()), ("text", pa.string()), ("damage", pa.string())]
)


def spaced(data: bytes) -> bytes:
    """As in etl.reading.lines; to look whether there is any takes a fifth of that."""
    codes = np.frombuffer(data, np.uint8)
    is_plain = (codes >= SPACE) | (codes == LINE_FEED)
    return data if is_plain.all() else data.translate(SPACED)


def tables(
    texts: Iterator[bytes],
    is_clean: bool,
    delimiter: str,
    found: Header,
    free: set[str],
) -> Iterator[pa.Table]:
    """The rows below the header; some are made before they are asked for.

    Args:
        texts: The file as mended UTF-8, in blocks that end with a line feed.
        is_clean: True when no character of the file was broken.
        delimiter: Between the cells of a line.
        found: The header.
        free: Names of the fields of free text, nearly as many texts as rows.
    """
    return _ahead(_plain(texts, is_clean, delimiter, found, free))


def _ahead(blocks: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The blocks, some being made from now on, before they are asked for."""
    pool = ThreadPoolExecutor(1)  # one: the blocks come in their order
    coming = deque(pool.submit(next, blocks, None) for _ in range(BLOCKS_AHEAD))
    return _arrived(pool, coming, blocks)


def _arrived(
    pool: ThreadPoolExecutor,
    coming: deque[Future[pa.Table | None]],
    blocks: Iterator[pa.Table],
) -> Iterator[pa.Table]:
    with pool:
        while (block := coming.popleft().result()) is not None:
            coming.append(pool.submit(next, blocks, None))
            yield block


def _plain(
    texts: Iterator[bytes],
    is_clean: bool,
    delimiter: str,
    found: Header,
    free: set[str],
) -> Iterator[pa.Table]:
    """Rows of a file without quotes, straight from its bytes."""
    line = 0
    for block in texts:
        if delimiter != "\t":
            block = block.replace(b"\t", b" ")
        skipped = max(0, found.line - line)
        rows = None
        if is_clean:
            rows = _regular(block, delimiter, found, skipped, free)
        if rows is not None:
            first = line + skipped + 1
            lines = _numbers(np.arange(first, first + len(rows)))
            yield rows.add_column(0, "line", [lines])
            line += skipped + len(rows)
            continue
        text = _split_lines(block)
        lines = _numbers(np.arange(line + 1, line + 1 + len(text)))
        damage = _bad_encoding(block, text, is_clean)
        whole = pa.Table.from_arrays([lines, text, damage], schema=SCHEMA)
        yield whole.slice(skipped)
        line += len(text)


def _regular(
    block: bytes, delimiter: str, found: Header, skipped: int, free: set[str]
) -> pa.Table | None:
    """The known columns of a block whose every line has the header's number of cells.

    None where one has not, or where a line may be blank: SQL then splits line by line
    and says which it is, at twice the time. All but free text comes as a dictionary of
    its few different values, which SQL looks up faster.
    """
    fields = {str(position): name for name, position in found.columns.items()}
    kinds = {
        column: pa.string() if name in free else pa.dictionary(pa.int32(), pa.string())
        for column, name in fields.items()
    }
    try:
        read = pacsv.read_csv(
            pa.BufferReader(block),
            pacsv.ReadOptions(
                column_names=[str(position) for position in range(found.width)],
                block_size=ARROW_BLOCK,
                skip_rows=skipped,
            ),
            pacsv.ParseOptions(
                delimiter=delimiter, quote_char=False, ignore_empty_lines=False
            ),
            pacsv.ConvertOptions(
                column_types=kinds,
                include_columns=list(fields),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    first = read.column(0).cast(pa.string())
    lengths = pc.utf8_length(pc.utf8_trim_whitespace(first))
    if not len(read) or pc.min(lengths).as_py() == 0:
        return None
    return read.rename_columns([fields[name] for name in read.column_names])


def _split_lines(block: bytes) -> pa.ChunkedArray:
    """The lines of a block as Arrow's CSV reader finds them: no quotes, one column."""
    try:
        return _read_lines(block, ARROW_BLOCK)
    except pa.ArrowInvalid:  # a line longer than Arrow's blocks
        return _read_lines(block, len(block) + 1)


def _read_lines(block: bytes, size: int) -> pa.ChunkedArray:
    read = pacsv.read_csv(
        pa.BufferReader(block),
        pacsv.ReadOptions(column_names=["text"], block_size=size),
        pacsv.ParseOptions(
            delimiter=NO_DELIMITER, quote_char=False, ignore_empty_lines=False
        ),
        pacsv.ConvertOptions(
            column_types={"text": pa.string()}, strings_can_be_null=False
        ),
    )
    return read.column("text")


def _bad_encoding(block: bytes, text: pa.ChunkedArray, is_clean: bool) -> pa.Array:
    if is_clean or "�".encode() not in block:
        return pa.nulls(len(text), pa.string())
    return pa.array(
        [BAD_ENCODING if "�" in line else None for line in text.to_pylist()],
        pa.string(),
    )


def _numbers(array: np.ndarray) -> pa.Array:
    """As Arrow; `pa.array` would load pandas, which takes longer than reading."""
    return pa.Array.from_buffers(pa.int64(), len(array), [None, pa.py_buffer(array)])
