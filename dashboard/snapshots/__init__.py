"""The week, frozen: kept as it was said, read again, and compared with another."""

from dashboard.snapshots.manifest import Manifest
from dashboard.snapshots.store import (
    DamagedSnapshotError,
    Snapshot,
    SnapshotError,
    UnknownSnapshotError,
    attached,
    folder_of,
    listed,
    manifest,
    read,
)

__all__ = [
    "DamagedSnapshotError",
    "Manifest",
    "Snapshot",
    "SnapshotError",
    "UnknownSnapshotError",
    "attached",
    "folder_of",
    "listed",
    "manifest",
    "read",
]
