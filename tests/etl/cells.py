"""Files read without the program under test: every cell as text."""

import csv
from pathlib import Path

from python_calamine import CalamineWorkbook

ENCODINGS = ("utf-8-sig", "cp874")
Cells = dict[str, list[list[str]]]


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith(b"\xff\xfe"):
        return raw.decode("utf-16")
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError(f"{path.name} is in none of {ENCODINGS}")


def cells_of(path: Path) -> Cells:
    """Every cell of a file as text, by sheet."""
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        return {
            name: [
                [str(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    lines = text_of(path).splitlines(keepends=True)
    delimiter = max(",;\t", key="".join(lines[:2]).count)
    return {"": list(csv.reader(lines, delimiter=delimiter))}
