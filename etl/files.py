"""The handed-over files: found, told apart by origin, and what became of each."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from etl import paths
from etl.datasets import dataset_of
from etl.digest import begun, sha256
from etl.personal import shown
from etl.refusal import BuildError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from etl.datasets import Dataset

OURS = {paths.DEMO_MANIFEST, "demo_truth.json", "README.md"}
OF_THE_SYSTEM = {"thumbs.db", "desktop.ini"}  # of Windows, unasked
LARGE = 1 << 26  # bytes from which on a file is not read for its hash before all else
SETTLED = 3  # seconds after which two changes of a file have two times
Known = tuple[str, str]  # stamp, SHA-256
ORIGIN_RANK = {"synthetic": 1, "official": 2, "ministry": 3}


class Handed(NamedTuple):
    """One file of an input folder.

    Attributes:
        path: Where it lies.
        name: Relative to its folder, as it may be shown.
        place: Fingerprint of the path, by which a later build knows it again.
        origin: "reference", "inbox", "demo" or "input".
        data_status: "official", "ministry" or "synthetic".
        is_readable: Whether it may be read.
        size: In bytes; 0 when it cannot be read.
        stamp: Changes with the content, without reading it; "" when it says nothing.
        hashed: Gives its SHA-256.
        seen: How a large file was found; "" of a smaller one, hashed before it is read.
    """

    path: Path
    name: str
    place: str
    origin: str
    data_status: str
    is_readable: bool
    size: int
    stamp: str
    dataset: Dataset | None
    hashed: Callable[[], str]
    seen: str

    @property
    def is_changed(self) -> bool:
        """Whether it is another than was found: its rows and its hash may differ."""
        return self.seen != "" and _seen(self.path) != self.seen

    @property
    def sha256(self) -> str:
        """Of the bytes, "" when they cannot be read; of a large file waited for."""
        return self.hashed()


class Outcome:
    """What became of one file; the rows add up: in = the four others.

    Attributes:
        status: "loaded", "unchanged" (as in the version before), "refused", "skipped"
            (synthetic, where the ministry gives the dataset) or "kept": an earlier
            content of a refused file, whose rows stay.
        superseded: Rows that another one replaced, or a withdrawal took away.
        judged_at: When its rows were judged, in UTC, and `code_version` by which code.
        is_stored: True when all its typed rows but withdrawn ones are in the version.
        awaits: Earliest date of a row rejected as future.
    """

    def __init__(
        self,
        file_id: int,
        name: str,
        place: str,
        origin: str,
        data_status: str,
        dataset: str | None,
    ) -> None:
        """Of a file that nothing has become of yet."""
        self.file_id = file_id
        self.name = name
        self.place = place
        self.origin = origin
        self.data_status = data_status
        self.sha256 = ""
        self.dataset = dataset
        self.status, self.stamp = "loaded", ""
        self.reason: str | None = None
        self.reason_th: str | None = None
        self.reason_en: str | None = None
        self.rows_in = self.accepted = self.rejected = 0
        self.duplicate = self.superseded = 0
        self.reasons: dict[str, int] = {}
        self.to_mend: list[dict[str, Any]] = []
        self.dropped_columns: list[str] = []
        self.converted_years = 0
        self.first_loaded_at = self.judged_at = self.code_version = ""
        self.is_stored = False
        self.withdrawn = self.kept_rows = 0
        self.awaits: str | None = None

    @classmethod
    def begun(cls, file_id: int, file: Handed) -> Outcome:
        """Of a file that was found; its hash may still be on its way."""
        dataset = file.dataset.name if file.dataset else None
        given = (file.name, file.place, file.origin, file.data_status)
        outcome = cls(file_id, *given, dataset)
        outcome.stamp = file.stamp
        return outcome

    @classmethod
    def of(cls, known: dict[str, Any]) -> Outcome:
        """From an input of a manifest, which other code may have written."""
        outcome = cls(0, "", "", "", "", None)
        values = vars(outcome)
        values.update((name, known[name]) for name in values.keys() & known.keys())
        return outcome

    def as_json(self) -> dict[str, Any]:
        """As plain data, from which `of` makes it again."""
        return dict(vars(self))


def find(
    folder: Path, origin: str, known: Mapping[str, Known] | None = None
) -> list[Handed]:
    """The files of a folder and its subfolders (or one file), by name.

    Hidden files and folders, files of Windows and Excel of their own, and the manifests
    of `etl demo` are none. Links to files are followed (a broken one is refused), links
    to folders not.

    Args:
        folder: Where to look.
        origin: What the files will be.
        known: By place, the stamp and the SHA-256 of files that were read before; one
            with the same stamp is not read for its hash again.
    """
    known = known or {}
    if folder.is_file():
        beside = _made(folder.parent)
        return [_handed(folder, folder.parent, origin, beside, known)]
    found = sorted(
        (path for path in folder.rglob("*") if _is_data(path, folder)),
        key=lambda path: (path.name, str(path)),
    )
    made = {parent: _made(parent) for parent in {path.parent for path in found}}
    return [_handed(path, folder, origin, made[path.parent], known) for path in found]


def _made(folder: Path) -> set[str]:
    """Hashes of the files that `etl demo` wrote into the folder."""
    manifest = folder / paths.DEMO_MANIFEST
    if not manifest.is_file():
        return set()
    try:
        return set(json.loads(manifest.read_text("utf-8"))["files"].values())
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        name = f"{shown(folder.resolve().name)}/{manifest.name}"
        raise BuildError(
            f"อ่าน {name} ไม่ได้ สร้างด้วย etl demo ใหม่ / "
            f"{name} cannot be read: write it anew with etl demo."
        ) from error


def _is_data(path: Path, folder: Path) -> bool:
    if path.name in OURS or path.name.casefold() in OF_THE_SYSTEM:
        return False
    parts = path.relative_to(folder).parts
    is_hidden = any(part.startswith(".") for part in parts)
    is_file = path.is_file() or (path.is_symlink() and not path.is_dir())
    return is_file and not is_hidden and not path.name.startswith("~$")


def _handed(
    path: Path, folder: Path, origin: str, made: set[str], known: Mapping[str, Known]
) -> Handed:
    place = _place(path)
    seen = _seen(path)
    size, stamp, hashed = _looked_at(path, seen, known.get(place))
    if origin == "reference":
        status = "official"
    else:
        status = "synthetic" if made and hashed() in made else "ministry"
    return Handed(
        path=path,
        name=shown_path(path.relative_to(folder)),
        place=place,
        origin=origin,
        data_status=status,
        is_readable=size >= LARGE or hashed() != "",
        size=size,
        stamp=stamp,
        dataset=dataset_of(path.name),
        hashed=hashed,
        seen=seen if size >= LARGE else "",
    )


def _place(path: Path) -> str:
    where = os.fsencode(path.parent.resolve() / path.name)
    return hashlib.sha256(where).hexdigest()[:16]


def _seen(path: Path) -> str:
    """What tells one content of a file from another without reading it."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_size}-{stat.st_mtime_ns}-{stat.st_ctime_ns}-{stat.st_ino}"


