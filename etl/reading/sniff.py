"""First look at a handed-over file: what it is, and whether it is refused at once.

One pass over the bytes gives what the reader must know (contract.md 2).
"""

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.refusal import RefusalError

CHUNK = 1 << 22
SMALL = 1 << 20  # bytes that Python reads before Arrow is loaded
TAIL = 1 << 16
UNPACKED_LIMIT = 200 * 1024 * 1024
UNPACKED_RATIO = 100
PIECE = 1 << 20
OVERLAP = 1 << 16  # longer than any real tag
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of Excel
MOST_CELLS = 10_000_000

TEXT_SUFFIXES = {".csv", ".tsv"}
WORKBOOK_SUFFIXES = {".xlsx"}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OTHER = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x1f\x8b": "gzip", b"\x89PNG": "PNG"}
_HTML = re.compile(rb"^\s*(<!doctype|<html|<\?xml|<table|<head|<body|<div|<meta)", re.I)
_THAI = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
# what Python's zipfile raises over a damaged archive
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_HIGH = re.compile(rb"[\x80-\xff]")
_ENTITY = re.compile(rb"<!(?:doctype|entity)", re.I)
_CLOSED = rb"""[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*/>"""
_USUAL_REFERENCE = re.compile(rb' r="([A-Z]{0,3})([0-9]{1,18})"')
_ANY_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,9})([0-9]{1,18})["']""")
_TAGS = (b"<c", b":c", b"<row", b":row")
# the reference of a cell that is not empty, and of a row that has cells
_REFERENCE = re.compile(
    rb"""\sr\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,18})["'](?!""" + _CLOSED + rb")"
)
_ROW = re.compile(
    rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']()([0-9]{1,18})["'](?!"""
    + _CLOSED
    + rb")(?![^<]*</)"
)


@dataclass(frozen=True)
class Sniffed:
    """What one pass over a file found.

    Attributes:
        encoding: "utf-8", "utf-16" or "cp874"; "" for a workbook.
        is_clean: True when every byte is valid in the encoding.
        tail: The last bytes, at most 64 KB.
    """

    is_workbook: bool
    encoding: str
    is_clean: bool
    has_quotes: bool
    tail: bytes


def sniff(path: Path) -> Sniffed:
    """Look at the file without loading it.

    Raises:
        RefusalError: It is empty, of another kind, cut short, or a hostile workbook.
    """
    suffix = path.suffix.lower()
    if suffix not in TEXT_SUFFIXES | WORKBOOK_SUFFIXES | {".xls"}:
        raise RefusalError("file.unknown_format", found=_shown(suffix))
    with path.open("rb") as file:
        head = file.read(1 << 12)
    if not head.strip() and _is_blank(path):
        raise RefusalError("file.empty")
    if head.startswith(_OLE):
        raise RefusalError("file.old_or_encrypted")
    _refuse_other_content(head, suffix)
    if suffix in WORKBOOK_SUFFIXES:
        refuse_hostile(path)
        return Sniffed(True, "", True, False, b"")
    return _sniff_text(path, head)


def _is_blank(path: Path) -> bool:
    with path.open("rb") as file:
        return not any(chunk.strip() for chunk in iter(lambda: file.read(CHUNK), b""))


def _shown(suffix: str) -> str:
    return suffix if re.fullmatch(r"\.[a-z]{1,9}", suffix) else "?"


def _refuse_other_content(head: bytes, suffix: str) -> None:
    is_zip = head.startswith(_ZIP)
    if suffix in WORKBOOK_SUFFIXES and not is_zip:
        found = "HTML" if _HTML.match(head) else "no workbook"
        if head.startswith(b"PK"):
            raise RefusalError("file.damaged_workbook")
        raise RefusalError("file.not_text", found=found)
    if suffix in WORKBOOK_SUFFIXES:
        return
    if is_zip:
        raise RefusalError("file.not_text", found="ZIP / XLSX")
    for magic, name in _OTHER.items():
        if head.startswith(magic):
            raise RefusalError("file.not_text", found=name)
    if _HTML.match(head.removeprefix(codecs.BOM_UTF8)):
        raise RefusalError("file.not_text", found="HTML / XML")


def _sniff_text(path: Path, head: bytes) -> Sniffed:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _sniff_utf16(path)
    is_utf8, has_quotes, tail, rest = True, False, b"", b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise RefusalError("file.not_text", found="NUL")
            has_quotes = has_quotes or b'"' in chunk
            tail = (tail + chunk)[-TAIL:] if len(chunk) < TAIL else chunk[-TAIL:]
            if is_utf8:
                whole, rest = _parted(rest + chunk)
                is_utf8 = _is_utf8(whole)
    if is_utf8 and _is_begun(rest):
        raise RefusalError("file.cut_short")
    is_utf8 = is_utf8 and _is_utf8(rest)
    encoding, is_clean = ("utf-8", True) if is_utf8 else _damaged_or_cp874(path)
    return Sniffed(False, encoding, is_clean, has_quotes, tail)


def _parted(data: bytes) -> tuple[bytes, bytes]:
    """The data up to the last character, and that one, which may be incomplete."""
    start = len(data) - 1
    while start > max(0, len(data) - 4) and data[start] & 0xC0 == 0x80:
        start -= 1
    return data[:start], data[start:]


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8."""
    if len(data) > SMALL:
        return _is_utf8_for_arrow(data)
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_for_arrow(data: bytes) -> bool:
    """As `_is_utf8`; ten times faster than decoding, once Arrow is there."""
    import pyarrow as pa  # noqa: PLC0415 - slow to load, for large files only

    ends = pa.py_buffer(struct.pack("=ii", 0, len(data)))
    try:
        pa.StringArray.from_buffers(1, ends, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _is_begun(character: bytes) -> bool:
    """Whether a character begins here and does not end."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(character)
    except UnicodeDecodeError:
        return False
    return bool(decoder.getstate()[0])


def _damaged_or_cp874(path: Path) -> tuple[str, bool]:
    """UTF-8 with some broken bytes, or Thai Windows: most high bytes decide."""
    with path.open("rb") as file:
        sample = file.read(CHUNK)
    in_thai_utf8 = 3 * len(_THAI.findall(sample))
    if in_thai_utf8 > len(_HIGH.findall(sample)) / 2:
        return "utf-8", False
    try:
        codecs.decode(path.read_bytes(), "cp874")
    except UnicodeDecodeError:
        return "cp874", False
    return "cp874", True


def _sniff_utf16(path: Path) -> Sniffed:
    data = path.read_bytes()
    if len(data) % 2:
        raise RefusalError("file.cut_short")
    try:
        text, is_clean = data.decode("utf-16"), True
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise RefusalError("file.cut_short") from error
        text, is_clean = data.decode("utf-16", "replace"), False
    if not text.strip():
        raise RefusalError("file.empty")
    if "\0" in text:
        raise RefusalError("file.not_text", found="NUL")
    return Sniffed(
        is_workbook=False,
        encoding="utf-16",
        is_clean=is_clean,
        has_quotes='"' in text,
        tail=text[-TAIL // 4 :].encode(),
    )


def refuse_hostile(path: Path) -> None:
    """Unpack a workbook's parts once, piece by piece, before anything keeps them.

    What the archive or a sheet says of its own size is not trusted.

    Raises:
        RefusalError: It is damaged, encrypted, unpacks to more than 200 MB or
            100 times its size, declares entities, refers to other files, or has a
            sheet whose last cell lies too far out.
    """
    limit = UNPACKED_RATIO * path.stat().st_size
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
                raise RefusalError("file.hostile_workbook", found="> 200 MB")
            for part in parts:
                _refuse_kind(part)
                for size in _unpacked_sizes(archive, part):
                    unpacked += size
                    if unpacked > UNPACKED_LIMIT:
                        raise RefusalError("file.hostile_workbook", found="> 200 MB")
                    if unpacked > limit:
                        raise RefusalError("file.hostile_workbook", found="> 100 ×")
    except _DAMAGES as error:
        raise RefusalError("file.damaged_workbook") from error


def _refuse_kind(part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise RefusalError("file.old_or_encrypted")
    if part.filename.casefold().startswith("xl/externallinks/"):
        raise RefusalError("file.hostile_workbook", found="external references")


def _unpacked_sizes(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[int]:
    """The bytes of each piece of a part, after a look at what stands in it."""
    extent, rest = Extent(), b""
    with archive.open(part) as file:
        while chunk := file.read(PIECE):
            yield len(chunk)
            data = rest + chunk
            if b"<!" in data and _ENTITY.search(data):
                raise RefusalError("file.hostile_workbook", found="entities")
            whole = data.rfind(b">") + 1
            extent.grow(data[:whole])
            rest = data[whole:][-OVERLAP:]


class Extent:
    """How far out the last cell of a worksheet lies, from its text in pieces.

    Cells are placed by their own reference, else behind the one before them: both are
    followed, the `dimension` that the sheet declares is not. Empty cells, which only
    carry a format, and empty rows take no room.
    """

    def __init__(self) -> None:
        self._is_sheet = False
        self._last_row = self._last_column = 0
        self._rows = self._cells = self._most_cells = 0

    def grow(self, data: bytes) -> None:
        """Take in one piece of the part's text, which ends with a tag.

        Raises:
            RefusalError: The table up to the last cell is larger than any real one.
        """
        self._is_sheet = self._is_sheet or b"sheetData" in data
        if not self._is_sheet:
            return
        references = _USUAL_REFERENCE.findall(data)
        if len(references) != sum(data.count(tag) for tag in _TAGS):
            self._count(data)
            references = _ANY_REFERENCE.findall(data)
        row, column = self._grown(references)  # of the empty ones too
        if _is_too_far(row, column):
            row, column = self._grown(_ROW.findall(data) + _REFERENCE.findall(data))
        if _is_too_far(row, column):
            found = f"{row:,} × {column:,} cells"
            raise RefusalError("file.hostile_workbook", found=found)
        self._last_row, self._last_column = row, column

    def _grown(self, references: list[tuple[bytes, bytes]]) -> tuple[int, int]:
        letters = {found[0] for found in references}
        digits = {found[1] for found in references}
        row = max(self._last_row, self._rows, *map(int, digits), 0)
        longest = max(self._last_column, self._most_cells)
        return row, max(longest, *map(_column, letters), 0)

    def _count(self, data: bytes) -> None:
        """Rows, and cells of the longest row, whatever their references."""
        *ended, last = data.split(b"row>")  # </row>, and <row> without a reference
        for piece in ended:
            self._most_cells = max(self._most_cells, self._cells + _cells(piece))
            self._cells = 0
        self._cells += _cells(last)
        self._most_cells = max(self._most_cells, self._cells)
        self._rows += data.count(b"<row") + data.count(b":row") // 2


def _is_too_far(row: int, column: int) -> bool:
    return row > LAST_ROW or column > LAST_COLUMN or row * column > MOST_CELLS


def _cells(text: bytes) -> int:
    return text.count(b"<c ") + text.count(b"<c>") + text.count(b":c>")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
