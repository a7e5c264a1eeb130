"""The audit log: a line for every file that is handed out, appended, never changed.

A folder (RISK_WATCH_AUDIT, else data/audit) with a file of JSON lines for each month. A
line holds nothing personal: what a reader typed, or an office named, is in it as the
beginning of a keyed hash (HMAC with SHA-256, RFC 2104), so that nobody without the
folder's key can try names out.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

FOLDER_VARIABLE = "RISK_WATCH_AUDIT"
DEFAULT_FOLDER = Path(__file__).resolve().parent.parent / "data" / "audit"
KEY_FILE, KEY_BYTES = "key", 32
HASH_DIGITS = 12
CODE = re.compile(r"[A-Za-z0-9_~-]{0,200}")  # how the address writes a code or several


class Typed(str):
    """Free text: what a reader typed, or an office named. Never in the log as it is."""

    __slots__ = ()


@dataclass(frozen=True)
class Held:
    """A figure, map or table in a file that holds several.

    Attributes:
        page: The page that it stands on: "coverage_map".
        audience: For whom the gate made it.
        rules_version: Version of the rules that it passed.
        version: Version of the database.
        selection: What the reader had chosen, by key; free text as `Typed`.
        rows: Its rows, without the headings.
        is_protected: Whether it holds protected counts, or what is left of them.
        snapshot: The id of the snapshot that its figures are of; "" when of none.
    """

    page: str
    audience: str
    rules_version: str
    version: str
    selection: Mapping[str, str]
    rows: int
    is_protected: bool
    snapshot: str = ""


@dataclass(frozen=True)
class Handout:
    """A file that is handed out: one line, whatever it holds.

    Attributes:
        file: Its name.
        page: The page that gives it.
        audience, rules_version, version, selection, rows, is_protected, snapshot: Of
            what it holds, as of `Held`; what several objects do not have in common is
            joined by spaces.
        sha256: Of the file as it was handed out.
        holds: Each object, where it was put together of several or of one of many.
    """

    file: str
    page: str
    audience: str
    rules_version: str
    version: str
    selection: Mapping[str, str]
    rows: int
    is_protected: bool
    snapshot: str = ""
    sha256: str = ""
    holds: tuple[Held, ...] = ()


def together(
    file: str, page: str, selection: Mapping[str, str], holds: Sequence[Held]
) -> Handout:
    """The line of a file that holds several objects, or one of those chosen."""

    def of_all(name: str) -> str:
        said = dict.fromkeys(getattr(each, name) for each in holds)
        return " ".join(filter(None, said))

    return Handout(
        file=file,
        page=page,
        audience=of_all("audience"),
        rules_version=of_all("rules_version"),
        version=of_all("version"),
        selection=selection,
        rows=sum(each.rows for each in holds),
        is_protected=any(each.is_protected for each in holds),
        snapshot=of_all("snapshot"),
        holds=tuple(holds),
    )


def of(handout: Handout, content: bytes) -> Handout:
    """The line with the SHA-256 of the file: it names that one and no other."""
    return replace(handout, sha256=hashlib.sha256(content).hexdigest())


def folder() -> Path:
    """Where the log is kept."""
    return Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)


def hidden(text: str, key: bytes) -> str:
    """What stands in the log for a text that may be personal; "" for none.

    Args:
        text: What was typed or named.
        key: The folder's own: `key_of`.
    """
    said = hmac.digest(key, text.encode(), "sha256").hex()
    return said[:HASH_DIGITS] if text else ""


def key_of(where: Path) -> bytes:
    """The key of a folder that exists; made once, for its owner alone to read.

    Raises:
        OSError: It can be neither read nor written.
    """
    kept = where / KEY_FILE
    if not kept.exists():
        made = where / f"{KEY_FILE}.{secrets.token_hex(8)}"
        opened = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(opened, secrets.token_bytes(KEY_BYTES))
            os.fsync(opened)
        finally:
            os.close(opened)
        try:
            with suppress(FileExistsError):  # another session was first
                os.link(made, kept)
        finally:
            made.unlink()
    return kept.read_bytes()


def record(handout: Handout, into: Path | None = None) -> None:
    """Append the line of a file, before it is handed out.

    Each line is one write at the end of the file, so lines of several sessions stay
    whole, and it is on the disk when this returns.

    Raises:
        OSError: The line could not be written; the file must not be handed out.
    """
    now = datetime.now(UTC)
    where = into or folder()
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    log, line = where / f"{now:%Y-%m}.jsonl", _line(handout, now, key_of(where))
    is_new = not log.exists()
    opened = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(opened, line) < len(line):
            with suppress(OSError):
                os.write(opened, b"\n")  # the next line begins at its own beginning
            raise OSError(f"{log}: the line was cut short. Is the disk full?")
        os.fsync(opened)
    finally:
        os.close(opened)
    if is_new and os.name == "posix":  # its name must be on the disk too
        entry = os.open(where, os.O_RDONLY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)


def _line(handout: Handout, at: datetime, key: bytes) -> bytes:
    said = {
        "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        **asdict(handout),
        "selection": _chosen(handout.selection, key),
        "holds": [
            {**asdict(each), "selection": _chosen(each.selection, key)}
            for each in handout.holds
        ],
    }
    return f"{json.dumps(said, ensure_ascii=False)}\n".encode()


def _chosen(selection: Mapping[str, str], key: bytes) -> dict[str, str]:
    return {
        name: value if _is_code(value) else hidden(value, key)
        for name, value in selection.items()
    }


def _is_code(value: str) -> bool:
    return not isinstance(value, Typed) and CODE.fullmatch(value) is not None
