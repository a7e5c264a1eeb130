"""The command that freezes a week, and takes a frozen one away (contract.md 1)."""

import argparse
import io
import sys
from pathlib import Path

from dashboard import db, snapshots, weekly
from dashboard.snapshots import Manifest, SnapshotError
from dashboard.snapshots.choosing import version_of_week
from dashboard.snapshots.freezing import (
    WHY_LIMIT,
    Frozen,
    Standing,
    freeze,
    require_sound,
    sunday,
    week_of,
)
from dashboard.snapshots.manifest import Stage
from dashboard.snapshots.removal import remove
from dashboard.text import Lang, date_text, words
from dashboard.weekly import WeekError
from dashboard.weekly.model import Week

LANGS: tuple[Lang, ...] = ("th", "en")
_HELP = {
    "week": "the ISO week, 2026-W46; without it that of --replaces, else the last one",
    "built": "where the versions lie (else RISK_WATCH_BUILT, else data/built)",
    "out": "where the snapshots lie (else snapshots beside the versions)",
    "publish": "published, not a draft; it stays unapproved until there is a login",
    "replaces": "the id of the snapshot that this one corrects",
    "why": "what was wrong in it; shown to every reader, so no personal data",
    "remove": "the id of a snapshot to take away for good; --why says for what reason",
    "attach": "a file that is published with it and served as it is (several times)",
}


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments; it runs by `run` and gives the exit code."""
    make = commands.add_parser("snapshot", help="freeze a week as it is known now")
    make.add_argument("--week", metavar="WEEK", help=_HELP["week"])
    make.add_argument("--built", type=Path, metavar="DIR", help=_HELP["built"])
    make.add_argument("--out", type=Path, metavar="DIR", help=_HELP["out"])
    make.add_argument("--publish", action="store_true", help=_HELP["publish"])
    make.add_argument("--replaces", default="", metavar="ID", help=_HELP["replaces"])
    make.add_argument("--remove", default="", metavar="ID", help=_HELP["remove"])
    make.add_argument("--why", default="", metavar="TEXT", help=_HELP["why"])
    make.add_argument(
        "--attach", action="append", type=Path, metavar="FILE", help=_HELP["attach"]
    )
    make.set_defaults(run=snapshot)


def snapshot(given: argparse.Namespace) -> int:
    """Freeze the week; gives the exit code: 0 done, 1 not done, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may lack Thai letters
            stream.reconfigure(errors="replace")
    built = given.built or db.built_folder()
    out = given.out or snapshots.folder_of(built)
    if given.remove:
        return _remove(given, out)
    try:
        opened = db.current(built)
    except db.NoVersionError:
        return _refuse(1, "snapshot_no_version", folder=str(built))
    try:
        standing = _standing(given)
        asked = given.week or _replaced_week(out, standing)
        require_sound(out, asked or opened.now_iso_week or "", standing)
        if asked and not standing.replaces:  # a correction says what is known now
            opened = version_of_week(built, opened, sunday(asked))
        week = _week(opened, asked)
        _tell(freeze(opened, built, out, week, standing), out)
        _tell_of_later(opened, week)
    except SnapshotError as error:
        return _refused(error)
    except OSError as error:
        return _refuse(1, "snapshot_not_written", why=f"{error.strerror}: {out}")
    return 0


def _remove(given: argparse.Namespace, out: Path) -> int:
    """Take a snapshot away; gives the exit code."""
    if given.week or given.publish or given.replaces or given.attach:
        return _refuse(2, "snapshot_remove_alone")
    if not given.why.strip():
        return _refuse(2, "snapshot_remove_why", named=given.remove)
    if len(given.why) > WHY_LIMIT:
        return _refuse(2, "snapshot_why_long", named=str(len(given.why)))
    try:
        line = remove(out, given.remove, given.why)
    except SnapshotError as error:
        return _refused(error)
    except OSError as error:
        return _refuse(1, "snapshot_not_removed", why=f"{error.strerror}: {out}")
    _say("snapshot_taken_away", named=line.id, week=line.iso_week)
    known = snapshots.listed(out)
    names = ", ".join(each.id for each in known if each.version == line.version)
    if names:
        _say("snapshot_version_stays", version=line.version, names=names)
    else:
        _say("snapshot_version_goes", version=line.version)
    return 0


def _replaced_week(out: Path, standing: Standing) -> str:
    """The week of what is to be corrected; "" where require_sound refuses anyway.

    Raises:
        SnapshotError: There is none of this id, or it is damaged.
    """
    is_sound = len(standing.why.strip()) > 0 and len(standing.why) <= WHY_LIMIT
    if not (standing.replaces and is_sound):
        return ""
    return week_of(out, standing.replaces)


def _week(opened: db.Version, named: str | None) -> Week:
    """The week that is asked for, from the version.

    Raises:
        SnapshotError: It is no week, or not a complete one of the version.
    """
    ends_on = sunday(named) if named else None
    try:
        with db.cursor(opened) as con:
            return weekly.week(con, ends_on)
    except WeekError as error:
        last = opened.now_iso_week or ""
        raise SnapshotError("snapshot_week_not_known", named or "", last) from error


def _standing(given: argparse.Namespace) -> Standing:
    """What the snapshot is to be.

    Raises:
        SnapshotError: A file to be attached cannot be read, or two have the same name.
    """
    files: dict[str, bytes] = {}
    for path in given.attach or []:
        if path.name.casefold() in map(str.casefold, files):
            raise SnapshotError("snapshot_file_twice", path.name)
        try:
            files[path.name] = path.read_bytes()
        except OSError as error:
            raise SnapshotError("snapshot_no_file", str(path)) from error
    stage: Stage = "published" if given.publish else "draft"
    return Standing(stage, given.replaces, given.why, files)


def _tell(made: Frozen, out: Path) -> None:
    told = made.manifest
    if not made.is_new:
        _say("snapshot_nothing_new", version=told.version, named=told.folder)
        return
    _say("snapshot_frozen", week=told.iso_week, named=told.id, version=told.version)
    print(f"  {out / told.folder}")
    if told.replaces:
        _say(_replaces_key(told), named=told.replaces, why=told.why)
    _say(_standing_key(told))


def _tell_of_later(opened: db.Version, week: Week) -> None:
    """Say so when pages as of the snapshot will show later data than its week."""
    until = opened.now_ends_on
    if until is not None and until > week.ends_on:
        for lang in LANGS:
            print(
                words("snapshot_later_data", lang, until=date_text(until, lang, "be"))
            )


def _standing_key(told: Manifest) -> str:
    if told.stage == "published":
        return "frozen_published"
    return "frozen_draft"


def _replaces_key(told: Manifest) -> str:
    if told.stage == "published":
        return "snapshot_frozen_replaces"
    return "snapshot_frozen_to_replace"


def _say(key: str, **values: object) -> None:
    for lang in LANGS:
        print(words(key, lang, **values))


def _refused(error: SnapshotError) -> int:
    for lang in LANGS:
        print(error.said(lang), file=sys.stderr)
    return 2


def _refuse(code: int, key: str, **values: object) -> int:
    for lang in LANGS:
        print(words(key, lang, **values), file=sys.stderr)
    return code
