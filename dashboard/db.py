"""The published version that readers see, opened so that it can do nothing but read.

The folder (RISK_WATCH_BUILT, else data/built) holds versions that never change and the
pointer CURRENT, which names one of them. `current` follows the pointer. A version is
opened only after its SHA-256 agrees with its manifest; one that does not is refused and
the last good one is served in its place.
"""

import hashlib
import json
import logging
import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

FOLDER_VARIABLE = "RISK_WATCH_BUILT"
DEFAULT_FOLDER = Path(__file__).resolve().parent.parent / "data" / "built"
POINTER = "CURRENT"
ASKED_FOR_KEPT = 3  # versions of the past that stay open
STATUS_RANK = {"official": 0, "ministry": 1, "synthetic": 2}

# Read-only alone still reads any file of the machine. With these, files, attaching,
# installing, copying, secrets, Python variables and changing the settings are refused.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "memory_limit": "512MB",
    "threads": "2",
    "max_execution_time": "10000",  # milliseconds
    "lock_configuration": "true",
}

_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-z]{1,32}")
_log = logging.getLogger(__name__)


class NoVersionError(Exception):
    """The folder holds no version that can be served."""


class DamagedVersionError(Exception):
    """A version is not what its manifest says, or lacks what every version has."""


@dataclass(frozen=True)
class Version:
    """One published version, open.

    Attributes:
        name: Its name, such as "20261122T101500Z-3f9c".
        built_at: When it was built, UTC.
        now_iso_week: The last complete ISO week of the data, "2026-W46".
        now_ends_on: The Sunday of that week.
        data_status: "official", "ministry" or "synthetic", for all of it.
        dataset_statuses: The same for each dataset.
        refused: What CURRENT names and could not be served; None when this is it.
    """

    name: str
    built_at: datetime
    now_iso_week: str | None
    now_ends_on: date | None
    data_status: str
    dataset_statuses: Mapping[str, str]
    # Never closed by hand: a cursor that is still in use would fail. DuckDB closes the
    # file when the last session and the last query let go of it.
    con: duckdb.DuckDBPyConnection = field(repr=False, compare=False)
    refused: str | None = None


_served: dict[Path, Version] = {}
_refused: dict[tuple[Path, str], tuple[int, ...]] = {}
_asked_for: dict[tuple[Path, str], Version] = {}
_opening = threading.Lock()


def built_folder() -> Path:
    """The folder of published versions."""
    return Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)


def current(folder: Path) -> Version:
    """The version to read now, following CURRENT; costs one small read when it rests.

    Raises:
        NoVersionError: Nothing was published yet, or nothing of it is sound.
    """
    served = _served.get(folder)
    if served is None:
        with _opening:
            return _follow(folder)
    # While one session checks a new version the others go on with the old one.
    settled = _is_settled(folder, _pointed_at(folder), served)
    if settled or not _opening.acquire(blocking=False):
        return served
    try:
        return _follow(folder)
    finally:
        _opening.release()


def named(folder: Path, name: str) -> Version:
    """A version by its name, open, for who looks at what was: the last three asked for.

    Raises:
        NoVersionError: There is none of this name any more.
        DamagedVersionError: It is not, to the byte, what was published.
    """
    served = _served.get(folder)
    if served is not None and served.name == name:
        return replace(served, refused=None)
    if not _NAME.fullmatch(name) or not (folder / f"{name}.json").exists():
        raise NoVersionError(folder / name)
    with _opening:
        found = _asked_for.pop((folder, name), None) or _opened(folder, name)
        _asked_for[folder, name] = found  # the last one asked for stands last
        for oldest in list(_asked_for)[:-ASKED_FOR_KEPT]:
            del _asked_for[oldest]
    return found