def _looked_at(
    path: Path, seen: str, known: Known | None
) -> tuple[int, str, Callable[[], str]]:
    """Size, stamp and what gives the SHA-256 of a file, "" when it cannot be read.

    Of a large file the stamp is taken for its hash, which takes a second: it holds the
    time at which the file system last changed the file, which a program that sets the
    file's own time does not set. Where that time says little (Windows, or a change of
    the last seconds, of which there may be two), there is no stamp. The hash is then
    made while the file is read.
    """
    try:
        stat = path.stat()
        is_settled = time.time() - stat.st_ctime >= SETTLED
        has_stamp = os.name != "nt" and stat.st_size >= LARGE and is_settled
        stamp = seen if has_stamp else ""
        if not os.access(path, os.R_OK):
            return 0, "", str
        if known and stamp and known[0] == stamp:
            digest = known[1]
            return stat.st_size, stamp, lambda: digest
        if stat.st_size >= LARGE:
            return stat.st_size, stamp, begun(path)
        digest = sha256(path)
        return stat.st_size, stamp, lambda: digest
    except OSError:
        return 0, "", str


def shown_path(path: Path) -> str:
    """The path with every part that holds personal data left out, its ending kept."""
    relative = Path(_readable(path))
    *folders, name = relative.parts or ("",)
    stem = shown(relative.stem)
    ending = relative.suffix if shown(relative.suffix) == relative.suffix else ""
    shown_name = name if shown(name) == name else stem + ending
    return Path(*(shown(folder) for folder in folders), shown_name).as_posix()


def _readable(path: Path) -> str:
    """The path as text; a name that is no UTF-8 comes from a Thai Windows."""
    try:
        return os.fsencode(path).decode()
    except UnicodeDecodeError:
        return os.fsencode(path).decode("cp874", "replace")
