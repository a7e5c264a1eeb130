"""Taking a snapshot away for good, as the law may ask; a line stays that says so."""

from pathlib import Path

from dashboard.snapshots.errors import SnapshotError
from dashboard.snapshots.manifest import Manifest
from dashboard.snapshots.removed import Removed, finish, line_of, put
from dashboard.snapshots.store import exclusive, listed, manifest


def remove(folder: Path, name: str, why: str) -> Removed:
    """Take away all that a snapshot holds; its address says so from then on.

    Args:
        folder: Of all snapshots.
        name: Its id.
        why: What all readers are told; no personal data.

    Returns:
        The line that stays.

    Raises:
        SnapshotError: There is none of this id; it is gone already; it corrects one
            that is kept, which would seem to be right again; or another command is at
            work in the folder.
    """
    with exclusive(folder):
        told = manifest(folder, name)
        _require_no_gap(told, listed(folder))
        line = line_of(told, why)
        put(folder / told.folder, line)
        finish(folder)
    return line


def _require_no_gap(told: Manifest, known: list[Manifest]) -> None:
    """Raise SnapshotError when one that this corrects would stand without it."""
    if told.replaces in {each.id for each in known}:
        raise SnapshotError("snapshot_corrects_kept", told.id, told.replaces)
