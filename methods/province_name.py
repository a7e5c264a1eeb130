"""The form under which two writings of a province's name are the same (contract.md 4).

What is read from a file and what stands in an address are compared by it alike: case,
spaces, dots, hyphens, the kind of digits and the prefix "จังหวัด" aside. Nothing is
guessed: a name that is written otherwise is another one.
"""

from __future__ import annotations

import re

_TO_ASCII = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_PREFIX = re.compile(r"(จังหวัด|จ *\.|จ )\s*")
_MARKS = str.maketrans("", "", ".-·" + "".join(map(chr, range(0x2010, 0x2016))))


def ascii_digits(text: str) -> str:
    """The text with 0-9 for Thai digits."""
    return text.translate(_TO_ASCII)


def folded(text: str) -> str:
    """The form under which codes and labels are compared: case and spaces aside."""
    return ascii_digits(text).replace(" ", "").lower()


def folded_province(text: str) -> str:
    """As `folded`; province names also come with a prefix, dots and hyphens."""
    found = _PREFIX.match(text)
    return folded(text[found.end() :] if found else text).translate(_MARKS)
