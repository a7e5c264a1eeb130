"""What `python -m dashboard briefing` does: the files of a selection.

What it says is in the language of the pack; a line for each step, so that the page,
beside which `dashboard.ui.briefing.beside` does the same, can say how far it is.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboard import db, text
from dashboard.export.pack import Format
from dashboard.export.workbook import WorkbookError
from dashboard.text import Lang
from dashboard.ui.briefing import making
from dashboard.ui.selection import Selection, SelectionError, read

FAULT = "! "  # begins the line that says why there is no pack
ALL_MADE, INCOMPLETE, WRONG_USAGE = 0, 1, 2
Make = Callable[[Selection, Sequence[Format], Path, making.Tell], dict[str, Any]]


def run(arguments: argparse.Namespace) -> int:
    """Make the pack and say what is in it.

    Returns:
        0 when all that was chosen is made; 1 when something is missing, each said, or
        nothing could be made; 2 for a selection file that cannot be used or is
        empty.
    """
    if arguments.built:
        os.environ[db.FOLDER_VARIABLE] = str(arguments.built)
    try:
        selection = _read(arguments.pack)
    except SelectionError as error:
        sys.stderr.write(f"{arguments.pack}\n{error}\n")
        return WRONG_USAGE
    selection = making.in_language(selection, arguments.lang, arguments.era)
    return made(making.logged_into, selection, arguments.formats, arguments.out)


def _read(pack: Path) -> Selection:
    """The selection of a file.

    Raises:
        SelectionError: It cannot be read, is none, or nothing is chosen in it.
    """
    try:
        content = pack.read_bytes()
    except OSError as error:
        raise SelectionError("briefing_file_unread") from error
    selection = read(content)
    if not selection.items:
        raise SelectionError("briefing_file_empty")
    return selection


def made(make: Make, selection: Selection, formats: Sequence[Format], out: Path) -> int:
    """Make a pack and say what is in it, or why there is none; gives the exit code.

    Args:
        make: `making.logged_into`; `making.make` where another logs what it hands out.
        selection: What it is made of.
        formats: Of its files.
        out: Their folder.
    """
    lang = selection.lang
    try:
        db.current(db.built_folder())
        said = make(selection, formats, out, tell)
    except db.NoVersionError:
        return _failed("briefing_failed_version", lang, folder=db.built_folder())
    except making.VersionMovedError as error:
        return _failed("briefing_failed_moved", lang, versions=error)
    except WorkbookError as error:
        _say(f"{FAULT}{error}")
        return INCOMPLETE
    except OSError as error:
        return _failed("briefing_failed_files", lang, error=error)
    for line in outcome(said, lang):
        _say(line)
    return INCOMPLETE if said["missing"] or not said["objects"] else ALL_MADE


def tell(done: int, of: int, what: str) -> None:
    """Say how far it is: steps done, of how many, and what begins."""
    _say(f"[{done}/{of}] {what}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _failed(key: str, lang: Lang, **values: object) -> int:
    _say(FAULT + text.words(key, lang, **values))
    return INCOMPLETE


def outcome(said: Mapping[str, Any], lang: Lang) -> list[str]:
    """What was made and what is missing, line by line.

    Args:
        said: What the pack holds, of `making.make`.
        lang: Of the words.
    """
    if not said["objects"]:
        made = [text.words("briefing_nothing_made", lang)]
    else:
        number = len(said["objects"])
        made = [text.words("briefing_made", lang, number=number)]
        made += [f"  {name}" for names in said["files"].values() for name in names]
    return made + missing(said, lang)


def page_name(page: str, lang: Lang) -> str:
    """What the menu calls a page; one that there is not by its own name."""
    key = f"nav_{page}"
    return text.words(key, lang) if key in text.texts() else page


def missing(said: Mapping[str, Any], lang: Lang) -> list[str]:
    """What was chosen and is not in the pack, and why; line by line."""
    gone = [
        text.words(
            f"briefing_missing_{each['reason']}",
            lang,
            title=each["title"] or each["key"],
            page=page_name(each["page"], lang),
        )
        for each in said["missing"]
    ]
    titles = {each["key"]: each["title"] for each in said["objects"]}
    return gone + [
        text.words("briefing_missing_picture", lang, title=titles[key], why=why[lang])
        for key, why in said["unpictured"].items()
    ]
