"""The audit log: a line for every file that is handed out, appended, never changed.

A folder (RISK_WATCH_AUDIT, else data/audit) with a file of JSON lines for each month. A
line holds nothing personal: what a reader typed, or an office named, is in it as the
beginning of its SHA-256.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER_VARIABLE = "RISK_WATCH_AUDIT"
DEFAULT_FOLDER = Path(__file__).resolve().parent.parent / "data" / "audit"
HASH_DIGITS = 12
CODE = re.compile(r"[A-Za-z0-9_~-]{0,200}")  # how the address writes a code or several


@dataclass(frozen=True)
class Handout:
    """A file that is handed out.

    Attributes:
        file: Its name.
        page: The page that gives it: "coverage_map".
        audience: For whom the gate made it.
        rules_version: Version of the rules that it passed.
        version: Version of the database.
        selection: What the reader had chosen, by key; free text by `hidden`.
        rows: Its rows, without the headings.
        is_protected: Whether it holds protected counts, or what is left of them.
    """

    file: str
    page: str
    audience: str
    rules_version: str
    version: str
    selection: Mapping[str, str]
    rows: int
    is_protected: bool


def folder() -> Path:
    """Where the log is kept."""
    return Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)


def hidden(text: str) -> str:
    """What stands in the log for a text that may be personal; "" for none."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS] if text else ""


def record(handout: Handout, into: Path | None = None) -> None:
    """Append the line of a file, before it is handed out.

    Each line is one write at the end of the file, so lines of several sessions stay
    whole, and it is on the disk when this returns.

    Raises:
        OSError: The line could not be written; the file must not be handed out.
    """
    now = datetime.now(UTC)
    log = (into or folder()) / f"{now:%Y-%m}.jsonl"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = _line(handout, now)
    opened = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(opened, line) < len(line):
            with suppress(OSError):
                os.write(opened, b"\n")  # the next line begins at its own beginning
            raise OSError(f"{log}: the line was cut short. Is the disk full?")
        os.fsync(opened)
    finally:
        os.close(opened)


def _line(handout: Handout, at: datetime) -> bytes:
    chosen = {
        key: value if CODE.fullmatch(value) else hidden(value)
        for key, value in handout.selection.items()
    }
    said = {"at": f"{at:%Y-%m-%dT%H:%M:%SZ}", **asdict(handout), "selection": chosen}
    return f"{json.dumps(said, ensure_ascii=False)}\n".encode()
