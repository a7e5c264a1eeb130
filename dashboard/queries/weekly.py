"""The open figures of the weekly page, as each week had them."""

from datetime import date

import duckdb
import pandas as pd


def weeks(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The complete weeks of which a page can be made.

    Returns:
        One row per ISO week, in order, the last one being "now": week_start (Monday),
        week_end (Sunday), iso_week ("2026-W46"), fiscal_year_be (that the Sunday lies
        in).

    Source:
        mart_week (etl/sql/mart_week.sql).
    """
    return con.execute(
        """
        select week_start, week_end, iso_week, fiscal_year_be
        from mart_week
        order by week_start
        """
    ).df()


def week_figures(con: duckdb.DuckDBPyConnection, ends_on: date) -> pd.DataFrame:
    """The open figures of a week and of those before it.

    Args:
        con: The version.
        ends_on: The Sunday of the last week wanted.

    Returns:
        One row per figure ("batches_held", "volunteers_trained", "provinces_priority",
        "provinces_reported", "partners") and week_end, in order: value (missing where
        nobody has one), whole (of what it is a part; missing where it stands alone), n
        (units), until (the last day that it speaks of).

    Source:
        mart_week_figure (etl/sql/mart_week_figure.sql).
    """
    return con.execute(
        """
        select figure, week_end, value, whole, n, until
        from mart_week_figure
        where week_end <= $ends_on
        order by figure, week_end
        """,
        {"ends_on": ends_on},
    ).df()


def datasets_status(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Of what kind the rows of each dataset are.

    Returns:
        One row per dataset and data_status ("official", "ministry", "synthetic").

    Source:
        dataset_status (etl/sql/version.sql).
    """
    return con.execute(
        """
        select dataset, cast(data_status as varchar) as data_status
        from dataset_status
        where data_status is not null
        order by dataset, data_status
        """
    ).df()


def version_name(con: duckdb.DuckDBPyConnection) -> str:
    """The name of the version that is open.

    Source:
        version_info (etl/sql/version.sql).
    """
    row = con.execute("select version from version_info").fetchone()
    if row is None:
        raise LookupError("the version does not say its name")
    return str(row[0])
