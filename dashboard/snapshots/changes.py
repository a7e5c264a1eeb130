"""What came to, and left, the rows of a week between two snapshots of it or of others.

Each of the two versions is asked for its rows as its snapshot knew them; they are
matched by key. Only what kind of change it was goes on from here, never a row.
"""

from datetime import date
from typing import NamedTuple

import duckdb
import pandas as pd

from dashboard.queries import frozen, names

OF_TIPS = ("referral", "tip_outcome")  # their province is that of their tip
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
        "gone": left with its file), on_before and on_after (its day), province_before
        and province_after. Missing where there is none.

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
    return _tidied(changed.assign(cause=cause))


def _tidied(changed: pd.DataFrame) -> pd.DataFrame:
    columns = ["dataset", "cause", "on_before", "on_after"]
    return changed[[*columns, "province_before", "province_after"]].reset_index(
        drop=True
    )


def _rows(side: Side) -> pd.DataFrame:
    found = frozen.rows_counted(side.con, side.ends_on)
    tips = found[found["dataset"] == "tip_report"]
    province = tips.set_index("record_key")["province_code"]
    of_tip = found["record_key"].str.partition("|")[0].map(province)
    is_of_tip = found["dataset"].isin(OF_TIPS)
    return found.assign(
        print=found["print"].astype("UInt64"),  # a float would not tell all apart
        province=found["province_code"].mask(is_of_tip, of_tip),
    ).rename(columns={"on_day": "on"})[[*KEY, "on", "province", "print"]]


def regions_of(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The region of each province."""
    found = names.provinces(con)
    return dict(zip(found["province_code"], found["region"], strict=True))
