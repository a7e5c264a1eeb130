"""How much text a workbook's cells hold once each has its own copy.

A workbook keeps a text once and lets any number of cells refer to it; whoever reads
the cells copies it each time. A small file can so come to many gigabytes.
"""

import itertools
import re
import zipfile
from array import array
from collections.abc import Iterator

PIECE = 1 << 20
_ENDS = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_LONGEST_END = 64
_USE = re.compile(rb't="s"[^<>]*>\s*<(?:\w+:)?v>([0-9]{1,9})<')


class Sharing:
    """The longest shared text and how often cells refer to one, while parts go by."""

    def __init__(self) -> None:
        self._longest = self._open = self._uses = 0
        self._texts: list[str] = []
        self._part = ""

    def grow(self, part: str, data: bytes) -> None:
        """Take in one piece of a part's XML."""
        self._uses += data.count(b'"s"')
        if b"'" in data:  # seldom; far faster to find than three characters
            self._uses += data.count(b"'s'")
        if part != self._part:
            self._part, self._open = part, 0
        if part not in self._texts and b"sst" in data:
            self._texts.append(part)
        if part in self._texts:
            first, *others = (len(text) for text in _ENDS.split(data))
            self._longest = max(self._longest, self._open + first, *others, 0)
            self._open = others[-1] if others else self._open + first

    def exceeds(self, archive: zipfile.ZipFile, limit: int) -> bool:
        """Whether the copies come to more bytes than the limit.

        The exact sum takes a second pass, so it is made only where it may be too much.
        """
        if self._uses * self._longest <= limit:
            return False
        lengths = array("Q")
        for part in self._texts:
            lengths.extend(_lengths(archive, part))
        total, left = 0, self._uses
        for number in itertools.chain(*(_uses(archive, n) for n in archive.namelist())):
            total += lengths[number] if number < len(lengths) else 0
            left -= 1
            if total > limit:
                return True
        return total + left * self._longest > limit


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as file:
        yield from iter(lambda: file.read(PIECE), b"")


def _lengths(archive: zipfile.ZipFile, part: str) -> Iterator[int]:
    """The bytes of each shared text, in their order."""
    rest, so_far = b"", 0
    for piece in _pieces(archive, part):
        *ended, rest = _ENDS.split(rest + piece)
        for text in ended:
            yield so_far + len(text)
            so_far = 0
        so_far += len(rest[:-_LONGEST_END])
        rest = rest[-_LONGEST_END:]


def _uses(archive: zipfile.ZipFile, part: str) -> Iterator[int]:
    """The number of the shared text in each cell that has one."""
    rest = b""
    for piece in _pieces(archive, part):
        data = rest + piece
        whole = data.rfind(b"<c")
        whole = whole if whole > 0 else len(data)
        yield from map(int, _USE.findall(data[:whole]))
        rest = data[whole:]
    yield from map(int, _USE.findall(rest))
