"""The open rows that a week's tables are made of."""

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import pandas as pd

from dashboard.queries import weekly as queries


@dataclass(frozen=True)
class Rows:
    """Open rows, as dashboard.queries.weekly gives them.

    Attributes:
        batches: Of the week.
        batches_before: Of the week before.
        priority: Of both.
        reports: Of the week.
    """

    batches: pd.DataFrame
    batches_before: pd.DataFrame
    priority: pd.DataFrame
    reports: pd.DataFrame


def rows(con: duckdb.DuckDBPyConnection, ends_on: date) -> Rows:
    """The rows of the week that ends on this Sunday."""
    return Rows(
        batches=queries.week_batches(con, ends_on),
        batches_before=queries.week_batches(con, ends_on - timedelta(weeks=1)),
        priority=queries.week_priority(con, ends_on),
        reports=queries.week_reports(con, ends_on),
    )