@contextmanager
def cursor(version: Version) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor of its own for one query; a connection shared by threads fails."""
    con = version.con.cursor()
    try:
        yield con
    finally:
        con.close()


def worst_status(statuses: Iterable[str]) -> str:
    """What a figure is that is made from rows of these statuses."""
    return max(statuses, key=STATUS_RANK.__getitem__)


def _pointed_at(folder: Path) -> str:
    """What CURRENT says, else its own name: then there is nothing to follow."""
    try:
        text = (folder / POINTER).read_text(encoding="ascii", errors="replace")
    except OSError:
        return POINTER
    return text.strip()[:80] or POINTER


def _is_settled(folder: Path, wanted: str, served: Version) -> bool:
    if served.name == wanted:
        return served.refused is None
    return served.refused == wanted and _is_refused(folder, wanted)


def _is_refused(folder: Path, name: str) -> bool:
    return _refused.get((folder, name)) == _signature(folder, name)


def _follow(folder: Path) -> Version:
    """The version CURRENT names, else the last good one with that as refused.

    Under the lock, which is why CURRENT is read here once more: what it said before may
    be older than what is served by now.
    """
    wanted, served = _pointed_at(folder), _served.get(folder)
    if served is not None and _is_settled(folder, wanted, served):
        return served
    if served is not None and served.name == wanted:
        found: Version | None = replace(served, refused=None)
    else:
        found = _sound(folder, wanted)
    if found is None:
        last_good = served or _newest_sound(folder, wanted)
        if last_good is None:
            raise NoVersionError(folder)
        found = replace(last_good, refused=wanted)
    _served[folder] = found
    return found


def _newest_sound(folder: Path, wanted: str) -> Version | None:
    """The newest sound version from before the wanted one; later ones are leftovers."""
    if not _NAME.fullmatch(wanted):
        return None
    names = (path.stem for path in sorted(folder.glob("*.json"), reverse=True))
    earlier = (_sound(folder, name) for name in names if name < wanted)
    return next((version for version in earlier if version is not None), None)


def _sound(folder: Path, name: str) -> Version | None:
    """The version, open; None, logged once, when it cannot be trusted."""
    if name == POINTER or _is_refused(folder, name):  # nothing named, or known
        return None
    signature = _signature(folder, name)
    try:
        return _opened(folder, name)
    except DamagedVersionError as damage:
        _log.error("Version %s refused: %s", name, damage)  # noqa: TRY400
    _refused[folder, name] = signature
    return None


def _signature(folder: Path, name: str) -> tuple[int, ...]:
    """Changes when the files of a version do: a repaired version is tried again."""
    if not _NAME.fullmatch(name):
        return ()
    found: list[int] = []
    for suffix in (".duckdb", ".json"):
        try:
            stat = (folder / f"{name}{suffix}").stat()
        except OSError:
            continue
        found += [stat.st_size, stat.st_mtime_ns]
    return tuple(found)


def _opened(folder: Path, name: str) -> Version:
    """A version, checked against its manifest and opened.

    Raises:
        DamagedVersionError: Says what is not as it should be.
    """
    if not _NAME.fullmatch(name):
        raise DamagedVersionError("this is no name of a version")
    path = folder / f"{name}.duckdb"
    try:
        _require_as_published(path, path.with_suffix(".json"))
        con = duckdb.connect(str(path), read_only=True, config=SETTINGS)
        return _described(name, con)
    except (OSError, ValueError, LookupError, TypeError, duckdb.Error) as damage:
        raise DamagedVersionError(f"{type(damage).__name__}: {damage}") from damage


def _require_as_published(database: Path, manifest: Path) -> None:
    """Raise ValueError unless the file is, to the byte, what was published."""
    published: Any = json.loads(manifest.read_text(encoding="utf-8"))
    size = database.stat().st_size
    if size != published["size"]:
        raise ValueError(f"{size} bytes instead of {published['size']}")
    with database.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != published["sha256"]:
        raise ValueError("its SHA-256 is not that of its manifest")


def _described(name: str, con: duckdb.DuckDBPyConnection) -> Version:
    info = con.execute(
        """
        select version, built_at, now_iso_week, now_ends_on, data_status
        from version_info
        """
    ).fetchone()
    if info is None or info[0] != name:
        raise ValueError("the database inside is not the version it is named after")
    statuses: dict[str, str] = {}
    for dataset, status in con.execute(
        "select dataset, data_status from dataset_status where rows > 0"
    ).fetchall():
        statuses[dataset] = worst_status([status, statuses.get(dataset, status)])
    _, built_at, now_iso_week, now_ends_on, data_status = info
    return Version(
        name=name,
        built_at=built_at,
        now_iso_week=now_iso_week,
        now_ends_on=now_ends_on,
        data_status=data_status,
        dataset_statuses=MappingProxyType(statuses),
        con=con,
    )
