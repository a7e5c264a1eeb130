"""What stays of a snapshot that was taken away: that it was, when it went, and why."""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.snapshots.manifest import FORMAT, Manifest, Stage
from dashboard.snapshots.plain import made, plain

REMOVED = "removed.json"


@dataclass(frozen=True)
class Removed:
    """The line that stays; nothing of what the snapshot held.

    Attributes:
        format: Of the line.
        id: That the snapshot had.
        iso_week: Its week.
        version: Of the data that it named.
        stage: Draft or published.
        replaces: The id of the snapshot that it corrected; "" when none.
        removed_at: When it was taken away, UTC, ISO.
        why: Why; all readers see it.
    """

    format: int
    id: str
    iso_week: str
    version: str
    stage: Stage
    replaces: str
    removed_at: str
    why: str

    @property
    def removed_on(self) -> date:
        """The day on which it was taken away."""
        return datetime.fromisoformat(self.removed_at).date()


def line_of(told: Manifest, why: str) -> Removed:
    """The line for a snapshot that is taken away now."""
    return Removed(
        format=FORMAT,
        id=told.id,
        iso_week=told.iso_week,
        version=told.version,
        stage=told.stage,
        replaces=told.replaces,
        removed_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        why=" ".join(why.split()),
    )


def put(where: Path, line: Removed) -> None:
    """Write the line into the folder of the snapshot; from then on it is gone."""
    draft = where / f"{REMOVED}.new"
    with draft.open("w", encoding="utf-8") as file:
        file.write(f"{json.dumps(plain(line), ensure_ascii=False, indent=1)}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(where / REMOVED)


def line_in(where: Path) -> Removed | None:
    """The line in the folder of a snapshot; None where the snapshot is kept.

    Raises:
        ValueError: What stands there is no such line.
    """
    path = where / REMOVED
    if not path.exists():
        return None
    found: Removed = made(Removed, json.loads(path.read_text("utf-8")))
    return found


def finish(folder: Path) -> None:
    """Take away what a removal that was ended midway has left; the lines stay."""
    for path in folder.glob(f"[!.]*/{REMOVED}"):
        for left in path.parent.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            elif left != path:
                left.unlink()
