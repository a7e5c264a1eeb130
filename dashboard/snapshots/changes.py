"""What came to, and left, the rows of a week between two snapshots of it or of others.

Each of the two versions is asked for its rows as its snapshot knew them; they are
matched by key. Only what kind of change it was, and of which day, goes on from here:
never a row, nor where it was.
"""

from datetime import date
from typing import NamedTuple

import duckdb
import pandas as pd

from dashboard.queries import frozen

KEY = ["dataset", "record_key"]


class Side(NamedTuple):
    """One of two snapshots: its version, open, and the Sunday of its week."""

    con: duckdb.DuckDBPyConnection
    ends_on: date


def row_changes(earlier: Side, later: Side) -> pd.DataFrame:
    """The rows that differ, and how.

    Returns:
        One row per dataset and key that differs: dataset, cause ("new": of a day after
        the earlier week; "late": of a day in it or before; "corrected", "withdrawn", or
        "gone": left with its file), on_before and on_after (its day; missing
        where there is none).

    Raises:
        duckdb.CatalogException: A version was built by a program that did not keep
            what was known when.
    """
    both = _rows(earlier).merge(
        _rows(later),
        on=KEY,
        how="outer",
        suffixes=("_before", "_after"),
        indicator=True,
    )
    is_same = both["print_before"].eq(both["print_after"]).fillna(False).astype(bool)
    changed = both[~((both["_merge"] == "both") & is_same)]
    cause = (
        changed["_merge"]
        .astype(object)
        .map({"both": "corrected", "left_only": "gone", "right_only": "new"})
    )
    is_late = (cause == "new") & (changed["on_after"] <= pd.Timestamp(earlier.ends_on))
    keys = pd.MultiIndex.from_frame(changed[KEY])
    taken = keys.isin(pd.MultiIndex.from_frame(frozen.withdrawn(later.con)[KEY]))
    cause = cause.mask(is_late, "late").mask((cause == "gone") & taken, "withdrawn")
    found = changed.assign(cause=cause)[["dataset", "cause", "on_before", "on_after"]]
    return found.reset_index(drop=True)


def _rows(side: Side) -> pd.DataFrame:
    found = frozen.rows_counted(side.con, side.ends_on)
    exact = found["print"].astype("UInt64")  # a float would not tell all apart
    return found.assign(print=exact).rename(columns={"on_day": "on"})
