"""The files of a briefing: exhibits in, a folder of files out, and what is not in it.

Whoever asks is told of each step as it begins: with native charts and tables a pack
takes seconds, and longer where pictures are drawn.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from dashboard.exhibits import Exhibit
from dashboard.export.tables import csv_bytes
from dashboard.text import Era, Lang, words

Format = Literal["csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
EACH: tuple[Format, ...] = ("csv",)  # a file for each object, in a folder
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
        unpictured: Keys of the exhibits of which there is no picture.
    """

    files: Mapping[Format, tuple[File, ...]]
    unpictured: tuple[str, ...] = ()

    def holding(self, at: int) -> Iterator[str]:
        """The names of the files that hold the exhibit at a place."""
        for files in self.files.values():
            yield from (file.name for file in files if at in file.holds)


def pack(
    exhibits: Sequence[Exhibit],
    title: str,
    lang: Lang,
    era: Era,
    formats: Sequence[Format],
    out: Path,
    name: str,
    step: Step,
) -> Made:
    """Write the files of a briefing into a folder.

    Args:
        exhibits: What it holds, in order.
        title: Of the whole.
        lang: Of its words.
        era: Of its years.
        formats: Of FORMATS.
        out: The folder; it exists.
        name: Of the files, without ending.
        step: Is told of each file as it begins.

    Raises:
        OSError: A file cannot be written.
    """
    files: dict[Format, tuple[File, ...]] = {}
    for form in FORMATS:
        if form in formats:
            files[form] = tuple(_tables(exhibits, lang, out, step))
    return Made(files)


def _tables(
    exhibits: Sequence[Exhibit], lang: Lang, out: Path, step: Step
) -> Iterator[File]:
    """A CSV file for each table."""
    tables = [(at, each) for at, each in enumerate(exhibits) if each.gated]
    for done, (at, exhibit) in enumerate(tables):
        step("csv", done, len(tables))
        name = f"csv/{at + 1:02}_{exhibit.key}.csv"
        put(out, name, _csv(exhibit, lang))
        yield File(name, (at,))


def _csv(exhibit: Exhibit, lang: Lang) -> bytes:
    if exhibit.gated is None:
        raise ValueError(f"{exhibit.key}: only a table is written as CSV")
    return csv_bytes(exhibit.gated, exhibit.headings, table_notes(exhibit), lang)


def table_notes(exhibit: Exhibit) -> dict[str, str]:
    """What every row of a table says of itself, by heading."""
    foot, lang = exhibit.foot, exhibit.lang
    return {
        words("file_source", lang): foot.source,
        words("file_data_until", lang): foot.data_until,
        words("file_data_status", lang): words(f"status_{foot.data_status}", lang),
        words("file_version", lang): foot.version,
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
