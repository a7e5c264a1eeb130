"""A pack made beside the pages, for the one that asked: what the worker runs.

Its files stay where the page's own process alone can look, until the page hands one out
and logs it. For people there is `python -m dashboard briefing`, which logs them itself.
"""

import atexit
import logging
import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from dashboard import text
from dashboard.export.pack import FORMATS
from dashboard.text import Lang
from dashboard.ui.briefing import command, making
from dashboard.ui.selection import read

ASKED, MADE = "selection.json", "made"  # in the folder of a job
LOCK = "lock"  # beside the folders of all jobs
NICENESS = 10  # of a pack made beside the pages, which come first


def main(given: Sequence[str]) -> int:
    """Make the pack of a job.

    Args:
        given: The folder of the job; formats, parted by commas.

    Returns:
        The exit code, as of the command.

    Raises:
        PermissionError: Others can look into the folder, or into the one around it,
            so nothing is made there.
    """
    logging.disable(logging.WARNING)  # Streamlit's: a page has no browser here
    folder, formats = Path(given[0]), given[1].split(",")
    for place in (folder.parent, folder):
        require_own(place)
    selection = read((folder / ASKED).read_bytes())
    _wait_for_others(folder.parent / LOCK, selection.lang)
    with suppress(AttributeError, OSError):  # Windows has no such word
        os.nice(NICENESS)
    wanted = [form for form in FORMATS if form in formats]
    return command.made(making.make, selection, wanted, folder / MADE)


def require_own(folder: Path) -> None:
    """Raise PermissionError unless its owner, who is ours, alone can look into it.

    On Windows the folders of temporary files are those of the user.
    """
    if os.name != "posix":
        return
    found = folder.lstat()
    is_own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not is_own or stat.S_IMODE(found.st_mode) & 0o077:
        raise PermissionError(f"{folder}: not a folder of this user alone")


def _wait_for_others(lock: Path, lang: Lang) -> None:
    """Take the one place for packs that pages make; it is free when this one ends."""
    place = FileLock(lock)
    try:
        place.acquire(timeout=0)
    except Timeout:
        command.tell(0, 1, text.words("briefing_waits", lang))
        place.acquire()
    atexit.register(place.release)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
