"""The files of a briefing: exhibits in, a folder of files out, and what is not in it.

Whoever asks is told of each step as it begins: with native charts and tables a pack
takes seconds, and longer where pictures are drawn.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from dashboard.exhibits import Exhibit
from dashboard.export.chromium import Form
from dashboard.export.deck.reading import read
from dashboard.export.document import document
from dashboard.export.pictures import Studio, pictures, studio
from dashboard.export.slides import slides
from dashboard.export.tables import exhibit_csv
from dashboard.export.workbook import workbook
from dashboard.text import Era, Lang, Text

Format = Literal["pptx", "xlsx", "pdf", "csv", "png", "svg"]
FORMATS: tuple[Format, ...] = get_args(Format)
DRAWN: tuple[Format, ...] = ("pdf", "png", "svg")  # for which all figures are drawn
CONTENTS = "contents.json"
Step = Callable[[Format, int, int], None]  # format, how many of its files, of how many


@dataclass(frozen=True)
class File:
    """A file of a pack: its path in the folder, and the places of what it holds."""

    name: str
    holds: tuple[int, ...]


@dataclass(frozen=True)
class Made:
    """What a pack holds.

    Attributes:
        files: Its files by format.
        unpictured: By the keys of exhibits of which there is no picture, why.
    """

    files: Mapping[Format, tuple[File, ...]]
    unpictured: Mapping[str, Text]

    def holding(self, at: int) -> Iterator[str]:
        """The names of the files that hold the exhibit at a place."""
        for files in self.files.values():
            yield from (file.name for file in files if at in file.holds)


@dataclass(frozen=True)
class Order:
    """What a pack is made of, and where to.

    Attributes:
        exhibits: What it holds, in order; no key twice.
        title: Of the whole.
        lang: Of its words.
        era: Of its years.
        out: The folder; it exists.
        name: Of the files, without ending.
        step: Is told of each file as it begins.
    """

    exhibits: Sequence[Exhibit]
    title: str
    lang: Lang
    era: Era
    out: Path
    name: str
    step: Step


@dataclass(frozen=True)
class _Drawing:
    """What draws figures, and what it could not draw so far."""

    studio: Studio
    missing: dict[str, Text] = field(default_factory=dict)

    def drawn(
        self, exhibits: Sequence[Exhibit], form: Form, *, has_foot: bool = True
    ) -> Mapping[str, bytes]:
        """The pictures that there are, by the keys of exhibits."""
        found = pictures(exhibits, form, has_foot=has_foot, using=self.studio)
        self.missing.update(found.missing)
        return found.made


def pack(order: Order, formats: Sequence[Format]) -> Made:
    """Write the files of a briefing into a folder.

    Raises:
        OSError: A file cannot be written.
    """
    files: dict[Format, tuple[File, ...]] = {}
    with _studio(order, formats) as ready:
        drawing = _Drawing(ready)
        for form in FORMATS:
            if form in formats:
                files[form] = tuple(_MAKERS[form](order, drawing))
    return Made(files, drawing.missing)


def _studio(order: Order, formats: Sequence[Format]) -> AbstractContextManager[Studio]:
    """One browser for all formats; none where no figure is drawn."""
    figures = [each for each in order.exhibits if each.kind == "figure"]
    is_drawn = bool(figures and set(DRAWN) & set(formats))
    if "pptx" in formats:
        is_drawn |= any(not _is_native(each) for each in figures)
    return studio() if is_drawn else nullcontext(Studio(None))


def _is_native(figure: Exhibit) -> bool:
    """Whether slides draw a figure by charts of their own."""
    return bool(read(figure.drawn or {}, figure.lang, figure.era))


def _pptx(order: Order, drawing: _Drawing) -> Iterator[File]:
    order.step("pptx", 0, 1)
    others = [x for x in order.exhibits if x.kind == "figure" and not _is_native(x)]
    drawn = drawing.drawn(others, "png", has_foot=False)
    made = slides(order.exhibits, order.title, order.lang, order.era, drawn)
    yield _whole(order, "pptx", made)


def _xlsx(order: Order, drawing: _Drawing) -> Iterator[File]:
    """A workbook of all rows: of the tables, and behind figures and maps."""
    order.step("xlsx", 0, 1)
    yield _whole(order, "xlsx", workbook(order.exhibits, order.title, order.lang))


def _pdf(order: Order, drawing: _Drawing) -> Iterator[File]:
    order.step("pdf", 0, 1)
    figures = [each for each in order.exhibits if each.kind == "figure"]
    drawn = drawing.drawn(figures, "pdf", has_foot=False)
    made = document(order.exhibits, order.title, order.lang, order.era, drawn)
    yield _whole(order, "pdf", made)


def _whole(order: Order, form: Format, made: bytes) -> File:
    """A file that holds all exhibits."""
    put(order.out, f"{order.name}.{form}", made)
    return File(f"{order.name}.{form}", tuple(range(len(order.exhibits))))


def _csv(order: Order, drawing: _Drawing) -> Iterator[File]:
    """A file for each table."""
    every = enumerate(order.exhibits)
    tables = [(at, each) for at, each in every if each.kind == "table"]
    for done, (at, exhibit) in enumerate(tables):
        order.step("csv", done, len(tables))
        yield _single(order, "csv", at, exhibit_csv(exhibit))


def _png(order: Order, drawing: _Drawing) -> Iterator[File]:
    return _pictures(order, drawing, "png")


def _svg(order: Order, drawing: _Drawing) -> Iterator[File]:
    return _pictures(order, drawing, "svg")


def _pictures(
    order: Order, drawing: _Drawing, form: Literal["png", "svg"]
) -> Iterator[File]:
    """A picture of each figure and map."""
    seen = [(at, x) for at, x in enumerate(order.exhibits) if x.kind != "table"]
    for done, (at, exhibit) in enumerate(seen):
        order.step(form, done, len(seen))
        for made in drawing.drawn([exhibit], form).values():
            yield _single(order, form, at, made)


def _single(order: Order, form: Format, at: int, made: bytes) -> File:
    """A file that holds the exhibit at a place."""
    name = f"{form}/{at + 1:02}_{order.exhibits[at].key}.{form}"
    put(order.out, name, made)
    return File(name, (at,))


_MAKERS: Mapping[Format, Callable[[Order, _Drawing], Iterator[File]]] = {
    "pptx": _pptx,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "csv": _csv,
    "png": _png,
    "svg": _svg,
}


def put(out: Path, name: str, content: bytes) -> None:
    """Write a file into a folder, making the folders that its name says."""
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def keep_contents(out: Path, said: Mapping[str, Any]) -> None:
    """Write what a pack holds beside its files, last: with it the pack is whole."""
    text = json.dumps(said, ensure_ascii=False, indent=2)
    put(out, CONTENTS, f"{text}\n".encode())


def joined(out: Path, names: Sequence[str]) -> bytes:
    """One file of a pack as it is, several as a ZIP archive."""
    if len(names) == 1:
        return (out / names[0]).read_bytes()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(out / name, Path(name).name)
    return held.getvalue()


def remove_earlier(out: Path) -> None:
    """Remove the files of an earlier pack, by its contents; no other file.

    What is not a list of contents names nothing, and a name that leads out of the
    folder is no file of a pack.
    """
    contents = out / CONTENTS
    if not contents.is_file():
        return
    try:
        files = dict(json.loads(contents.read_text(encoding="utf-8"))["files"])
        names = [str(name) for each in files.values() for name in each]
    except (ValueError, KeyError, TypeError):
        names = []
    inside = out.resolve()
    for name in names:
        path = (out / name).resolve()
        if path.is_relative_to(inside) and path.is_file():
            path.unlink()
