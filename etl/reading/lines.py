"""Delimited text to lines whose cells SQL can split (contract.md 2).

The rows of a small file, or of one with quotation marks, come from `records`, which
joins quoted line breaks and says which lines cannot be told apart; a large one without
them is never parsed in Python (etl.reading.blocks). Nothing is dropped but blank lines.
"""

from __future__ import annotations

import codecs
import csv
import re
from typing import TYPE_CHECKING

from etl.reading import header
from etl.reading.sheet import BAD_ENCODING, SEPARATOR, UNCLOSED_QUOTE, Rows, Sheet
from etl.reading.sniff import SMALL, Sniffed
from etl.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from etl.datasets import Dataset
    from etl.reading.header import Header

csv.field_size_limit(1 << 30)  # a long cell is judged as too long, not as torn
BLOCK = 1 << 25
ROWS_PER_BLOCK = 50_000
DELIMITERS = (",", ";", "\t")
LOOKED_AHEAD = 200

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
    _refuse_cut_short(sniffed, delimiter, found)
    if sniffed.has_quotes or path.stat().st_size < SMALL:
        return Sheet("", found, SEPARATOR, _rows(path, sniffed, delimiter, found))
    from etl.reading import blocks  # noqa: PLC0415 - Arrow takes longer than small files

    free = {field.name for field in dataset.fields if field.is_free_text}
    texts = utf8_blocks(path, sniffed)
    tables = blocks.tables(texts, sniffed.is_clean, delimiter, found, free)
    return Sheet("", found, delimiter, tables)


def utf8_blocks(path: Path, sniffed: Sniffed, size: int = BLOCK) -> Iterator[bytes]:
    """The file as mended UTF-8, in blocks that end with a line feed."""
    decoder = codecs.getincrementaldecoder(sniffed.encoding)(errors="replace")
    is_plain = sniffed.encoding == "utf-8" and sniffed.is_clean
    rest = b""
    with path.open("rb") as file:
        while True:
            chunk = file.read(size)
            data = chunk if is_plain else decoder.decode(chunk, not chunk).encode()
            if not chunk:
                break
            data = rest + data
            held = data.rfind(b"\n") + 1 or data.rfind(b"\r")
            # a carriage return at the end may be half of a line end: hold it back
            if held > 0 and len(chunk) == size:
                data, rest = data[:held], data[held:]
                yield _mended_bytes(data)
            else:
                rest = data
        rest += data
    if rest:
        yield _mended_bytes(rest)


def _mended_bytes(data: bytes) -> bytes:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for old, new in _MENDED_BYTES.items():
        # one byte is found far faster than three; most are not there at all
        if old[:1] in data and old in data:
            data = data.replace(old, new)
    return data.translate(_SPACED)


def _first_lines(path: Path, sniffed: Sniffed) -> list[str]:
    block = next(utf8_blocks(path, sniffed, 1 << 17), b"")
    return block.decode("utf-8", "replace").split("\n")[: 4 * header.SEARCHED_LINES]


def _header(lines: list[str], dataset: Dataset) -> tuple[str, Header | None]:
    """The delimiter under which most columns are recognised, and the header."""

    def rows(delimiter: str) -> list[tuple[int, list[str]]]:
        return [
            (line, cells)
            for line, cells, _ in records(lines, delimiter, 0)
            if line <= header.SEARCHED_LINES
        ]

    def most(delimiter: str) -> int:
        counts = [header.recognised(cells, dataset) for _, cells in rows(delimiter)]
        return max(counts, default=0)

    delimiter = max(DELIMITERS, key=most)
    return delimiter, header.find(rows(delimiter), dataset)


def _refuse_cut_short(sniffed: Sniffed, delimiter: str, found: Header) -> None:
    """A last line without line end and without all its cells is a torn one.

    A footnote (หมายเหตุ, ที่มา, a mark, "source") is a row to reject instead.
    """
    encoding = "utf-8" if sniffed.encoding == "utf-16" else sniffed.encoding
    tail = sniffed.tail.decode(encoding, "replace")
    if tail.endswith(("\n", "\r")):
        return
    last = re.split(r"[\r\n]", tail)[-1]
    if not last.strip():
        return
    line, cells, damage = list(records([last], delimiter, found.needed))[-1]
    is_torn = len(cells) < found.needed and not (
        len(cells) == 1 and _FOOTNOTE.match(last)
    )
    if damage == UNCLOSED_QUOTE and tail.count('"') % 2:
        raise RefusalError("file.cut_short")
    if damage is None and is_torn and '"' not in last:
        raise RefusalError("file.cut_short")


def _rows(
    path: Path, sniffed: Sniffed, delimiter: str, found: Header
) -> Iterator[Rows]:
    """The rows below the header, record by record."""
    text = b"".join(utf8_blocks(path, sniffed)).decode("utf-8")
    rows = Rows()
    for line, cells, damage in records(text.split("\n"), delimiter, found.needed):
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
            rows = Rows()
    yield rows


def records(
    lines: list[str], delimiter: str, needed: int
) -> Iterator[tuple[int, list[str], str | None]]:
    """Records of quoted text: line, cells, damage.

    A quoted cell may run over line ends. Where the quotes do not close, or close only
    by swallowing lines that are whole rows themselves, every such line is given alone
    with the damage UNCLOSED_QUOTE: which of them are data cannot be known.
    """
    position = 0
    while position < len(lines):
        taken = _record_length(lines, position)
        whole = lines[position : position + taken]
        cells, damage = _parsed("\n".join(whole), delimiter)
        if taken == 1:
            yield position + 1, cells, damage
        elif _swallows_rows(whole, delimiter, needed):
            for offset in range(taken):
                yield position + offset + 1, [], UNCLOSED_QUOTE
        elif damage:
            for offset, line in enumerate(whole):
                yield position + offset + 1, *_parsed(line, delimiter)
        else:
            yield position + 1, cells, None
        position += taken


def _record_length(lines: list[str], start: int) -> int:
    """Lines until the quotes are balanced; 1 when they never are."""
    open_quotes = lines[start].count('"') % 2
    taken = 1
    while open_quotes and start + taken < len(lines) and taken < LOOKED_AHEAD:
        open_quotes ^= lines[start + taken].count('"') % 2
        taken += 1
    return 1 if open_quotes else taken


def _swallows_rows(lines: list[str], delimiter: str, needed: int) -> bool:
    inner = lines[1:-1]
    return needed > 1 and any(line.count(delimiter) >= needed - 1 for line in inner)


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
