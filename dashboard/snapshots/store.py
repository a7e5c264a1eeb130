"""Snapshots on the disk: written whole under another name, then named, never changed.

data/snapshots/<week>-<id>/ holds manifest.json, week.json, tables/<name>.parquet and
files/<name>. The folder lies beside that of the versions, where etl.publish looks for
the versions that must be kept.
"""

import json
import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from dashboard.disclosure import Audience, Gated, thawed
from dashboard.export.parquet import parquet_bytes, parquet_frame
from dashboard.snapshots.errors import (
    DamagedSnapshotError,
    RemovedSnapshotError,
    SnapshotError,
    UnknownSnapshotError,
)
from dashboard.snapshots.manifest import (
    Manifest,
    Table,
    digest,
    is_sound,
    parsed,
    sealed,
    written,
)
from dashboard.snapshots.plain import made, plain
from dashboard.snapshots.removed import REMOVED, Removed, finish, line_in
from dashboard.weekly.model import Week

MANIFEST, WEEK = "manifest.json", "week.json"
OF_WEEK = "week."  # before the name of a table that belongs to the week itself
_UNFINISHED = ".freezing-"
_ID = re.compile(r"[0-9a-f]{12}")
_log = logging.getLogger(__name__)


class Snapshot(NamedTuple):
    """A week as it was frozen."""

    manifest: Manifest
    week: Week
    tables: Mapping[str, Gated]


def folder_of(built: Path) -> Path:
    """Where the snapshots of versions lie: beside the folder of the versions."""
    return built.parent / "snapshots"


def listed(folder: Path) -> list[Manifest]:
    """All snapshots that are sound, latest week first, in it latest frozen first.

    One whose manifest is damaged is left out and logged; `read` says so in words.
    """
    found = []
    for path in sorted(folder.glob(f"[!.]*/{MANIFEST}")):
        if (path.parent / REMOVED).exists():  # a removal that was ended midway
            continue
        try:
            found.append(_manifest(path))
        except DamagedSnapshotError as damage:
            _log.error("Snapshot refused: %s", damage)  # noqa: TRY400
    return sorted(found, key=lambda m: (m.iso_week, m.frozen_at), reverse=True)


def removed(folder: Path) -> list[Removed]:
    """What stays of those that were taken away, the last one first."""
    lines = [_line(path.parent) for path in folder.glob(f"[!.]*/{REMOVED}")]
    told = [line for line in lines if line]
    return sorted(told, key=lambda line: line.removed_at, reverse=True)


def _line(where: Path) -> Removed | None:
    try:
        return line_in(where)
    except ValueError as damage:
        raise DamagedSnapshotError("snapshot_damaged", where.name, REMOVED) from damage


def manifest(folder: Path, name: str) -> Manifest:
    """What a snapshot says of itself.

    Raises:
        UnknownSnapshotError: There is none of this id.
        DamagedSnapshotError: It was changed.
        RemovedSnapshotError: It was taken away.
    """
    if not _ID.fullmatch(name):
        raise UnknownSnapshotError("snapshot_unknown", name)
    where = next(folder.glob(f"[!.]*-{name}"), None)
    if where is not None and (line := _line(where)):
        raise RemovedSnapshotError(line)
    if where is None or not (where / MANIFEST).exists():
        raise UnknownSnapshotError("snapshot_unknown", name)
    return _manifest(where / MANIFEST)


def _manifest(path: Path) -> Manifest:
    name = path.parent.name
    try:
        now = path.stat()
        found = _parsed(path, now.st_mtime_ns, now.st_size)
    except (OSError, ValueError) as damage:
        raise DamagedSnapshotError("snapshot_damaged", name, MANIFEST) from damage
    if found.folder != name:
        raise DamagedSnapshotError("snapshot_damaged", name, MANIFEST)
    return found


@lru_cache(maxsize=1024)  # years of weeks, which a page lists at every press
def _parsed(path: Path, modified_ns: int, size: int) -> Manifest:
    """The manifest of a file as it was when it was last written.

    Raises:
        ValueError: It is none, or was changed since it was sealed.
    """
    found = parsed(path.read_text("utf-8"))
    if not is_sound(found):
        raise ValueError(f"the seal is not that of {size} bytes of {modified_ns}")
    return found


