"""Sets a template of this package with Typst: PDF, PNG or SVG in Sarabun.

A template reads what it says from data.json beside it; nothing of the data is ever part
of a template's source.
"""

import csv
import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any, Literal

import typst

from dashboard.text import Lang

TEMPLATES = Path(__file__).resolve().parent / "templates"
PROVINCES = Path(__file__).resolve().parents[2] / "data" / "reference" / "province.csv"
FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
# What Typst says of a letter that no font here has.
UNDRAWN = ("could not be displayed", "missing codepoints")
SHORT = 4  # letters and marks of the names of one syllable
MARK = "mark"  # the template of the words across a page
Form = Literal["pdf", "png", "svg"]
POINTS = 72  # to an inch
# No clock: the same content gives the same file.
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    form: Form = "pdf",
    dpi: int = 300,
) -> bytes:
    """A template filled with data.

    Args:
        template: Its name in the folder of templates, without ending.
        data: What it says; all that JSON can hold.
        files: Pictures that the data name, by name.
        form: PNG and SVG hold the first page alone.
        dpi: Of a PNG.

    Returns:
        The file. A PDF is tagged and meets PDF/UA-1 unless it has letters that no font
        here draws, as a title that somebody wrote may have: then these are boxes.

    Raises:
        typst.TypstError: The template or a picture cannot be set.
    """
    with tempfile.TemporaryDirectory(prefix="risk-watch-") as scratch:
        root = Path(copytree(TEMPLATES, Path(scratch) / "set"))
        for name, content in (files or {}).items():
            (root / name).write_bytes(content)
        if template != MARK and data.get("mark"):
            words = _marked(data["lang"], data["mark"], data["mark-size"])
            (root / f"{MARK}.svg").write_bytes(words)
        told = {"data": data, "provinces": _provinces()}
        for name, held in told.items():
            text = json.dumps(held, ensure_ascii=False)
            (root / f"{name}.json").write_text(text, encoding="utf-8")
        return _compiled(root / f"{template}.typ", form, dpi)


@cache
def _provinces() -> list[str]:
    """The names of provinces in Thai, within which no line breaks.

    One of a single syllable does not break, and is part of other words.
    """
    with PROVINCES.open(encoding="utf-8", newline="") as file:
        names = [row["name_th"] for row in csv.DictReader(file)]
    return [name for name in names if len(name) > SHORT]


@cache
def _marked(lang: Lang, mark: str, size: int) -> bytes:
    """The words across a page as pale outlines, so that nobody copies them."""
    made = typeset(MARK, {"lang": lang, "mark": mark, "mark-size": size}, form="svg")
    head, end, rest = made.partition(b">")
    return b"".join([head, b' opacity="0.16"', end, rest])


def outlined(chart: bytes) -> bytes:
    """A PDF of one page as SVG in which all letters are outlines.

    PDF/UA takes no PDF in, and Typst sets sara am wrongly where it reads SVG with text.
    """
    return typeset("outlined", {}, files={"chart.pdf": chart}, form="svg")


def _compiled(main: Path, form: Form, dpi: int) -> bytes:
    if form != "pdf":
        return _pages(_typst(main, form, dpi, standards=[]))
    try:
        return _pages(_typst(main, form, dpi, standards=["ua-1"]))
    except typst.TypstError as refused:
        if not any(reason in str(refused) for reason in UNDRAWN):
            raise
    return _pages(_typst(main, form, dpi, standards=[]))


def _typst(main: Path, form: Form, dpi: int, standards: list[Any]) -> object:
    return typst.compile(
        main,
        root=main.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format=form,
        ppi=dpi,
        pdf_standards=standards,
        timestamp=NO_TIME,
    )


def _pages(made: object) -> bytes:
    """The one file, or that of the first page."""
    first = made[0] if isinstance(made, list) else made
    if not isinstance(first, bytes):
        raise TypeError(f"Typst gave {type(first).__name__} instead of a file.")
    return first


@cache
def _fonts() -> typst.Fonts:
    """Sarabun; signs that it lacks come from the fonts in Typst, not the machine's."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(FONTS)],
    )
