"""Two snapshots by their ids, compared with what their versions know of the rows."""

import logging
from pathlib import Path

import duckdb
import pandas as pd

from dashboard import db
from dashboard.snapshots.changes import Side, row_changes
from dashboard.snapshots.difference import Difference, difference
from dashboard.snapshots.manifest import Manifest
from dashboard.snapshots.store import folder_of, read

_log = logging.getLogger(__name__)


def compared(built: Path, earlier: str, later: str) -> Difference:
    """What differs between two snapshots.

    Args:
        built: The folder of the versions, beside that of the snapshots.
        earlier: The id of the one to compare with.
        later: The id of the one to be compared.

    Raises:
        SnapshotError: One of them is not there, or damaged.
    """
    folder = folder_of(built)
    one, two = read(folder, earlier), read(folder, later)
    return difference(one, two, _changes(built, one.manifest, two.manifest))


def _changes(built: Path, earlier: Manifest, later: Manifest) -> pd.DataFrame | None:
    """What changed in the rows; None when a version cannot be asked, which is logged.

    The readers are told so: Difference.has_rows.
    """
    try:
        one, two = (db.named(built, each.version) for each in (earlier, later))
        with db.cursor(one) as con, db.cursor(two) as other:
            sides = Side(con, earlier.ends_on), Side(other, later.ends_on)
            return row_changes(*sides)
    except (db.NoVersionError, db.DamagedVersionError, duckdb.CatalogException) as gone:
        _log.warning("Rows of %s and %s not compared: %s", earlier.id, later.id, gone)
        return None


def before(told: Manifest, known: list[Manifest]) -> Manifest | None:
    """What a snapshot is compared with unless the reader chooses.

    Args:
        told: The snapshot.
        known: All of them, latest first.

    Returns:
        What it replaces, else the latest one of the weeks before; None without either.
    """
    replaced = [each for each in known if each.id == told.replaces]
    earlier = [each for each in known if each.iso_week < told.iso_week]
    return next(iter([*replaced, *earlier]), None)


def replaced_by(told: Manifest, known: list[Manifest]) -> Manifest | None:
    """The latest snapshot that replaces this one; None when none does.

    Only what is published replaces: a draft says on its own page what it is to replace.
    """
    published = (each for each in known if each.stage == "published")
    return next((each for each in published if each.replaces == told.id), None)
