"""The week, frozen: kept as it was said, read again, and compared with another."""

from dashboard.snapshots.errors import (
    DamagedSnapshotError,
    RemovedSnapshotError,
    SnapshotError,
    UnknownSnapshotError,
)
from dashboard.snapshots.manifest import Manifest
from dashboard.snapshots.store import (
    Snapshot,
    attached,
    folder_of,
    listed,
    manifest,
    read,
    removed,
)

__all__ = [
    "DamagedSnapshotError",
    "Manifest",
    "RemovedSnapshotError",
    "Snapshot",
    "SnapshotError",
    "UnknownSnapshotError",
    "attached",
    "folder_of",
    "listed",
    "manifest",
    "read",
    "removed",
]
