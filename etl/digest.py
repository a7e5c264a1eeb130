"""SHA-256 of files, by which contents and versions are known again."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path


def sha256(*paths: Path) -> str:
    """SHA-256 of a file's bytes, or of several files' one after the other, in hex."""
    found = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            hashlib.file_digest(file, lambda: found)
    return found.hexdigest()


_ONE_BY_ONE = threading.Lock()  # a disk is read fastest in one go


def begun(path: Path) -> Callable[[], str]:
    """Begin to hash a file beside other work; what is given waits for the SHA-256.

    It is "" when the file cannot be read. Nothing waits for it at the end.
    """
    found: list[str] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with _ONE_BY_ONE:
                found.append(sha256(path))
        except OSError:
            found.append("")
        except BaseException as error:  # noqa: BLE001 - for who waits
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def waited() -> str:
        thread.join()
        if failed:
            raise failed[0]
        return found[0]

    return waited
