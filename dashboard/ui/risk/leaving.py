"""What of the risk index may leave: one place for all its tables and pictures.

Indicators that count victims stay away as whole rows; all else is made of them as they
may be disclosed (methods/smoothing.py) and leaves as it is.
"""

from collections.abc import Mapping

import pandas as pd

from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.rules import rules
from dashboard.ui.shelf import rows_behind
from dashboard.ui.words import words


def leaving(rows: pd.DataFrame, headings: Mapping[str, str]) -> Gated:
    """The rows and columns that may leave, whole numbers as such.

    Args:
        rows: With the columns of `headings`; with indicator_code, one row per
            indicator.
        headings: Of the columns to keep, in order.
    """
    if "indicator_code" in rows:
        rows = open_rows(rows)
    return disclosed(
        rows[list(headings)].reset_index(drop=True), Audience.OUTSIDE, counts=()
    )


def open_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows without those of indicators that count victims."""
    return rows[~rows["indicator_code"].isin(rules().index_inside)]


def offer_behind(key: str, rows: pd.DataFrame, headings: Mapping[str, str]) -> None:
    """Give a figure or map that was offered the rows that it draws."""
    rows_behind(key, lambda: leaving(rows, headings), headings)


def headings(*columns: str) -> dict[str, str]:
    """The heading of each column of a file of the risk page."""
    return {column: words(f"risk_file_column_{column}") for column in columns}
