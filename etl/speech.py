"""What the commands say on a terminal, Thai and English (etl/speech.toml)."""

import functools
import re
import tomllib
from collections.abc import Sequence

from etl import paths

_STACKED = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")  # take no width


@functools.cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((paths.ROOT / "etl" / "speech.toml").read_text("utf-8"))


def said(key: str, **values: object) -> str:
    """A text in Thai and in English, with its values."""
    words = _words()[key]
    return f"{words['th']} / {words['en']}".format(**values)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lines of a table whose columns stand below each other.

    Args:
        head: The keys of the headings; they take two lines, Thai and English.
        rows: Their cells; None is empty.
    """
    heads = [[_words()[key][lang] for key in head] for lang in ("th", "en")]
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    lines = [*heads, *texts]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell))
            for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    ]


def _width(text: str) -> int:
    return len(_STACKED.sub("", text))
