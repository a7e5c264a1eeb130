"""First look at a handed-over file: what it is, and whether it is refused at once.

One pass over the bytes gives what the reader must know (contract.md 2).
"""

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED

from etl.reading.extent import Extent, filled_size, is_too_blank, too_far
from etl.reading.sharing import Sharing
from etl.reading.sheet import SMALL
from etl.refusal import RefusalError

CHUNK = 1 << 22
TAIL = 1 << 16
UNPACKED_LIMIT = 200 * 1024 * 1024
UNPACKED_RATIO = 100
MOST_PARTS = 10_000  # each costs time, however little it holds
PIECE = 1 << 20
OVERLAP = 1 << 16  # longer than any real tag

TEXT_SUFFIXES = {".csv", ".tsv"}
WORKBOOK_SUFFIXES = {".xlsx"}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OTHER = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x1f\x8b": "gzip", b"\x89PNG": "PNG"}
_HTML = re.compile(rb"^\s*(<!doctype|<html|<\?xml|<table|<head|<body|<div|<meta)", re.I)
_THAI = (b"\xe0\xb8", b"\xe0\xb9")  # where a Thai letter begins in UTF-8
_ASCII = bytes(range(128))
# what Python's zipfile raises over a damaged archive
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_EXTERNAL = b"/relationships/externalLink"
_ENTITY = re.compile(rb"<!(?:doctype|entity)", re.I)


class Sniffed(NamedTuple):
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
    if not head.removeprefix(codecs.BOM_UTF8).strip() and _is_blank(path):
        raise RefusalError("file.empty")
    if head.startswith(_OLE):
        raise RefusalError("file.old_or_encrypted")
    _refuse_other_content(head, suffix)
    if suffix in WORKBOOK_SUFFIXES:
        refuse_hostile(path)
        return Sniffed(True, "", True, False, b"")
    if suffix not in TEXT_SUFFIXES:
        raise RefusalError("file.unknown_format", found=_shown(suffix))
    return _sniff_text(path, head)


