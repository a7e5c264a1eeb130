"""What stands in a file: its tables, in rows of text that SQL splits into cells."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from etl.reading.header import Header

if TYPE_CHECKING:
    import pyarrow as pa

# control characters become spaces; tab, line feed and carriage return stay
SPACED = bytes(
    32 if byte < 32 and byte not in (9, 10, 13) else byte for byte in range(256)
)
SMALL = 1 << 20  # bytes of a file that Python reads before Arrow is loaded
SEPARATOR = "\x1f"  # between cells that were parsed here
BAD_ENCODING, UNCLOSED_QUOTE = "row.bad_encoding", "row.unclosed_quote"


class Rows(NamedTuple):
    """Some rows of a table.

    Attributes:
        lines: Their lines, from 1.
        texts: The cells of each row in one text.
        damages: What is wrong with a row whose cells can't be told, or None.
    """

    lines: list[int]
    texts: list[str]
    damages: list[str | None]

    def add(self, line: int, text: str, damage: str | None = None) -> None:
        """Take in one row more."""
        self.lines.append(line)
        self.texts.append(text)
        self.damages.append(damage)


class Sheet(NamedTuple):
    """One table of a file, ready for SQL.

    Attributes:
        name: The sheet's name; "" for delimited text.
        separator: What stands between the cells of a row's text.
        blocks: The rows, in their order. Of a large file Arrow tables of line, text and
            damage; or, where each line has as many cells as the header, of line and one
            column for each known field, by its name.
    """

    name: str
    header: Header
    separator: str
    blocks: Iterator["Rows | pa.Table"]
