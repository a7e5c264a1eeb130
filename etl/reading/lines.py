"""Delimited text to lines whose cells SQL can split (contract.md 2).

The rows of a small file, or of one with quotation marks, come from `records`, which
joins quoted line breaks and says which lines cannot be told apart; a large one without
them is never parsed in Python (etl.reading.blocks). Nothing is dropped but blank lines.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from typing import TYPE_CHECKING

from etl.reading import header
from etl.reading.sheet import (
    BAD_ENCODING,
    SEPARATOR,
    SMALL,
    SPACED,
    UNCLOSED_QUOTE,
    Rows,
    Sheet,
)
from etl.reading.sniff import Sniffed
from etl.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from etl.datasets import Dataset
    from etl.reading.header import Header

csv.field_size_limit(1 << 30)  # a long cell is judged as too long, not as torn
BLOCK = 1 << 24
ROWS_PER_BLOCK = 50_000
DELIMITERS = (",", ";", "\t")
LOOKED_AHEAD = 200

_WIDE_SPACES = "\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_MENDED = {
    "\u0e4d\u0e32": "\u0e33",  # sara am as two characters (PDF text)
    **dict.fromkeys(_WIDE_SPACES, " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""),
}
_MENDED_BYTES = {old.encode(): new.encode() for old, new in _MENDED.items()}
_LEADS = {old[:1] for old in _MENDED_BYTES}

_FOOTNOTE = re.compile(
    r"^[\s\"']*([*†]|หมายเหตุ|รวม|ที่มา|แหล่ง|ข้อมูล|source|note|total|remark)", re.I
)
_TOTAL = re.compile(r"^[\s\"']*(รวม|ยอดรวม|total|sum)", re.I)


def mended(text: str) -> str:
    """White space and a broken sara am as they should be (Thai office files)."""
    if text.isascii():
        return text
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
    if sniffed.has_quotes or path.stat().st_size < SMALL:
        return Sheet("", found, SEPARATOR, _rows(path, sniffed, delimiter, found))
    from etl.reading import blocks  # noqa: PLC0415 - Arrow takes longer than small files

    free = {field.name for field in dataset.fields if field.is_free_text}
    texts = utf8_blocks(path, sniffed, spaced=blocks.spaced)
    tables = blocks.tables(texts, sniffed.is_clean, delimiter, found, free)
    return Sheet("", found, delimiter, tables)


def spaced(data: bytes) -> bytes:
    """The bytes with a space in place of each control character."""
    return data.translate(SPACED)


def utf8_blocks(
    path: Path,
    sniffed: Sniffed,
    size: int = 0,
    spaced: Callable[[bytes], bytes] = spaced,
) -> Iterator[bytes]:
    """The file as mended UTF-8, in blocks that end with a line feed.

    Args:
        path: The file.
        sniffed: What is known of it.
        size: Bytes of a block; 0 is BLOCK.
        spaced: Puts spaces in place of control characters.
    """
    size = size or BLOCK
    decoder = codecs.getincrementaldecoder(sniffed.encoding)(errors="replace")
    is_plain = sniffed.encoding == "utf-8" and sniffed.is_clean
    rest: list[bytes] = []
    with path.open("rb") as file:
        while chunk := file.read(size):
            data = chunk if is_plain else decoder.decode(chunk).encode()
            # a carriage return at the end may be half of a line end: hold it back
            ended = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, len(data) - 1) + 1
            if ended and len(chunk) == size:
                yield spaced(_mended_bytes(b"".join([*rest, memoryview(data)[:ended]])))
                rest = [data[ended:]]
            else:
                rest.append(data)
    rest.append(b"" if is_plain else decoder.decode(b"", True).encode())
    if last := b"".join(rest):
        yield spaced(_mended_bytes(last))


def _mended_bytes(data: bytes) -> bytes:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    # one byte is found far faster than three; most are not there at all
    present = {lead for lead in _LEADS if lead in data}
    for old, new in _MENDED_BYTES.items():
        if old[:1] in present and old in data:
            data = data.replace(old, new)
    return data


def _first_lines(path: Path, sniffed: Sniffed) -> list[str]:
    text, most = bytearray(), 4 * header.SEARCHED_LINES
    for block in utf8_blocks(path, sniffed, 1 << 17):
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
    lines = spaced(_mended_bytes(tail)).decode().split("\n")[1:]
    if not lines:  # the last one is longer than the tail
        block = deque(utf8_blocks(path, sniffed), maxlen=1)[0]
        lines = block.decode("utf-8", "replace").split("\n")
    return lines[-LOOKED_AHEAD:]


def _rows(
    path: Path, sniffed: Sniffed, delimiter: str, found: Header
) -> Iterator[Rows]:
    """The rows below the header, record by record."""
    text = b"".join(utf8_blocks(path, sniffed)).decode("utf-8")
    rows = Rows([], [], [])
    for line, cells, damage in records(text.split("\n"), delimiter, found):
        if line <= found.line:
            continue
        joined = SEPARATOR.join(cells)
        if delimiter != "\t":
            joined = joined.replace("\t", " ")
        if damage is None and not sniffed.is_clean and "�" in joined:
            damage = BAD_ENCODING
        rows.add(line, joined, damage)
        if len(rows.lines) == ROWS_PER_BLOCK:
            yield rows
            rows = Rows([], [], [])
    yield rows


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
