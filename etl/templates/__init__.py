"""Empty workbooks that offices fill in: one for each dataset they hand over.

A template holds the headings, drop-downs, checks and explanations that the schema and
the code lists imply, and no row of data: its examples stand among the explanations.
"""

import io
from pathlib import Path

from etl.datasets import Dataset, handed_over
from etl.templates import book


class TakenError(Exception):
    """A file of a template's name has other content: it may be filled in."""


def write(out: Path) -> list[Path]:
    """Write `<dataset>.xlsx` for each dataset; the same schemas give the same bytes.

    Args:
        out: The folder, made if absent.

    Raises:
        TakenError: A file is there that is no such template; nothing is written then.
        OSError: The folder or a file cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    made = {out / f"{d.name}.xlsx": content(d) for d in handed_over()}
    for path, workbook in made.items():
        if path.exists() and path.read_bytes() != workbook:
            raise TakenError(str(path))
    for path, workbook in made.items():
        path.write_bytes(workbook)
    return list(made)


def content(dataset: Dataset) -> bytes:
    """The bytes of one template."""
    written = io.BytesIO()
    book.write(written, dataset)
    return written.getvalue()
