"""What a build or a check found, as the JSON of contract.md 1 and as lines to read."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etl import mending
from etl.files import Outcome
from etl.reading import reader

MOST_MENDS = 30  # reasons told of one file


class Report:
    """What a build or a check found; `as_json` is the report of contract.md 1."""

    def __init__(self, files: Sequence[Outcome] = (), exit_code: int = 0) -> None:
        """Of a work that published nothing yet."""
        self.published = False
        self.version: str | None = None
        self.exit_code = exit_code
        self.files = files
        self.removed: list[dict[str, Any]] = []
        self.seconds = 0.0

    @property
    def is_clean(self) -> bool:
        """True when no file was refused and no row rejected."""
        return all(f.status != "refused" and not f.rejected for f in self.files)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "published": self.published,
            "version": self.version,
            "exit_code": self.exit_code,
            "files": [_file_json(outcome) for outcome in self.files],
            "removed": self.removed,
            "seconds": round(self.seconds, 2),
            "peak_rss_mb": _peak_memory_mb(),
        }


def _peak_memory_mb() -> int:
    """The most memory that this process and the one that reads files have held, in MB.

    Each at its own time: together they held no more.
    """
    return round(
        (peak_memory(os.getpid()) + peak_memory(reader.shared().pid)) / 1024**2
    )


def peak_memory(pid: int) -> int:
    """The most memory that a running process has held, in bytes; 0 when it is gone.

    What `getrusage` says may be that of the process that started it.
    """
    status = Path(f"/proc/{pid}/status")
    try:
        lines = status.read_text("utf-8").splitlines()
    except OSError:
        return _peak_elsewhere(pid)
    found = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(found[0]) * 1024 if found else 0


def _peak_elsewhere(pid: int) -> int:
    """As `peak_memory`, where there is no /proc."""
    import psutil  # noqa: PLC0415

    try:
        memory = psutil.Process(pid).memory_info() if pid else None
    except psutil.Error:
        return 0
    return getattr(memory, "peak_wset", getattr(memory, "rss", 0))


def _file_json(outcome: Outcome) -> dict[str, Any]:
    raw = outcome.as_json()
    raw["path"], raw["reason_code"] = raw.pop("name"), raw.pop("reason")
    raw["reason"] = outcome.reason and f"{outcome.reason_th} / {outcome.reason_en}"
    hidden = {"file_id", "place", "stamp", "reason_th", "reason_en", "is_stored"}
    return {key: value for key, value in raw.items() if key not in hidden}


def line_of(outcome: Outcome) -> str:
    """What became of a file, for a terminal: a line, and what to mend below it."""
    indent = "\n           "
    if outcome.status == "refused":
        why = str(outcome.reason_th), str(outcome.reason_en)
        return indent.join((f"refused    {outcome.name}", *why))
    text = f"{outcome.status:10} {outcome.name}: {outcome.rows_in:,} rows"
    if not outcome.rejected:
        return text
    reasons = ", ".join(f"{r} {n}" for r, n in outcome.reasons.items())
    told = [line for mend in outcome.to_mend for line in mending.lines(mend, outcome)]
    head = f"{text}, {outcome.rejected:,} rejected ({reasons})"
    return indent.join([head, *told[: 2 * MOST_MENDS], *_rest(len(told) // 2)])


def _rest(mends: int) -> list[str]:
    more = mends - MOST_MENDS
    if more <= 0:
        return []
    return [f"และอีก {more} ข้อ ดูทั้งหมดด้วย --report / and {more} more: see --report"]