def _is_blank(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        return not any(chunk.strip() for chunk in iter(lambda: file.read(CHUNK), b""))


def _shown(suffix: str) -> str:
    return suffix if re.fullmatch(r"\.[a-z]{1,9}", suffix) else "?"


def _refuse_other_content(head: bytes, suffix: str) -> None:
    for magic, name in _OTHER.items():
        if head.startswith(magic):
            raise RefusalError("file.not_text", found=name)
    if _HTML.match(head.removeprefix(codecs.BOM_UTF8)):
        raise RefusalError("file.not_text", found="HTML / XML")
    is_zip = head.startswith(_ZIP)
    if suffix not in WORKBOOK_SUFFIXES and is_zip:
        raise RefusalError("file.not_text", found="ZIP / XLSX")
    if suffix in WORKBOOK_SUFFIXES and not is_zip:
        if head.startswith(b"PK"):
            raise RefusalError("file.damaged_workbook")
        found = "found.binary" if b"\0" in head else "found.text"
        raise RefusalError("file.not_text", found=found)


def _sniff_text(path: Path, head: bytes) -> Sniffed:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _sniff_utf16(path)
    is_utf8, has_quotes, tail, rest = True, False, b"", b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise RefusalError("file.not_text", found="found.binary")
            has_quotes = has_quotes or b'"' in chunk
            tail = (tail + chunk)[-TAIL:] if len(chunk) < TAIL else chunk[-TAIL:]
            if is_utf8:
                whole, rest = _parted(rest + chunk)
                is_utf8 = _is_utf8(whole)
    is_utf8 = is_utf8 and (_is_utf8(rest) or _is_begun(rest))
    encoding, is_clean = ("utf-8", True) if is_utf8 else _damaged_or_cp874(path)
    if encoding == "utf-8" and _is_begun(_parted(tail)[1]):
        raise RefusalError("file.cut_short")
    return Sniffed(False, encoding, is_clean, has_quotes, tail)


def _parted(data: bytes) -> tuple[memoryview, bytes]:
    """The data up to the last character, and that one, which may be incomplete."""
    start = len(data) - 1
    while start > max(0, len(data) - 4) and data[start] & 0xC0 == 0x80:
        start -= 1
    return memoryview(data)[:start], data[start:]


def _is_utf8(data: bytes | memoryview) -> bool:
    """Whether the bytes are UTF-8."""
    if len(data) > SMALL:
        return _is_utf8_for_arrow(data)
    try:
        str(data, "utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_for_arrow(data: bytes | memoryview) -> bool:
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
    high = thai = 0
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            high += len(chunk.translate(None, _ASCII))
            thai += sum(3 * chunk.count(start) for start in _THAI)
    if thai > high / 2:
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
    if _HTML.match(text[: 1 << 12].encode()):
        raise RefusalError("file.not_text", found="HTML / XML")
    if "\0" in text:
        raise RefusalError("file.not_text", found="found.binary")
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
    unpacked, sharing = 0, Sharing()
    extents: list[Extent] = []
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_package(parts)
            if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
                raise RefusalError("file.hostile_workbook", found="> 200 MB")
            for part in parts:
                extents.append(Extent(part.filename))
                for size in _unpacked_sizes(archive, part, extents[-1], sharing):
                    unpacked += size
                    if unpacked > UNPACKED_LIMIT:
                        raise RefusalError("file.hostile_workbook", found="> 200 MB")
                    if unpacked > limit:
                        raise RefusalError("file.hostile_workbook", found="> 100 ×")
            _refuse_blanks(archive, extents)
            if sharing.exceeds(archive, UNPACKED_LIMIT):
                raise RefusalError("file.hostile_workbook", found="> 200 MB")
    except _DAMAGES as error:
        raise RefusalError("file.damaged_workbook") from error


def _refuse_package(parts: list[zipfile.ZipInfo]) -> None:
    """Look at the list of parts: encrypted, packed as no Excel does, or no workbook."""
    if len(parts) > MOST_PARTS:
        raise RefusalError("file.hostile_workbook", found=f"> {MOST_PARTS:,} ZIP")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusalError("file.old_or_encrypted")
    names = [part.filename.replace("\\", "/").casefold() for part in parts]
    if not any(name.startswith("xl/") for name in names):
        raise RefusalError("file.not_text", found="ZIP")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise RefusalError("file.hostile_workbook", found="found.external")
    if {part.compress_type for part in parts} - {ZIP_STORED, ZIP_DEFLATED}:
        raise RefusalError("file.damaged_workbook")


def _unpacked_sizes(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, extent: Extent, sharing: Sharing
) -> Iterator[int]:
    """The bytes of each piece of a part, after a look at what stands in it."""
    rest = b""
    is_relations = part.filename.casefold().endswith(".rels")
    with archive.open(part) as file:
        while chunk := file.read(PIECE):
            yield len(chunk)
            sharing.grow(part.filename, chunk)
            data = rest + chunk
            if b"<!" in data and _ENTITY.search(data):
                raise RefusalError("file.hostile_workbook", found="found.entities")
            if is_relations and _EXTERNAL in data:
                raise RefusalError("file.hostile_workbook", found="found.external")
            whole = data.rfind(b">") + 1
            extent.grow(data[:whole])
            rest = data[whole:][-OVERLAP:]


def _refuse_blanks(archive: zipfile.ZipFile, extents: list[Extent]) -> None:
    """Refuse sheets that are nearly all blanks, after a second, slower look.

    Only formatted cells, of which offices have many, take no room.
    """
    filled = sum(extent.filled for extent in extents)
    if not is_too_blank([extent.size for extent in extents], filled):
        return
    sizes = [_filled_size(archive, extent) for extent in extents]
    if is_too_blank(sizes, filled):
        raise too_far(*max(sizes, key=lambda size: size[0] * size[1]))


def _filled_size(archive: zipfile.ZipFile, extent: Extent) -> tuple[int, int]:
    if extent.size == (0, 0):
        return extent.size
    with archive.open(extent.part) as file:
        return filled_size(iter(lambda: file.read(PIECE), b""))
