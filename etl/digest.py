"""SHA-256 of files, by which contents and versions are known again."""

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def sha256(*paths: Path) -> str:
    """SHA-256 of a file's bytes, or of several files' one after the other, in hex."""
    found = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            hashlib.file_digest(file, lambda: found)
    return found.hexdigest()


def begun(path: Path) -> Callable[[], str]:
    """Begin to hash a file beside other work; what is given waits for the SHA-256.

    It is "" when the file cannot be read.
    """
    found = [""]

    def run() -> None:
        with suppress(OSError):
            found[0] = sha256(path)

    thread = threading.Thread(target=run)
    thread.start()

    def waited() -> str:
        thread.join()
        return found[0]

    return waited
