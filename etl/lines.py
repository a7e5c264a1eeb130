"""Delimited text to lines whose cells SQL can split (contract.md 2).

A file without quotation marks is never parsed in Python: its bytes become an Arrow
column of lines. One with them goes through `records`, which joins quoted line breaks
and says which lines cannot be told apart. Nothing is dropped but blank lines.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from etl import header
from etl.datasets import Dataset
from etl.header import Header
from etl.refusal import RefusalError
from etl.sniff import Sniffed

csv.field_size_limit(1 << 30)  # a long cell is judged as too long, not as torn
BLOCK = 1 << 25
ARROW_BLOCK = 1 << 20
BLOCKS_AHEAD = 3
SEPARATOR = "\x1f"  # between cells that were parsed here
NO_DELIMITER = "\x1e"  # stands in no text: control characters became spaces
DELIMITERS = (",", ";", "\t")
LOOKED_AHEAD = 200
BAD_ENCODING, UNCLOSED_QUOTE = "row.bad_encoding", "row.unclosed_quote"
SCHEMA = pa.schema(
    [("line", pa.int64()), ("text", pa.string()), ("damage", pa.string())]
)

# control characters become spaces; tab, line feed and carriage return stay
_SPACED = bytes(
    32 if byte < 32 and byte not in (9, 10, 13) else byte for byte in range(256)
)
_MENDED = {
    "\u0e4d\u0e32": "\u0e33",  # sara am as two characters (PDF text)
    "\u00a0": " ",
    "\u202f": " ",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
}
_MENDED_BYTES = {old.encode(): new.encode() for old, new in _MENDED.items()}
_FOOTNOTE = re.compile(
    r"^[\s\"']*([*†]|หมายเหตุ|รวม|ที่มา|แหล่ง|ข้อมูล|source|note|total|remark)", re.I
)
_TOTAL = re.compile(r"^[\s\"']*(รวม|ยอดรวม|total|sum)", re.I)


@dataclass(frozen=True)
class Sheet:
    """One table of a file, ready for SQL.

    Attributes:
        name: The sheet's name; "" for delimited text.
        separator: What stands between the cells of `text`.
        blocks: Arrow tables of SCHEMA: line (from 1), text, damage (a reason or null);
            or, where each line has as many cells as the header, of line and one column
            for each known field, by its name.
    """

    name: str
    header: Header
    separator: str
    blocks: Iterator[pa.Table]


def mended(text: str) -> str:
    """White space and a broken sara am as they should be (design.md, data quirks)."""
    for old, new in _MENDED.items():
        if old in text:
            text = text.replace(old, new)
    return text


def read(path: Path, sniffed: Sniffed, dataset: Dataset) -> Sheet:
    """The one table of a delimited text file.

    Raises:
        RefusalError: No header, a wrong one, no rows, or the file is cut short.
    """
    first = _first_lines(path, sniffed)
    delimiter, found = _header(first, dataset)
    if found is None:
        raise RefusalError("file.no_header", required=header.required_names(dataset))
    _refuse_cut_short(path, sniffed, delimiter, found)
    if sniffed.has_quotes:
        return Sheet("", found, SEPARATOR, _quoted(path, sniffed, delimiter, found))
    free = {field.name for field in dataset.fields if field.is_free_text}
    blocks = _plain(path, sniffed, delimiter, found, free)
    return Sheet("", found, delimiter, _ahead(blocks))


def _utf8_blocks(path: Path, sniffed: Sniffed, size: int = BLOCK) -> Iterator[bytes]:
    """The file as mended UTF-8, in blocks that end with a line feed."""
    decoder = codecs.getincrementaldecoder(sniffed.encoding)(errors="replace")
    is_plain = sniffed.encoding == "utf-8" and sniffed.is_clean
    rest: list[bytes] = []
    with path.open("rb") as file:
        while chunk := file.read(size):
            data = chunk if is_plain else decoder.decode(chunk).encode()
            # a carriage return at the end may be half of a line end: hold it back
            ended = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, len(data) - 1) + 1
            if ended and len(chunk) == size:
                yield _mended_bytes(b"".join([*rest, data[:ended]]))
                rest = [data[ended:]]
            else:
                rest.append(data)
    rest.append(b"" if is_plain else decoder.decode(b"", True).encode())
    if last := b"".join(rest):
        yield _mended_bytes(last)


def _mended_bytes(data: bytes) -> bytes:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for old, new in _MENDED_BYTES.items():
        # one byte is found far faster than three; most are not there at all
        if old[:1] in data and old in data:
            data = data.replace(old, new)
    return data.translate(_SPACED)


def _first_lines(path: Path, sniffed: Sniffed) -> list[str]:
    text, most = bytearray(), 4 * header.SEARCHED_LINES
    for block in _utf8_blocks(path, sniffed, 1 << 17):
        text += block
        if text.count(b"\n") >= most:
            break
    return text.decode("utf-8", "replace").split("\n")[:most]


def _header(lines: list[str], dataset: Dataset) -> tuple[str, Header | None]:
    """The delimiter under which most columns are recognised, and the header."""

    def rows(delimiter: str) -> list[tuple[int, list[str]]]:
        return [
            (line, cells)
            for line, cells, _ in records(lines, delimiter)
            if line <= header.SEARCHED_LINES
        ]

    def most(delimiter: str) -> int:
        counts = [header.recognised(cells, dataset) for _, cells in rows(delimiter)]
        return max(counts, default=0)

    delimiter = max(DELIMITERS, key=most)
    return delimiter, header.find(rows(delimiter), dataset)


def _refuse_cut_short(
    path: Path, sniffed: Sniffed, delimiter: str, found: Header
) -> None:
    """A last line without line end and without all its cells is a torn one.

    It has them all when it reaches the last known column, and as far as the row before
    it. A footnote (หมายเหตุ, ที่มา, a mark, "source") or a total is a row to reject
    instead.
    """
    last_lines = _last_lines(path, sniffed)
    if _is_blank(last_lines[-1], delimiter):
        return
    *others, (_, cells, damage) = records(last_lines, delimiter, found)
    needed = max(found.needed, min(found.width, _reach(others[-1][1]) if others else 0))
    is_torn = damage is None and len(cells) < needed and not _is_note(cells)
    if is_torn or damage == UNCLOSED_QUOTE:
        raise RefusalError("file.cut_short")


def _reach(cells: list[str]) -> int:
    """Cells up to the last one that is not blank."""
    return max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _is_note(cells: list[str]) -> bool:
    known = _FOOTNOTE if len(cells) == 1 else _TOTAL
    return bool(known.match(cells[0]))


def _last_lines(path: Path, sniffed: Sniffed) -> list[str]:
    """The last lines; the very last is "" where the file ends with a line end."""
    encoding = "utf-8" if sniffed.encoding == "utf-16" else sniffed.encoding
    tail = sniffed.tail.decode(encoding, "replace").encode()
    lines = _mended_bytes(tail).decode().split("\n")[1:]
    if not lines:  # the last one is longer than the tail
        block = deque(_utf8_blocks(path, sniffed), maxlen=1)[0]
        lines = block.decode("utf-8", "replace").split("\n")
    return lines[-LOOKED_AHEAD:]


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
    path: Path, sniffed: Sniffed, delimiter: str, found: Header, free: set[str]
) -> Iterator[pa.Table]:
    """Rows of a file without quotes, straight from its bytes."""
    line = 0
    for block in _utf8_blocks(path, sniffed):
        if delimiter != "\t":
            block = block.replace(b"\t", b" ")
        skipped = max(0, found.line - line)
        rows = None
        if sniffed.is_clean:
            rows = _regular(block, delimiter, found, skipped, free)
        if rows is not None:
            first = line + skipped + 1
            lines = _numbers(np.arange(first, first + len(rows)))
            yield rows.add_column(0, "line", [lines])
            line += skipped + len(rows)
            continue
        text = _split_lines(block)
        lines = _numbers(np.arange(line + 1, line + 1 + len(text)))
        damage = _bad_encoding(block, text, sniffed)
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


def _bad_encoding(block: bytes, text: pa.ChunkedArray, sniffed: Sniffed) -> pa.Array:
    if sniffed.is_clean or "�".encode() not in block:
        return pa.nulls(len(text), pa.string())
    return pa.array(
        [BAD_ENCODING if "�" in line else None for line in text.to_pylist()],
        pa.string(),
    )


def _quoted(
    path: Path, sniffed: Sniffed, delimiter: str, found: Header
) -> Iterator[pa.Table]:
    """Lines of a file with quotes, parsed record by record."""
    text = b"".join(_utf8_blocks(path, sniffed)).decode("utf-8")
    rows: list[tuple[int, str, str | None]] = []
    for line, cells, damage in records(text.split("\n"), delimiter, found):
        if line <= found.line:
            continue
        joined = SEPARATOR.join(cells)
        if damage is None and not sniffed.is_clean and "�" in joined:
            damage = BAD_ENCODING
        rows.append((line, joined, damage))
        if len(rows) == 200_000:
            yield table(rows)
            rows = []
    yield table(rows)


def _numbers(array: np.ndarray) -> pa.Array:
    """As Arrow; `pa.array` would load pandas, which takes longer than reading."""
    return pa.Array.from_buffers(pa.int64(), len(array), [None, pa.py_buffer(array)])


def table(rows: list[tuple[int, str, str | None]]) -> pa.Table:
    """A block of SCHEMA from rows (line, text, damage)."""
    if not rows:
        return SCHEMA.empty_table()
    numbers, texts, damages = zip(*rows, strict=True)
    text = _split_lines("\n".join(texts).encode() + b"\n")
    damage = pa.nulls(len(rows), pa.string())
    if any(damages):
        damage = pa.array(damages, pa.string())
    lines = _numbers(np.array(numbers, np.int64))
    return pa.Table.from_arrays([lines, text, damage], schema=SCHEMA)


def records(
    lines: list[str], delimiter: str, found: Header | None = None
) -> Iterator[tuple[int, list[str], str | None]]:
    """Records of quoted text: line, cells, damage.

    A quoted cell may run over line ends. Where the quotes do not close, or close only
    by swallowing lines that are whole rows themselves, every such line is given alone
    with the damage UNCLOSED_QUOTE: which of them are data cannot be known.
    """
    position = 0
    while position < len(lines):
        taken = _record_length(lines, position, delimiter)
        whole = lines[position : position + taken]
        cells, damage = _parsed("\n".join(whole), delimiter)
        if taken == 1:
            yield position + 1, cells, damage
        elif found and _swallows_rows(whole, delimiter, found, cells):
            for offset, line in enumerate(whole):
                if not _is_blank(line, delimiter):
                    yield position + offset + 1, [], UNCLOSED_QUOTE
        elif damage:
            for offset, line in enumerate(whole):
                yield position + offset + 1, *_parsed(line, delimiter)
        else:
            yield position + 1, cells, None
        position += taken


def _record_length(lines: list[str], start: int, delimiter: str) -> int:
    """Lines until the quotes are balanced; 1 when they never are.

    A quotation mark within a cell (5" pipe) opens nothing, only one that begins it.
    """
    first = lines[start]
    open_quotes = first.count('"') % 2
    if open_quotes and not first.startswith('"') and f'{delimiter}"' not in first:
        return 1
    taken = 1
    while open_quotes and start + taken < len(lines) and taken < LOOKED_AHEAD:
        open_quotes ^= lines[start + taken].count('"') % 2
        taken += 1
    return 1 if open_quotes else taken


def _swallows_rows(
    lines: list[str], delimiter: str, found: Header, cells: list[str]
) -> bool:
    """Whether one of the lines that became one record has the cells of a row.

    The last line counts up to where the quotes close. It counts as a whole where the
    record was read, but has not as many cells as the header, or its first line has the
    cells of a row as well.
    """
    first, *inner, last = lines
    reached = found.needed - 1
    is_regular = len(cells) == found.width and first.count(delimiter) < reached
    if is_regular or not cells:
        last = last.replace('""', "").partition('"')[0]
    most = max(line.count(delimiter) for line in [*inner, last])
    return reached > 0 and most >= reached


def _is_blank(line: str, delimiter: str) -> bool:
    """Whether the line is no row: nothing but white space, quotes and delimiters."""
    return not line.strip(f' \t"{delimiter}')


def _parsed(record: str, delimiter: str) -> tuple[list[str], str | None]:
    if '"' not in record:
        return record.split(delimiter), None
    try:
        rows = list(csv.reader([record], delimiter=delimiter, strict=True))
    except csv.Error:
        return [], UNCLOSED_QUOTE
    return [_on_one_line(cell) for row in rows for cell in row], None


def _on_one_line(cell: str) -> str:
    return cell.replace("\n", " ").replace("\t", " ").replace(SEPARATOR, " ")
