"""Which version a week is frozen from, so that pages as of it show that week's data."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dashboard import db
from dashboard.queries import frozen

_log = logging.getLogger(__name__)


def version_of_week(built: Path, opened: db.Version, ends_on: date) -> db.Version:
    """The newest kept version whose last complete week this is; else the current one.

    One that holds a row which was withdrawn since is passed over: what the law took
    away is not frozen anew.

    Args:
        built: The folder of the versions.
        opened: The current one.
        ends_on: The Sunday of the week.
    """
    if opened.now_ends_on == ends_on:
        return opened
    withdrawn = _withdrawn(opened)
    for each in _earlier(built, opened.name):
        if each.now_ends_on is None or each.now_ends_on < ends_on:
            break  # those before it go no further
        if each.now_ends_on == ends_on and withdrawn <= _withdrawn(each):
            return each
    return opened


def _earlier(built: Path, name: str) -> Iterator[db.Version]:
    """The sound versions from before one, the newest first; others are logged."""
    for path in sorted(built.glob("*.json"), reverse=True):
        if path.stem >= name:
            continue
        try:
            yield db.named(built, path.stem)
        except (db.NoVersionError, db.DamagedVersionError) as damage:
            _log.warning("Version %s passed over: %s", path.stem, damage)


def _withdrawn(opened: db.Version) -> set[tuple[str, str]]:
    with db.cursor(opened) as con:
        taken = frozen.withdrawn(con)
    return set(taken.itertuples(index=False, name=None))
