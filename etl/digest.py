"""SHA-256 of files, by which contents and versions are known again."""

import hashlib
from pathlib import Path


def sha256(*paths: Path) -> str:
    """SHA-256 of a file's bytes, or of several files' one after the other, in hex."""
    found = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            hashlib.file_digest(file, lambda: found)
    return found.hexdigest()
