"""What a sheet of a workbook is called: short, readable, without what Excel forbids."""

import re
import unicodedata

MOST = 31  # letters that Excel takes
INSTEAD = str.maketrans({"/": "-", "\\": "-", ":": " ", "[": "(", "]": ")"})
LEADING = "เแโใไ"  # written before the consonant that they belong to
SARA_AM = "ำ"


def sheet_name(number: int, title: str) -> str:
    """A name that Excel takes for a sheet, one of all by its number.

    A title that is too long ends with a whole word; one without spaces, as Thai is
    written, ends with a whole letter and its marks.
    """
    plain = "".join(sign for sign in title.translate(INSTEAD) if sign not in "*?'")
    said = " ".join("".join(s if s.isprintable() else " " for s in plain).split())
    return f"{number} {_cut(said, MOST - len(str(number)) - 1)}".strip()


def _cut(said: str, room: int) -> str:
    if len(said) <= room:
        return said
    words = said[: room + 1].rpartition(" ")[0]
    # One word at the front of a very long one would say too little.
    kept = words if len(words) > room // 2 else said[: _end(said, room)]
    kept = kept.rstrip(" -–·,(")
    return re.sub(r"\s*\([^)]*$", "", kept) or kept


def _end(said: str, room: int) -> int:
    """The last place up to which letters are whole."""
    while room and (
        said[room] == SARA_AM
        or unicodedata.category(said[room]) == "Mn"
        or said[room - 1] in LEADING
    ):
        room -= 1
    return room