def read(folder: Path, name: str) -> Snapshot:
    """A snapshot by its id, each file checked against the manifest.

    Raises:
        UnknownSnapshotError: There is none of this id.
        DamagedSnapshotError: A file of it is missing or was changed.
    """
    told = manifest(folder, name)
    where = folder / told.folder
    parts = {place: _part(where, place, told) for place in told.files}
    gated = {
        table: _table(parts[_place(table)], about)
        for table, about in told.tables.items()
    }
    others = {n: table for n, table in gated.items() if not n.startswith(OF_WEEK)}
    return Snapshot(told, _week(parts[WEEK], gated, told), others)


def _week(content: bytes, gated: Mapping[str, Gated], told: Manifest) -> Week:
    own = {
        name.removeprefix(OF_WEEK): table
        for name, table in gated.items()
        if name.startswith(OF_WEEK)
    }
    try:
        found: Week = made(Week, json.loads(content) | {"tables": {}})
    except ValueError as other:  # whole, but of a program with other fields
        raise SnapshotError("snapshot_other_program", told.id, str(other)) from other
    return replace(found, tables=own)


def attached(folder: Path, name: str, file: str) -> bytes:
    """A file that was published with a snapshot, as it was.

    Raises:
        UnknownSnapshotError: There is none of this id.
        DamagedSnapshotError: The file is missing or was changed.
    """
    told = manifest(folder, name)
    return _part(folder / told.folder, f"files/{file}", told)


def _part(where: Path, place: str, told: Manifest) -> bytes:
    try:
        content = (where / place).read_bytes()
    except OSError as damage:
        raise DamagedSnapshotError("snapshot_damaged", told.id, place) from damage
    if digest(content) != {**told.files, **_attached(told)}.get(place):
        raise DamagedSnapshotError("snapshot_damaged", told.id, place)
    return content


def _attached(told: Manifest) -> dict[str, str]:
    return {f"files/{name}": sha256 for name, sha256 in told.attached.items()}


def _place(table: str) -> str:
    return f"tables/{table}.parquet"


def _table(content: bytes, about: Table) -> Gated:
    return thawed(
        parquet_frame(content),
        Audience(about.audience),
        about.rules_version,
        is_protected=about.is_protected,
    )


class Packed(NamedTuple):
    """A snapshot that is not on the disk yet: its manifest, its files by place."""

    manifest: Manifest
    parts: Mapping[str, bytes]


def packed(
    about: Manifest,
    week: Week,
    tables: Mapping[str, Gated],
    files: Mapping[str, bytes],
) -> Packed:
    """A snapshot of what is given.

    Args:
        about: All but what the content itself tells.
        week: The week.
        tables: What stands beside the week's own tables, by name.
        files: To be published with it, by name.
    """
    own = {f"{OF_WEEK}{name}": gated for name, gated in week.tables.items()}
    gated = {**own, **tables}
    parts = {_place(name): parquet_bytes(table) for name, table in gated.items()}
    parts[WEEK] = _week_text(week)
    told = sealed(
        replace(
            about,
            tables={name: _about(table) for name, table in gated.items()},
            files={place: digest(content) for place, content in parts.items()},
            attached={name: digest(content) for name, content in files.items()},
        )
    )
    return Packed(told, parts | {f"files/{n}": each for n, each in files.items()})


def keep(folder: Path, made: Packed) -> tuple[Manifest, bool]:
    """Write a snapshot; gives its manifest, and whether it was not there before.

    Args:
        folder: Of all snapshots.
        made: What is to be written.

    Raises:
        SnapshotError: Another one is being frozen now; or it was taken away.
    """
    with exclusive(folder):
        if (folder / made.manifest.folder).exists():
            return manifest(folder, made.manifest.id), False
        _put(folder, made)
    return made.manifest, True


def _week_text(week: Week) -> bytes:
    told = plain(replace(week, tables={}))
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _about(gated: Gated) -> Table:
    return Table(gated.audience.value, gated.rules_version, gated.is_protected)


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the folder against a second command, and clear what a killed one left.

    Raises:
        SnapshotError: Another one holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise SnapshotError("snapshot_busy", str(folder)) from error
    try:
        for leftover in folder.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(leftover)
        finish(folder)
        yield
    finally:
        lock.release()


def _put(folder: Path, made: Packed) -> None:
    draft, told = (
        folder / f"{_UNFINISHED}{os.getpid()}",
        written(made.manifest).encode(),
    )
    for place, content in {**made.parts, MANIFEST: told}.items():
        path = draft / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o444)
    draft.rename(folder / made.manifest.folder)
    with suppress(OSError):  # Windows cannot open a folder, and needs no sync of it
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
