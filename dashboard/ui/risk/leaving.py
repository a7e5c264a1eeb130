"""What of the risk index may leave: one place for all tables, figures and maps.

The gate knows the rules (dashboard.composite): it rounds shares of draws. The page goes
further: it leaves scores out, which the gate says coarsely, and whole rows of
indicators that count victims, of which the gate leaves what is true of the country.
"""

from collections.abc import Mapping

import pandas as pd

from dashboard import composite
from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.rules import rules
from dashboard.ui.shelf import rows_behind
from dashboard.ui.words import words

BARRED = {composite.SCORE, *composite.KEPT_INSIDE}


def leaving(rows: pd.DataFrame, headings: Mapping[str, str]) -> Gated:
    """The rows and columns that may leave, whole numbers as such.

    Args:
        rows: With the columns of `headings`; with indicator_code, one row per
            indicator.
        headings: Of the columns to keep, in order.

    Raises:
        ValueError: A column is asked for that may not leave.
    """
    if barred := set(headings) & BARRED:
        raise ValueError(f"{', '.join(sorted(barred))} may not leave")
    if "indicator_code" in rows:
        rows = rows[~rows["indicator_code"].isin(rules().index_inside)]
    return disclosed(
        rows[list(headings)].reset_index(drop=True), Audience.OUTSIDE, counts=()
    )


def offer_behind(key: str, rows: pd.DataFrame, headings: Mapping[str, str]) -> None:
    """Give a figure or map that was offered the rows that it draws."""
    rows_behind(key, lambda: leaving(rows, headings), headings)


def headings(*columns: str) -> dict[str, str]:
    """The heading of each column of a file of the risk page."""
    return {column: words(f"risk_file_column_{column}") for column in columns}
