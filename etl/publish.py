"""Published versions: named files, a manifest each, and the pointer CURRENT.

A version is written under another name, closed, hashed and only then named; CURRENT is
replaced last and atomically (contract.md 6). A build that dies leaves the old version.
"""

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from etl.digest import begun, sha256
from etl.refusal import BuildError
from etl.speech import said

CURRENT = "CURRENT"
KEPT = 5
NAMED = "%Y%m%dT%H%M%SZ"
_DATED = re.compile(r"\d{8}T\d{6}Z-")
_UNFINISHED = ".building-"
# of a manifest, as a reader wants them: what is short and asked for comes first
_KEYS = (
    *("version", "sha256", "size", "code_version", "started", "finished"),
    *("boundaries", "tables", "inputs", "first_loads"),
)


@contextmanager
def exclusive(out: Path) -> Iterator[None]:
    """Hold the folder against a second build, and clear what a killed one left.

    Raises:
        BuildError: Another build is running.
    """
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BuildError(
            "กำลังสร้างฐานข้อมูลอยู่แล้ว รอให้เสร็จก่อน / Another build is running: wait for it."
        ) from error
    try:
        _clear_unfinished(out)
        _forget_unnamed(out)
        yield
    finally:
        with suppress(OSError):  # of a failed build; the next one tries again
            _clear_unfinished(out)
        lock.release()


def _clear_unfinished(out: Path) -> None:
    for leftover in out.glob(f"{_UNFINISHED}*"):
        leftover.unlink()


def _forget_unnamed(out: Path) -> None:
    """A database without its manifest was never named by CURRENT.

    On Windows one that a reader has open stays until a later build.
    """
    for database in out.glob("*.duckdb"):
        if not database.with_suffix(".json").exists():
            with suppress(PermissionError):
                database.unlink()


def unfinished(out: Path) -> Path:
    """Where the next version is written until it is whole."""
    return out / f"{_UNFINISHED}{os.getpid()}.duckdb"


def beginning(out: Path) -> dt.datetime:
    """When a build that begins now says it began, in UTC.

    Later than any version there: versions are named, and ordered, by it, also where two
    fall into one second or a clock was set back.
    """
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    names = [path.stem for path in out.glob("*.duckdb") if _DATED.match(path.stem)]
    if not names:
        return now
    last = dt.datetime.strptime(max(names)[:16], NAMED).replace(tzinfo=dt.UTC)
    return max(now, last + dt.timedelta(seconds=1))


def _manifest(out: Path, name: str) -> dict[str, Any] | None:
    """The manifest of a version; None when there is none, or a torn one."""
    try:
        said = json.loads((out / f"{name}.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("version") == name else None


def _is_sound(out: Path, manifest: dict[str, Any]) -> bool:
    database = out / f"{manifest['version']}.duckdb"
    return database.is_file() and sha256(database) == manifest["sha256"]


def _named(out: Path) -> str:
    """The version that CURRENT names; "" when there is none."""
    try:
        return (out / CURRENT).read_text("utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def current(out: Path) -> dict[str, Any] | None:
    """The manifest of the version CURRENT names; None when there is no good one."""
    return looked_up(out)()


def looked_up(out: Path) -> Callable[[], dict[str, Any] | None]:
    """As `current`, by what is given: its database is hashed meanwhile."""
    manifest = _manifest(out, _named(out))
    if manifest is None:
        return lambda: None
    hashed = begun(out / f"{manifest['version']}.duckdb")
    return lambda: manifest if hashed() == manifest["sha256"] else None


def last_sound(out: Path) -> dict[str, Any] | None:
    """What to build upon: the version CURRENT names, else the last good one."""
    return next((said for said in _published(out) if _is_sound(out, said)), None)


def first_loads(out: Path) -> dict[str, str]:
    """When each content was first loaded, from the newest manifest that can be read."""
    newest: dict[str, Any] = next(_published(out), {})
    return dict(newest.get("first_loads", {}))


def known_files(out: Path) -> dict[str, tuple[str, str]]:
    """Stamp and SHA-256 of the files of the newest manifest, by their places."""
    newest: dict[str, Any] = next(_published(out), {})
    return {
        known["place"]: (known["stamp"], known["sha256"])
        for known in newest.get("inputs", [])
        if known.get("stamp")
    }


def _published(out: Path) -> Iterator[dict[str, Any]]:
    """The manifests up to the version CURRENT names, newest first, torn ones aside."""
    newest = _named(out)
    names = sorted((path.stem for path in out.glob("*.json")), reverse=True)
    found = (_manifest(out, name) for name in names if name <= newest)
    return (manifest for manifest in found if manifest)


def publish(out: Path, built: Path, manifest: dict[str, Any]) -> None:
    """Name the finished file, write its manifest, move CURRENT, drop the oldest."""
    name = manifest["version"]
    _sync(built)
    sealed = manifest | {"sha256": sha256(built), "size": built.stat().st_size}
    built.replace(out / f"{name}.duckdb")
    text = json.dumps(_explained(sealed), ensure_ascii=False, indent=2)
    _write(out / f"{name}.json", text + "\n")
    _write(out / CURRENT, name + "\n")
    _sync_folder(out)
    _drop_oldest(out, name)


def _explained(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest for a reader: what its keys mean, then the keys in their order."""
    explained = {key: said(f"manifest_{key}") for key in _KEYS}
    return {"explained": explained} | {key: manifest[key] for key in _KEYS}


def kept(out: Path) -> list[str]:
    """The names of all versions in the folder, the newest first."""
    return [manifest["version"] for manifest in _published(out)]


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f"{_UNFINISHED}{path.name}")
    draft.write_text(text, "utf-8")
    _sync(draft)
    draft.replace(path)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows can't open a folder, and needs no sync of it
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _named_by_snapshots(out: Path) -> set[str] | None:
    """Versions that a published weekly snapshot names; None when one can't be read."""
    manifests = (out.parent / "snapshots").glob("*/manifest.json")
    try:
        return {json.loads(m.read_text("utf-8"))["version"] for m in manifests}
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _drop_oldest(out: Path, newest: str) -> None:
    """Drop what nobody needs; never fails, for the new version is published by now."""
    named = _named_by_snapshots(out)
    if named is None:  # any version may be needed
        return
    names = sorted(path.stem for path in out.glob("*.duckdb"))
    for name in set(names) - {newest, *names[-KEPT:]} - named:
        # The database first: Windows keeps one that a reader has open, then its
        # manifest stays as well and the next build tries again.
        with suppress(OSError):
            (out / f"{name}.duckdb").unlink()
            (out / f"{name}.json").unlink(missing_ok=True)
