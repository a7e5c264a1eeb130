"""Who has not reported the week, whose report is incomplete: parts of sentences."""

import pandas as pd

from dashboard.text import Text
from dashboard.weekly.material import Material
from dashboard.weekly.phrases import both, provinces

NAMED = ["province_code", "name_th", "name_en"]


def not_reported(late: pd.DataFrame, material: Material) -> Text:
    """Not yet reported: a and b; report incomplete: c.

    Args:
        late: The table of that name (dashboard.weekly.tables), not empty.
        material: Of the week.
    """
    return _parted("weekly_rest", late, material)


def counted(late: pd.DataFrame, material: Material) -> Text:
    """The same, with how many provinces each part has, for the middle of a sentence."""
    return _parted("weekly_gap", late, material)


def _parted(key: str, late: pd.DataFrame, material: Material) -> Text:
    """One part where all rows are alike, else both."""
    is_incomplete = late["what"] == "incomplete"
    parts = {
        name: _part(f"{key}_{name}", rows, material)
        for name, rows in (
            ("silent", late[~is_incomplete]),
            ("incomplete", late[is_incomplete]),
        )
        if not rows.empty
    }
    if len(parts) == 1:
        return next(iter(parts.values()))
    return both(f"{key}_both", **parts)


def _part(key: str, rows: pd.DataFrame, material: Material) -> Text:
    named = list(rows[NAMED].itertuples(index=False, name=None))
    places = provinces(named, material.using.names)
    return both(key, places=places, n=len(rows))
